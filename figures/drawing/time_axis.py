"""Where the ticks of an axis of time stand, and what they say."""

from datetime import date

from figures import wording

#: Months between two ticks of a time axis.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000)


def time_ticks(days: tuple[date, date], pixels: float) -> tuple[list[str], list[str]]:
    """Return the first days of years as ticks, or of months where the axis is shorter than two years."""
    first, last = days
    months = (last.year - first.year) * 12 + last.month - first.month
    # `Jan 2023` takes about 75 pixels, `2023` about 55.
    step = next(one for one in _STEPS if months / one <= pixels / (75 if one < 12 else 55))
    found = []
    for month in range(first.year * 12, (last.year + 1) * 12, step):
        when_it_is = date(month // 12, month % 12 + 1, 1)
        if first <= when_it_is <= last:
            found.append(when_it_is)
    texts = [str(one.year) if step >= 12 else wording.month(one) for one in found]
    return [one.isoformat() for one in found], texts
