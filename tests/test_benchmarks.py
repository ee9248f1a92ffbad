"""The benchmarks' own parts: their texts are the same everywhere, and their arithmetic is right."""

import hashlib
import io
import json
import math
import sys
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from benchmarks import __main__ as bench
from benchmarks import command, corpus, growth, report, stages
from benchmarks.__main__ import Sizes
from benchmarks.article import PROFILES, written
from benchmarks.command import CommandError
from benchmarks.limits import LIMITS, verdicts
from benchmarks.peer import Peer, PeerError
from benchmarks.tables import templates, words
from benchmarks.timing import Taken, Timed, exponent, in_turn, once, ratio
from documents import read_all
from extraction import extract
from schemas.records import Document

#: Of the first 20 kB of each kind. With another digest, figures cannot be held against older ones.
DIGESTS = {"news": "2a80332e14c57de9", "dense": "220eba68069a2290", "quiet": "d5eaea511d38d130"}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_seed_gives_the_same_bytes_on_every_machine(profile: str) -> None:
    stream = io.BytesIO()
    corpus.write(stream, 20_000, profile, seed=1)
    assert hashlib.sha256(stream.getvalue()).hexdigest()[:16] == DIGESTS[profile]


def test_another_seed_gives_another_corpus() -> None:
    assert next(corpus.lines(1, seed=1)) != next(corpus.lines(1, seed=2))


def test_a_corpus_without_end_is_not_held() -> None:
    first = list(islice(corpus.lines(10**15), 5))
    assert [*islice(corpus.lines(10**15), 5)] == first
    assert len({json.loads(line)["id"] for line in first}) == 5


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 8000), st.integers(0, 10**6))
def test_a_corpus_has_the_size_asked_for(size: int, seed: int) -> None:
    made = list(corpus.lines(size, seed=seed))
    assert sum(map(len, made)) >= size > sum(map(len, made[:-1]))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 8000))
@example(1622)  # the first article ends a blank line before it
def test_a_text_has_the_length_asked_for(size: int) -> None:
    assert len(corpus.text_of(size, "dense")) == size


def test_documents_of_a_file_are_those_made_in_memory(tmp_path: Path) -> None:
    path = Path(tmp_path, "corpus.jsonl")
    made = corpus.documents(10_000, seed=3)
    path.write_bytes(b"".join(map(corpus.as_line, made)))
    read = [one for one in read_all([path]) if isinstance(one, Document)]
    assert [
        (one.document_id, one.text, one.title, one.publisher, one.published, one.passages) for one in read
    ] == [(one.document_id, one.text, one.title, one.publisher, one.published, one.passages) for one in made]


def test_every_slot_is_filled_and_every_way_is_reached() -> None:
    for profile in PROFILES.values():
        for kind in (*profile.telling, *profile.quiet):
            assert kind in templates()
    texts = "\n".join(written(PROFILES["news"], str(number), number).text for number in range(300))
    assert "{" not in texts and "}" not in texts and "#" not in texts
    assert len(words()["noun"]) > 500


def test_the_kinds_differ_in_what_the_extractor_finds() -> None:
    def facts_per_kb(profile: str) -> float:
        made = corpus.documents(20_000, profile)
        return 1000 * sum(len(extract(one)) for one in made) / sum(len(one.text) for one in made)

    assert 2 < facts_per_kb("news") < 8 < facts_per_kb("dense")


@pytest.mark.parametrize(
    ("told", "size"), [("1kB", 1000), ("1.5MB", 1_500_000), ("2GB", 2 * 10**9), ("7", 7)]
)
def test_sizes_are_read(told: str, size: int) -> None:
    assert corpus.size_of(told) == size


SECONDS = st.floats(1e-3, 1e3)


@given(st.floats(-2, 3), st.floats(1e-6, 1e3), st.sets(st.integers(1, 10**7), min_size=2, max_size=9))
def test_the_slope_of_a_power_is_its_exponent(power: float, factor: float, sizes: set[int]) -> None:
    assume(math.log(max(sizes) / min(sizes)) > 0.1)
    found = exponent(sorted(sizes), [factor * size**power for size in sorted(sizes)])
    assert found == pytest.approx(power, abs=1e-6)


@given(
    st.lists(st.tuples(SECONDS, SECONDS, st.floats(0.1, 10)), min_size=1, max_size=9), st.floats(0.01, 100)
)
def test_a_ratio_does_not_change_where_turns_are_disturbed(
    turns: list[tuple[float, float, float]], factor: float
) -> None:
    base = Timed(tuple(Taken(wall * noise, cpu * noise) for wall, cpu, noise in turns))
    times = Timed(tuple(one.per(1 / factor) for one in base.taken))
    assert ratio(times, base) == pytest.approx(factor)
    assert ratio(times, base, of="wall") == pytest.approx(factor)


def test_things_are_run_in_turn_and_the_first_turn_does_not_count() -> None:
    seen: list[tuple[str, int]] = []

    def run(name: str, turn: int) -> Taken:
        seen.append((name, turn))
        return Taken(turn, turn)

    timed = in_turn({"a": lambda turn: run("a", turn), "b": lambda turn: run("b", turn)}, 2)
    assert seen == [("a", -1), ("b", -1), ("a", 0), ("b", 0), ("a", 1), ("b", 1)]
    assert timed["a"].taken == (Taken(0, 0), Taken(1, 1))


def test_cpu_time_is_of_the_work() -> None:
    taken = once(lambda: sum(range(100_000)))
    assert taken.cpu > 0
    assert taken.wall > 0


@pytest.mark.parametrize("name", growth.HOSTILE)
def test_a_hostile_text_has_its_length_and_gives_no_error(name: str) -> None:
    text = growth.HOSTILE[name](500, 1)
    assert len(text) == 500
    extract(Document("d", text))


def test_growth_is_measured_up_to_the_longest_text() -> None:
    found = growth.line(lambda size, seed: corpus.text_of(size, "news", seed), [500, 2000], 0.01)
    assert list(found["cpu_s"]) == [500, 2000]
    assert found["mb_per_s"] > 0


def test_the_stages_are_functions_of_the_extractor_and_their_shares_are_of_one_whole() -> None:
    found = stages.measure(60_000, "dense", repeats=1)
    assert found["samples"] > 10
    assert found["functions"]["extraction.extract"] == pytest.approx(1, abs=0.1)
    assert sum(found["modules"].values()) == pytest.approx(1, abs=0.3)
    assert stages.tree({"a.b": 0.9, "a.b/c.d": 0.4, "a.b/c.e": 0.01}, 0.1) == " 90.0%  a.b\n 40.0%    c.d"


TINY = Sizes(
    speed=3000,
    peer=None,
    repeats=1,
    steady=0.01,
    growth=(1000, 2000),
    hostile=(500, 1000),
    stages=10_000,
    processes=3000,
    dask=3000,
    memory=(3000, 6000),
    facts=20,
    grouped=200,
    viewed=100,
    drawn=100,
    browsed=200,
    rounds=1,
    people=2,
    crowd_s=4,
    crowded=200,
)
SHOWN = "startup,speed,growth,stages,processes,grouping,view,drawing,load,memory"


def test_a_run_prints_every_limit_and_leaves_a_record_and_its_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "QUICK", TINY)
    monkeypatch.setattr(sys, "argv", ["bench", "--quick", "--only", SHOWN, "--output", str(tmp_path)])
    bench.main()
    told = capsys.readouterr().out
    assert all(limit.name in told for limit in LIMITS)
    (path,) = tmp_path.glob("*.json")
    record = json.loads(path.read_text())
    assert record["failed"] == {}
    assert set(SHOWN.split(",")) < set(record)
    assert record["processes"]["equal"] is True
    assert record["startup"]["heavy"] == []
    assert record["load"]["facts"] >= 20
    assert len(record["speed"]["news"]["extractor"]["cpu_s_per_mb"]) == 1
    assert {one.name for one in tmp_path.glob("*.png")} == {
        "bench-speed.png",
        "bench-growth.png",
        "bench-memory.png",
    }
    monkeypatch.setattr(sys, "argv", ["bench", "--show", str(path), "--output", str(tmp_path)])
    bench.main()
    assert capsys.readouterr().out == told


@pytest.mark.long
def test_the_dashboard_is_measured_in_a_browser_over_both_databases() -> None:
    found = bench.measure(TINY, ["browsing"])
    assert found["failed"] == {}
    steps = {"first chart", "filter", "figure", "sort", "sentence", "clear", "search"}
    for database in ("sqlite", "postgresql"):
        told = found["browsing"][database]
        assert set(told) >= steps
        assert all(0 < one["p50"] <= one["p95"] for one in told.values())


def test_a_measurement_that_fails_is_told_of_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.growth, "measure", lambda *_: 1 / 0)
    monkeypatch.setattr(bench.startup, "measure", lambda *_: {"median_s": 0.5})
    record = bench.measure(TINY, ["growth", "startup"])
    assert record["failed"] == {"growth": "division by zero"}
    told = {one.name: one for one in verdicts(record)}
    assert told["one short article, all in all"] == (
        "one short article, all in all",
        "at most 0.6 s",
        "0.50 s",
        True,
    )
    assert told["growth exponent, news"][2:] == ("not measured", None)


@given(st.floats(0, 200))
def test_a_limit_is_met_on_its_own_side(found: float) -> None:
    told = {one.name: one.met for one in verdicts({"processes": {"one_to_two": found, "equal": found > 1}})}
    assert told["one process / two"] == (found >= 1.8)
    assert told["two processes give the same bytes"] == (found > 1)


def test_where_the_peer_is_not_installed_the_rest_is_measured(tmp_path: Path) -> None:
    with pytest.raises(PeerError, match="make bench installs it"):
        Peer(tmp_path)


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        command.run(["extract", tmp_path / "missing.txt"])


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    with path.open("wb") as stream:
        corpus.write(stream, 5_000_000, "dense")
    seen = command.watched(["extract", path, "--output", tmp_path / "facts.jsonl"], every=0.1, longest=0.5)
    assert not seen.whole
    assert seen.held.resident >= seen.held.proportional > 1_000_000


def test_limits_for_a_million_facts_and_a_gigabyte_are_not_met_by_less() -> None:
    few = {
        "load": {"facts": 999_999, "sqlite": {"s": 1.0}, "postgresql": {"s": 1.0}},
        "memory": [{"bytes": 10**8, "whole": True, "resident_mb": 50.0}],
    }
    assert all(one.met is None for one in verdicts(few))
    few["load"]["facts"] = 10**6  # type: ignore[call-overload]
    few["memory"] += [{"bytes": 10**9, "whole": True, "resident_mb": 501.0}]  # type: ignore[operator]
    told = {one.name: one.met for one in verdicts(few) if one.met is not None}
    assert told == {
        "memory for 1 GB of articles": False,
        "a million facts into SQLite": True,
        "a million facts into PostgreSQL": True,
    }


def test_the_newest_of_each_measurement_counts() -> None:
    old = {"day": "2026-01-02", "time": "09:00", "machine": {}, "startup": {"median_s": 1}, "speed": "old"}
    new = {"day": "2026-01-02", "time": "10:00", "machine": {}, "failed": {}, "startup": {"median_s": 0.1}}
    older = {"day": "2026-01-01", "machine": {}, "startup": {"median_s": 2}, "load": "older"}
    found = report.newest([new, older, old])
    assert found == {"startup": {"median_s": 0.1}, "speed": "old", "load": "older"}


def test_the_readme_shows_the_newest_of_all_records() -> None:
    root = Path(bench.__file__).parent.parent
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert report.readme(bench._records(root / "benchmarks" / "records")) in readme
