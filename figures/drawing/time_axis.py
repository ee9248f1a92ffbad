"""The axis of days: its ticks are the first days of years, or of months where it is short."""

from datetime import date
from typing import Any

from figures import wording
from figures.drawing.lettering import width
from figures.look import SMALL, Palette

#: Months between two ticks of a time axis.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000)
#: Behind an axis there are at least so many pixels, which the text of its last tick may use.
_BEHIND = 14


def time_ticks(days: tuple[date, date], pixels: float) -> tuple[list[str], list[str]]:
    """Return the first days of years as ticks, or of months where the axis is shorter than two years.

    `days` are the first and the last of an axis that is `pixels` long. The ticks are ISO days, and the texts
    that stand at them.
    """
    first, last = days
    months = (last.year - first.year) * 12 + last.month - first.month
    # `Jan 2023` takes about 75 pixels, `2023` about 55.
    step = next((one for one in _STEPS if months / one <= pixels / (75 if one < 12 else 55)), _STEPS[-1])
    found = []
    for month in range(first.year * 12, (last.year + 1) * 12, step):
        when_it_is = date(month // 12, month % 12 + 1, 1)
        if first <= when_it_is <= last:
            found.append(when_it_is)
    told = [(one, str(one.year) if step >= 12 else wording.month(one)) for one in found]
    per_day = pixels / (last - first).days
    # A text at the very end would reach out of the picture.
    told = [
        (one, text)
        for one, text in told
        if (last - one).days * per_day + _BEHIND >= width(text, SMALL) / 2 or len(told) == 1
    ]
    return [one.isoformat() for one, _ in told], [text for _, text in told]


def time_axis(days: tuple[date, date], pixels: float, look: Palette) -> dict[str, Any]:
    """Return the settings of an axis from a first to a last day that is `pixels` long."""
    at, texts = time_ticks(days, pixels)
    return {
        "type": "date",
        "range": [one.isoformat() for one in days],
        "tickvals": at,
        "ticktext": texts,
        "ticks": "outside",
        "tickcolor": look.axis,
        "tickfont": {"size": SMALL, "color": look.soft},
        "tickangle": 0,
        "showgrid": False,
        "showline": True,
        "linecolor": look.axis,
        "zeroline": False,
        "fixedrange": True,
    }
