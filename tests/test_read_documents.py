"""A document that is read: its parts, its lines with their facts, and the list that it stands in."""

from datetime import date
from typing import Any

from builders import ECHO, TRADE, echo_facts, fact_in, trade_facts
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reading.callbacks import shown
from dashboard.reading.lines import lines
from dashboard.reading.opened import Asked, opened
from dashboard.reading.parts import part_of, parts
from dashboard.source.spans import Span, pieces
from schemas.filters import Filters
from schemas.records import Document, Fact, Passage, Reading
from schemas.vocabulary import Section
from store import Store


@given(
    st.text(alphabet="a .\n", max_size=300),
    st.lists(st.integers(0, 300), max_size=40).map(sorted),
    st.integers(1, 60),
    st.integers(1, 5),
)
def test_parts_are_the_whole_text_in_order_and_none_is_too_large(
    text: str, starts: list[int], letters: int, facts: int
) -> None:
    found = parts(text, starts, letters, facts)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert all(one.end - one.start <= letters for one in found)
    assert [(one.number, one.of) for one in found] == [(at, len(found)) for at in range(1, len(found) + 1)]
    for one in found:
        here = starts[one.among(starts)]
        assert len(here) <= facts or one.end - one.start == 1
        assert all(part_of(found, at) == one for at in here if at < len(text))


def test_a_part_ends_with_a_paragraph_and_else_with_a_sentence_or_a_word() -> None:
    def cut(text: str) -> str:
        return text[: parts(text, [], letters=20)[0].end]

    assert cut("One two three.\nFour. Five six seven") == "One two three.\n"
    assert cut("One two three. Four five six") == "One two three. "
    assert cut("One two three four five six") == "One two three four "
    assert cut("a" * 50) == "a" * 20


def test_pieces_of_spans_that_lie_in_and_over_one_another_are_the_text_again() -> None:
    spans = [Span(0, 6, "a"), Span(2, 4, "b"), Span(3, 9, "c"), Span(20, 30, "d")]
    found = [(piece, [one.style for one in over]) for piece, over in pieces("0123456789", 1, 8, spans)]
    assert found == [
        ("1", ["a"]),
        ("2", ["a", "b"]),
        ("3", ["a", "b", "c"]),
        ("45", ["a", "c"]),
        ("67", ["c"]),
    ]


def _lines(document: Document, facts: list[Fact]) -> list[list[Any]]:
    ordered = sorted(facts, key=lambda one: one.start)
    return lines(document.text, 0, len(document.text), ordered, document.passages)


def test_a_click_on_quotes_inside_one_another_is_about_the_inner_one() -> None:
    document = Document("d", "First line.\n\nIt rose by 5% to 6% in all.")
    outer = fact_in(document, "5% to 6%", value=5.0, unit="percent", measure="share")
    inner = fact_in(document, "6%", value=6.0, unit="percent", measure="relative_change", salience="low")
    assert _lines(document, [outer, inner]) == [
        ["First line."],
        [
            "It rose by ",
            ["5% to ", "m-share", outer.fact_id],
            ["6%", "m-relative_change", f"{inner.fact_id} {outer.fact_id}"],
            " in all.",
        ],
    ]


def test_boilerplate_and_what_matters_little_stand_back() -> None:
    text = "Exports rose.\nRead more: 10 things. 5 men met."
    document = Document(
        "d",
        text,
        passages=(
            Passage(0, 14, Section.BODY),
            Passage(14, 36, Section.BOILERPLATE),
            Passage(36, len(text), Section.BODY),
        ),
    )
    teaser = fact_in(document, "10", value=10.0, unit="count", section="boilerplate", salience="low")
    men = fact_in(document, "5", value=5.0, unit="count", salience="low")
    (_, second) = _lines(document, [teaser, men])
    assert second == [
        ["Read more: ", "passage-boilerplate", ""],
        ["10", "passage-boilerplate m-level dim", teaser.fact_id],
        [" things. ", "passage-boilerplate", ""],
        ["5", "m-level dim", men.fact_id],
        " men met.",
    ]


def _stored(store: Store) -> None:
    store.save(Reading(TRADE, tuple(trade_facts())), "1")
    store.save(Reading(ECHO, tuple(echo_facts())), "1")


def _opened(store: Store, query: str) -> Any:
    one = opened(Asked.of(query), store)
    assert one is not None
    return one


def test_documents_are_listed_newest_first_with_their_facts(store: Store) -> None:
    _stored(store)
    chosen = store.selection(Filters())
    assert chosen.by_document().facts == {"echo": 2, "trade": 10}
    assert (chosen.by_document(1, 2).facts, chosen.by_document(1, 2).others) == ({"trade": 10}, 1)
    assert store.selection(Filters(flow=("import",))).by_document().facts == {"trade": 2}
    assert store.selection(Filters(flow=("balance",))).by_document().facts == {}


def test_facts_of_other_measures_leave_text_and_margin(store: Store) -> None:
    _stored(store)
    every = _opened(store, "?document=trade")
    changes = _opened(store, "?document=trade&measure=relative_change")
    assert [one.quote for one in changes.facts] == ["39%", "20.2%"]
    assert len(every.facts) == 10
    assert every.part == changes.part


def test_the_part_of_the_open_fact_is_shown_whatever_page_is_asked_for(store: Store) -> None:
    text = "\n".join(f"Exports were worth ${number}mn in that year." for number in range(1000, 2000))
    document = Document("long", text, published=date(2024, 1, 1))
    facts = [
        fact_in(document, f"${number}mn", value=float(number), unit="USD") for number in range(1000, 2000)
    ]
    store.save(Reading(document, tuple(facts)), "1")
    last = _opened(store, f"?document=long&page=1&fact={facts[-1].fact_id}")
    assert (last.part.number, last.part.of, last.part.end) == (3, 3, len(text))
    said = last.shown(Asked.of("?document=long"))
    assert said["before"] == facts[said["first"] - 1].fact_id
    assert (said["after"], said["all"], len(said["facts"])) == (None, 1000, 200)
    # What the filters leave out is shown where it stands as well.
    assert _opened(store, f"?document=long&measure=share&fact={facts[-1].fact_id}").part == last.part
    assert _opened(store, "?document=long&page=99").part == last.part


def test_an_unknown_document_is_said_to_be_none(store: Store) -> None:
    _stored(store)
    head, before, after, text = shown(Asked.of("?document=gone&fact=none"), store)
    assert head[0].children == "There is no such document"
    assert (before, after, text["lines"], text["facts"]) == ([], [], [], [])
