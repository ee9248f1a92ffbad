"""A selection passes what the store's own question does, counts what one would count, and follows changes."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import made_fact, made_reading
from sqlalchemy import event

from analysis.products import product_name
from dashboard.address import read
from dashboard.explore import facets
from dashboard.planting import plain
from pipeline.opening import open_store
from schemas.filters import OF_NULL, UNSAID, Filters
from schemas.places import countries
from schemas.records import Document, Fact, Reading
from schemas.vocabulary import FACT_COLUMNS, Flow, Verdict
from store import STEPS, By, Said, Store, StoreError
from store.index import CODED

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
BY = By(AT, None)
DAYS = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 30), date(2024, 1, 1)]
STATES = ["unreviewed", "accepted", "corrected", "rejected"]
#: Few values, so that filters find something.
VALUES: dict[str, list[Any]] = {
    "reporter": [None, "TUR", "RUS"],
    "partner": [None, "RUS", "KAZ"],
    "flow": [None, "export", "import"],
    "measure": ["level", "share"],
    "unit": ["USD", "percent"],
    "product": [None, "HS10", "HS27"],
    # Who is called so is nobody, for a filter.
    "publisher": [None, "The Daily", "Çağ", "none"],
    "document": ["d0", "d1", "d2"],
    "status": ["reported", "forecast"],
    "section": ["body", "headline"],
    "salience": ["high", "low"],
    "review": [None, *STATES[1:]],
}
WORDS = ["exports", "Türkiye", "39%", "tea", "fell"]
CONFIDENCES = [0.3, 0.6, 0.8999999, 0.9, 1.0]
PLAIN = ("reporter", "partner", "flow", "measure", "unit", "status", "section", "salience")


def product(fact: Fact) -> str | None:
    """The product of these facts is written in the indicator."""
    return fact.indicator


@st.composite
def stored(draw: st.DrawFn) -> list[tuple[Reading, list[str | None]]]:
    """Return documents with any facts, and what is said of each fact."""
    return [draw(one_document(name)) for name in VALUES["document"]]


@st.composite
def one_document(draw: st.DrawFn, name: str) -> tuple[Reading, list[str | None]]:
    lines = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), max_size=4))
    text = "\n".join(f"{name} line {at} {' '.join(words)}" for at, words in enumerate(lines)) or name
    document = Document(
        name,
        text,
        publisher=draw(st.sampled_from(VALUES["publisher"])),
        published=draw(st.sampled_from([None, *DAYS])),
    )
    facts, said = [], []
    for at in range(len(lines)):
        columns = {column: draw(st.sampled_from(VALUES[column])) for column in PLAIN}
        days = sorted(draw(st.sampled_from(DAYS)) for _ in range(2)) if draw(st.booleans()) else [None, None]
        fact = made_fact(document, f"line {at}", **columns, direction=None)
        facts.append(
            fact._replace(
                fact_id=f"{name}{at}",
                indicator=draw(st.sampled_from(VALUES["product"])),
                period_start=days[0],
                period_end=days[1],
                confidence=draw(st.sampled_from(CONFIDENCES)),
                value=float(draw(st.integers(0, 5))),
            )
        )
        said.append(draw(st.sampled_from(VALUES["review"])))
    return Reading(document, tuple(facts)), said


def some_of(column: str) -> st.SearchStrategy[tuple[str, ...]]:
    values = (
        STATES if column == "review" else [OF_NULL[column] if one is None else one for one in VALUES[column]]
    )
    return st.just(()) | st.lists(st.sampled_from([*values, "other"]), max_size=2, unique=True).map(tuple)


FILTERS = st.builds(
    Filters,
    **{name: some_of(name) for name in CODED},
    since=st.none() | st.sampled_from(DAYS),
    until=st.none() | st.sampled_from(DAYS),
    min_confidence=st.none() | st.sampled_from([*CONFIDENCES, *STEPS]),
    search=st.none() | st.sampled_from([*WORDS, "turk", "line 1", '"tea fell"', "%", "absent"]),
    copies=st.booleans(),
)


def test_the_filters_that_are_tried_are_all() -> None:
    assert set(CODED) == set(VALUES)
    known = {*CODED, "since", "until", "min_confidence", "search", "copies"}
    assert {one.name for one in fields(Filters)} == known


@pytest.fixture
def emptied(store: Store) -> Callable[[], Store]:
    """Give a function that returns the store without contents, as if it were new."""

    def empty() -> Store:
        with store._writing() as connection:
            for table in ("reviews", "documents"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
        return Store(store.url, product)

    return empty


def fill(store: Store, contents: Sequence[tuple[Reading, list[str | None]]]) -> None:
    store.save_all([(reading, "1") for reading, _ in contents])
    for reading, said in contents:
        for fact, verdict in zip(reading.facts, said, strict=True):
            if verdict:
                store.review(fact.fact_id, Said(Verdict(verdict)), BY)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=stored(), several=st.lists(FILTERS, min_size=1, max_size=8))
def test_a_selection_passes_what_the_store_does_and_counts_alike(
    emptied: Callable[[], Store],
    contents: list[tuple[Reading, list[str | None]]],
    several: list[Filters],
) -> None:
    with emptied() as store:
        fill(store, contents)
        for filters in several:
            _agrees(store, filters)


def _agrees(store: Store, filters: Filters) -> None:
    selection, frame = store.selection(filters), store.facts(filters)
    assert sorted(selection.ids()) == sorted(frame["fact_id"])
    assert len(selection) == len(frame)
    for column in ("reporter", "flow", "measure", "unit", "status", "section", "salience"):
        opened = store.facts(replace(filters, **{column: ()}))
        counted = opened[column].value_counts().to_dict()
        assert dict(selection.counts(column).facts) == counted
        assert selection.without(column) == int(opened[column].isna().sum())
        if column in OF_NULL:
            # Who chooses what the counts tell has as many.
            unsaid = replace(filters, **{column: (OF_NULL[column],)})
            assert selection.without(column) == len(store.selection(unsaid)) == len(store.facts(unsaid))
    _counts_agree(selection, store, filters)


def _counts_agree(selection: Any, store: Store, filters: Filters) -> None:
    """Compare the counts of what is no column of a fact, of the confidence, and of the years."""
    documents = store.documents().set_index("document_id")
    for column, told in {"document": lambda one: one, "publisher": documents["publisher"].get}.items():
        opened = store.facts(replace(filters, **{column: ()}))["document_id"].map(told).dropna()
        assert dict(selection.counts(column).facts) == Counter(one for one in opened if one != UNSAID)
    opened = store.facts(replace(filters, min_confidence=None))
    assert selection.sure() == {step: int((opened["confidence"] >= step).sum()) for step in STEPS}
    ends = store.facts(replace(filters, since=None, until=None))["period_end"].dropna()
    counted = Counter(int(one.year) for one in ends)
    assert {year: many for year, many in selection.years().items() if many} == counted


def _may_conflict(store: Store) -> dict[str, set[str]]:
    """Return which facts may conflict with which, one by one, as the docstring has it."""
    frame = store.facts()
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in frame.astype(object).where(frame.notna(), None).itertuples():
        is_claim = row.flow and (row.reporter or row.partner) and row.period_start
        if is_claim and row.salience == "high" and row.section != "boilerplate":
            about = (row.flow, row.reporter, row.partner, row.measure, row.direction, row.unit)
            expected = row.status in ("forecast", "target")
            when = (row.period_start, row.period_end)
            groups.setdefault((*about, row.indicator, expected, *when), []).append(row)
    found = {}
    for some in groups.values():
        if len({one.document_id for one in some}) > 1 and len({one.value for one in some}) > 1:
            found |= {one.fact_id: {other.fact_id for other in some} for one in some}
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=stored())
def test_what_may_conflict_is_found_and_stands_side_by_side(
    emptied: Callable[[], Store], contents: list[tuple[Reading, list[str | None]]]
) -> None:
    # Few columns are left free, so that some do conflict.
    alike = [
        (Reading(reading.document, tuple(one._replace(**_ALIKE) for one in reading.facts)), said)
        for reading, said in contents
    ]
    with emptied() as store:
        fill(store, alike)
        together, selection = _may_conflict(store), store.selection(Filters())
        assert selection.contested() == len(together)
        ids = selection.ids(by="conflicts")
        assert set(ids[: len(together)]) == set(together)
        at = {one: place for place, one in enumerate(ids)}
        for others in together.values():
            places = sorted(at[one] for one in others)
            assert places == list(range(places[0], places[0] + len(places)))


_ALIKE = {
    "flow": "export", "reporter": "TUR", "partner": None, "measure": "level", "unit": "USD",
    "period_start": DAYS[1], "period_end": DAYS[2],
}  # fmt: skip


def test_a_copy_a_rejected_fact_and_a_forecast_conflict_with_nothing(file_store: Store) -> None:
    said = {**_ALIKE, "direction": None}
    for name, value, more in (("a", 1.0, {}), ("b", 2.0, {}), ("c", 3.0, {"status": "forecast"})):
        file_store.save(
            made_reading(name, f"Exports, {name} says, were 5%.", value=value, **said, **more), "1"
        )
    ids = file_store.selection(Filters()).ids(by="conflicts")
    assert file_store.selection(Filters()).contested() == 2
    file_store.review(ids[0], Said(Verdict.REJECTED), BY)
    assert file_store.selection(Filters()).contested() == 0


def test_counts_can_be_cut_and_tell_how_many_values_more_there_are(file_store: Store) -> None:
    for at, reporter in enumerate(["TUR", "TUR", "RUS", "KAZ"]):
        file_store.save(made_reading(f"d{at}", f"Only {at}%.", reporter=reporter), "1")
    counts = file_store.selection(Filters()).counts("reporter", 1)
    assert (counts.facts, counts.others) == ({"TUR": 2}, 2)


def snapshot(store: Store) -> list[tuple[Any, ...]]:
    """Return what an index says of each fact, in its order."""
    index = store.index()
    columns = [[coded.values[code] for code in coded.codes] for coded in index.coded.values()]
    names = ("ids", "since", "until", "published", "start", "value", "confidence", "repeats")
    columns += [getattr(index, name).tolist() for name in names]
    return list(zip(*columns, strict=True))


def follows(store: Store) -> None:
    """Fail where the store's index is another than one that is made from what is stored now."""
    with Store(store.url) as fresh:
        assert snapshot(store) == snapshot(fresh)


STORY = " ".join(f"In sentence {at} exports of good {at} fell by {at}%." for at in range(1, 40))


def test_the_index_follows_what_is_stored_replaced_and_reviewed(store: Store) -> None:
    assert snapshot(store) == []
    store.save(made_reading("a", value=1.0), "1")
    follows(store)
    assert len(store.selection(Filters())) == 2
    store.save(made_reading("b", "Tea rose by 5% and 6%.", reporter="TUR"), "1")
    follows(store)
    store.save(made_reading("a", value=2.0, reporter="RUS"), "2")
    follows(store)
    assert dict(store.selection(Filters()).counts("reporter").facts) == {"RUS": 2, "TUR": 2}
    store.save(made_reading("b", "Now 7%.", reporter="KAZ"), "1", replace=True)
    follows(store)
    (fact_id,) = store.selection(Filters(document=("b",))).ids()
    store.review(fact_id, Said(Verdict.CORRECTED, {"value": 9.0, "reporter": "TUR"}), BY)
    follows(store)
    assert store.selection(Filters(reporter=("TUR",), review=("corrected",))).ids() == [fact_id]
    store.review(fact_id, Said(Verdict.REJECTED), BY)
    follows(store)
    assert fact_id not in store.selection(Filters()).ids()
    store.save(made_reading("b", "Now 7%.", reporter="KAZ"), "2")
    follows(store)
    assert len(store.selection(Filters(review=("rejected",)))) == 1


def test_the_index_follows_copies_and_those_that_are_none_any_more(store: Store) -> None:
    store.save(made_reading("a", STORY), "1")
    store.index()
    store.save(made_reading("b", STORY.replace("sentence 3 ", "sentence three ")), "1")
    follows(store)
    assert len(store.selection(Filters())) == 39
    assert len(store.selection(Filters(copies=True))) == 78
    store.save(made_reading("a", "Something else, 5%."), "1", replace=True)
    follows(store)
    assert len(store.selection(Filters())) == 40


def test_only_what_changed_is_read_again(store: Store) -> None:
    for name in "abc":
        store.save(made_reading(name), "1")
    store.index()
    store.save(made_reading("b", value=1.0), "2")
    asked: list[Any] = []
    event.listen(store._engine, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    store.index()
    (told,) = (parameters for statement, parameters in asked if "facts.fact_id" in statement)
    values = str([*told.values()] if isinstance(told, dict) else told)
    assert {letter for letter in values if letter in "abc"} == {"b"}
    asked.clear()
    store.index()
    assert [one for one, _ in asked if "BEGIN" not in one and "counters" not in one] == []


def test_another_process_sees_what_this_one_stored(store: Store) -> None:
    with Store(store.url) as other:
        assert len(other.selection(Filters())) == 0
        store.save(made_reading("a"), "1")
        assert len(other.selection(Filters())) == 2


def test_the_newest_document_comes_first_and_its_facts_as_they_stand(store: Store) -> None:
    days = {"a": date(2024, 1, 1), "b": None, "c": date(2024, 3, 1), "d": date(2024, 1, 1)}
    for name, day in days.items():
        reading = made_reading(name)
        store.save(Reading(replace(reading.document, published=day), reading.facts), "1")
    frame = store.facts_of(store.selection(Filters()).ids())
    assert list(frame["document_id"]) == ["c", "c", "a", "a", "d", "d", "b", "b"]
    assert list(frame["quote"]) == ["39%", "20%"] * 4
    backwards = store.selection(Filters()).ids(falling=True)
    assert backwards == list(frame["fact_id"])[::-1]


@pytest.mark.parametrize("by", ["value", "confidence", "period", "published", "reporter", "status"])
@pytest.mark.parametrize("falling", [False, True])
def test_facts_are_ordered_by_a_column_and_taken_in_parts(file_store: Store, by: str, falling: bool) -> None:
    chance = np.random.default_rng(7)
    for at in range(12):
        day = date(2024, 1, 1 + int(chance.integers(0, 9)))
        fact = made_reading(f"d{at}", f"Only {at}%.").facts[0]
        said = {
            "value": float(chance.integers(0, 5)),
            "confidence": float(chance.choice(CONFIDENCES)),
            "reporter": chance.choice(["TUR", "RUS", "KAZ"]),
            "status": chance.choice(["reported", "forecast"]),
        }
        document = Document(f"d{at}", f"Only {at}%.", published=day)
        facts = (fact._replace(**said, period_start=day, period_end=day),)
        file_store.save(Reading(document, facts), "1")
    selection = file_store.selection(Filters())
    frame = file_store.facts_of(selection.ids())
    frame["published"] = frame["document_id"].map(
        file_store.documents().set_index("document_id")["published"]
    )
    column = {"period": "period_end"}.get(by, by)
    # All of them are falls, of which the largest is the lowest.
    frame["value"] = -frame["value"]
    expected = frame.sort_values(column, ascending=not falling, kind="stable")["fact_id"].tolist()
    found = [
        one for start in range(0, 12, 5) for one in selection.ids(start, start + 5, by=by, falling=falling)
    ]
    assert found == expected


def test_facts_are_fetched_in_the_order_of_their_ids(store: Store) -> None:
    store.save(made_reading("a"), "1")
    ids = store.selection(Filters()).ids()[::-1]
    assert list(store.facts_of([*ids, "unknown"])["fact_id"]) == ids
    assert list(store.facts_of([]).columns) == list(FACT_COLUMNS)
    assert list(store.documents(["a"], letters=5)["text"]) == [made_reading("a").document.text[:5]]
    assert len(store.documents([])) == 0


def test_the_product_is_stored_with_each_fact_however_it_comes(store: Store, tmp_path: Path) -> None:
    text = "Turkey exported wheat worth $5bn in 2023, and 18 lorries."
    document = Document("a", text)
    told = {"flow": "export", "reporter": "TUR", "measure": "level", "direction": None, "unit": "USD"}
    wheat = made_fact(document, "$5bn", indicator="wheat exports", **told)
    plain = made_fact(document, "18", counted="lorries", **told | {"unit": "count"})
    with open_store(store.url) as opened:
        opened.save(Reading(document, (wheat, plain)), "1")
        assert dict(opened.selection(Filters()).counts("product").facts) == {"1001": 1}
        assert list(opened.facts(Filters(product=("1001",)))["quote"]) == ["$5bn"]
        opened.review(wheat.fact_id, Said(Verdict.CORRECTED, {"indicator": "exports"}), BY)
        assert opened.selection(Filters()).without("product") == 2
        opened.review(wheat.fact_id, Said(Verdict.WITHDRAWN), BY)
        assert dict(opened.selection(Filters()).counts("product").facts) == {"1001": 1}


def test_sentences_with_one_beginning_and_two_ends_are_two(store: Store) -> None:
    document = Document("a", "Exports fell by 5%; imports by 6%.")
    whole = made_fact(document, "6%")
    half = made_fact(document, "5%")._replace(sentence_end=18, sentence=document.text[:18])
    store.save(Reading(document, (half, whole)), "1")
    assert [store.fact(one.fact_id) for one in (half, whole)] == [half, whole]
    assert list(store.facts(Filters(search="imports"))["quote"]) == ["6%"]
    assert store.selection(Filters(search="imports")).ids() == [whole.fact_id]


def test_many_selections_at_once_and_few_are_kept(file_store: Store) -> None:
    file_store.save(made_reading("a"), "1")
    for at in range(60):
        assert len(file_store.selection(Filters(reporter=(f"{at}",)))) == 0
    assert len(file_store._selections) <= 24
    assert file_store.selection(Filters()) is file_store.selection(Filters())


def test_views_are_kept_by_name_and_lead_nowhere_else(store: Store) -> None:
    store.views.save("  Turkey   to Russia ", "/?reporter=TUR", AT)
    store.views.save("A", "/read?document=a", AT)
    assert [tuple(one) for one in store.views.all()] == [
        ("A", "/read?document=a"),
        ("Turkey to Russia", "/?reporter=TUR"),
    ]
    store.views.save("A", "/?flow=export", AT)
    store.views.remove("Turkey to Russia")
    store.views.remove("never there")
    assert [tuple(one) for one in store.views.all()] == [("A", "/?flow=export")]
    for name, address in [
        ("", "/"), (" ", "/"), ("x", ""), ("x", "//evil.example"), ("x", "/\\evil.example"),
        ("x", "/\t/evil.example"), ("x", "https://evil.example"), ("x", "javascript:alert(1)"),
        ("x", "/?" + "a" * 9000),
    ]:  # fmt: skip
        with pytest.raises(StoreError, match="address"):
            store.views.save(name, address, AT)
    assert len(store.views.all()) == 1


def test_a_frame_of_some_facts_is_that_of_all(store: Store) -> None:
    store.save(made_reading("a", period_start=date(2024, 1, 1), period_end=date(2024, 1, 31)), "1")
    frame = store.facts()
    pd.testing.assert_frame_equal(store.facts_of(list(frame["fact_id"])), frame)


def test_no_value_is_called_as_those_are_that_say_nothing() -> None:
    assert UNSAID not in {*countries(), *Flow}
    assert product_name(UNSAID) is None


def test_facts_that_do_not_say_are_chosen_and_counted(store: Store) -> None:
    for name, publisher, columns in (
        ("a", None, {"reporter": "TUR", "flow": "export"}),
        ("b", UNSAID, {"reporter": None, "flow": "export"}),
        ("c", "The Daily", {"reporter": None, "flow": None}),
    ):
        document = Document(name, f"Only {name} says 5%.", publisher=publisher)
        fact = made_fact(document, "5%", **columns)
        store.save(Reading(document, (fact._replace(fact_id=name),)), "1")
    for asked, passing in (
        (Filters(reporter=(UNSAID,)), {"b", "c"}),
        (Filters(reporter=(UNSAID, "TUR")), {"a", "b", "c"}),
        (Filters(flow=(UNSAID,)), {"c"}),
        (Filters(publisher=(UNSAID,)), {"a", "b"}),
        (Filters(product=(UNSAID,), partner=(UNSAID,), reporter=("TUR",)), {"a"}),
    ):
        assert set(store.facts(asked)["fact_id"]) == passing
        assert set(store.selection(asked).ids()) == passing
    everything = store.selection(Filters())
    assert (everything.without("reporter"), everything.without("publisher")) == (2, 2)


def test_the_filters_offer_what_is_not_said_with_as_many_facts_as_it_keeps(file_store: Store) -> None:
    for name, reporter in (("a", "TUR"), ("b", None), ("c", None)):
        file_store.save(made_reading(name, f"Only {name} says 5%.", reporter=reporter), "1")

    view = read("?reporter=none")
    assert view.ignored == () and view.filters.reporter == (UNSAID,)
    asked = facets.Asked(view, file_store.selection(view.asked), file_store)
    reporters = plain(facets.first(asked)[0])
    rows = reporters[2][1][2]
    told = {
        row[1]["href"]: [row[1]["aria-checked"], *(text for (text,) in (one[2] for one in row[2][1:]))]
        for row in rows
    }
    assert told == {"?": ["true", "Not said", "2"], "?reporter=none&reporter=TUR": ["false", "Turkey", "1"]}
    assert "Reporter: Not said" in json.dumps([plain(one) for one in facets.chips(asked)])
    assert facets.named(asked) == ["reporter not said"]
