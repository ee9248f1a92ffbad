"""A figure in words, for who cannot see it: what it shows, by how much, and where it leads."""

from collections.abc import Sequence

from figures import wording
from figures.shown import Shown
from schemas.periods import Days, months

#: So many things are described, of each so many values; of more the first, the last and the extremes.
_MOST_THINGS, _MOST_VALUES = 8, 4


def described(kind: str, rows: Sequence[Shown], *told: str) -> str:
    """Return what a figure shows: its kind, how much it holds, each thing's values, and what else is `told`.

    `Values over time. Turkey’s exports to Russia: $1.03bn in Jan 2023 (implied), $631m in Jan 2024.`
    """
    things: dict[tuple[str, str, str], list[Shown]] = {}
    for row in rows:
        things.setdefault((row.what, row.unit, row.measure), []).append(row)
    sentences = [_thing(some) for some in list(things.values())[:_MOST_THINGS]]
    left = sum(map(len, list(things.values())[_MOST_THINGS:]))
    more = [f"{left:,} more {'value' if left == 1 else 'values'} are in the table"] if left else []
    parts = [f"{kind} of {_how_many(rows)}", *sentences, *more, *filter(None, told)]
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def _how_many(rows: Sequence[Shown]) -> str:
    many = f"{len(rows):,} {'value' if len(rows) == 1 else 'values'}"
    days = [day for row in rows for day in (row.period_start, row.period_end) if day]
    if not days:
        return many
    first, last = min(days).year, max(days).year
    return f"{many}, {first}" if first == last else f"{many}, {first} to {last}"


def _thing(rows: Sequence[Shown]) -> str:
    """Return what is shown of one thing: its values, or of many the first, the last and the extremes."""
    known = sorted(rows, key=lambda row: (row.period_start is None, row.period_start, row.period_end))
    what = known[0].what or "A value"
    if len(known) <= _MOST_VALUES:
        return f"{what}: {', '.join(map(_value, known))}{_went(known)}"
    low, high = (pick(known, key=lambda row: row.value) for pick in (min, max))
    ends = f"from {_value(known[0])} to {_value(known[-1])}"
    return f"{what}: {len(known):,} values {ends}{_went(known)}; lowest {_value(low)}, highest {_value(high)}"


def _value(row: Shown) -> str:
    firm = f" ({row.firm})" if row.firm else ""
    when = wording.period(row.period_start, row.period_end)
    if row.unit == "rank":
        return f"no. {wording.number(row.value)}{f' in {when}' if when else ''}{firm}"
    write = wording.signed if "change" in row.measure else wording.amount
    counted = f" {row.counted}" if row.counted and row.unit == "count" else ""
    return f"{write(row.value, row.unit)}{counted}{f' in {when}' if when else ''}{firm}"


def _went(rows: Sequence[Shown]) -> str:
    """Return where levels that follow each other led: `: 39% lower`; nothing where they do not."""
    first, last = rows[0], rows[-1]
    if not _follows(last, first) or first.measure != "level" or min(first.value, last.value) <= 0:
        return ""
    change = float(f"{(last.value / first.value - 1) * 100:.2g}")
    if not change:
        return ", as much as before"
    word = "higher" if change > 0 else "lower"
    return f", {wording.amount(abs(change), 'percent')} {word}"


def _follows(later: Shown, earlier: Shown) -> bool:
    """Tell whether one value is of a later period that is as long as the other's: a month is no year."""
    before, after = _days(earlier), _days(later)
    return (
        before is not None
        and after is not None
        and before[1] < after[0]
        and _length(before) == _length(after)
    )


def _days(row: Shown) -> Days | None:
    start, end = row.period_start, row.period_end
    return None if start is None or end is None else (start, end)


def _length(days: Days) -> tuple[str, int]:
    whole = months(*days)
    return ("days", (days[1] - days[0]).days) if whole is None else ("months", whole)
