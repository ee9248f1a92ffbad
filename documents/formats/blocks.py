"""The elements of HTML -> paragraphs, items and tables of a text in the making."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from documents.formats.made import Maker, normal

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary ul tr td th tbody thead "
    "tfoot".split()
)
#: What is no part of what a page says.
UNREAD = frozenset(
    "applet audio base button canvas datalist embed head iframe input link map math meta noscript object "
    "option param picture progress script select source style svg template textarea title track video".split()
)
_CAPTIONS = frozenset({"figcaption"})
#: A cell may claim to be as wide or as high as it likes.
_MOST_SPANNED, _MOST_CELLS = 60, 200_000
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\D*(?:19|20)\d\d\D*")
#: Two of these end a paragraph, as `<br><br>` does.
_BREAK = "\n"


def write_blocks(root: Any, maker: Maker, paragraph: Callable[[str], None] | None = None) -> None:
    """Write what an element says, block by block; `root` is an lxml element.

    `paragraph` takes each paragraph and heading in the maker's place.
    """
    _Writer(maker, paragraph or maker.paragraph).write(root)


class _Writer:
    """The words of the block that is being read, and what kind of block it is."""

    def __init__(self, maker: Maker, paragraph: Callable[[str], None]) -> None:
        self._maker = maker
        self._written = {"li": maker.item, "figcaption": maker.caption}
        self._paragraph = paragraph
        self._words: list[str] = []
        self._kinds: list[str] = ["p"]

    def write(self, root: Any) -> None:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event in ("comment", "pi"):
                self._words.append(element.tail or "")
            elif event == "end":
                self._end(element, tag, is_root=element is root)
            elif tag in UNREAD:
                walk.skip_subtree()
            elif tag == "table" and is_data(element):
                walk.skip_subtree()
                self._flush()
                write_table(element, self._maker)
            else:
                self._start(element, tag)
        self._flush()

    def _start(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS or tag in _CAPTIONS:
            self._flush()
            self._kinds.append(tag)
        elif tag == "br":
            self._words.append(_BREAK)
        text = element.text or ""
        self._words.append(text if self._kinds[-1] == "pre" else _inline(text))

    def _end(self, element: Any, tag: str, *, is_root: bool) -> None:
        if tag in _BLOCKS or tag in _CAPTIONS:
            self._flush()
            if len(self._kinds) > 1:
                self._kinds.pop()
        if not is_root:
            self._words.append(element.tail if self._kinds[-1] == "pre" else _inline(element.tail))

    def _flush(self) -> None:
        said = "".join(word for word in self._words if word)
        self._words = []
        if not said.strip():
            return
        kind = self._kinds[-1]
        if kind == "pre":
            self._maker.lines(said)
            return
        write = self._written.get(kind, self._paragraph)
        for paragraph in re.split(r"\n\s*\n", said):
            write(paragraph)


def _inline(text: str | None) -> str:
    """Return text in which a line feed of the source is a blank, as a browser shows it."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def is_data(table: Any) -> bool:
    """Tell whether a table holds figures in rows and columns, and is not there for the look of the page."""
    if table.find(".//table") is not None:
        return False
    rows = [row for row in table.iter("tr") if len(row) > 1]
    figures = sum(1 for row in rows if any(_FIGURE.search(text_of(cell)) for cell in row[1:]))
    widest = max((len(text_of(cell)) for row in rows for cell in row), default=0)
    return len(rows) > 1 and figures > 0 and widest < 500


def write_table(table: Any, maker: Maker) -> None:
    """Write a table of figures below its caption; cells that span others head or stand in each of them."""
    caption = table.find("caption")
    if caption is not None:
        maker.paragraph(text_of(caption))
    rows = list(_cells(table))
    while rows and (title := _title(rows[0])) and len(rows) > 2:
        maker.paragraph(title)
        rows.pop(0)
    notes: list[str] = []
    while len(rows) > 2 and (note := _title(rows[-1])):
        notes.insert(0, note)
        rows.pop()
    headers = 0
    while headers < len(rows) - 1 and all(cell.heads for cell in rows[headers] if cell.words):
        headers += 1
    maker.table([[cell.words for cell in row] for row in rows], headers)
    for note in notes:
        maker.paragraph(note)


class _Cell:
    """What a cell says, and whether it is a heading."""

    __slots__ = ("heads", "whole", "words")

    def __init__(self, words: str, *, heads: bool, whole: bool = False) -> None:
        self.words = words
        self.heads = heads
        self.whole = whole


def _title(row: list[_Cell]) -> str:
    """Return what a row says that is one cell over the whole width."""
    said = {cell.words for cell in row if cell.words}
    return said.pop() if len(said) == 1 and len(row) > 1 and all(cell.whole for cell in row) else ""


def _cells(table: Any) -> Iterator[list[_Cell]]:
    """Yield the rows, each with a cell for every column."""
    below: dict[int, tuple[int, _Cell]] = {}
    count = 0
    rows = list(table.iter("tr"))
    for number, row in enumerate(rows):
        cells: list[_Cell] = []
        in_head = number == 0 or row.getparent().tag == "thead"
        own = [cell for cell in row if cell.tag in ("td", "th")]
        for cell in own:
            _from_above(cells, below)
            wide, high = _spanned(cell, "colspan"), _spanned(cell, "rowspan")
            heads = cell.tag == "th" or in_head
            told = _Cell(text_of(cell), heads=heads, whole=len(own) == 1 and wide > 1)
            rest = _repeated(told)
            # A heading that reaches down over other rows of headings stands once over its column.
            under = _Cell("", heads=heads, whole=told.whole) if in_head else rest
            for at in range(wide):
                one = told if at == 0 else rest
                if high > 1:
                    below[len(cells)] = (high - 1, under)
                cells.append(one)
        _from_above(cells, below)
        count += len(cells)
        if count > _MOST_CELLS:
            return
        yield cells


def _from_above(cells: list[_Cell], below: dict[int, tuple[int, _Cell]]) -> None:
    """Add the cells that reach down from rows above at this place."""
    while (at := len(cells)) in below:
        left, cell = below.pop(at)
        cells.append(cell)
        if left > 1:
            below[at] = (left - 1, cell)


def _repeated(cell: _Cell) -> _Cell:
    """A heading stands in all that it spans; a figure stands once."""
    is_figure = _FIGURE.search(cell.words) and not _YEAR.fullmatch(cell.words)
    words = "" if is_figure and not cell.heads else cell.words
    return _Cell(words, heads=cell.heads, whole=cell.whole)


def _spanned(cell: Any, name: str) -> int:
    told = cell.get(name, "1").strip()
    return min(int(told), _MOST_SPANNED) if told.isascii() and told.isdigit() and told != "0" else 1


def text_of(element: Any) -> str:
    """Return what an element says, on one line."""
    said = []
    for node in element.iter():
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag and tag not in UNREAD:
            said.append(node.text or "")
        said.append(" " if tag in _BLOCKS or tag == "br" else "")
        if node is not element:
            said.append(node.tail or "")
    return normal("".join(said))
