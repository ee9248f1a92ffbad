"""Sources -> a file of facts: by any engine, continued where it was interrupted, whole or not at all."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, Protocol

from documents import Refusal, Seen, fingerprint
from documents.limits import longest
from pipeline.engines import Engine, Lost, one_by_one
from pipeline.formats import Format
from pipeline.interrupts import Held, Interrupt, interruptible
from pipeline.output import OutputError, format_of_output, in_words, is_file_to_be
from pipeline.reading import CHUNK_BYTES, Chunk, Item, chunks, items, opened
from pipeline.unfinished import Done, Key, Unfinished
from pipeline.version import extractor_version
from pipeline.work import Extracted, Outcome, extract_chunk
from schemas.errors import TradefactsError


class StrictError(TradefactsError):
    """A document was refused, and the run was to stop at the first one."""


class InterruptedRunError(TradefactsError):
    """The run was ended by a signal, `number`; the message says whether it can be continued."""

    def __init__(self, message: str, number: int) -> None:
        self.status = 128 + number
        super().__init__(message)


class Progress(Protocol):
    """What is told while a run goes on."""

    def __call__(self, item: int | Refusal) -> None:
        """Count one document, by the number of its facts or its refusal."""

    def read(self, size: int) -> None:
        """Count bytes of the input that are done with."""

    def resumed(self, done: Done) -> None:
        """Count what an interrupted run had done."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is to be read, and how: the arguments of every way to extract."""

    sources: tuple[str | Path, ...]
    engine: Engine[Chunk, Extracted]
    progress: Progress
    #: The date of documents that bring none of their own.
    published: date | None = None
    #: Stop at the first document that is refused.
    strict: bool = False
    #: Write the words that each column was read from as well.
    evidence: bool = False


def extract_to_stream(run: Extraction, stream: IO[bytes], form: Format) -> None:
    """Write facts to a stream as they are read; a format whose pieces are not the file is refused."""
    stream.write(form.head())
    found = items(run.sources, run.published)
    try:
        with interruptible(), closing(extracted(run, found, form, Seen())) as results:
            for result in results:
                stream.write(result.data)
    except Interrupt as interrupt:
        raise InterruptedRunError("Interrupted.", interrupt.number) from None


def extract_to_file(run: Extraction, path: Path, *, resume: bool = False) -> None:
    """Write facts to a file that gets its name when it is whole.

    What was done is kept when the run is interrupted; with `resume` the next one goes on there, and the
    file is the same, byte for byte, as if it had never been interrupted. Raises InterruptedRunError,
    StrictError, EngineError, and OutputError where the file cannot be written or the run not be
    continued. Where no document could be read no file is written.
    """
    form = format_of_output(path, evidence=run.evidence, read_by=extractor_version())
    if not is_file_to_be(path):
        return _to_device(run, path, form, resume)
    key = _key(run, form)
    if resume and key is None:
        raise OutputError(
            "--resume needs inputs that can be read a second time, and that tell when they were changed: "
            "files or object storage, no pipe and no standard input."
        )
    with interruptible() as held, Unfinished(path, form, key, resume=resume) as file:
        try:
            if resume:
                run.progress.resumed(file.done)
            _go_on(run, form, file, held)
        except Interrupt as interrupt:
            if file.is_finished:
                return
            with held():
                file.commit()
            raise InterruptedRunError(f"Interrupted. {_way_on(file)}", interrupt.number) from None
        except StrictError as error:
            file.commit()
            raise StrictError(f"{error} {_way_on(file, 'Without --strict, the')}") from None
        except TradefactsError as error:
            raise type(error)(f"{error} {_way_on(file)}") from None


def _go_on(run: Extraction, form: Format, file: Unfinished, held: Held) -> None:
    """Read what is left to be read, and move the file into place."""
    if run.strict and file.done.refused:
        raise StrictError(f"{file.done.refused} documents were refused before the run was interrupted.")
    found = items(run.sources, run.published)
    with closing(extracted(run, found, form, _seen(found, file))) as results:
        for result in results:
            ids = [None if isinstance(one, Refusal) else one.document_id for one in result.outcomes]
            with held():
                file.add(result.data, ids, result.facts, result.read)
    if file.done.documents:
        file.finish(held)
    else:
        file.drop()


def _seen(found: Iterator[Item], file: Unfinished) -> Seen:
    """Pass over the documents that an interrupted run had done, and return which ids it had read."""
    seen = Seen()
    for document_id, raw in zip(file.ids(), opened(found), strict=False):
        if document_id is not None:
            seen.again(raw.name, document_id)
    return seen


def _way_on(file: Unfinished, which: str = "The") -> str:
    if not file.is_kept:
        return "Nothing is written."
    return f"{which} same command with --resume goes on behind the first {file.done.items:,} documents."


def _key(run: Extraction, form: Format) -> Key | None:
    """Return what makes a run the same as another one, or None where the input cannot be read again."""
    print_of_input = fingerprint(run.sources)
    if print_of_input is None:
        return None
    return {
        "the inputs": [[str(source) for source in run.sources], print_of_input],
        "--published": str(run.published),
        "the extractor": extractor_version(),
        "the format": [form.name, CHUNK_BYTES, *form.columns],
        "the longest document that is read": longest(),
    }


def _to_device(run: Extraction, path: Path, form: Format, resume: bool) -> None:
    """Write facts to a pipe or a device; a format that is made at the end is made elsewhere before."""
    if resume:
        raise OutputError(f"{path} is no file, so a run that writes to it cannot be continued with --resume.")
    with in_words(path), path.open("wb") as stream:
        if form.pieces_are_the_file:
            return extract_to_stream(run, stream, form)
        with TemporaryDirectory() as folder:
            pieces, whole = Path(folder, "pieces"), Path(folder, "whole")
            with pieces.open("w+b") as written:
                extract_to_stream(run, written, form)
                written.seek(0)
                form.finish(written, whole)
            with whole.open("rb") as made:
                copyfileobj(made, stream)


def extracted(
    run: Extraction, found: Iterable[Item], form: Format, seen: Seen
) -> Generator[Extracted, None, None]:
    """Yield the facts of the items, chunk by chunk and in order, and tell the progress.

    A document under an id that was seen before is refused here, where the order is known.
    """
    work = partial(extract_chunk, form)
    with closing(run.engine(work, chunks(found))) as results:
        for result in results:
            for one in _retried(work, result) if isinstance(result, Lost) else [result]:
                once = _without_repeats(one, form, seen)
                _tell(once, run)
                yield once


def _retried(work: Callable[[Chunk], Extracted], lost: Lost[Chunk]) -> Iterator[Extracted]:
    """Read each document alone where a chunk was lost, and refuse the one that is to blame."""
    for result in one_by_one(work, lost):
        if isinstance(result, Lost):
            (item,) = result.task
            size = 0 if isinstance(item, Refusal) else item.size
            yield Extracted([Refusal(item.name, result.reason)], b"", size)
        else:
            yield result


def _without_repeats(result: Extracted, form: Format, seen: Seen) -> Extracted:
    """Refuse the documents whose id another had."""
    refused = {
        number: again
        for number, one in enumerate(result.outcomes)
        if isinstance(one, Outcome) and (again := seen.again(one.name, one.document_id))
    }
    if not refused:
        return result
    sizes = [one.size if isinstance(one, Outcome) else 0 for one in result.outcomes]
    outcomes = [refused.get(number, one) for number, one in enumerate(result.outcomes)]
    return Extracted(outcomes, form.without(result.data, sizes, refused), result.read)


def _tell(result: Extracted, run: Extraction) -> None:
    for one in result.outcomes:
        if run.strict and isinstance(one, Refusal):
            raise StrictError(f"{one} That stops the run, by --strict.")
        run.progress(one if isinstance(one, Refusal) else one.facts)
    run.progress.read(result.read)
