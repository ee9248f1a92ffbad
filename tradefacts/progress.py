"""What a long run tells on standard error: each refusal as a sentence, and a bar on a terminal."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import typer

from documents import Refusal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from pipeline.unfinished import Done


def each(names: Sequence[str], doing: str) -> Iterator[str]:
    """Yield names, with a bar on a terminal that tells which of them is being done."""
    if not sys.stderr.isatty():
        yield from names
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=len(names))
        for name in names:
            bar.update(task, description=f"{doing} {name}")
            yield name
            bar.advance(task)


class Progress:
    """Count what is done with, in a `with` statement. The bar is shown where `shown` and on a terminal.

    With the sources, it tells how much of them is done, and when they will be.
    """

    def __init__(self, *, shown: bool, sources: Iterable[str | Path] = ()) -> None:
        self.documents = 0
        self.facts = 0
        self.refused = 0
        self._bar: Bar | None = _bar(list(sources)) if shown and sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, item: int | Refusal) -> None:
        """Count one document with its number of facts, or tell why it was refused."""
        if isinstance(item, Refusal):
            self.refused += 1
            typer.echo(f"tradefacts: {item}", err=True)
        else:
            self.documents += 1
            self.facts += item
        self._show()

    def read(self, size: int) -> None:
        """Count bytes of the input that are done with."""
        if self._bar:
            self._bar.advance(self._bar.task_ids[0], size)

    def resumed(self, done: "Done") -> None:
        """Count what an interrupted run had done, and tell of it; its refusals were told of by itself."""
        if not done.items:
            typer.echo("tradefacts: No interrupted run is there; starting from the beginning.", err=True)
            return
        refused = f", of which {done.refused:,} were refused" if done.refused else ""
        typer.echo(f"tradefacts: Going on behind {done.items:,} documents{refused}.", err=True)
        self.documents, self.facts, self.refused = done.documents, done.facts, done.refused
        if self._bar:
            self._bar.reset(self._bar.task_ids[0], completed=done.read)
        self._show()

    def _show(self) -> None:
        if self._bar:
            self._bar.update(self._bar.task_ids[0], documents=self.documents, facts=self.facts)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Give a function that counts on, and on a terminal shows what it came to, for a `with` statement."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    told = TextColumn("{task.description} {task.completed:,.0f}")
    with Bar(SpinnerColumn(), told, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda count: bar.advance(task, count)


@contextmanager
def portion(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how much is done, of how much; on a terminal a bar shows it."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    told = TextColumn("{task.description} {task.completed:,.0f} of {task.total:,.0f}")
    with Bar(
        told, BarColumn(None), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(what, total=0)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _bar(sources: list[str | Path]) -> "Bar":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bar

    from documents import survey

    told = TextColumn("{task.fields[documents]:,} documents, {task.fields[facts]:,} facts")
    total = survey(sources).size if sources else None
    known = BarColumn(None), told, DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()
    unknown = SpinnerColumn(), told, TimeElapsedColumn()
    bar = Bar(*(known if total else unknown), console=Console(stderr=True), transient=True)
    bar.add_task("", total=total, documents=0, facts=0)
    return bar
