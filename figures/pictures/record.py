"""What a picture proves itself with: the facts that it shows, their words, and how it was made.

The record travels inside the picture, so that a minister's office can ask months later what a mark rests on.
Of a document that is confidential it has ids alone: a picture goes where its sources may not.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pandas as pd

from figures.confidential import confidential
from figures.drawing.lettering import drawable
from figures.words import Words
from schemas.errors import TradefactsError

#: The columns of a fact that go with a picture, behind the ids.
_SAID = (
    "quote", "sentence", "sentence_start", "start", "end", "value", "value_high", "unit", "measure",
    "direction", "flow", "reporter", "partner", "indicator", "period_start", "period_end", "status",
)  # fmt: skip
#: Of these the numbers; everything else that is said of a fact or a document is text.
_PLACES, _AMOUNTS = ("sentence_start", "start", "end"), ("value", "value_high")
_OF_DOCUMENTS = ("title", "publisher", "published", "url", "sha256")
#: Of more facts than this the ids and the quotes alone: a picture is no database.
_MOST_SENTENCES = 500
#: Pillow opens no PNG with a longer text, and neither does what is built on it.
_MOST_BYTES = 1_000_000
#: What XML may not hold or a terminal would obey: controls, turns of direction, halves of code points.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class RecordError(TradefactsError):
    """A picture's record cannot be read; the message is a sentence."""


class Record(NamedTuple):
    """What a picture carries.

    `query` is the view as the dashboard's address has it, `version` that of Tradefacts, `made` the moment in
    UTC. `facts` and `documents` are JSON objects with at least an id; `datasets` are the official ones.
    """

    figure: str
    title: str
    described: str
    query: str
    version: str
    made: datetime
    facts: tuple[Mapping[str, Any], ...] = ()
    documents: tuple[Mapping[str, Any], ...] = ()
    datasets: tuple[str, ...] = ()

    def json(self) -> str:
        """Return the record as JSON, which read() makes the same of."""
        told = {"tradefacts": self.version, **self._asdict(), "made": f"{self.made:%Y-%m-%dT%H:%M:%SZ}"}
        del told["version"]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return _ESCAPED.sub(lambda one: f"\\u{ord(one[0]):04x}", text)


def record(
    figure: str,
    words: Words,
    facts: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    query: str,
    version: str,
    made: datetime,
) -> Record:
    """Return the record of a picture that says `words`; `facts` and `documents` hold what it shows."""
    ids = words.drawn
    drawn = _rows(facts[facts["fact_id"].isin(ids)], "fact_id")
    used = dict.fromkeys(drawn[one]["document_id"] for one in ids if one in drawn)
    known = _rows(documents[documents["document_id"].isin(used)], "document_id")
    secret = confidential(documents) & used.keys()
    in_order = [drawn[one] for one in ids if one in drawn]
    whole = Record(
        figure,
        # Title and description say what the documents say.
        title="" if secret else drawable(words.title),
        described="" if secret else drawable(words.described),
        query=query,
        version=version,
        made=made.astimezone(UTC).replace(microsecond=0),
        documents=tuple(_source(one, known.get(one, {}), one in secret) for one in used),
        datasets=tuple(dict.fromkeys(row.dataset for row in words.rows if row.dataset)),
    )
    return _with_facts(whole, in_order, secret)


def _with_facts(whole: Record, facts: Sequence[Mapping[str, Any]], secret: frozenset[str]) -> Record:
    """Return a record with as much of each fact as it has room for: all, its quote, or its ids."""
    ways = (_SAID, _SAID[:1], ()) if len(facts) <= _MOST_SENTENCES else (_SAID[:1], ())
    told = (whole._replace(facts=tuple(_told(one, names, secret) for one in facts)) for names in ways)
    found = whole
    for found in told:
        if len(found.json().encode()) <= _MOST_BYTES:
            break
    return found


def _rows(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    known = frame.drop(columns="text", errors="ignore").astype(object)
    rows: list[Any] = known.where(known.notna(), None).to_dict("records")
    return {row[key]: row for row in rows}


def _told(fact: Mapping[str, Any], names: Sequence[str], secret: frozenset[str]) -> dict[str, Any]:
    ids = {name: fact[name] for name in ("fact_id", "document_id")}
    return ids if fact["document_id"] in secret else ids | _plain(fact, names)


def _source(document_id: str, document: Mapping[str, Any], is_secret: bool) -> dict[str, Any]:
    if is_secret:
        return {"document_id": document_id, "confidential": True}
    return {"document_id": document_id} | _plain(document, _OF_DOCUMENTS)


def _plain(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return some cells of a row as JSON has them, without those that are unknown."""
    cells = {name: row[name] for name in names if row.get(name) is not None}
    return {
        name: f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value
        for name, value in cells.items()
    }


def read(text: str) -> Record:
    """Return the record that was written as JSON. Raises RecordError for what is none."""
    try:
        told = json.loads(text)
        made = datetime.strptime(told["made"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        documents = _objects(told["documents"], "document_id")
        return Record(
            figure=str(told["figure"]),
            title=str(told["title"]),
            described=str(told["described"]),
            query=str(told["query"]),
            version=str(told["tradefacts"]),
            made=made,
            facts=_of(documents, _objects(told["facts"], "fact_id", "document_id")),
            documents=documents,
            datasets=tuple(map(str, told["datasets"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RecordError("The picture's record is broken, and tells of no facts.") from None


def _objects(told: Any, *keys: str) -> tuple[Mapping[str, Any], ...]:
    """Return JSON objects that have these keys, and whose values are of the kinds that record() writes."""
    for one in told:
        if not all(key in one for key in keys) or not all(_fits(*item) for item in one.items()):
            raise ValueError
    return tuple(told)


def _fits(name: str, value: object) -> bool:
    if name in _PLACES:
        return type(value) is int and value >= 0
    if name in _AMOUNTS:
        return type(value) in (int, float)
    return value is True if name == "confidential" else isinstance(value, str)


def _of(
    documents: Sequence[Mapping[str, Any]], facts: tuple[Mapping[str, Any], ...]
) -> tuple[Mapping[str, Any], ...]:
    """Return the facts. Raises ValueError for one of another document: nothing would be said of it."""
    known = {one["document_id"] for one in documents}
    if any(fact["document_id"] not in known for fact in facts):
        raise ValueError
    return facts
