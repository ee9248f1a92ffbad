"""The crowd asks what a browser asks: a short one at a real server does everything, and nothing fails."""

import pytest
from builders import TRADE, trade_facts

from benchmarks import crowd
from benchmarks.command import Memory
from benchmarks.crowd import Action, Found, Held
from benchmarks.limits import verdicts
from benchmarks.serving import serving
from schemas.records import Reading
from store import Store


def test_people_do_everything_and_nothing_fails(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRADEFACTS_METRICS", raising=False)
    file_store.save(Reading(TRADE, tuple(trade_facts())), "1")
    file_store.close()
    with serving(f"sqlite:///{file_store.name}") as served:
        found = crowd.crowd(served, people=3, seconds=8, pause=0.05)
    assert {one.error for one in found.actions} == {None}
    assert {one.kind for one in found.actions} == {"open", "filter", "search", "sentence", "clear"}
    assert len(found.held) > 5 and found.held[-1].second > 7
    assert all(len(one.workers) == 2 and one.together > 10 for one in found.held)


def test_what_fails_is_counted_and_told(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file_store.close()
    with serving(f"sqlite:///{file_store.name}") as served:
        person = crowd._Person(served.address, 1, [("flow", "export")])
        monkeypatch.setattr(crowd, "_PAGE", ("/api/none",))
        action = person._timed("open", person._open)
        assert action.error == "_FailedError: GET /api/none was answered with 404"
    assert "Refused" in str(person._timed("open", person._open).error)


def test_what_is_told_has_percentiles_errors_and_memory() -> None:
    actions = [Action("open", n / 100, None) for n in range(1, 101)] + [Action("search", 9, "OSError: gone")]
    found = crowd.told(Found(actions, [Held(0.2, [Memory(200_000_000, 90_000_000), Memory(1, 5_000_000)])]))
    assert found["actions"]["open"] == {"p50": pytest.approx(505), "p95": pytest.approx(950.5), "n": 100}
    assert found["actions"]["all"]["n"] == 101 and "filter" not in found["actions"]
    lines = list(crowd.lines(found | {"people": 50, "seconds": 60, "facts": 200_000}))
    assert lines[0] == "50 people for 60 s over 200,000 facts in PostgreSQL"
    assert lines[2].split() == ["open", "100", "505", "ms", "950", "ms"]
    assert lines[3].split()[:2] == ["search", "1"]
    assert lines[4].split()[:2] == ["all", "101"]
    assert lines[5:] == [
        "errors: 1",
        "OSError: gone",
        "MB of all workers, what they share counted once: 95 at 0 s",
    ]


def test_what_is_asked_of_a_crowd_is_asked_of_a_large_one() -> None:
    memory = [[0, 100.0], [180, 200.0], [600, 220.0]]
    found = {"actions": {"all": {"p95": 400.0}}, "errors": [], "memory_mb": memory}
    few = {"crowd": found | {"people": 49, "facts": 200_000}}
    assert all(one.met is None for one in verdicts(few))
    many = {"crowd": found | {"people": 50, "facts": 200_000}}
    assert [one.met for one in verdicts(many) if one.met is not None] == [True, True, False]
    short = {"crowd": many["crowd"] | {"memory_mb": memory[:2]}}
    assert [one.met for one in verdicts(short) if one.met is not None] == [True, True]
