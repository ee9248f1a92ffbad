"""A table in a text file -> frames of so many rows at a time, in which every cell is text as it stands.

No cell is ever guessed to be a number: the commodity `0101` and the country `004` keep their zeros.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TextIO

import pandas as pd

from official.errors import OfficialError
from official.files import File
from official.limits import LONGEST_HEADER, MOST_COLUMNS, ROWS_AT_A_TIME

if TYPE_CHECKING:
    from pandas.io.parsers import TextFileReader

_SEPARATORS = ",;\t|"
#: Rows that end in a separator have one more cell than the header; it is read under this name, and is empty.
_BEHIND = "(behind the last column)"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, what parts them, how many lines stand above the first row, and whether each
    row ends in a separator that the header has not.
    """

    names: tuple[str, ...]
    separator: str
    lines: int
    is_trailed: bool

    @property
    def lowered(self) -> frozenset[str]:
        """The names in small letters, for tables that write them now so, now so."""
        return frozenset(name.lower() for name in self.names)


def header_of(file: File) -> Header:
    """Return the header of a table. Raises OfficialError where the file's first line is none."""
    with file.open() as stream:
        text = io.TextIOWrapper(stream, file.encoding, "replace", newline="")
        first, lines = text.readline(LONGEST_HEADER), 1
        if first.lower().startswith("sep="):  # Excel tells its separator
            first, lines = text.readline(LONGEST_HEADER), 2
        separator = max(_SEPARATORS, key=first.count)
        row = _cells(file, text, separator)
        text.detach()
    if len(first) >= LONGEST_HEADER:
        raise OfficialError(
            file.name, f"its first line has more than {LONGEST_HEADER:,} letters; it is no table"
        )
    names = [name.strip() for name in _cells(file, io.StringIO(first), separator)]
    while len(names) > 1 and not names[-1]:
        names.pop()
    _check(file, names)
    if len(row) > len(names) + 1:
        raise OfficialError(
            file.name, f"its first row has {len(row)} cells and its header {len(names)}; see what parts them"
        )
    return Header(tuple(names), separator, lines, is_trailed=len(row) == len(names) + 1)


def frames(file: File, header: Header, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield the rows with these columns as text; the index counts a file's rows from 0.

    Raises OfficialError for rows that have more cells than the header, or that are cut off.
    """
    _refuse_cut(file, header)
    names = [*header.names, _BEHIND] if header.is_trailed else list(header.names)
    used = {*columns, _BEHIND}
    try:
        with file.open() as stream, _reader(stream, file, header, names, used) as chunks:
            for chunk in chunks:
                if header.is_trailed:
                    _refuse_behind(file, chunk.pop(_BEHIND))
                yield chunk[list(columns)]
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeError) as error:
        reason = str(error).replace("Error tokenizing data. C error: ", "").strip()
        raise OfficialError(file.name, f"it is no table that can be read ({reason}); get it again") from None


def _reader(
    stream: IO[bytes], file: File, header: Header, names: list[str], used: set[str]
) -> "TextFileReader":
    """Return pandas' reader, with every column: it would not see that a row is too long if it left some out.

    What is not used is kept as categories, which is quicker.
    """
    return pd.read_csv(
        stream,
        sep=header.separator,
        header=None,
        names=names,
        skiprows=header.lines,
        dtype={name: "str" if name in used else "category" for name in names},
        keep_default_na=False,
        index_col=False,
        encoding=file.encoding,
        encoding_errors="replace",
        chunksize=ROWS_AT_A_TIME,
    )


def _cells(file: File, text: TextIO, separator: str) -> list[str]:
    """Return the cells of the first row of a text."""
    try:
        return next(csv.reader(text, delimiter=separator), [])
    except csv.Error as error:
        raise OfficialError(file.name, f"a line of it is none of a table ({error}); get it again") from None


def _check(file: File, names: list[str]) -> None:
    """Refuse a header that is none."""
    if not any(names):
        raise OfficialError(file.name, "its first line is empty; the names of its columns belong there")
    if len(names) > MOST_COLUMNS:
        raise OfficialError(file.name, f"it has more than {MOST_COLUMNS} columns; it is no table of figures")
    refuse_twice(file, names)


def refuse_twice(file: File, names: Sequence[str]) -> None:
    """Raise OfficialError for columns of one name."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise OfficialError(
            file.name, f"two of its columns are called {twice!r}; give each a name of its own"
        )


def _refuse_cut(file: File, header: Header) -> None:
    """Refuse a file whose last line breaks off."""
    if file.cut.strip() and len(_cells(file, io.StringIO(file.cut), header.separator)) < len(header.names):
        raise OfficialError(
            file.name, "its last line breaks off, so rows may be missing; get it again, whole"
        )


def _refuse_behind(file: File, cells: pd.Series) -> None:
    """Refuse rows that have more cells than the header has names, beside an empty one at the end."""
    behind = cells[cells.str.strip() != ""]
    if len(behind):
        raise OfficialError(
            file.name,
            f"row {behind.index[0] + 1} has more cells than the header ({behind.iloc[0]!r} is one too many); "
            "put what has a comma in it between quotation marks",
        )
