"""Ctrl-C and a polite request to end (SIGTERM) interrupt a run where nothing is half-done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

_SIGNALS = [signal.SIGINT, signal.SIGTERM]

#: A `with` statement under which no interrupt comes; one that was asked for comes at its end.
Held = Callable[[], AbstractContextManager[None]]


class Interrupt(KeyboardInterrupt):
    """The run was asked to end by a signal, `number`."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


@contextmanager
def interruptible() -> Iterator[Held]:
    """Raise Interrupt at Ctrl-C or SIGTERM, and give what holds it back for a while.

    In another than the main thread signals never arrive, so nothing is done about them.
    """
    holding, came = 0, 0

    def take(number: int, _frame: FrameType | None) -> None:
        nonlocal came
        if holding:
            came = number
        else:
            raise Interrupt(number)

    @contextmanager
    def held() -> Iterator[None]:
        nonlocal holding, came
        holding += 1
        try:
            yield
        finally:
            holding -= 1
        if came and not holding:
            number, came = came, 0
            raise Interrupt(number)

    if threading.current_thread() is not threading.main_thread():
        yield held
        return
    before = {number: signal.signal(number, take) for number in _SIGNALS}
    try:
        yield held
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
