"""The crowd asks what a browser asks: a short one at a real server does everything, and nothing fails."""

import pytest
from builders import TRADE, trade_facts

from benchmarks import crowd
from benchmarks.command import Memory
from benchmarks.crowd import Action, Found
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
    assert len(found.before) == len(found.after) == 2
    assert all(one.resident > 10e6 for one in found.before)


def test_what_fails_is_counted_and_told(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file_store.close()
    with serving(f"sqlite:///{file_store.name}") as served:
        person = crowd._Person(served.address, 1, [("flow", "export")])
        monkeypatch.setattr(crowd, "_PAGE", ("/api/none",))
        action = person._timed("open", person._open)
        assert action.error == "_FailedError: GET /api/none was answered with 404"
    assert "Refused" in str(person._timed("open", person._open).error)


def test_what_is_printed_has_errors_percentiles_and_memory() -> None:
    actions = [Action("open", n / 100, None) for n in range(1, 101)] + [Action("search", 9, "OSError: gone")]
    told = list(
        crowd.lines(Found(actions, [Memory(200_000_000, 90_000_000)], [Memory(210_000_000, 95_000_000)]))
    )
    assert told[1].split() == ["open", "100", "0", "505", "ms", "950", "ms"]
    assert told[2].split()[:3] == ["search", "1", "1"]
    assert told[3].split()[:3] == ["all", "101", "1"]
    assert told[4:] == [
        "error: OSError: gone",
        "workers at the begin, resident (and shared in parts): 200 MB (90)",
        "workers at the end, resident (and shared in parts): 210 MB (95)",
    ]
