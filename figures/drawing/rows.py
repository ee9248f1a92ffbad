"""What the figures share that list things one under the other: panels, row labels, and value axes.

A panel holds the rows of one unit, because values of different units never share an axis. Each row is told
where on its panel's own axis it stands, so the figure that uses it only has to draw its marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from figures.drawing.frame import PAD, Canvas, canvas, dress
from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, width, wrapped
from figures.drawing.scale import Need, span, tick_texts, ticks
from figures.drawing.texts import LEADING, Anchor, Text
from figures.look import BODY, SMALL
from figures.options import Options
from figures.words import Words

#: Below a panel stands its axis; between it and the next panel's rows are so many pixels.
_AXIS_ROOM, _BETWEEN = 48, 74
#: Narrower figures set a row's label above it instead of beside it.
NARROW = 600
#: Below so many pixels a row has no room for a label of three lines, of two lines, or at all.
_FOUR_LINES, _THREE_LINES, _TWO_LINES, _LEAST = 74, 58, 36, 22
#: A single row is at least so high, for a figure needs that.
_LEAST_PLOT = 64
#: So many rows and panels are drawn where the figure may be as high as it likes; more is a table.
_MOST_FREE, _MOST_PANELS = 24, 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what stands beside it, and the room that its marks and labels need.

    `size` is its height, as a multiple of the others'.
    """

    head: str
    detail: str
    needs: tuple[Need, ...]
    size: float = 1.0


@dataclass(slots=True)
class Panel:
    """The rows of one unit, with the title of their axis. `largest` decides its scale."""

    unit: str
    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def size(self) -> float:
        """The height of all rows together, in rows of size 1."""
        return sum(one.size for one in self.rows)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a panel came to stand: its axes' names, how far below its row's middle a mark is, and the
    thickness of a bar; both in rows. `sizes` are those of its rows; the first one begins at −0.5.
    """

    xaxis: str
    yaxis: str
    shift: float
    thickness: float
    sizes: tuple[float, ...]

    def y(self, row: int) -> float:
        """Return where on the panel's y axis the marks of a row stand."""
        return self.top(row) + self.sizes[row] / 2 + self.shift

    def anchor(self, value: float, y: float, right: float = 0, up: float = 0) -> Anchor:
        """Return the place so many pixels beside a value."""
        return Anchor(self.xaxis, self.yaxis, value, y, right, up)

    def top(self, row: int) -> float:
        """Return where on the panel's y axis a row begins."""
        return sum(self.sizes[:row]) - 0.5

    def reach(self, row: int) -> float:
        """Return how far the room for a row's marks goes, up and down from where they stand."""
        return self.sizes[row] / 2 - self.shift


def fitting(
    panels: Sequence[Panel],
    words: Words,
    options: Options,
    pitch: float,
    least: float = _LEAST,
    most: int = _MOST_FREE,
) -> list[int]:
    """Return how many rows of each panel fit into `options.height`, or `most` where it is free.

    A panel that does not fit at all gets 0: those that come last go first. A row of size 1 takes at `least`
    so many pixels.
    """
    sizes = [[row.size for row in one.rows] for one in panels]
    if options.height is None:
        return _cut([*sizes[:_MOST_PANELS], *[[] for _ in sizes[_MOST_PANELS:]]], most)
    if any(row.detail for one in panels for row in one.rows):
        # Fewer rows that say their period are better than more that do not.
        least = max(least, _TWO_LINES)
    if options.width < NARROW:
        # With less, a row's label stands as near to the bar above it as to its own below.
        least = max(least, pitch * 0.85)
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    room = options.height - sheet.top - sheet.bottom + _BETWEEN
    # Two rows a panel before one more panel: a figure of axes is no figure.
    panels_that_fit = max(1, int(room / (_BETWEEN + 2 * least)))
    shown = min(len(sizes), panels_that_fit)
    sizes = [one if number < shown else [] for number, one in enumerate(sizes)]
    return _cut(sizes, max(shown, (room - shown * _BETWEEN) / least))


def _cut(sizes: list[list[float]], most: float) -> list[int]:
    """Return how many rows are left where the highest panel loses its last ones until `most` is kept to.

    One row is left in any case.
    """
    sums = [sum(one) for one in sizes]
    counts = [len(one) for one in sizes]
    while sum(sums) > most and sum(counts) > 1:
        longest = sums.index(max(sums))
        counts[longest] -= 1
        sums[longest] -= sizes[longest][counts[longest]]
    return counts


def place(ink: Ink, panels: Sequence[Panel], words: Words, options: Options, pitch: float) -> list[Placed]:
    """Lay the panels out, dressed with `words`, and return where each came to stand.

    `pitch` is the height of a row, in pixels, where `options.height` leaves the figure free.
    """
    narrow = options.width < NARROW
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    if not narrow:
        sheet.left += _label_room(panels, options.width)
    rows = sum(one.size for one in panels)
    between = (len(panels) - 1) * _BETWEEN
    if options.height is not None:
        pitch = min(3.2 * pitch, (options.height - sheet.top - sheet.bottom - between) / rows)
    else:
        pitch = max(pitch, _LEAST_PLOT / rows, _pitch_for_labels(panels, sheet, options))
    height = options.height or rows * pitch + between + sheet.top + sheet.bottom
    plot = height - sheet.top - sheet.bottom
    dress(ink, words, sheet, height, options)
    placed, top = [], plot
    for number, panel in enumerate(panels, start=1):
        bottom = top - panel.size * pitch
        domain = (max(0.0, bottom / plot), min(1.0, top / plot))
        placed.append(_axes(ink, panel, number, domain, sheet, pitch, options))
        _labels(ink, panel, placed[-1], sheet, pitch, options)
        top = bottom - _BETWEEN
    return placed


def _label_width(sheet: Canvas, options: Options) -> float:
    """Return how wide a label may be, beside its row or, in a narrow figure, above it."""
    if options.width < NARROW:
        return sheet.plot_width
    return sheet.left - (2 if options.bare else 24) - 14


def _pitch_for_labels(panels: Sequence[Panel], sheet: Canvas, options: Options) -> float:
    """Return the height of a row of size 1 that leaves no label beside it without its last line."""
    if options.width < NARROW:
        return 0.0
    room = _label_width(sheet, options)
    every = [row for one in panels for row in one.rows]
    full = [row for row in every if sum(map(len, _lines_of(row, room, _FOUR_LINES, narrow=False))) == 4]
    return max((_FOUR_LINES / row.size for row in full), default=0.0)


def _label_room(panels: Sequence[Panel], full: int) -> float:
    heads = [width(row.head, BODY, bold=True) for one in panels for row in one.rows]
    details = [width(row.detail, SMALL) for one in panels for row in one.rows]
    return min(max([*heads, *details]) + 18, 0.36 * full)


def _axes(
    ink: Ink,
    panel: Panel,
    number: int,
    domain: tuple[float, float],
    sheet: Canvas,
    pitch: float,
    options: Options,
) -> Placed:
    """Set the axes of one panel, which takes `domain` of the plot's height, and return where it stands."""
    needs = [one for row in panel.rows for one in row.needs]
    # Nothing is ranked below the first.
    start = 1.0 if panel.unit == "rank" else 0.0
    low, high = span(needs, sheet.plot_width, edge=8, start=start)
    values = [start, *(one.value for one in needs)]
    most = max(2, round(sheet.plot_width / 130))
    shown = ticks(max(low, min(values) * 1.1), min(high * 0.98, max(values) * 1.1), most)
    if panel.unit in ("count", "rank"):
        shown = [one for one in shown if one.is_integer()]
    if panel.unit == "rank":
        ranks = sorted({one.value for one in needs if one.value > start})
        shown = [start, *(ranks if len(ranks) < most else (one for one in shown if one > start))]
    name = "" if number == 1 else str(number)
    across = {
        "anchor": f"y{name}",
        "range": [low, high],
        "tickvals": shown,
        "ticktext": tick_texts(shown, panel.unit, max(values, key=abs)),
        "title": {
            "text": safe(panel.title),
            "font": {"size": SMALL, "color": options.palette.soft},
            "standoff": 6,
        },
    }
    down = {
        "anchor": f"x{name}",
        "range": [panel.size - 0.5, -0.5],
        "domain": list(domain),
        "visible": False,
        "fixedrange": True,
    }
    ink.axes(name, across, down)
    sizes = tuple(one.size for one in panel.rows)
    return Placed(f"x{name}", f"y{name}", *_marks_at(pitch, options), sizes)


def _marks_at(pitch: float, options: Options) -> tuple[float, float]:
    """Return where in a row of `pitch` pixels its marks stand and how thick a bar is: see Placed."""
    if options.width >= NARROW:
        return 0.0, min(0.5, 30 / pitch)
    above = 36 if pitch >= _TWO_LINES else 18
    return (above + (pitch - above) / 2) / pitch - 0.5, 0.5 * (pitch - above) / pitch


def _lines_of(row: Row, room: float, height: float, *, narrow: bool) -> tuple[list[str], list[str]]:
    """Return the lines of a row's head and of its detail, for which there are so many pixels.

    Where not all lines have room the detail, which holds the period, gives way last.
    """
    if height < _TWO_LINES:
        return wrapped(row.head, BODY, room, most=1, bold=True), []
    if narrow:
        return wrapped(row.head, BODY, room, most=1, bold=True), wrapped(row.detail, SMALL, room, most=1)
    most = 4 if height >= _FOUR_LINES else 3 if height >= _THREE_LINES else 2
    details = wrapped(row.detail, SMALL, room, most=min(2, most - 1))
    heads = wrapped(row.head, BODY, room, most=min(2, most - len(details)), bold=True)
    return heads, details


def _labels(ink: Ink, panel: Panel, placed: Placed, sheet: Canvas, pitch: float, options: Options) -> None:
    narrow = options.width < NARROW
    room = _label_width(sheet, options)
    for number, row in enumerate(panel.rows):
        heads, details = _lines_of(row, room, pitch * row.size, narrow=narrow)
        head = f"<b>{'<br>'.join(safe(line) for line in heads)}</b>"
        detail = "<br>".join(safe(line) for line in details)
        soft = f'<span style="font-size:{SMALL}px;color:{options.palette.soft}">{detail}</span>'
        down = (len(heads) + len(details)) * BODY * LEADING / 2 if narrow else 0
        middle = placed.top(number) + (0 if narrow else row.size / 2)
        left = 0 if narrow else (2 if options.bare else PAD) - sheet.left
        at = Anchor(placed.xaxis, placed.yaxis, None, middle, left, -down)
        text = f"{head}<br>{soft}" if detail else head
        ink.text(Text(at, text, 1, BODY, options.palette.ink, options.palette.ground, "row"))
