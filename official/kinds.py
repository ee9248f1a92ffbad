"""What a file is: by what stands in it, never by its name."""

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from official.asked import Given, Wanted
from official.errors import OfficialError
from official.files import File
from official.formats.baci import is_baci, read_baci
from official.formats.comtrade import is_comtrade, is_old_comtrade, read_comtrade
from official.formats.sdmx_csv import is_sdmx_csv, kind_of_csv, read_sdmx_csv
from official.formats.sdmx_ml import is_xml, read_sdmx_ml
from official.formats.tidy import check_given, is_tidy, lacking, read_tidy
from official.notes import Notes
from official.rows import header_of

_HEAD = 100


class Kind(NamedTuple):
    """What a file is called, and the drafts that are read from it."""

    name: str
    drafts: Callable[[Notes], Iterator[pd.DataFrame]]


def kind_of(file: File, given: Given, wanted: Wanted) -> Kind:
    """Return the kind of a file. Raises OfficialError for a file of none.

    A mapping that is given says that the table is a tidy one.
    """
    if is_xml(_head(file)):
        return Kind("SDMX-ML", lambda notes: read_sdmx_ml(file, notes))
    header = header_of(file)
    if given.columns or given.constants or is_tidy(header, given):
        check_given(file, header, given)
        return Kind("tidy table", lambda notes: read_tidy(file, header, notes, given))
    if is_comtrade(header):
        return Kind("UN Comtrade", lambda notes: read_comtrade(file, header, notes))
    if is_old_comtrade(header):
        return Kind("UN Comtrade until 2022", lambda notes: read_comtrade(file, header, notes))
    if is_baci(header):
        return Kind("BACI", lambda notes: read_baci(file, header, notes, wanted))
    if is_sdmx_csv(header):
        return Kind(kind_of_csv(header), lambda notes: read_sdmx_csv(file, header, notes))
    raise OfficialError(
        file.name,
        "it is none of SDMX, Eurostat's, UN Comtrade's and BACI's files, and as a tidy table it lacks "
        f"{lacking(header, given)}; tell which column is which",
    )


def _head(file: File) -> str:
    with file.open() as stream:
        text = io.TextIOWrapper(stream, file.encoding, "replace")
        head = text.read(_HEAD)
        text.detach()
    return head
