"""The stages that read times, in their order: `PERIODS` and `SPANS` name one, `COMPARISONS` compare with one."""

from extraction.rules.comparisons import COMPARISONS, Versus, is_level
from extraction.rules.periods import PERIODS
from extraction.rules.spans import SPANS

__all__ = ["COMPARISONS", "PERIODS", "SPANS", "Versus", "is_level"]
