"""A source -> its files, in order: a file, a folder with its subfolders, a pattern, standard input."""

import re
from collections.abc import Iterable, Iterator
from glob import has_magic
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from documents.errors import DocumentError, Refusal
from documents.kinds import ENDINGS, WHOLE
from documents.sources.beside import record_beside
from documents.sources.files import File, LocalTree, StandardInput, State, Tree, reason
from documents.sources.unpacking import PACKINGS, unpacked_name

STANDARD_INPUT = "-"

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+::?//")
_TOLD = f"{', '.join(ENDINGS)}, also with {' or '.join(PACKINGS)} behind it"


class Found(NamedTuple):
    """A file and its kind, one of those that ENDINGS names."""

    file: File
    kind: str


class Survey(NamedTuple):
    """What the sources are, known without reading one.

    `size` is that of all files in bytes, as they are stored, or None where standard input or a pipe is
    among them. `fingerprint` differs when a file or a record beside one was added, removed or changed; it
    is None where that cannot be told.
    """

    files: int
    size: int | None
    fingerprint: str | None


def find(source: str | Path) -> Iterator[Found | Refusal]:
    """Yield the files that a source stands for; in place of what cannot be read, its refusal."""
    try:
        yield from _found(source)
    except DocumentError as error:
        yield error.refusal
    except OSError as error:
        yield Refusal(str(source), reason(error))


def survey(sources: Iterable[str | Path]) -> Survey:
    """Return how many files the sources have, their size and their fingerprint."""
    digest = blake2b(digest_size=16)
    files, states = 0, State(0, "")
    for source in sources:
        for item in find(source):
            if isinstance(item, Refusal):
                digest.update(f"{item}\0".encode("utf-8", "surrogatepass"))
                continue
            files += 1
            states = _with(states, _state(item.file))
            record = record_beside(item.file) if item.kind in WHOLE else None
            told = [item.file.name, *_state(item.file), *(_state(record) if record else ())]
            digest.update("\0".join(map(str, told)).encode("utf-8", "surrogatepass") + b"\n")
    return Survey(files, states.size, None if states.changed is None else digest.hexdigest())


def fingerprint(sources: Iterable[str | Path]) -> str | None:
    """Return what differs when the files of the sources do, or None where that cannot be told."""
    return survey(sources).fingerprint


def _with(sum_of: State, one: State) -> State:
    size = None if sum_of.size is None or one.size is None else sum_of.size + one.size
    return State(size, None if one.changed is None else sum_of.changed)


def _state(file: File) -> State:
    try:
        return file.state()
    except OSError as error:
        return State(0, str(error))


def _found(source: str | Path) -> Iterator[Found | Refusal]:
    name = str(source)
    if source == STANDARD_INPUT:
        yield Found(StandardInput(), "text")
        return
    tree = _tree(source)
    if tree.is_folder():
        yield from _known(tree.walk(), name, "the folder holds no file that ends in {endings}")
    elif has_magic(name) and not tree.exists():
        yield from _known(tree.matching(), name, "it matches no file that ends in {endings}")
    elif kind := _kind(name):
        yield Found(tree.file(), kind)
    elif not tree.exists():
        yield Refusal(name, "there is no such file or folder")
    else:
        ending = PurePosixPath(unpacked_name(name)[0]).suffix
        yield Refusal(name, f"files that end in {ending} are not read; give one of {_TOLD}")


def _tree(source: str | Path) -> Tree:
    if isinstance(source, str) and _URL.match(source):
        # fsspec is imported only where a source is on another machine.
        from documents.sources.remote import RemoteTree

        return RemoteTree(source)
    return LocalTree(source)


def _known(files: Iterable[File | Refusal], name: str, otherwise: str) -> Iterator[Found | Refusal]:
    """Yield the files whose endings are known; the others are passed over."""
    found = False
    for file in files:
        if isinstance(file, Refusal):
            yield file
        elif kind := kind_by_ending(file.name):
            found = True
            yield Found(file, kind)
    if not found:
        yield Refusal(name, otherwise.format(endings=_TOLD))


def kind_by_ending(name: str) -> str | None:
    """Return the kind that the ending of a name tells, or None."""
    return ENDINGS.get(PurePosixPath(unpacked_name(name)[0]).suffix.lower())


def _kind(name: str) -> str | None:
    """Return the kind of a file that was named: one without an ending is text, until it is looked into."""
    return kind_by_ending(name) if PurePosixPath(unpacked_name(name)[0]).suffix else "text"
