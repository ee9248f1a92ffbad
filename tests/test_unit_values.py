"""Unit values: an amount over its quantity, where no other reading is possible."""

from datetime import date
from typing import Any

import pytest
from builders import JANUARY, YEAR_BEFORE, fact_in

from analysis.unit_values import is_quantity, unit_values
from schemas.records import Document, Fact

COFFEE = Document(
    "coffee",
    "In January Peru shipped 25,000 tonnes of coffee for $100 million.\n"
    "A year before it had been 20,000 tonnes and $90 million, or $4,500 a tonne; cocoa brought in $7m.",
)
ABOUT: dict[str, Any] = {"flow": "export", "reporter": "PER", "indicator": "coffee", "period": JANUARY}


def quantity(quote: str = "25,000 tonnes", value: float = 25e3, **says: Any) -> Fact:
    return fact_in(COFFEE, quote, value=value, **{"unit": "tonne", **ABOUT, **says})


def amount(quote: str = "$100 million", value: float = 100e6, **says: Any) -> Fact:
    return fact_in(COFFEE, quote, value=value, **{"unit": "USD", **ABOUT, **says})


def test_a_unit_value_is_the_amount_over_the_quantity_with_what_rounding_allows() -> None:
    (found,) = unit_values([quantity(), amount()])
    assert found.value == 4000
    assert found.unit == "USD/tonne"
    assert found.measure == "price"
    assert found.formula == "value ÷ quantity"
    assert (found.value_low, found.value_high) == pytest.approx((99.5e6 / 25.5e3, 100.5e6 / 24.5e3))
    assert found.derived_from == (amount().fact_id, quantity().fact_id)
    assert (found.period_start, found.period_end) == JANUARY


def test_a_headline_that_says_the_same_is_no_rival() -> None:
    again = amount(section="headline")._replace(fact_id="again")
    assert len(unit_values([amount(), again, quantity()])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"flow": "import"}, {}),
        ({"reporter": "COL"}, {}),
        ({"partner": "DEU"}, {}),
        ({"indicator": "cocoa"}, {}),
        ({"period": YEAR_BEFORE}, {}),
        ({"period": (None, None)}, {"period": (None, None)}),
        ({"indicator": None}, {"indicator": None}),
        ({"flow": None}, {"flow": None}),
        ({"bound": "at_least"}, {}),
        ({"status": "forecast"}, {"status": "forecast"}),
        ({"role": "superseded"}, {}),
        ({"role": "conversion"}, {}),
        ({"statistic": "average"}, {}),
        ({"unit": "percent"}, {}),
    ],
)
def test_what_is_not_certainly_of_one_thing_gives_no_unit_value(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert unit_values([amount(**first), quantity(**second)]) == []


def test_of_two_amounts_or_two_quantities_nobody_knows_which_belongs_to_the_other() -> None:
    assert unit_values([amount(), amount("$90 million", 90e6), quantity()]) == []
    assert unit_values([amount(), quantity(), quantity("20,000 tonnes", 20e3)]) == []


def test_other_documents_are_never_mixed() -> None:
    assert unit_values([amount()._replace(document_id="other"), quantity()]) == []


def test_a_price_that_the_text_states_is_not_implied_again() -> None:
    stated = fact_in(COFFEE, "$4,500 a tonne", value=4500.0, unit="USD/tonne", measure="price", **ABOUT)
    assert unit_values([amount(), quantity(), stated]) == []


def test_the_less_firm_of_the_two_decides() -> None:
    (found,) = unit_values([amount(status="provisional"), quantity()])
    assert found.status == "provisional"


def test_a_zero_quantity_divides_nothing() -> None:
    assert unit_values([amount(), quantity(value=0.0)]) == []


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("tonne", True), ("barrel", True), ("meter**3", True), ("gigawatt_hour", True), ("USD", False)]
    + [(unit, False) for unit in ("count", "percent", "barrel/day", "day", "USD/tonne", "kilometer")],
)
def test_quantities_are_of_mass_volume_or_energy(unit: str, expected: bool) -> None:
    assert is_quantity(unit) is expected


def test_the_day_of_a_period_may_differ_and_then_it_is_another_thing() -> None:
    other = (date(2024, 1, 1), date(2024, 1, 30))
    assert unit_values([amount(period=other), quantity()]) == []
