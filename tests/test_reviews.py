"""What people say of facts: all of it is kept, the last word counts, and a document read anew keeps it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from making import Run, made_fact, made_reading

from pipeline.opening import open_store
from schemas.filters import Filters
from schemas.records import Fact, Reading
from schemas.vocabulary import Verdict
from store import CORRECTABLE, By, Event, Said, Saved, Store, StoreError, What

AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
BY = By(AT, None)
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
    store.review(fact.fact_id, Said(Verdict.ACCEPTED, note="as the table has it", reviewer="Ayşe"), BY)
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
    store.review(fact.fact_id, Said(Verdict.CORRECTED, told), BY)
    assert now(store, fact) == fact._replace(**told)
    assert list(store.facts(Filters(reporter=("RUS",)))["value"]) == [93.0]
    assert store.selection(Filters(reporter=("RUS",), since=date(2024, 2, 20))).ids() == [fact.fact_id]
    (said,) = store.reviews(fact.fact_id)
    assert said.corrected == told
    assert said.machine == {name: getattr(fact, name) for name in told}


def test_of_a_fact_that_is_corrected_twice_the_machines_reading_stays(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0, "flow": "import"}), BY)
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 41.0}), By(AT + timedelta(hours=1), None))
    # A correction is told whole: what it does not name is as it was read.
    assert now(store, fact) == fact._replace(value=41.0)
    last, first = store.reviews(fact.fact_id)
    assert (last.machine, first.machine) == ({"value": 39.0}, {"value": 39.0, "flow": "export"})
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"flow": "import"}), BY)
    assert now(store, fact) == fact._replace(flow="import")
    assert store.reviews(fact.fact_id)[0].machine == {"flow": "export"}


@pytest.mark.parametrize("verdict", [Verdict.WITHDRAWN, Verdict.ACCEPTED])
def test_what_is_withdrawn_or_accepted_after_a_correction_is_as_it_was_read(
    store: Store, fact: Fact, verdict: Verdict
) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0, "period_end": date(2024, 1, 2)}), BY)
    store.review(fact.fact_id, Said(verdict), BY)
    assert now(store, fact) == fact
    assert states(store) == (
        {"unreviewed": 2} if verdict is Verdict.WITHDRAWN else {"accepted": 1, "unreviewed": 1}
    )
    assert [one.verdict for one in store.reviews(fact.fact_id)] == [verdict, Verdict.CORRECTED]


def test_a_rejected_fact_is_left_out_unless_asked_for(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.REJECTED), BY)
    for filters in (Filters(), Filters(reporter=("TUR",)), Filters(search="exports"), Filters(copies=True)):
        assert fact.fact_id not in store.selection(filters).ids()
        assert fact.fact_id not in set(store.facts(filters)["fact_id"])
    assert store.counts("fact_id").get(fact.fact_id) is None
    assert store.selection(Filters(review=("rejected",))).ids() == [fact.fact_id]
    assert store.selection(Filters(review=("rejected", "unreviewed"))).without("review") == 1
    assert now(store, fact) == fact


def test_what_cannot_be_reviewed_is_refused_in_a_sentence(store: Store, fact: Fact) -> None:
    with pytest.raises(StoreError, match=r"no fact 'nothing' any more; its document was read anew"):
        store.review("nothing", Said(Verdict.ACCEPTED), BY)
    with pytest.raises(StoreError, match=r"A fact's quote, start cannot be corrected\."):
        store.review(fact.fact_id, Said(Verdict.CORRECTED, {"start": 1, "quote": "x", "value": 1.0}), BY)
    assert store.reviews(fact.fact_id) == []
    assert now(store, fact) == fact
    assert store.reviews("nothing") == []


def test_the_time_is_that_of_one_zone(store: Store, fact: Fact) -> None:
    there = datetime(2024, 5, 1, 15, tzinfo=timezone(timedelta(hours=3)))
    store.review(fact.fact_id, Said(Verdict.ACCEPTED), By(there, None))
    (said,) = store.reviews(fact.fact_id)
    assert said.reviewed_at == AT
    assert said.reviewed_at.utcoffset() == timedelta(0)


def test_a_document_that_is_read_anew_keeps_what_was_said_of_the_same_place(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0, "period_end": date(2024, 1, 2)}), BY)
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
    store.review(renamed[0].fact_id, Said(Verdict.WITHDRAWN), BY)
    assert store.fact(renamed[0].fact_id) == renamed[0]
    assert len(store.reviews(renamed[0].fact_id)) == 2


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.WITHDRAWN])
def test_every_verdict_is_put_back(store: Store, fact: Fact, verdict: Verdict) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 1.0}), BY)
    store.review(fact.fact_id, Said(verdict), BY)
    before = states(store)
    store.save(made_reading("a", reporter="TUR", flow="export", **JANUARY), "2")
    assert states(store) == before
    assert now(store, fact) == fact
    assert len(store.reviews(fact.fact_id)) == 2


def test_what_was_said_of_a_place_that_is_gone_is_kept_and_not_applied(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.REJECTED, note="no"), BY)
    before = made_reading("a").document
    moved = made_reading("a", f"Then. {before.text}")
    store.save(moved, "1", replace=True)
    assert states(store) == {"unreviewed": 2}
    assert [one.note for one in store.reviews(fact.fact_id)] == ["no"]
    # Another text at the same place is another place.
    store.save(made_reading("a", before.text.replace("39%", "38%")), "1", replace=True)
    assert states(store) == {"unreviewed": 2}
    other = store.facts().iloc[0]["fact_id"]
    store.review(other, Said(Verdict.ACCEPTED), BY)
    # The first text comes back, and with it what was said of it.
    store.save(made_reading("a", reporter="TUR", flow="export", **JANUARY), "1", replace=True)
    assert states(store) == {"rejected": 1, "unreviewed": 1}
    assert "no" in [one.note for one in store.reviews(fact.fact_id)]


def test_a_misreading_that_is_corrected_does_not_come_back_by_a_copy(store: Store) -> None:
    original = made_reading("a", STORY)
    copy = made_reading("b", STORY.replace("sentence 3 ", "sentence three "))
    store.save_all([(original, "1"), (copy, "1")])
    ids = [original.facts[10].fact_id, original.facts[11].fact_id]
    store.review(ids[0], Said(Verdict.CORRECTED, {"value": 1e9, "unit": "USD"}), BY)
    store.review(ids[1], Said(Verdict.REJECTED), BY)
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
    store.review(fact.fact_id, Said(Verdict.CORRECTED, told), BY)
    assert now(store, fact) == fact._replace(**told)  # type: ignore[arg-type]
    (said,) = store.reviews(fact.fact_id)
    assert said.corrected == told
    assert said.machine == {name: getattr(fact, name) for name in told}


def test_what_was_said_of_a_place_without_a_fact_is_listed(store: Store, fact: Fact) -> None:
    store.review(fact.fact_id, Said(Verdict.CORRECTED, {"value": 40.0}, "no", "Ayşe"), BY)
    (said,) = store.all_reviews()
    assert (said.document_id, said.quote, said.has_fact) == ("a", "39%", True)
    assert said.review == store.reviews(fact.fact_id)[0]
    assert store.all_reviews(unplaced=True) == []
    # A newer version reads no fact there.
    reading = made_reading("a")
    store.save(Reading(reading.document, reading.facts[1:]), "2")
    (lost,) = store.all_reviews(unplaced=True)
    assert lost == said._replace(has_fact=False)
    assert list(store.whole.check()) == []
    # The one after it reads it again, and what was said of it counts.
    store.save(made_reading("a", reporter="TUR", flow="export", **JANUARY), "3")
    assert store.all_reviews(unplaced=True) == []
    assert now(store, fact).value == 40.0
    assert list(store.whole.check()) == []


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.REJECTED])
def test_what_was_said_goes_to_the_fact_whose_words_are_more_or_fewer_now(
    store: Store, verdict: Verdict
) -> None:
    text = "Exports fell by about 39% in May, and by 20% in June."
    old = made_reading("a", text)
    store.save(old, "1")
    store.review(
        old.facts[0].fact_id, Said(verdict, {"flow": "export"} if verdict == "corrected" else {}), BY
    )
    wider = made_fact(old.document, "about 39%")
    for version, facts in (("2", (wider, old.facts[1])), ("3", old.facts), ("4", (wider, old.facts[1]))):
        store.save(Reading(old.document, facts), version)
        assert states(store) == {str(verdict): 1, "unreviewed": 1}
        (said,) = store.all_reviews()
        assert (said.quote, said.has_fact) == (facts[0].quote, True)
        assert [one.verdict for one in store.reviews(facts[0].fact_id)] == [verdict]
        assert list(store.whole.check()) == []


def test_what_was_said_of_another_reading_is_not_moved(store: Store) -> None:
    text = "Exports fell by about 39% in May, and by 20% in June."
    old = made_reading("a", text)
    store.save(old, "1")
    store.review(old.facts[0].fact_id, Said(Verdict.ACCEPTED), BY)
    store.review(old.facts[1].fact_id, Said(Verdict.REJECTED), BY)
    # One value is another now; where the other stood, two facts do.
    other = made_fact(old.document, "about 39%", value=61.0)
    parts = (made_fact(old.document, "by 20%"), made_fact(old.document, "20% in June"))
    store.save(Reading(old.document, (other, *parts)), "2")
    assert states(store) == {"unreviewed": 3}
    assert [one.quote for one in store.all_reviews(unplaced=True)] == ["20%", "39%"]
    assert list(store.whole.check()) == []


def test_the_command_lists_what_has_no_place(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Exports to Russia fell by 39% in January 2024.")
    run("load", "a.txt")
    assert run("reviews").err == "Nobody has reviewed a fact yet.\n"
    with open_store(tmp_path / "var" / "tradefacts.db") as store:
        store.review(store.selection(Filters()).ids()[0], Said(Verdict.ACCEPTED, note="so it is"), BY)
    shown = run("reviews")
    assert "39%" in shown.out and "accepted" in shown.out and "so it is" in shown.out
    assert run("reviews", "--unplaced").err == "Every review has its fact.\n"
    (tmp_path / "a.txt").write_text("Nothing happened in January 2024.")
    told = run("load", "a.txt", "--replace").err
    assert "1 review is of a place where no fact is read any more; tradefacts reviews --unplaced" in told
    assert "39%" in run("reviews", "--unplaced").out


def test_a_word_and_its_line_in_the_audit_log_are_one(
    store: Store, fact: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.review(fact.fact_id, Said(Verdict.REJECTED), By(AT, "ada", "192.0.2.1"))
    (event,) = store.audit.events()
    assert event == Event(AT, "ada", What.REVIEW, f"Rejected: {fact.fact_id}", "192.0.2.1")
    monkeypatch.setattr("store.store.record", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.review(fact.fact_id, Said(Verdict.ACCEPTED), BY)
    assert [one.verdict for one in store.reviews(fact.fact_id)] == [Verdict.REJECTED]
