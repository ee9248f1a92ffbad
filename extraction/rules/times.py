"""The stages that read times, in their order.

PERIODS name one: dates, stretches, years, nearby and labels each have their share of the rules. SPANS join two;
COMPARISONS compare with one.
"""

from extraction.language.rule import Stage
from extraction.rules.comparisons import COMPARISONS, Versus, is_level
from extraction.rules.dates import DATES
from extraction.rules.labels import LABELS
from extraction.rules.nearby import NEARBY
from extraction.rules.spans import SPANS
from extraction.rules.stretches import STRETCHES
from extraction.rules.years import YEARS

__all__ = ["COMPARISONS", "PERIODS", "SPANS", "Versus", "is_level"]

PERIODS = Stage(*LABELS, *DATES, *STRETCHES, *YEARS, *NEARBY)
