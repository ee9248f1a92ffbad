"""What people say of facts: all of it is kept, the last word counts, and a document read anew keeps it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from making import made_reading

from schemas.filters import Filters
from schemas.records import Fact, Reading
from schemas.vocabulary import Verdict
from store import CORRECTABLE, Said, Saved, Store, StoreError

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
JANUARY = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}
STORY = " ".join(f"In sentence {at} exports of good {at} fell by {at}%." for at in range(1, 40))


@pytest.fixture
def fact(store: Store) -> Fact:
    """Give the first fact of a stored document: 39% of Turkey's."""
    reading = made_reading("a", reporter="TUR", flow="export", **JANUARY)
    store.save(reading, "1")
    return reading.facts[0]


def now(store: Store, fact: Fact) -> Fact:
    found = store.fact(fact.fact_id)
    assert found is not None
    return found


def states(store: Store) -> dict[str, int]:
    selection = store.selection(Filters(review=("unreviewed", "accepted", "corrected", "rejected")))
    return {**selection.counts("review").facts, "unreviewed": selection.without("review")}


def test_an_accepted_fact_is_as_it_was_read(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.ACCEPTED, note="as the table has it", reviewer="Ayşe"), AT)
    assert now(store, fact) == fact
    assert states(store) == {"accepted": 1, "unreviewed": 1}
    (said,) = store.reviews(fact.fact_id)
    assert (said.verdict, said.note, said.reviewer, said.reviewed_at) == (
        Verdict.ACCEPTED,
        "as the table has it",
        "Ayşe",
        AT,
    )
    assert (said.corrected, said.machine) == ({}, {})
    assert list(store.facts(Filters(review=("accepted",)))["fact_id"]) == [fact.fact_id]


def test_a_corrected_fact_is_so_everywhere_and_keeps_what_was_read(store: Store, fact: Fact) -> None:
    told = {"value": 93.0, "reporter": "RUS", "period_end": date(2024, 2, 29), "direction": None}
    store.review(fact.fact_id, Said(Verdict.CORRECTED, told), AT)
    assert now(store, fact) == fact._replace(**told)
    assert list(store.facts(Filters(reporter=("RUS",)))["value"]) == [93.0]
    assert store.selection(Filters(reporter=("RUS",), since=date(2024, 2, 20))).ids() == [fact.fact_id]
    (said,) = store.reviews(fact.fact_id)
    assert said.corrected == told
    assert said.machine == {name: getattr(fact, name) for name in told}


def test_of_a_fact_that_is_corrected_twice_the_machines_reading_stays(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0, "flow": "import"}), AT)
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 41.0}), AT + timedelta(hours=1))
    # A correction is told whole: what it does not name is as it was read.
    assert now(store, fact) == fact._replace(value=41.0)
    last, first = store.reviews(fact.fact_id)
    assert (last.machine, first.machine) == ({"value": 39.0}, {"value": 39.0, "flow": "export"})
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"flow": "import"}), AT)
    assert now(store, fact) == fact._replace(flow="import")
    assert store.reviews(fact.fact_id)[0].machine == {"flow": "export"}


@pytest.mark.parametrize("verdict", [Verdict.WITHDRAWN, Verdict.ACCEPTED])
def test_what_is_withdrawn_or_accepted_after_a_correction_is_as_it_was_read(
    store: Store, fact: Fact, verdict: Verdict
) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0, "period_end": date(2024, 1, 2)}), AT)
    store.review(fact.fact_id, Said(verdict), AT)
    assert now(store, fact) == fact
    assert states(store) == (
        {"unreviewed": 2} if verdict is Verdict.WITHDRAWN else {"accepted": 1, "unreviewed": 1}
    )
    assert [one.verdict for one in store.reviews(fact.fact_id)] == [verdict, Verdict.CORRECTED]


def test_a_rejected_fact_is_left_out_unless_asked_for(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.REJECTED), AT)
    for filters in (Filters(), Filters(reporter=("TUR",)), Filters(search="exports"), Filters(copies=True)):
        assert fact.fact_id not in store.selection(filters).ids()
        assert fact.fact_id not in set(store.facts(filters)["fact_id"])
    assert store.counts("fact_id").get(fact.fact_id) is None
    assert store.selection(Filters(review=("rejected",))).ids() == [fact.fact_id]
    assert store.selection(Filters(review=("rejected", "unreviewed"))).without("review") == 1
    assert now(store, fact) == fact


def test_what_cannot_be_reviewed_is_refused_in_a_sentence(store: Store, fact: Fact) -> None:
    with pytest.raises(StoreError, match=r"no fact 'nothing' any more; its document was read anew"):
        store.review("nothing", Said(Verdict.ACCEPTED), AT)
    with pytest.raises(StoreError, match=r"A fact's quote, start cannot be corrected\."):
        store.review(fact.fact_id, Said(Verdict.CORRECTED, {"start": 1, "quote": "x", "value": 1.0}), AT)
    assert store.reviews(fact.fact_id) == []
    assert now(store, fact) == fact
    assert store.reviews("nothing") == []


def test_the_time_is_that_of_one_zone(store: Store, fact: Fact) -> None:
    there = datetime(2024, 5, 1, 15, tzinfo=timezone(timedelta(hours=3)))
    store.review(fact.fact_id, Said(Verdict.ACCEPTED), there)
    (said,) = store.reviews(fact.fact_id)
    assert said.reviewed_at == AT
    assert said.reviewed_at.utcoffset() == timedelta(0)


def test_a_document_that_is_read_anew_keeps_what_was_said_of_the_same_place(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0, "period_end": date(2024, 1, 2)}), AT)
    again = made_reading("a", reporter="KAZ", flow="import", value=3.9, **JANUARY)
    renamed = tuple(one._replace(fact_id=f"{one.fact_id[:15]}x") for one in again.facts)
    assert store.save(Reading(again.document, renamed), "2") == Saved.REREAD
    expected = renamed[0]._replace(value=40.0, period_end=date(2024, 1, 2))
    assert store.fact(renamed[0].fact_id) == expected
    assert store.fact(renamed[1].fact_id) == renamed[1]
    (said,) = store.reviews(renamed[0].fact_id)
    assert (said.note, said.reviewed_at) == (None, AT)
    # Beside the correction stands what the machine reads now.
    assert said.machine == {"value": 3.9, "period_end": date(2024, 1, 31)}
    store.review(renamed[0].fact_id, Said(Verdict.WITHDRAWN), AT)
    assert store.fact(renamed[0].fact_id) == renamed[0]
    assert len(store.reviews(renamed[0].fact_id)) == 2


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.WITHDRAWN])
def test_every_verdict_is_put_back(store: Store, fact: Fact, verdict: Verdict) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 1.0}), AT)
    store.review(fact.fact_id, Said(verdict), AT)
    before = states(store)
    store.save(made_reading("a", reporter="TUR", flow="export", **JANUARY), "2")
    assert states(store) == before
    assert now(store, fact) == fact
    assert len(store.reviews(fact.fact_id)) == 2


def test_what_was_said_of_a_place_that_is_gone_is_kept_and_not_applied(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.REJECTED, note="no"), AT)
    before = made_reading("a").document
    moved = made_reading("a", f"Then. {before.text}")
    store.save(moved, "1", replace=True)
    assert states(store) == {"unreviewed": 2}
    assert [one.note for one in store.reviews(fact.fact_id)] == ["no"]
    # Another text at the same place is another place.
    store.save(made_reading("a", before.text.replace("39%", "38%")), "1", replace=True)
    assert states(store) == {"unreviewed": 2}
    other = store.facts().iloc[0]["fact_id"]
    store.review(other, Said(Verdict.ACCEPTED), AT)
    # The first text comes back, and with it what was said of it.
    store.save(made_reading("a", reporter="TUR", flow="export", **JANUARY), "1", replace=True)
    assert states(store) == {"rejected": 1, "unreviewed": 1}
    assert "no" in [one.note for one in store.reviews(fact.fact_id)]


def test_a_misreading_that_is_corrected_does_not_come_back_by_a_copy(store: Store) -> None:
    original = made_reading("a", STORY)
    copy = made_reading("b", STORY.replace("sentence 3 ", "sentence three "))
    store.save_all([(original, "1"), (copy, "1")])
    ids = [original.facts[10].fact_id, original.facts[11].fact_id]
    store.review(ids[0], Said(Verdict.CORRECTED, {"value": 1e9, "unit": "USD"}), AT)
    store.review(ids[1], Said(Verdict.REJECTED), AT)
    for version, reading in (("1", original), ("2", copy), ("3", original)):
        store.save(reading, version)
        frame = store.facts()
        assert set(frame["document_id"]) == {"a"}
        assert len(frame) == 38
        assert list(frame[frame["fact_id"] == ids[0]]["unit"]) == ["USD"]


def test_everything_that_may_be_corrected_is_kept(store: Store, fact: Fact) -> None:
    told: dict[str, object] = {
        "value": 1.0, "value_high": 2.0, "bound": "approx", "unit": "USD", "counted": "firms",
        "measure": "level", "direction": None, "statistic": "total", "flow": "balance", "balance": "deficit",
        "reporter": "KAZ", "partner": "RUS", "indicator": "tea", "period_start": date(2020, 1, 1),
        "period_end": date(2020, 12, 31), "baseline_period_start": date(2019, 1, 1),
        "baseline_period_end": date(2019, 12, 31), "baseline_value": 3.0, "status": "target",
        "role": "baseline", "attributed_to": "TÜİK", "salience": "low",
    }  # fmt: skip
    assert set(told) == set(CORRECTABLE)
    store.review(fact.fact_id, Said(Verdict.CORRECTED, told), AT)
    assert now(store, fact) == fact._replace(**told)  # type: ignore[arg-type]
    (said,) = store.reviews(fact.fact_id)
    assert said.corrected == told
    assert said.machine == {name: getattr(fact, name) for name in told}
