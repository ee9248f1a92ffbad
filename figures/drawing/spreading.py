"""Labels in one line or column, pushed apart as far as they must be and no further. Pixels."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float] | None:
    """Return the middles of labels that want to stand at `wanted`, none over another, all from low to high.

    `sizes` are how much each takes. None is returned where they do not fit between `low` and `high`.
    """
    if sum(sizes) > high - low:
        return None
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    found = list(wanted)
    end = low
    for one in order:
        found[one] = max(wanted[one], end + sizes[one] / 2)
        end = found[one] + sizes[one] / 2
    # What was pushed beyond the end comes back, and pushes those before it.
    end = high
    for one in reversed(order):
        found[one] = min(found[one], end - sizes[one] / 2)
        end = found[one] - sizes[one] / 2
    return found


def fitting(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, weight: Sequence[float]
) -> dict[int, float]:
    """Return the middles of as many labels as fit, by their number; those of least `weight` give way."""
    kept = sorted(range(len(wanted)), key=lambda one: -weight[one])
    while kept:
        middles = spread([wanted[one] for one in kept], [sizes[one] for one in kept], low, high)
        if middles is not None:
            return dict(zip(kept, middles, strict=True))
        kept.pop()
    return {}
