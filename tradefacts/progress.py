"""What a long run tells on standard error: each refusal as a sentence, and a bar on a terminal."""

import sys
from typing import TYPE_CHECKING, Self

import typer

from documents import Refusal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Progress:
    """Count what is done with, in a `with` statement. The bar is shown where `shown` and on a terminal."""

    def __init__(self, *, shown: bool) -> None:
        self.documents = 0
        self.facts = 0
        self.refused = 0
        self._bar: Bar | None = _bar() if shown and sys.stderr.isatty() else None

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
        if self._bar:
            self._bar.update(self._bar.task_ids[0], documents=self.documents, facts=self.facts)


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    told = TextColumn("{task.fields[documents]} documents, {task.fields[facts]} facts")
    bar = Bar(SpinnerColumn(), told, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    bar.add_task("", total=None, documents=0, facts=0)
    return bar
