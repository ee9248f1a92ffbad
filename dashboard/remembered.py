"""Answers that are given again, letter by letter, until what is stored changes.

Many people open the same page, and whoever takes a filter away asks again for what was there before. A
callback whose answer follows from what it is asked, from what is stored and from the role of who asks, and
that does nothing else, says so by being registered inside `remembered_for`. Only answers that went well are
kept. Of those that are not, a process works out a few at once, in the order in which they were asked for.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from threading import BoundedSemaphore, Lock
from typing import NamedTuple

from dash import Dash
from flask import Flask, Response, g, has_request_context, request

from dashboard.access import current_person
from dashboard.access.needs import CALLBACK_RULE, output_called
from store import Store

_CALLBACKS = "tradefacts_remembered"
_HEADERS = ("Content-Type", "Content-Encoding", "Vary")
#: Of each process, as they are sent: for the most part compressed.
MOST_BYTES = 8_000_000
#: While one waits for the database another one is worked out. More of them would only share one processor,
#: and each take as long as all together. `python -m benchmarks.crowd` tells what another number does.
AT_ONCE = 2


class Answer(NamedTuple):
    """What was answered: the body as it was sent, and the headers that belong to it."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class Remembered:
    """The answers that were asked for last, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self.turns = BoundedSemaphore(AT_ONCE)

    def get(self, key: bytes) -> Answer | None:
        """Return the answer that is kept under a key, or None."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, key: bytes, answer: Answer) -> None:
        """Keep an answer; those that were asked for longest ago make room for it."""
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self._bytes += len(answer.body)
            while self._bytes > self._most_bytes:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest.body)


@contextmanager
def remembered_for(app: Dash) -> Iterator[None]:
    """Let the answers of the callbacks that are registered inside be given again."""
    before = set(app.callback_map)
    yield
    _outputs(app.server).update(output for output in app.callback_map if output not in before)


def forget_this() -> None:
    """Let the answer that is being made not be kept: something went wrong that may go well the next time."""
    if has_request_context():
        g.pop("remembered_as", None)


def keep_from(server: Flask, remembered: Remembered) -> None:
    """Keep the answers of an application as they are sent: to be called before anything that compresses."""

    @server.after_request
    def keep(answer: Response) -> Response:
        key = g.pop("remembered_as", None)
        if key is not None and answer.status_code == 200:
            headers = tuple((name, answer.headers[name]) for name in _HEADERS if name in answer.headers)
            remembered.keep(key, Answer(answer.get_data(), headers))
        return answer


def give_from(server: Flask, remembered: Remembered, store: Store) -> None:
    """Answer with what is kept, where it is: to be called behind what guards the application."""

    @server.before_request
    def give() -> Response | None:
        if request.url_rule is None or request.url_rule.rule != CALLBACK_RULE:
            return None
        if output_called(request) not in _outputs(server):
            return None
        key = _key(store.revision())
        found = remembered.get(key)
        if found is None:
            remembered.turns.acquire()
            g.has_turn = True
            # Somebody else may have asked for the same meanwhile.
            found = remembered.get(key)
        if found is None:
            g.remembered_as = key
            return None
        return Response(found.body, headers=list(found.headers))

    @server.teardown_request
    def done(_error: BaseException | None) -> None:
        if g.pop("has_turn", False):
            remembered.turns.release()


def _key(revision: int) -> bytes:
    """Return what an answer follows from, as a hash that no two questions share."""
    person = current_person()
    told = [str(revision), person.role if person else "", request.headers.get("Accept-Encoding", "")]
    return blake2b("\0".join(told).encode() + b"\0" + request.get_data(), digest_size=20).digest()


def _outputs(server: Flask) -> set[str]:
    outputs: set[str] = server.extensions.setdefault(_CALLBACKS, set())
    return outputs
