"""What worker processes are given to do in tests: they import it by name, so it has a module of its own."""

import os
import signal
import time
from pathlib import Path

from pipeline.reading import read_one
from schemas.records import Document


def doubled(number: int) -> int:
    return 2 * number


def slow_at_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number


def own_process(_: object) -> int:
    return os.getpid()


def failing(number: int) -> int:
    return 1 // number


def deadly_once(marker: Path, number: int) -> int:
    """End the process at 5, the first time."""
    if number == 5 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def deadly(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def deadly_text(documents: list[Document]) -> list[object]:
    for document in documents:
        if "deadly" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
    return [read_one(document) for document in documents]


def telling(folder: Path, number: int) -> int:
    """Leave the number of the process as a file's name, and take a while."""
    (folder / str(os.getpid())).touch()
    time.sleep(0.05)
    return number


def lengths(documents: list[Document]) -> list[int]:
    return [len(document.text) for document in documents]
