"""Facts <-> rows: a sentence in which several facts stand is stored once, and each fact knows which it is.

Everything here is done inside a transaction that holds the one write lock, so that numbers are given once.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, bindparam, func, inspect, select, update

from schemas.records import Fact
from schemas.vocabulary import DATE_COLUMNS, FACT_COLUMNS
from store.inserting import insert
from store.tables import FACTS, SENTENCES

_KEPT = tuple(name for name in FACT_COLUMNS if name != "sentence")
#: The columns of a fact that are written when it is stored, in the order of its row.
STORED_FACT = (*_KEPT, "evidence", "sentence_id", "product")
_SENTENCE_COLUMNS = ("sentence_id", "document_id", "text")
_SENTENCE = FACT_COLUMNS.index("sentence")
_DAYS = [_KEPT.index(name) for name in DATE_COLUMNS]
_AT_ONCE = 20_000
#: What tells the product of a fact.
_TELLING = ("start", "end", "sentence_start", "sentence", "unit", "counted", "measure", "flow", "indicator")


#: Gives the code of the product that a fact is about, or None.
ProductOf = Callable[[Fact], str | None]


def stored_rows(
    connection: Connection, facts: Sequence[Fact], product_of: ProductOf
) -> list[tuple[object, ...]]:
    """Store the sentences of facts, and return the facts as rows of STORED_FACT."""
    numbers: dict[tuple[str, int, int], int] = {}
    sentences = []
    first = _next(connection)
    for fact in facts:
        place = _place(fact)
        if place not in numbers:
            numbers[place] = first + len(numbers)
            sentences.append((numbers[place], fact.document_id, fact.sentence))
    insert(connection, SENTENCES, _SENTENCE_COLUMNS, sentences)
    return [(*_fact_row(fact), numbers[_place(fact)], product_of(fact)) for fact in facts]


def _place(fact: Fact) -> tuple[str, int, int]:
    return fact.document_id, fact.sentence_start, fact.sentence_end


def stored_tables(connection: Connection, table: pa.Table, product_of: ProductOf) -> pa.Table:
    """Store the sentences of facts (FACT_COLUMNS, evidence as JSON); return the facts with STORED_FACT."""
    edges = (pc.cast(table[name], pa.string()) for name in ("sentence_start", "sentence_end"))
    place = pc.binary_join_element_wise(table["document_id"], *edges, "\x1f")
    codes = place.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    _, firsts = np.unique(codes, return_index=True)
    first = _next(connection)
    sentences = table.take(firsts).select(["document_id", "sentence"])
    numbered = sentences.add_column(0, "sentence_id", pa.array(np.arange(len(firsts)) + first))
    insert(connection, SENTENCES, _SENTENCE_COLUMNS, numbered)
    products = pa.array([product_of(fact) for fact in _as_facts(table)], pa.string())
    return (
        table.select([*_KEPT, "evidence"])
        .append_column("sentence_id", pa.array(codes.astype("int64") + first))
        .append_column("product", products)
    )


def has_products(connection: Connection) -> bool:
    """Tell whether the products of facts are stored, or no facts at all: they came with a migration."""
    known = inspect(connection)
    tables = known.has_table(FACTS.name)
    return not tables or any(one["name"] == "product" for one in known.get_columns(FACTS.name))


def fill_products(connection: Connection, product_of: ProductOf) -> None:
    """Store the products of facts that were stored before products were."""
    told = [SENTENCES.c.text.label(name) if name == "sentence" else FACTS.c[name] for name in _TELLING]
    wanted = select(FACTS.c.fact_id, *told).join(SENTENCES, FACTS.c.sentence_id == SENTENCES.c.sentence_id)
    ids = FACTS.c.fact_id
    changed = update(FACTS).where(ids == bindparam("id")).values(product=bindparam("code"))
    rows = connection.execute(wanted.order_by(ids).limit(_AT_ONCE)).all()
    while rows:
        facts = (_NOTHING._replace(**dict(zip(_TELLING, row[1:], strict=True))) for row in rows)
        found = [
            {"id": row[0], "code": code}
            for row, code in zip(rows, map(product_of, facts), strict=True)
            if code is not None
        ]
        if found:
            connection.execute(changed, found)
        rows = connection.execute(wanted.where(ids > rows[-1][0]).order_by(ids).limit(_AT_ONCE)).all()


def _next(connection: Connection) -> int:
    return int(connection.execute(select(func.max(SENTENCES.c.sentence_id))).scalar() or 0) + 1


_NOTHING = Fact(*([None] * len(FACT_COLUMNS)))  # type: ignore[arg-type]


def _as_facts(table: pa.Table) -> Any:
    """Yield facts that have what tells a product, and nothing else."""
    columns = [table[name].to_pylist() for name in _TELLING]
    for values in zip(*columns, strict=True):
        yield _NOTHING._replace(**dict(zip(_TELLING, values, strict=True)))


def _fact_row(fact: Fact) -> tuple[object, ...]:
    row: list[object] = [*fact[:_SENTENCE], *fact[_SENTENCE + 1 :]]
    for at in _DAYS:
        day = row[at]
        row[at] = day.isoformat() if isinstance(day, date) else None
    row[-1] = json.dumps([one if one.note else one[:-1] for one in fact.evidence], separators=(",", ":"))
    return tuple(row)
