"""A record -> its pictures: speeds on one scale, time over length, memory over input."""

import math
from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from benchmarks.report import where
from figures.measured import Axis, Line, Mark, lines, marks
from figures.words import Words

_THINGS = {
    "scan": "Digit scan: re finds runs of digits",
    "extractor": "Tradefacts: whole facts",
    "command": "Tradefacts: the whole command",
    "peer": "quantulum3",
}
_KINDS = {"news": "news", "dense": "number-dense"}


def pictures(record: dict[str, Any]) -> dict[str, go.Figure]:
    """Return the figures that a record has the measurements for, by name."""
    figures = {}
    if record.get("speed"):
        figures["bench-speed"] = speeds(record)
    if record.get("growth"):
        figures["bench-growth"] = growth(record)
    if len(record.get("memory", ())) > 1:
        figures["bench-memory"] = memory(record)
    return figures


def speeds(record: dict[str, Any]) -> go.Figure:
    """Draw how much text each thing gets through in a second of one core."""
    drawn = [
        Mark(f"{told}, {kind}", found[name]["mb_per_s"], f"{found[name]['mb_per_s']:.3g}", told)
        for name, told in _THINGS.items()
        for profile, kind in _KINDS.items()
        if name in (found := record["speed"].get(profile, {}))
    ]
    axis = Axis(
        "Million characters a second, on a scale of powers of ten", _ticks(one.value for one in drawn)
    )
    return marks(
        drawn, axis, _words(record, "How fast a text is read", "Million characters a second of one core")
    )


def growth(record: dict[str, Any]) -> go.Figure:
    """Draw how long one text takes, over its length."""
    drawn = [
        Line(_name(name, found), [(float(size), min(took)) for size, took in found["cpu_s"].items()])
        for name, found in record["growth"].items()
        if name in _KINDS
    ]
    x = Axis("Characters of one text", _ticks((p[0] for one in drawn for p in one.points), "{:,.0f}"))
    y = Axis("Seconds", _ticks((p[1] for one in drawn for p in one.points), "{:g}"))
    words = _words(
        record, "Time over the length of one text", "Seconds of CPU time; an exponent of 1 is a line"
    )
    return lines(drawn, x, y, words)


def memory(record: dict[str, Any]) -> go.Figure:
    """Draw the most that all processes hold, over the size of the input."""
    points = [(one["bytes"] / 1e6, one["resident_mb"]) for one in record["memory"] if one["whole"]]
    limit = Line("asked: at most 500 MB", [(points[0][0], 500), (points[-1][0], 500)], is_limit=True)
    x = Axis("Megabytes of input", _ticks((one[0] for one in points), "{:,.0f}"))
    y = Axis("Megabytes", _ticks([*(one[1] for one in points), 500], "{:,.0f}"))
    words = _words(record, "Memory over the size of the input", "Megabytes that all processes hold, at most")
    return lines([Line("Tradefacts", points), limit], x, y, words)


def _name(name: str, found: dict[str, Any]) -> str:
    return f"{_KINDS[name]}: exponent {found['exponent']:.2f}"


def _words(record: dict[str, Any], title: str, subtitle: str) -> Words:
    return Words(
        title=title,
        subtitle=subtitle,
        notes=("Texts from the seeded generator of benchmarks/corpus.py.",),
        sources=f"Source: {where(record)}",
        described=f"{title}: {subtitle}.",
    )


def _ticks(values: Iterable[float], form: str = "{:g}") -> dict[float, str]:
    """Return the powers of ten from below the least value to above the largest."""
    known = list(values)
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    return {10.0**power: form.format(10.0**power) for power in range(low, max(high, low + 1) + 1)}
