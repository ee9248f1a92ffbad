"""Numbers and units -> one quantity. Each rule leaves one token whose value is a Quantity.

The first rule that reads a number wins, so what is longer or surer stands before what would take a part of it.
"""

from extraction.language.rule import Stage
from extraction.rules import measures, money, ratios

RULES = Stage(
    *measures.PACKED,
    *ratios.OF_UNITS,
    *measures.WEIGHED,
    *money.RULES,
    *measures.RULES,
    *ratios.RULES,
)
