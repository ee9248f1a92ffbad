"""Where the extractor's time goes: a tree of functions, by samples of the stack.

    python -m benchmarks.stages --profile dense --size 300kB

A timer interrupts the process every 10 ms of CPU time and notes which functions are at work. It costs little
and, unlike a profiler that wraps every call, makes small functions no dearer than large ones; how much it
costs is measured and told. What C code does (`re`, `str`) counts for the function that called it.
"""

import argparse
import signal
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

from benchmarks import corpus
from benchmarks.article import PROFILES
from benchmarks.timing import in_turn, once, ratio
from extraction import extract

_EVERY = 0.01
_ROOT = Path(__file__).parent.parent
_ROOMS = ("schemas", "documents", "extraction")


class Name(NamedTuple):
    """A function by its module and its name in it."""

    module: str
    function: str

    def __str__(self) -> str:
        return f"{self.module}.{self.function}"


Stack = tuple[Name, ...]


def sampled(work: Callable[[], object]) -> Counter[Stack]:
    """Return how often each stack of functions was met while `work` ran, the outermost function first."""
    seen: list[list[CodeType]] = []

    def note(_number: int, frame: FrameType | None) -> None:
        stack = []
        while frame:
            stack.append(frame.f_code)
            frame = frame.f_back
        seen.append(stack)

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return Counter(_named(stack) for stack in seen)


def _named(stack: list[CodeType]) -> Stack:
    """Return our own functions of a stack, outermost first; what else is called counts for its caller."""
    names = (_name(code) for code in reversed(stack))
    return tuple(dict.fromkeys(name for name in names if name))


@cache
def _name(code: CodeType) -> Name | None:
    """Return the module and the name of a function, for one inside another that other's name."""
    path = Path(code.co_filename)
    if not path.is_relative_to(_ROOT) or path.relative_to(_ROOT).parts[0] not in _ROOMS:
        return None
    module = ".".join(path.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__")
    return Name(module, code.co_qualname.partition(".<")[0])


def measure(size: int, profile: str, repeats: int = 3) -> dict[str, Any]:
    """Return shares of CPU time: of functions with all that they call, of modules without."""
    documents = corpus.documents(size, profile)
    stacks: Counter[Stack] = Counter()

    def work() -> None:
        for document in documents:
            extract(document)

    def watch() -> None:
        stacks.update(sampled(work))

    timed = in_turn({"watched": lambda _: once(watch), "plain": lambda _: once(work)}, repeats)
    samples = stacks.total()
    functions = _shares(_tree(stacks), samples)
    return {
        "samples": samples,
        "overhead": ratio(timed["watched"], timed["plain"]) - 1,
        "modules": _shares(_by_module(stacks), samples),
        "functions": {"/".join(map(str, path)): share for path, share in functions.items()},
    }


def _by_module(stacks: Counter[Stack]) -> Counter[str]:
    modules: Counter[str] = Counter()
    for stack, times in stacks.items():
        modules[stack[-1].module if stack else "elsewhere"] += times
    return modules


def _tree(stacks: Counter[Stack]) -> Counter[Stack]:
    """Return how often each function was met on each way to it."""
    paths: Counter[Stack] = Counter()
    for stack, times in stacks.items():
        for depth in range(1, len(stack) + 1):
            paths[stack[:depth]] += times
    return paths


def _shares(counts: Counter[Any], samples: int, least: float = 0.005) -> dict[Any, float]:
    return {name: n / samples for name, n in counts.most_common() if n >= least * samples}


def tree(functions: dict[str, float], least: float) -> str:
    """Return the functions that took at least a share, each under the one that called it."""
    shares = {tuple(path.split("/")): share for path, share in functions.items() if share >= least}

    def place(path: tuple[str, ...]) -> list[tuple[float, str]]:
        return [(-shares.get(path[: at + 1], 0), name) for at, name in enumerate(path)]

    return "\n".join(
        f"{shares[path]:6.1%}  {'  ' * (len(path) - 1)}{path[-1]}" for path in sorted(shares, key=place)
    )


def main() -> None:
    """Print where the time goes."""
    options = argparse.ArgumentParser(
        prog="benchmarks.stages", description="Where the extractor's time goes."
    )
    options.add_argument("--size", type=corpus.size_of, default=corpus.size_of("300kB"))
    options.add_argument("--profile", choices=PROFILES, default="news")
    options.add_argument("--least", type=float, default=0.01, help="the least share that is shown")
    given = options.parse_args()
    found = measure(given.size, given.profile)
    print(tree(found["functions"], given.least))
    print("\nby module, without what it calls")
    for name, share in found["modules"].items():
        if share >= given.least:
            print(f"{share:6.1%}  {name}")
    print(f"\n{found['samples']} samples; watching made it {found['overhead']:.1%} slower")


if __name__ == "__main__":
    main()
