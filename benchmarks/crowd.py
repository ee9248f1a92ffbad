"""A crowd at the dashboard: people who filter, search and open sentences, each with pauses to look.

    python -m benchmarks.crowd --people 50 --seconds 60 --facts 200000

The facts are in PostgreSQL, the server is gunicorn with the settings of the Procfile. People ask what a
browser asks: the same callbacks with the same inputs, over a connection that is kept. What a browser draws of
the answers is measured by `benchmarks.browsing`. An action is done when all of its answers are there. The
people are threads of one process on the same machine, which takes a part of what the server could have.
"""

import argparse
import gzip
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from benchmarks import loading
from benchmarks.command import Memory, run
from benchmarks.serving import Served, serving
from benchmarks.timing import percentiles

_SEED = 9
#: Between two actions a person looks for so many seconds, on average.
PAUSE = 3.0
#: So often the workers' memory is looked at.
_LOOKS = 10
_WORDS = ("wheat", "turkey", "billion", "exports of steel", '"rose by"', "39%", "lorries", "deficit", "japan")
#: A fact's columns that people filter by.
_FILTERS = ("reporter", "partner", "flow", "measure", "unit", "status")
#: What a browser asks for when the page is opened, before its callbacks.
_PAGE = ("/", "/_dash-layout", "/_dash-dependencies")
#: The callbacks of the page, each by the first thing that it puts out, or by what it is asked with.
_LISTS, _FIGURE, _SENTENCE = "explore-lists.data", "figure.figure", "fact.data"
#: Where the page tells that something went wrong.
_TOLD = "said-told"
#: How often people do what.
_HABITS = {"filter": 5, "search": 2, "sentence": 4, "clear": 1}


class Action(NamedTuple):
    """One thing that somebody did: of which kind, the seconds until it was answered, and what went wrong."""

    kind: str
    seconds: float
    error: str | None


class Held(NamedTuple):
    """What each worker held, so many seconds after the crowd came."""

    second: float
    workers: list[Memory]

    @property
    def together(self) -> float:
        """The megabytes of all workers, what they share counted once."""
        return sum(one.proportional for one in self.workers) / 1e6


class Found(NamedTuple):
    """What a crowd did, and what the workers held meanwhile, from its coming to its going."""

    actions: list[Action]
    held: list[Held]


class _FailedError(Exception):
    """An answer was no answer; the message tells of which kind."""


class _Person:
    """One person with a browser, who looks at one view of the facts at a time."""

    def __init__(self, address: str, number: int, choices: Sequence[tuple[str, str]]) -> None:
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._chance = random.Random(f"{_SEED}/{number}")
        self._choices = choices
        self._callbacks: list[dict[str, Any]] = []
        self._query: list[tuple[str, str]] = []
        self._facts: list[str] = []

    def live(self, until: float, pause: float) -> Iterable[Action]:
        """Open the page, then do one thing after the other; yield each."""
        time.sleep(self._chance.uniform(0, pause))
        yield self._timed("open", self._open)
        while time.monotonic() < until:
            time.sleep(self._chance.uniform(0.5, 1.5) * pause)
            kind = self._chance.choices(list(_HABITS), list(_HABITS.values()))[0]
            if kind == "sentence" and not self._facts:
                kind = "clear"
            yield self._timed(kind, getattr(self, f"_{kind}"))
        self._connection.close()

    def _timed(self, kind: str, act: Callable[[], None]) -> Action:
        began, error = time.perf_counter(), None
        try:
            act()
        except (OSError, HTTPException, _FailedError) as failed:
            error = f"{type(failed).__name__}: {failed}"
            self._connection.close()
        return Action(kind, time.perf_counter() - began, error)

    def _open(self) -> None:
        for path in _PAGE:
            found = self._ask("GET", path)
        self._callbacks = json.loads(found)
        self._look()

    def _filter(self) -> None:
        # What finds nothing any more is started anew, as people do.
        if not self._facts or len(self._query) > 3:
            self._query = []
        self._query.append(self._chance.choice(self._choices))
        self._look()

    def _search(self) -> None:
        others = [one for one in self._query if one[0] != "search"]
        self._query = [*others, ("search", self._chance.choice(_WORDS))]
        self._look()

    def _clear(self) -> None:
        self._query = []
        self._look()

    def _sentence(self) -> None:
        self._call(_SENTENCE, fact=self._chance.choice(self._facts), view=self._address)

    @property
    def _address(self) -> str:
        return f"?{urlencode(self._query)}"

    def _look(self) -> None:
        seen = {"listed-view": self._address, "view": self._address, "drawn-view": self._address}
        lists = self._call(_LISTS, **seen)
        self._facts = [row["fact_id"] for row in lists["rows"]["data"]]
        self._call(_FIGURE, **seen, width=1120, theme="light")

    def _call(self, name: str, **data: Any) -> dict[str, Any]:
        """Ask a callback, whose inputs and states are the `data` of what is called so."""
        callback = next(one for one in self._callbacks if name in (_outputs(one)[0], _first_input(one)))
        outputs = [
            dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in _outputs(callback)
        ]
        asked = {
            "output": callback["output"],
            "outputs": outputs if callback["output"].startswith("..") else outputs[0],
            **{
                kind: [one | {"value": data.get(one["id"])} for one in callback[kind]]
                for kind in ("inputs", "state")
            },
            "changedPropIds": [_first_input(callback)],
        }
        answer = self._ask("POST", "/_dash-update-component", json.dumps(asked))
        told = json.loads(answer)
        # What goes wrong in a callback is a sentence on the page.
        if _TOLD in json.dumps(told.get("sideUpdate")):
            raise _FailedError(f"{name} was answered with a sentence that it did not work")
        found: dict[str, Any] = told["response"]
        return found

    def _ask(self, method: str, path: str, body: str | None = None) -> bytes:
        headers = {"Accept-Encoding": "gzip"} | ({"Content-Type": "application/json"} if body else {})
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.headers["Content-Encoding"] == "gzip":
            told = gzip.decompress(told)
        if answer.status != 200:
            raise _FailedError(f"{method} {path} was answered with {answer.status}")
        return told


def _outputs(callback: dict[str, Any]) -> list[str]:
    return str(callback["output"]).removeprefix("..").removesuffix("..").split("...")


def _first_input(callback: dict[str, Any]) -> str:
    return "{id}.{property}".format(**callback["inputs"][0]) if callback["inputs"] else ""


def crowd(served: Served, people: int, seconds: float, pause: float) -> Found:
    """Let people live at a server for some seconds; return what they did, and what the server took."""
    choices = _choices(served.address)
    began = time.monotonic()

    def live(number: int) -> list[Action]:
        return list(_Person(served.address, number, choices).live(began + seconds, pause))

    with ThreadPoolExecutor(people) as pool:
        living = [pool.submit(live, number) for number in range(people)]
        held = [_held(served, began)]
        while wait(living, timeout=seconds / _LOOKS).not_done:
            held.append(_held(served, began))
        held.append(_held(served, began))
    return Found([action for one in living for action in one.result()], held)


def measure(people: int, seconds: float, facts: int, pause: float = PAUSE) -> dict[str, Any]:
    """Return what a crowd over facts in PostgreSQL did, with milliseconds at percentiles, and the memory."""
    with tempfile.TemporaryDirectory(prefix="tradefacts-crowd-") as name, loading.server() as url:
        articles, filed = Path(name) / "articles.jsonl", Path(name) / "facts.parquet"
        found: dict[str, Any] = {"facts": loading.write(facts, articles, filed)}
        run(["load", articles, "--facts", filed, "--database", url])
        with serving(url) as served:
            found |= told(crowd(served, people, seconds, pause))
    return found | {"people": people, "seconds": seconds, "pause_s": pause}


def told(found: Found) -> dict[str, Any]:
    """Return what a crowd did as a record has it: milliseconds by kind of action, errors, megabytes."""
    kinds = {kind: [one for one in found.actions if one.kind == kind] for kind in ("open", *_HABITS)}
    return {
        "errors": sorted(one.error for one in found.actions if one.error),
        "actions": {
            kind: percentiles([one.seconds * 1000 for one in some])
            for kind, some in (*kinds.items(), ("all", found.actions))
            if some
        },
        "memory_mb": [[round(one.second), round(one.together, 1)] for one in found.held],
    }


def _choices(address: str) -> list[tuple[str, str]]:
    """Return what can be filtered by: values that the newest facts have."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", "/api/facts?per_page=500")
    rows = json.loads(connection.getresponse().read())["facts"]
    connection.close()
    return sorted({(name, row[name]) for row in rows for name in _FILTERS if row[name]})


def _held(served: Served, began: float) -> Held:
    """Return the memory that each worker holds; what workers share is counted in parts where that is told."""
    told = [one.memory_full_info() for one in served.workers()]
    workers = [Memory(one.rss, getattr(one, "pss", one.rss)) for one in told]
    return Held(time.monotonic() - began, workers)


def lines(found: dict[str, Any]) -> Iterable[str]:
    """Yield what is printed of what was measured: a line a kind of action, the errors, the memory."""
    yield f"{found['people']} people for {found['seconds']:g} s over {found['facts']:,} facts in PostgreSQL"
    yield f"{'action':<10} {'number':>7} {'p50':>9} {'p95':>9}"
    for kind, one in found["actions"].items():
        yield f"{kind:<10} {one['n']:>7} {one['p50']:>6.0f} ms {one['p95']:>6.0f} ms"
    yield f"errors: {len(found['errors'])}"
    yield from sorted(set(found["errors"]))
    memory = ", ".join(f"{megabytes:.0f} at {second} s" for second, megabytes in found["memory_mb"])
    yield f"MB of all workers, what they share counted once: {memory}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Load the facts, serve them, let the crowd in, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--facts", type=int, default=200_000)
    parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two actions, on average")
    told = parser.parse_args(arguments)
    print("\n".join(lines(measure(told.people, told.seconds, told.facts, told.pause))))


if __name__ == "__main__":
    main()
