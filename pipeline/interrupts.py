"""Ctrl-C and a polite request to end (SIGTERM) interrupt a run where nothing is half-done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

_SIGNALS = [signal.SIGINT, signal.SIGTERM]

#: So many seconds after a moment at which it would be lost an interrupt comes again.
_LATER = 0.05

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

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal came
        if holding:
            came = number
        elif _would_be_lost(frame):
            again = threading.Timer(_LATER, _send, [number])
            again.daemon = True
            again.start()
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


def _would_be_lost(frame: FrameType | None) -> bool:
    """Tell whether a finaliser is running: Python prints what is raised there, and goes on."""
    while frame is not None:
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False


def _send(number: int) -> None:
    """Send this process a signal, to its main thread where that can be said."""
    if hasattr(signal, "pthread_kill") and (main := threading.main_thread().ident) is not None:
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)
