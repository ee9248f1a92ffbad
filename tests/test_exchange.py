"""What one currency costs in another, and whose rate it is."""

from datetime import date

import pytest

from extraction import extract
from schemas.records import Document

PERU = "Peru exported copper worth $9.5 billion in 2023. Peru's imports grew 3%. "

#: A text, one of its quantities, and unit, flow and reporter of that.
READINGS = [
    ("The euro traded at $1.04 on Friday.", "$1.04", "USD/EUR None None"),
    ("The dollar cost 0.81 francs.", "0.81 francs", "CHF/USD None None"),
    ("Sterling fell to $1.21 from $1.24.", "$1.24", "USD/GBP None None"),
    ("One euro bought 11.2 kroner.", "11.2 kroner", "NOK/EUR None None"),
    (PERU + "And the sol? It trades at 3.7 to the dollar.", "3.7", "PEN/USD None PER"),
    (PERU + "The sol stands at 3.7 per dollar, 4 percent weaker.", "4 percent", "percent None PER"),
    (PERU + "The sol firmed to 3.7 to the dollar at the close.", "3.7", "PEN/USD None PER"),
    # but no rates
    ("Exports in euros fell to $4bn.", "$4bn", "USD export None"),
    ("The euro area paid $50.", "$50", "USD None EMU"),
    (PERU + "The euro rose 6% in May.", "6%", "percent None None"),
]


@pytest.mark.parametrize(("text", "quote", "expected"), READINGS)
def test_rates_of_exchange(text, quote, expected):
    facts = extract(Document("t", text, published=date(2024, 6, 15)))
    fact = next(fact for fact in facts if fact.quote == quote)
    assert f"{fact.unit} {fact.flow} {fact.reporter}" == expected
