"""Claims beside claims and beside official figures: the rows, their scale, and what an address chooses."""

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest
from builders import ECHO, JANUARY, TRADE, echo_facts, fact_in, observation, observations, trade_facts
from hypothesis import given
from hypothesis import strategies as st

from dashboard.comparing import claims, official, table
from dashboard.comparing.asked import CLAIMS, OFFICIAL, VERDICTS, comparing
from dashboard.comparing.callbacks import compared
from dashboard.comparing.gathered import Gathered, gathered
from dashboard.comparing.rows import Mark, Row, scale_of
from schemas.records import Document, Reading
from store import OfficialFile, Store

_EXPORTS: dict[str, Any] = {"flow": "export", "reporter": "TUR", "partner": "RUS", "period": JANUARY}
_EXPORTS |= {"unit": "USD", "indicator": "exports"}


def _say(store: Store, name: str, quote: str, value: float, **says: Any) -> None:
    text = f"Exports to Russia were worth {quote} in January."
    document = Document(name, text, publisher=f"The {name}", published=date(2024, 2, 1))
    store.save(Reading(document, (fact_in(document, quote, value=value, **_EXPORTS | says),)), "1")


def _publish(store: Store, *rows: dict[str, Any]) -> None:
    file = OfficialFile("0" * 64, "{}", "file.csv", "tidy", ("COMTRADE",), (), len(rows))
    store.official.add(file.sha256, file.asked, [observations(*rows)], lambda: file)


def _found(store: Store, query: str = "") -> Gathered:
    return gathered(comparing(query), store)


def _conflict_and_agreement(store: Store) -> None:
    _say(store, "Daily", "$631mn", 631e6)
    _say(store, "Herald", "$800mn", 800e6)
    for name in ("Post", "Mail"):
        _say(
            store,
            name,
            "18 firms",
            18.0,
            unit="count",
            counted="firms",
            flow=None,
            indicator="firms",
            period=(None, None),
        )


def test_what_differs_comes_first_with_what_lies_between(store: Store) -> None:
    _conflict_and_agreement(store)
    conflict, agree = claims.rows(_found(store), store)
    assert (conflict.kind, conflict.verdict, conflict.difference) == (
        "conflict",
        "Conflict: 27% apart",
        "$169m",
    )
    assert (conflict.what, conflict.detail) == ("Turkey’s exports to Russia", "Jan 2024")
    assert [(one.said, one.by, one.day) for one in conflict.marks] == [
        ("$631m", "The Daily,", date(2024, 2, 1)),
        ("$800m", "The Herald,", date(2024, 2, 1)),
    ]
    assert (agree.kind, agree.difference) == ("agree", "none")


def test_what_is_superseded_is_marked_so(store: Store) -> None:
    _say(store, "Daily", "$631mn", 631e6, status="provisional")
    document = Document(
        "Herald", "The figure was revised to $700mn.", title="New", published=date(2024, 5, 1)
    )
    store.save(Reading(document, (fact_in(document, "$700mn", value=700e6, **_EXPORTS),)), "1")
    (row,) = claims.rows(_found(store), store)
    assert row.kind == "superseded"
    assert [(one.is_gone, one.note) for one in row.marks] == [(True, "provisional, superseded"), (False, "")]
    assert row.marks[1].by == "“New”,"


def test_a_verdict_of_the_address_chooses_rows_and_counts_stay(store: Store) -> None:
    _conflict_and_agreement(store)
    view = comparing("?verdict=agree")
    every = claims.rows(_found(store), store)
    assert [one.kind for one in table.chosen(view, every)] == ["agree"]
    links = table.verdicts(view, every)
    assert [link.children[0] for link in links] == ["All", "≠ Conflict", "= Agree"]
    assert [link.href for link in links] == ["?", "?verdict=conflict", "?verdict=agree"]
    rows, page = table.page_of(comparing("?page=7"), every)
    assert (len(rows), page.number, page.of) == (2, 1, 1)


def test_claims_stand_beside_the_official_figure_of_their_month(store: Store) -> None:
    _say(store, "Daily", "$631mn", 631e6)
    _say(store, "Herald", "$800mn", 800e6)
    _say(store, "Post", "$5bn", 5e9, period=(None, None))
    _publish(store, observation(631.4e6, status="provisional"))
    found = official.held(_found(store, "?against=official"), store)
    differs, within = found.rows
    assert (differs.kind, differs.verdict, differs.difference) == ("differs", "27% above", "+$169m")
    assert (within.kind, within.verdict) == ("within", "Within rounding")
    seen = within.marks[1]
    assert (seen.said, seen.by, seen.day, seen.fact_id) == (
        "$631m",
        "COMTRADE, vintage of",
        date(2024, 12, 1),
        None,
    )
    assert seen.note == "provisional, FOB"
    assert (found.claims, found.left) == (3, 1)
    assert official.named(found.reasons) == [("No verdict: the text does not say when", 1)]


def test_other_currencies_wait_for_one_to_be_chosen(store: Store) -> None:
    _say(store, "Daily", "€600mn", 600e6, unit="EUR")
    _publish(store, observation(631.4e6))
    waiting = official.held(_found(store, "?against=official"), store)
    assert (waiting.rows, waiting.left) == ([], 1)
    assert "name a currency" in waiting.reasons[0][0]
    (row,) = official.held(_found(store, "?against=official&currency=USD"), store).rows
    assert row.marks[0].said.endswith("(€600m)")
    assert row.rates[0].startswith("1 EUR = ")


@pytest.mark.parametrize("against", [CLAIMS, OFFICIAL])
def test_where_nothing_is_stored_the_page_says_what_to_do(store: Store, against: str) -> None:
    _, told, _, verdicts, rows, left, shown = compared(comparing(f"?against={against}"), store)
    words = "".join(one if isinstance(one, str) else one.children for one in told)
    assert ("tradefacts official add FILE" if against == OFFICIAL else "tradefacts load seeds/") in words
    assert (verdicts, rows, left, shown["facts"]) == ([], [], [], [])


def test_the_newest_thousand_are_compared_and_it_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.comparing.gathered.MOST_COMPARED", 3)
    monkeypatch.setattr("dashboard.comparing.callbacks.MOST_COMPARED", 3)
    store.save(Reading(TRADE, tuple(trade_facts())), "1")
    store.save(Reading(ECHO, tuple(echo_facts())), "1")
    assert len(_found(store).facts) == 3
    told = compared(comparing(""), store)[1]
    assert told[-1] == " are compared: filter to compare others."


@given(
    st.sampled_from([CLAIMS, OFFICIAL]),
    st.none() | st.sampled_from(["conflict", "agree", "within"]),
    st.sampled_from(["", "reporter=TUR", "reporter=TUR&flow=export&page=3", "low=1&theme=dark"]),
)
def test_what_is_compared_survives_its_address(against: str, verdict: str | None, filters: str) -> None:
    view = comparing(f"?{filters}&against={against}" + (f"&verdict={verdict}" if verdict else ""))
    assert view.verdict == (verdict if verdict in VERDICTS[against] else None)
    assert comparing(view.query()) == view
    # A filter that is taken away leaves what is compared.
    assert view.cleared().against == against
    assert comparing(view.toggled("flow", "import").query()).against == against


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=6))
def test_every_value_has_its_place_on_the_scale(values: list[float]) -> None:
    marks = tuple(Mark("", "", None, one, -math.inf, one) for one in values)
    places = [scale_of(marks).at(one) for one in values]
    assert all(0 <= place <= 100 for place in places)
    assert sorted(places) == [place for _, place in sorted(zip(values, places, strict=True))]
    assert scale_of(marks).at(-math.inf) in (0.0, 50.0)


def test_a_band_is_there_only_where_values_differ() -> None:
    marks = tuple(Mark("", "", None, value, value, value, "f") for value in (1.0, 2.0))
    row = Row("what", "", "conflict", "Conflict", marks, "1")
    assert "band" in str(table.table(comparing(""), [row], table.page_of(comparing(""), [row])[1]))
    row = row._replace(kind="agree")
    assert "band" not in str(table.table(comparing(""), [row], table.page_of(comparing(""), [row])[1]))


def test_documents_without_a_publisher_are_called_by_their_titles() -> None:
    documents = pd.DataFrame(
        {
            "document_id": ["a", "b"],
            "title": ["T", None],
            "publisher": [None, "P"],
            "published": [pd.Timestamp("2024-02-01"), pd.NaT],
            "text": ["x", "y"],
        }
    )
    found = Gathered(comparing(""), None, pd.DataFrame(), documents, [])  # type: ignore[arg-type]
    assert found.sources() == {"a": ("“T”", date(2024, 2, 1)), "b": ("P", None)}
