"""SDMX-ML -> drafts: generic data (2.1) and structure-specific data (2.1, 3.0, 3.1), read by pysdmx.

The XML is looked through before pysdmx sees it: a document type, and with it every entity, is refused, and so
is what is deeper or larger than data are. pysdmx is handed bytes, never a text that might be an address.
"""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast
from xml.parsers import expat

import pandas as pd

from official.columns import constant
from official.errors import OfficialError
from official.files import File
from official.formats.dimensions import dimensions_of, drafts_of
from official.limits import DEEPEST_XML, MOST_XML_BYTES
from official.notes import Notes

if TYPE_CHECKING:
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model.message import Message

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_STRUCTURE = re.compile(r"^[^=]*=")


def is_xml(head: str) -> bool:
    """Tell whether a file is XML by its first letters."""
    return head.lstrip("\ufeff \t\r\n").startswith("<")


def read_sdmx_ml(file: File, notes: Notes) -> Iterator[pd.DataFrame]:
    """Yield the drafts of each dataset of a message. Raises OfficialError for XML that is none."""
    message = _message(file, _safe(file))
    header = message.header
    for dataset in message.data or ():
        frame = _frame(cast("PandasDataset", dataset))
        if frame.empty:
            continue
        dimensions = dimensions_of(file.name, list(frame.columns))
        named = constant(_STRUCTURE.sub("", str(dataset.structure)), frame.index)
        drafts = drafts_of(frame, dimensions, notes, named)
        if header is not None and header.prepared is not None:
            drafts["vintage"] = pd.Timestamp(header.prepared.date()).as_unit("s")
        yield drafts


def _safe(file: File) -> bytes:
    """Return the bytes of a file in UTF-8, when they are found to be harmless."""
    if file.size > MOST_XML_BYTES:
        raise OfficialError(
            file.name,
            f"it is XML of more than {MOST_XML_BYTES // 1_000_000} MB; download the same figures as SDMX-CSV",
        )
    with file.open() as stream:
        data = stream.read()
    text = _DECLARATION.sub("", _decoded(file.name, data).lstrip("\ufeff"), count=1)
    data = ('<?xml version="1.0" encoding="UTF-8"?>' + text.lstrip()).encode()
    _look_through(file.name, data)
    return data


def _look_through(name: str, data: bytes) -> None:
    """Refuse XML that is not well-formed, has a document type, or is deeper than data are."""
    parser, depth = expat.ParserCreate(), 0

    def start(_: str, __: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_XML:
            raise OfficialError(name, f"its elements lie more than {DEEPEST_XML} deep, which is no SDMX-ML")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise OfficialError(name, "it has a document type or entities of its own, which SDMX-ML has not")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise OfficialError(name, f"it is broken XML ({error}); get the file again, whole") from None


def _decoded(name: str, data: bytes) -> str:
    told = re.search(rb"encoding\s*=\s*[\"']([\w.:-]{1,40})", data[:200])
    encoding = told[1].decode("ascii") if told else "utf-8"
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding)
    except (LookupError, UnicodeError):
        raise OfficialError(
            name, f"it is not in the encoding that it tells ({encoding}); save it as UTF-8"
        ) from None


def _message(file: File, data: bytes) -> "Message":
    """Return what pysdmx reads. Its readers stumble over XML that is not SDMX in any way there is."""
    from pysdmx.io import read_sdmx

    try:
        message = read_sdmx(io.BytesIO(data), validate=False)
    except Exception as error:
        raise OfficialError(
            file.name,
            f"it is XML, but no SDMX-ML data that can be read ({type(error).__name__}: {str(error)[:200]}); "
            "download the same figures as SDMX-CSV",
        ) from None
    if not message.data:
        raise OfficialError(file.name, "it is SDMX-ML without data; download the data, not the structure")
    return message


def _frame(dataset: "PandasDataset") -> pd.DataFrame:
    """Return a dataset's rows as text; what is said of all of it is said of each row."""
    names = [str(name) for name in dataset.data if ":" not in str(name)]
    frame = pd.DataFrame({name: dataset.data[name].astype("str").fillna("") for name in names})
    for name, value in (dataset.attributes or {}).items():
        if name not in frame and ":" not in name:
            frame[name] = str(value)
    return frame
