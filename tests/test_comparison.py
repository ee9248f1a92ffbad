"""Claims against official figures: every verdict, and where none is given, by cases computed by hand."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from builders import claim, frames, observation, observations

from analysis.comparison import COMPARISON_COLUMNS, Comparison, Money, compare, comparisons, wanted
from analysis.observed import Observations
from analysis.rates import RATE_COLUMNS, Rates
from schemas.records import Document, Fact


def mirrored(value: float, when: str = "2024-01", **more: Any) -> dict[str, Any]:
    turned = {"flow": "import", "reporter": "RUS", "partner": "TUR", "series_key": "M.RUS.TUR.M.TOTAL"}
    return observation(value, when, **(turned | {"valuation": "CIF"} | more))


def held(fact: Fact, *rows: dict[str, Any], money: Money | None = None) -> list[Comparison]:
    return comparisons([fact], Observations(observations(*rows)), money)


def verdict(fact: Fact, *rows: dict[str, Any], money: Money | None = None) -> str:
    (one,) = held(fact, *rows, money=money)
    return one.verdict


@pytest.mark.parametrize(
    ("quote", "value", "observed", "told"),
    [
        ("$631m", 631e6, 631.4e6, "within rounding"),
        ("$631m", 631e6, 630.5e6, "within rounding"),
        ("$0.6bn", 0.6e9, 631e6, "within rounding"),
        ("$650m", 650e6, 631e6, "3% above"),
        ("$600m", 600e6, 631e6, "4.9% below"),
        ("$640m", 640e6, 641.5e6, "0.23% below"),
        ("$2bn", 2e9, 500e6, "300% above"),
    ],
)
def test_a_claim_is_within_rounding_or_so_much_above_or_below(
    quote: str, value: float, observed: float, told: str
) -> None:
    (one,) = held(claim(quote, value), observation(observed))
    assert one.verdict == told
    assert one.difference == pytest.approx(value - observed)
    assert one.relative_difference == pytest.approx(value / observed - 1)


def test_a_hedge_is_held_to_what_it_says() -> None:
    over = claim("$600m", 600e6, bound="more_than")
    assert verdict(over, observation(631e6)) == "within rounding"
    assert verdict(over, observation(590e6)) == "1.7% above"
    found = compare(*frames([over], Document("d", "$600m"))[:1], observations(observation(631e6)))
    assert found["verdict"].tolist() == ["within what “more than” allows"]


def test_the_newest_vintage_decides_and_an_older_one_explains() -> None:
    new = observation(640e6)
    old = observation(631e6, vintage=date(2024, 2, 15), status="provisional")
    assert verdict(claim("$640m", 640e6), old, new) == "within rounding"
    (one,) = held(claim("$631m", 631e6), old, new)
    assert one.verdict == "matches the provisional vintage of 2024-02-15"
    assert one.observed is not None
    assert one.observed.vintage == date(2024, 2, 15)
    assert verdict(claim("$600m", 600e6), old, new) == "6.2% below"
    firm = old | {"status": "reported"}
    assert verdict(claim("$631m", 631e6), firm, new) == "matches the vintage of 2024-02-15"


def test_the_mirror_matches_where_the_reporters_own_does_not() -> None:
    own, mirror = observation(700e6), mirrored(631e6)
    (one,) = held(claim("$631m", 631e6), own, mirror)
    assert (one.verdict, one.is_mirror) == ("matches the mirror figure", True)
    assert verdict(claim("$700m", 700e6), own, mirror) == "within rounding"
    # Where neither matches, the reporter's own figure is the one that counts.
    (neither,) = held(claim("$500m", 500e6), own, mirror)
    assert (neither.verdict, neither.is_mirror) == ("29% below", False)
    assert verdict(claim("$500m", 500e6), mirror) == "21% below the mirror figure"


def test_every_dataset_has_its_own_verdict() -> None:
    other = observation(700e6, dataset="EUROSTAT")
    found = held(claim("$631m", 631e6), observation(631e6), other)
    assert {one.observed.dataset: one.verdict for one in found if one.observed} == {
        "COMTRADE": "within rounding",
        "EUROSTAT": "9.9% below",
    }


def test_what_no_file_has_is_named() -> None:
    fact = claim("$631m", 631e6)
    assert verdict(fact) == "no observation: no official figures of TUR-RUS, all goods together, are stored"
    there = observation(631e6, "2024-02")
    assert verdict(fact, there) == "no observation: the file has no TUR-RUS January 2024 (export)"
    two = there | {"dataset": "EUROSTAT"}
    assert verdict(fact, there, two) == "no observation: the files have no TUR-RUS January 2024 (export)"
    wheat = claim("$631m", 631e6, indicator="wheat exports")
    assert verdict(wheat, observation(1e6)) == (
        "no observation: the file has no TUR-RUS 1001 January 2024 (export)"
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"reporter": None}, "no verdict: the text does not say whose flow it is"),
        ({"when": None}, "no verdict: the text does not say when"),
        ({"status": "forecast"}, "no verdict: it is a forecast"),
        ({"statistic": "average"}, "no verdict: it is an average"),
        ({"indicator": "exports of tat"}, "no verdict: no heading is certain for “exports of tat”"),
        (
            {"measure": "relative_change", "unit": "percent", "direction": "increase"},
            "no verdict: the text does not say what it is compared with",
        ),
        (
            {"unit": "EUR"},
            "no verdict: the claim is in EUR, the observation in USD; name a currency to compare them in",
        ),
        ({"unit": "tonne"}, "no verdict: the claim is in tonne, the observation in USD"),
        # A year is no month, whatever the flow.
        ({"when": "2024"}, "no observation: the file has no TUR-RUS 2024 (export)"),
        ({"flow": "import"}, "no observation: the file has no TUR-RUS January 2024 (import)"),
    ],
)
def test_there_is_no_verdict_where_the_two_do_not_truly_match(more: dict[str, Any], told: str) -> None:
    assert verdict(claim("631", 631e6, **more), observation(631e6)) == told


@pytest.mark.parametrize(
    "more",
    [
        {"flow": "aid"},
        {"flow": None},
        {"measure": "share", "unit": "percent"},
        {"unit": "count"},
        {"section": "boilerplate"},
        {"role": "conversion"},
    ],
)
def test_what_is_no_amount_of_trade_is_not_compared(more: dict[str, Any]) -> None:
    assert held(claim("631", 631e6, **more), observation(631e6)) == []


def test_a_claim_without_a_partner_is_held_to_the_world_and_says_so() -> None:
    fact = claim("$20bn", 20e9, partner=None, indicator="exports")
    world = observation(20e9, partner="WLD", series_key="M.TUR.0.X.TOTAL")
    others = [observation(1e9, partner=code, series_key=f"M.TUR.{code}.X.TOTAL") for code in ("RUS", "DEU")]
    # The world is no country to be added to the others.
    assert verdict(fact, world, *others) == "within rounding"
    far = observation(22e9, partner="WLD")
    assert verdict(fact, far) == "9.1% below the figure for all partners together; the text names none"


def test_months_make_a_longer_period_where_none_is_missing() -> None:
    rows = [observation(10e6 + month, f"2023-{month:02}") for month in range(1, 10)]
    fact = claim("$90m", 90e6, "2023-01-01/P9M")
    (one,) = held(fact, *rows)
    assert one.verdict == "within rounding"
    assert one.observed is not None
    assert one.observed.value == 9 * 10e6 + sum(range(1, 10))
    assert one.observed.formula == "the sum of 2023-01 to 2023-09"
    assert verdict(fact, *rows[:4], *rows[5:]).startswith("no observation")
    quarters = [observation(30e6, f"2023-Q{number}") for number in range(1, 4)]
    assert verdict(fact, *quarters) == "within rounding"
    direct = observation(100e6, "2023-01-01/P9M")
    assert verdict(fact, *rows, direct) == "10% below"


def test_months_of_two_vintages_are_no_series() -> None:
    rows = [
        observation(10e6, f"2023-{month:02}", vintage=date(2024, month, 1), series_key="k")
        for month in range(1, 4)
    ]
    assert verdict(claim("$30m", 30e6, "2023-Q1"), *rows).startswith("no observation")


def test_a_change_is_held_to_the_change_between_two_observations() -> None:
    fall = {"measure": "relative_change", "unit": "percent", "direction": "decrease", "than": "2023-01"}
    rows = observation(631e6), observation(1034e6, "2023-01")
    (one,) = held(claim("39%", 39.0, **fall), *rows)
    assert (one.verdict, one.value) == ("within rounding", -39.0)
    assert one.observed is not None
    # 631 / 1034 − 1
    assert one.observed.value == pytest.approx(-38.975, abs=1e-3)
    assert one.observed.formula == "÷ that of 2023-01 − 1"
    assert verdict(claim("45%", 45.0, **fall), *rows) == "6 points below"
    amount = {"measure": "change", "direction": "decrease", "than": "2023-01"}
    assert verdict(claim("$403m", 403e6, **amount), *rows) == "within rounding"
    assert verdict(claim("39%", 39.0, **fall), rows[0]).startswith("no observation")


def test_a_balance_is_exports_less_imports_of_one_dataset() -> None:
    deficit = {"flow": "balance", "balance": "deficit", "indicator": "trade deficit"}
    imports = observation(4e9, flow="import", series_key="M.TUR.RUS.M.TOTAL", valuation="CIF")
    rows = observation(1e9), imports
    (one,) = held(claim("$3bn", 3e9, **deficit), *rows)
    assert (one.verdict, one.value, one.relative_difference) == ("within rounding", -3e9, 0)
    both = claim("$5bn", 5e9, flow="total_trade", indicator="trade")
    assert verdict(both, *rows) == "within rounding"
    apart = observation(1e9), imports | {"dataset": "EUROSTAT"}
    assert verdict(claim("$3bn", 3e9, **deficit), *apart).startswith("no observation")


def test_amounts_are_compared_in_the_currency_that_is_named() -> None:
    rates = Rates(
        pd.DataFrame(
            [("USD", date(2024, 1, 1), date(2024, 1, 31), 1.25, "by hand")], columns=list(RATE_COLUMNS)
        )
    )
    fact = claim("€504.8m", 504.8e6, unit="EUR")
    (one,) = held(fact, observation(631e6), money=Money("USD", rates))
    assert (one.verdict, one.value) == ("within rounding", pytest.approx(631e6))
    assert one.conversion == "1 EUR = 1.25 USD, the average of 31 days, 2024-01-01 to 2024-01-31 (by hand)"
    other = claim("₸5m", 5e6, unit="KZT")
    assert verdict(other, observation(631e6), money=Money("USD", rates)) == (
        "no verdict: KZT cannot be converted: there are no rates for KZT"
    )


def test_kilograms_and_tonnes_are_one_unit() -> None:
    fact = claim("3 million tonnes", 3e6, unit="tonne", indicator="wheat exports")
    weighed = observation(3.2e9, unit="kilogram", product="1001", valuation=None)
    (one,) = held(fact, weighed)
    assert one.verdict == "within rounding"
    assert one.conversion == "1 kilogram = 0.001 tonne"


def test_the_conventional_series_is_taken_where_a_file_has_several() -> None:
    imports = {"flow": "import", "series_key": "cif", "valuation": "CIF"}
    rows = [
        observation(4e9, **imports),
        observation(3.8e9, **imports | {"series_key": "fob", "valuation": "FOB"}),
        observation(5e9, **imports | {"series_key": "bop", "coverage": "goods and services"}),
        observation(6e9, **imports | {"series_key": "sa", "adjustment": "seasonal"}),
    ]
    fact = claim("$4bn", 4e9, flow="import", indicator="imports")
    for order in (rows, rows[::-1]):
        (one,) = held(fact, *order)
        assert one.observed is not None
        assert one.observed.series_key == "cif"

    assert (
        verdict(claim("$3.8bn", 3.8e9, flow="import", indicator="imports"), *rows) == "matches the FOB figure"
    )
    both = claim("$5bn", 5e9, flow="import", indicator="imports")
    assert verdict(both, *rows) == "matches the figure for goods and services"
    other = observation(4.4e9, **imports | {"series_key": "other"})
    assert verdict(claim("$4.4bn", 4.4e9, flow="import", indicator="imports"), rows[0], other) == (
        "matches the series other"
    )


def test_the_union_is_that_of_today_and_the_one_that_a_claim_matches_is_named() -> None:
    union = {"partner": "EUU", "series_key": "27", "partner_area": "EU27_2020"}
    rows = [
        observation(77e9, **union | {"series_key": "28", "partner_area": "EU28"}),
        observation(69.8e9, **union),
    ]
    about = {"partner": "EUU", "indicator": "exports to the EU"}
    for order in (rows, rows[::-1]):
        assert verdict(claim("$69.8bn", 69.8e9, **about), *order) == "within rounding"
        assert verdict(claim("$77bn", 77e9, **about), *order) == "matches the figure for EU28"


def test_a_claim_is_held_to_the_series_of_its_own_kind_of_unit() -> None:
    wheat = {"product": "1001", "flow": "import"}
    value = observation(2.31e9, **wheat, series_key="v", valuation="FOB")
    weight = observation(8.21e9, **wheat, series_key="v.KG", valuation=None, unit="kilogram")
    about = {"flow": "import", "indicator": "wheat imports"}
    tonnes = claim("8.2 million tonnes", 8.2e6, unit="tonne", **about)
    assert verdict(tonnes, value, weight) == "within rounding"
    assert verdict(claim("$2.3bn", 2.3e9, **about), value, weight) == "within rounding"
    before = [
        value | {"period_start": date(2023, 1, 1), "period_end": date(2023, 1, 31), "value": 2.1e9},
        weight | {"period_start": date(2023, 1, 1), "period_end": date(2023, 1, 31), "value": 4.105e9},
    ]
    rise = {"measure": "relative_change", "unit": "percent", "direction": "increase", "than": "2023-01"}
    rows = observations(value, weight, *before)
    in_value = claim("10%", 10.0, **about, **rise)
    in_volume = claim("100%", 100.0, **about, **rise)._replace(sentence="100% by volume")
    for fact in (in_value, in_volume):
        (one,) = comparisons([fact], Observations(rows))
        assert one.verdict == "within rounding"


def test_a_deficit_that_widens_falls_further_below_zero() -> None:
    deficit = {"flow": "balance", "balance": "deficit", "indicator": "trade deficit with Russia"}
    rows = [
        observation(value, when, flow="balance", series_key="b", valuation=None)
        for value, when in ((-64.4e9, "2024"), (-58.5e9, "2023"), (-60.4e9, "2022"))
    ]
    wider = {"measure": "relative_change", "unit": "percent", "direction": "increase", "than": "2023"}
    assert verdict(claim("10%", 10.0, "2024", **deficit, **wider), *rows) == "within rounding"
    amount = {"measure": "change", "direction": "decrease", "than": "2022"}
    assert verdict(claim("$1.9bn", 1.9e9, "2023", **deficit, **amount), *rows) == "within rounding"
    less = claim("$65bn", 65e9, "2024", bound="less_than", **deficit)
    assert verdict(less, *rows) == "within rounding"
    assert verdict(less._replace(bound="more_than"), *rows) == "deficit 0.93% larger"


def test_a_fall_of_less_than_something_is_no_larger_fall() -> None:
    fall = {"measure": "relative_change", "unit": "percent", "direction": "decrease", "than": "2023-01"}
    rows = observation(97.2e6), observation(100e6, "2023-01")
    assert verdict(claim("5%", 5.0, bound="less_than", **fall), *rows) == "within rounding"
    assert verdict(claim("2%", 2.0, bound="less_than", **fall), *rows) == "0.8 points above"


def test_a_surplus_is_all_that_a_surplus_is() -> None:
    surplus = {"flow": "balance", "balance": "surplus", "indicator": "trade surplus with Russia"}
    rows = observation(9e9), observation(6e9, flow="import", series_key="M.TUR.RUS.M.TOTAL")
    assert verdict(claim("$3bn", 3e9, **surplus), *rows) == "within rounding"
    assert verdict(claim("$6bn", 6e9, **surplus), *rows) == "surplus 100% larger"
    deficit = claim("$3bn", 3e9, **surplus | {"balance": "deficit"})
    assert verdict(deficit, *rows) == "a deficit against a surplus"


def test_services_are_no_goods() -> None:
    services = observation(9e9, coverage="services", series_key="s")
    assert verdict(claim("$9bn", 9e9), services).startswith("no observation")
    said = claim("$9bn", 9e9)._replace(sentence="Exports of services were $9bn.")
    (one,) = comparisons([said], Observations(observations(services)))
    assert one.verdict == "within rounding"


def test_of_a_change_the_period_that_is_lacking_is_named() -> None:
    fall = {"measure": "relative_change", "unit": "percent", "direction": "decrease", "than": "2023-01"}
    now, then = observation(631e6), observation(1034e6, "2023-01", vintage=date(2023, 6, 1))
    assert verdict(claim("39%", 39.0, **fall), now) == (
        "no observation: the file has no TUR-RUS January 2023 (export)"
    )
    assert verdict(claim("39%", 39.0, **fall), now, then) == (
        "no observation: the file has TUR-RUS January 2024 and January 2023 (export), but not in one series "
        "of one vintage"
    )


def test_what_is_looked_for_is_told() -> None:
    month = claim("$631m", 631e6)
    fall = claim("39%", 39.0, measure="relative_change", unit="percent", direction="decrease", than="2023-01")
    wheat = claim("$5m", 5e6, indicator="wheat exports", partner=None)
    found = wanted([month, fall, wheat, claim("$1m", 1e6, when=None)])
    assert found is not None
    assert found.areas == {"TUR", "RUS", "WLD"}
    assert found.products == {"TOTAL", "1001"}
    assert (found.since, found.until) == (date(2023, 1, 1), date(2024, 1, 31))
    assert wanted([claim("$1m", 1e6, when=None)]) is None


def test_the_frame_has_a_row_a_claim_and_dataset() -> None:
    facts = frames([claim("$631m", 631e6)], Document("d", "$631m"))[0]
    (row,) = compare(facts, observations(observation(640e6))).to_dict("records")
    assert tuple(row) == COMPARISON_COLUMNS
    assert (row["verdict"], row["observed"], row["value"]) == ("1.4% below", 640e6, 631e6)
    assert (row["dataset"], row["vintage"], row["time_period"]) == ("COMTRADE", date(2024, 12, 1), "2024-01")
    euros = observations(observation(640e6, unit="EUR"))
    (apart,) = compare(facts, euros).to_dict("records")
    assert (apart["value"], apart["unit"], apart["observed"], apart["dataset"]) == (
        631e6,
        "USD",
        None,
        "COMTRADE",
    )
    (alone,) = compare(facts, observations()).to_dict("records")
    assert (alone["value"], alone["observed"], alone["mirror"]) == (631e6, None, None)
