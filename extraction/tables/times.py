"""Which days a figure is of, and those that a change is compared with, from the headings around it."""

from typing import NamedTuple

from extraction.language.tokens import Token
from extraction.rules.times import Versus
from extraction.tables.figures import Figure
from extraction.tables.headings import Heading
from extraction.times.frames import COMPARES
from extraction.times.periods import Asked, Days, When, length_in_months, resolve, shifted
from extraction.times.timing import compared

_WHOLES = frozenset({"year", "fiscal", "season"})
_PARTS = frozenset({"month", "quarter", "half", "months_of_year", "span", "year_to", "days_of_month", "day"})
_YEAR = 12
#: What assuming a time costs.
_ASSUMED, _FROM_DOCUMENT = 0.85, 0.9


class Times(NamedTuple):
    """The days of a figure and of its baseline, with the words that told them."""

    days: Days | None = None
    words: tuple[Token, ...] = ()
    baseline: Days | None = None
    baseline_word: Token | None = None
    confidence: float = 1.0


def times_of(figure: Figure, columns: list[tuple[Heading, ...]], asked: Asked) -> Times:
    """Return the days of a figure; `columns` are the headings of all columns of its table."""
    column, row = _own(figure.around.column), _own(figure.around.row)
    if column is not None and row is not None and not (_is_part(column) or _is_part(row)):
        return Times()
    times = _beside(figure, columns, asked) if column is None and row is None else None
    if times is None:
        heads = figure.around.all()
        words = [word for head in heads if (word := _single(head)) is not None]
        captioned = [word for head in figure.around.captions for word in head.whens]
        times = _combined(words, captioned, asked)
    return _with_baseline(figure, times, asked)


def _own(heads: tuple[Heading, ...]) -> Token | None:
    return next((word for head in heads if (word := _single(head)) is not None), None)


def _single(head: Heading) -> Token | None:
    """Return the one period of a heading; of `2023/2022` above a change, the later."""
    if len(head.whens) == 2 and head.measure is not None and head.measure.value == "change":
        years = [word.value.year for word in head.whens if isinstance(word.value, When)]
        return max(head.whens, key=lambda word: word.value.year or 0) if all(years) else None  # type: ignore[attr-defined]
    return head.whens[0] if len(head.whens) == 1 else None


def _when(word: Token) -> When:
    assert isinstance(word.value, When)
    return word.value


def _is_part(word: Token) -> bool:
    """Tell whether a period is part of a year and does not say of which."""
    when = _when(word)
    return when.kind in _PARTS and when.unit != "weekday" and _without_year(when) == when


def _without_year(when: When) -> When:
    """Return `January-August 2023` as January to August of any year."""
    last = when.last._replace(year=None, shift=None) if when.last else None
    first = when.first._replace(year=None) if when.first else None
    return when._replace(year=None, shift=None, first=first, last=last)


def _combined(words: list[Token], captioned: list[Token], asked: Asked) -> Times:
    """Return the nearest period; a year is that of the months that another heading tells."""
    if not words:
        return Times()
    first = words[0]
    if _when(first).kind in _WHOLES:
        parts = [w for w in words[1:] if _is_part(w)]
        parts += [w for w in captioned if _when(w).kind in _PARTS and w is not first and w not in parts]
        return _part_of(first, parts[0], asked) if parts else Times(resolve(_when(first), asked), (first,))
    if _is_part(first):
        years = [word for word in words[1:] if _when(word).kind in _WHOLES]
        if years:
            return _part_of(years[0], first, asked)
        return Times(resolve(_when(first), asked), (first,), confidence=_FROM_DOCUMENT)
    return Times(resolve(_when(first), asked), (first,))


def _part_of(year: Token, part: Token, asked: Asked) -> Times:
    """Return some months as they lie in a year: those that were the latest when it ended."""
    whole = resolve(_when(year), asked)
    if whole is None:
        return Times()
    days = resolve(_without_year(_when(part)), asked._replace(published=whole[1], ahead=False))
    inside = days is not None and whole[0] <= days[0] and days[1] <= whole[1]
    return Times(days, (part, year), confidence=1.0 if _is_part(part) else _ASSUMED) if inside else Times()


def _beside(figure: Figure, columns: list[tuple[Heading, ...]], asked: Asked) -> Times | None:
    """`2022 | 2023 | Change, %`: the change is the later year's, and compared with the earlier.

    None where no other column has a period, so that the caption's holds.
    """
    levels = [
        word for heads in columns if (word := _own(heads)) is not None and not any(h.measure for h in heads)
    ]
    captioned = [word for head in figure.around.captions for word in head.whens]
    days = [_combined([word, *captioned], captioned, asked).days for word in levels]
    if not levels:
        return None
    later = max((one for one in days if one is not None), default=None)
    if None in days or later is None or len(set(days)) > 2 or figure.measure not in (*COMPARES, "share"):
        return Times()
    if figure.measure == "share" and len(set(days)) > 1:
        return Times()
    earlier = min(one for one in days if one is not None)
    word = levels[days.index(later)]
    baseline = earlier if figure.measure in COMPARES and earlier != later else None
    return Times(later, (word,), baseline, levels[days.index(earlier)] if baseline else None, _ASSUMED)


def _with_baseline(figure: Figure, times: Times, asked: Asked) -> Times:
    """Return the days that a change is compared with: those that are told, or else the year before a year."""
    if figure.measure not in COMPARES:
        return times._replace(baseline=None, baseline_word=None)
    versus = next((head.versus for head in figure.around.all() if head.versus), None)
    if versus is not None and isinstance(versus.value, Versus):
        return times._replace(baseline=compared(versus.value, times.days, asked), baseline_word=versus)
    if times.baseline is None and times.days and length_in_months(times.days) == _YEAR:
        return times._replace(baseline=shifted(times.days, -_YEAR))
    return times
