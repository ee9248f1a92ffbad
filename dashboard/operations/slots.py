"""The number of a worker among those that live; a worker that takes the place of another may have its number.

What a worker has counted stands in files that are called by it: there are as many as workers live at a time,
and the next one with a number counts on from there.
"""

#: Where those files are; the library that counts looks for its folder under this name.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_taken = 0


def take(number: int) -> None:
    """Take a number, in a worker that was just forked."""
    global _taken
    _taken = number


def taken() -> int:
    """Return the number of this process; 0 is the one that workers are forked from, or the only one."""
    return _taken
