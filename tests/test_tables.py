"""Tables inside a text: the cells of tables.txt are the facts below them; what is no table gives none."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import extract
from extraction.reading import NOTHING
from extraction.tables import tables_in
from extraction.tables.facts import RULE
from schemas.frames import check_facts, facts_frame
from schemas.records import Document, Fact, Passage
from schemas.vocabulary import FACT_COLUMNS, Section

_, *TABLES = (Path(__file__).parent / "tables.txt").read_text(encoding="utf-8").split("\n=== ")
PUBLISHED = date(2024, 6, 11)


def read(text: str, published: date | None = PUBLISHED, **more: object) -> list[Fact]:
    return extract(Document("d", text, published=published, **more))  # type: ignore[arg-type]


def cells(text: str, published: date | None = PUBLISHED) -> list[Fact]:
    return [fact for fact in read(text, published) if fact.rule == RULE]


def said(fact: Fact) -> str:
    """Write a cell's fact as tables.txt has it."""
    sign = {"increase": "+", "decrease": "-"}.get(fact.direction or "", "")
    days = f"{fact.period_start:%Y%m%d}-{fact.period_end:%Y%m%d}" if fact.period_start else "-"
    if fact.baseline_period_start:
        days += f" after {fact.baseline_period_start:%Y%m%d}-{fact.baseline_period_end:%Y%m%d}"
    more = [fact.statistic, fact.status if fact.status != "reported" else None]
    parts = [
        fact.quote,
        f"{fact.value:.12g} {fact.unit} {sign}{fact.measure}",
        " ".join(word for word in (fact.flow, fact.balance) if word) or "-",
        f"{fact.reporter or '-'} {fact.partner or '-'}",
        days,
        str(fact.indicator),
        " ".join(word for word in more if word),
    ]
    return " | ".join(part for part in parts if part)


def holds(text: str, facts: list[Fact]) -> None:
    """Check that spans, evidence and columns are as the contract has them."""
    for fact in facts:
        assert text[fact.start : fact.end] == fact.quote
        assert text[fact.sentence_start : fact.sentence_end] == fact.sentence
        assert fact.sentence_start <= fact.start < fact.end <= fact.sentence_end
        assert 0 < fact.confidence <= 1
        for words in fact.evidence:
            assert 0 <= words.start < words.end <= len(text)
            column = words.field if words.field in FACT_COLUMNS else f"{words.field}_start"
            assert getattr(fact, column) is not None
    assert len({fact.fact_id for fact in facts}) == len(facts)
    check_facts(facts_frame(facts), {"d": text})


@pytest.mark.parametrize("example", TABLES, ids=lambda example: example.partition("\n")[0])
def test_the_cells_of_a_table_are_these_facts(example: str) -> None:
    _, _, rest = example.partition("\n")
    text, _, expected = rest.partition("\n--- read")
    found = cells(text)
    assert [said(fact) for fact in found] == expected.splitlines()[1:]
    holds(text, read(text))


@pytest.mark.parametrize("example", TABLES[::4], ids=lambda example: example.partition("\n")[0])
def test_a_table_is_read_alike_between_paragraphs(example: str) -> None:
    text = example.partition("\n")[2].partition("\n--- read")[0]
    around = f"The customs office sent figures.\n\n{text}\n\nThey tell little of what comes next.\n"
    alone, inside = cells(text), cells(around)
    assert [fact.value for fact in alone] == [fact.value for fact in inside]
    assert [fact.partner for fact in alone] == [fact.partner for fact in inside]


TRADE = """Table 1. EU exports to its neighbours, January-August (million euros)

              2022     2023
Kyrgyzstan     491    1,664
Armenia        866    1,392
"""


def test_a_cell_names_the_words_that_told_it() -> None:
    fact = cells(TRADE)[1]
    told = {(words.field, TRADE[words.start : words.end]) for words in fact.evidence}
    assert told == {
        ("unit", "million euros"),
        ("flow", "exports"),
        ("reporter", "EU"),
        ("partner", "Kyrgyzstan"),
        ("period", "January-August"),
        ("period", "2023"),
    }
    assert (fact.sentence, fact.salience, fact.section) == ("Kyrgyzstan     491    1,664", "high", "body")


def test_what_had_to_be_assumed_lowers_the_confidence() -> None:
    sure = cells(TRADE)[0].confidence
    guessed = cells(TRADE.replace("EU exports to its neighbours", "Exports by country"))[0]
    assert (guessed.reporter, guessed.partner) == ("KGZ", None)
    assert guessed.confidence < sure == 0.9


def test_the_rows_of_a_table_are_no_sentences() -> None:
    assert [fact.rule for fact in read(TRADE) if fact.rule != RULE] == []


def test_a_table_takes_its_section_from_its_passage() -> None:
    passages = (Passage(0, 30, Section.BODY), Passage(30, len(TRADE), Section.BOILERPLATE))
    facts = [fact for fact in read(TRADE, passages=passages) if fact.rule == RULE]
    assert {(fact.section, fact.salience) for fact in facts} == {("boilerplate", "low")}


def test_months_without_a_year_stay_open_without_a_date() -> None:
    table = (
        "UK exports, £ billion\n\n       Goods  Services\nMarch   31.2      40.1\nApril   30.6      40.4\n"
    )
    assert {fact.period_start for fact in cells(table, published=None)} == {None}
    assert cells(table)[0].period_start == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,664", 1664e6), ("1 664", 1664e6), ("1,664.5", 1664.5e6), ("1,664*", 1664e6),
        ("1,664 (a)", 1664e6), ("€1.2bn", 1.2e9), ("€1,664", 1664e6), ("0", 0.0), ("0.05", 0.05e6),
        ("1,664¹", 1664e6), ("1,664[2]", 1664e6),
    ],
)  # fmt: skip
def test_a_cell_is_written_in_many_ways(written: str, value: float) -> None:
    (fact,) = [f for f in cells(TRADE.replace("1,392", written)) if f.partner == "ARM" and f.value != 866e6]
    assert fact.value == value
    assert written.startswith(fact.quote)


@pytest.mark.parametrize("missing", ["-", "–", "—", "..", "...", "n/a", "n.a.", ":", "x", "--"])
def test_what_is_missing_gives_no_fact(missing: str) -> None:
    assert [fact.value for fact in cells(TRADE.replace("1,392", missing))] == [491e6, 1664e6, 866e6]


@pytest.mark.parametrize("wrong", ["12-14", "12:30", "12/05/23", "1.2.3", "(12", "12 13 14 15 16", "5 of 7"])
def test_what_is_no_figure_gives_none(wrong: str) -> None:
    assert all(fact.quote not in wrong for fact in cells(TRADE.replace("1,392", wrong)))


PIECES = st.sampled_from(
    """Exports;Imports;Balance;Turkey;Germany;Total;EU exports to Russia;million euros;USD bn;%;y/y;Share, %;
    Change;12.5;1,234;-3.4;(5);+7%;$1bn;n/a;..;—;Table 1.;(;);*;¹;tonnes;€/t;by destination;'000;FY23;2022/23;
    Wheat;2022;2023;Q1 2023;January;|;.....;---;\t; ;  ;   ;\n;\n\n""".split(";")
)
LINES = st.lists(PIECES, max_size=80).map("".join)


@given(st.one_of(st.text(max_size=300), LINES, LINES.map(lambda text: TRADE + text)))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_true_spans(text: str) -> None:
    holds(text, read(text))


HOSTILE = [
    "  1",
    "a  1\n",
    "a  1  2\n",
    "| a | 1 |\n",
    "| ",
    "\t1",
    "a\t1\t2\n",
    " . . .",
    "...",
    "|-|\n",
    "a  \n\n1  2\n",
]


@pytest.mark.parametrize(
    "unit",
    [
        *HOSTILE,
        "word  5\nword\n",
        "2021  2022\n",
        "Table 1\n",
        "(  1",
        "- ",
        "a  1***** ******* ** **** ******x\n",
        "- - ---- - -- - -- - - - -x  1\n",
        "1," * 50 + "  ",
    ],
)
def test_hostile_texts_are_read_to_their_end(unit: str) -> None:
    """How long they take is measured by `make bench`; here they have to end, with figures that are theirs."""
    text = (unit * 20_000)[:20_000]
    for table in tables_in(text, NOTHING):
        assert all(0 <= figure.start < figure.end <= len(text) for figure in table.figures)


def test_a_long_table_is_read_to_its_end() -> None:
    rows = "".join(
        f"Germany {' ' * 8}{number % 900 + 100}    {number % 700 + 100}\n" for number in range(3000)
    )
    text = "EU exports, EUR million\n\n              2022    2023\n" + rows
    assert len(cells(text)) == 6000
