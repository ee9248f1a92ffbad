"""Files that are one document each: read whole, and told apart by what is in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from documents.errors import DocumentError
from documents.kinds import kind_of
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.record import Record
from documents.sources.beside import check_bytes, read_record, record_beside, record_name
from documents.sources.files import File
from documents.sources.unpacking import opened, unpacked_name


def cut_whole(file: File, kind: str, published: date | None) -> Iterator[Raw]:
    """Yield the one document of a file, of its true kind; `kind` is what its name says."""
    most = longest()
    with opened(file) as stream:
        data = stream.bytes.read(most + 1)
        if len(data) > most:
            raise DocumentError(file.name, too_long(most))
        size = stream.used() if stream.is_packed else len(data)
    if not data:
        raise DocumentError(file.name, "it is empty")
    named = bool(PurePosixPath(unpacked_name(file.name)[0]).suffix) and file.source is not None
    kind = kind_of(file.name, data, kind, is_named=named)
    yield Raw(file.name, kind, data, file.source, published, _record(file, data, most), size)


def _record(file: File, data: bytes, most: int) -> Record:
    """Return what the record beside a file says of it."""
    beside = record_beside(file)
    if beside is None:
        return Record()
    with beside.open() as stored:
        record, sha256 = read_record(record_name(file.name), stored.read(most))
    check_bytes(file.name, data, sha256)
    return record
