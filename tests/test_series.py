"""Series: keys, gaps, sums of a year taken apart, averages, one currency; all computed by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import fact_in, frames, trade_facts
from hypothesis import given
from hypothesis import strategies as st

from analysis.conversion import Conversion, fact_in_currency, in_one_currency
from analysis.points import points
from analysis.rates import RATE_COLUMNS, NoRate, Rate, Rates, for_a_euro
from analysis.series import series
from official import OfficialError
from official.rates import read_rates, reference_rates
from pipeline.rates import configured_rates, known_rates
from schemas.errors import TradefactsError
from schemas.periods import days_of, whole_months
from schemas.records import Document, Fact
from schemas.vocabulary import Frequency

RATES = Rates(
    pd.DataFrame(
        [
            ("USD", date(2024, 1, 4), date(2024, 1, 4), 1.10, "a"),
            ("USD", date(2024, 1, 5), date(2024, 1, 5), 1.20, "a"),
            ("USD", date(2024, 1, 8), date(2024, 1, 8), 1.30, "a"),
            ("TRY", date(2024, 1, 4), date(2024, 1, 8), 33.0, "b"),
        ],
        columns=list(RATE_COLUMNS),
    )
)


def said(text: str, *told: dict[str, Any]) -> list[Fact]:
    """Return facts of exports from Turkey to Russia; `when` is their period as SDMX writes it."""
    document = Document("d", text)
    about = {"flow": "export", "reporter": "TUR", "partner": "RUS", "unit": "USD", "indicator": "exports"}
    return [
        fact_in(document, one.pop("quote"), period=days_of(one.pop("when")), **(about | one)) for one in told
    ]


def of(facts: list[Fact], **options: Any) -> pd.DataFrame:
    return series(frames(facts, Document("d", facts[0].sentence))[0], **options)


def test_a_key_says_all_that_keeps_series_apart() -> None:
    found = series(frames(trade_facts())[0])
    assert found["series"].tolist() == [
        "export._U.TUR.RUS._T.level-average.EUR._O-84M",
        "export._U.TUR.RUS._T.level.EUR.YTD",
        "export._U.TUR.RUS._T.level.USD.M",
        "export._U.TUR.RUS._T.relative_change-12M.percent.M",
        "import._U.TUR.RUS._T.level.USD.M",
        "import._U.TUR.RUS._T.relative_change-12M.percent.M",
    ]
    assert found["value"].tolist() == [26e6, 144e6, 631e6, -39, 4e9, -20.2]
    assert found["time_period"].tolist()[:3] == ["2015-01-01/P7Y", "2023-01-01/P9M", "2024-01"]
    assert set(found["origin"]) == {"reported"}


def test_implied_points_come_only_where_they_are_wanted_and_say_what_they_follow_from() -> None:
    found = series(frames(trade_facts())[0], implied=True)
    implied = found[found["origin"] == "implied"].set_index("flow")
    assert implied.loc["export", "value"] == pytest.approx(1034.426e6, rel=1e-6)
    assert implied.loc["import", "value"] == pytest.approx(5.0125e9, rel=1e-4)
    ids = {one.quote: one.fact_id for one in trade_facts()}
    assert implied.loc["export", "fact_ids"] == f"{ids['631 million US dollars']} {ids['39%']}"
    assert implied.loc["export", "formula"] == "level ÷ (1 − change)"
    # January 2023 and January 2024 are eleven months apart.
    assert found[found["series"] == "export._U.TUR.RUS._T.level.USD.M"]["gap"].tolist() == [0, 11]


def test_spellings_of_one_subject_are_one_series() -> None:
    text = "wheat exports $1m exports of wheat $2m maize exports $3m exports of corn $4m"
    facts = said(
        text,
        {"quote": "$1m", "value": 1e6, "when": "2024-01", "indicator": "wheat exports"},
        {"quote": "$2m", "value": 2e6, "when": "2024-02", "indicator": "exports of wheat to Russia"},
        {"quote": "$3m", "value": 3e6, "when": "2024-01", "indicator": "maize exports"},
        {"quote": "$4m", "value": 4e6, "when": "2024-03", "indicator": "exports of corn"},
    )
    found = of(facts)
    assert found["series"].nunique() == 2
    assert found["product"].tolist() == ["1001", "1001", "1005", "1005"]
    assert found["gap"].tolist() == [0, 0, 0, 1]


def test_what_two_documents_leave_unsaid_is_not_put_together() -> None:
    one, other = (
        said("$1m", {"quote": "$1m", "value": 1e6, "when": "2024", "flow": None, "indicator": None}) * 2
    )
    found = points([one, other._replace(document_id="e", fact_id="other")])
    assert len({point.series for point in found}) == 2


def test_a_fiscal_year_is_no_calendar_year() -> None:
    facts = said(
        "$1m $2m",
        {"quote": "$1m", "value": 1e6, "when": "2023"},
        {"quote": "$2m", "value": 2e6, "when": "2023-04-01/P1Y"},
    )
    found = of(facts)
    assert found["frequency"].tolist() == ["A", "A"]
    assert [key.rpartition(".")[2] for key in found["series"]] == ["A", "A-04"]


def test_sums_of_a_year_so_far_are_taken_apart() -> None:
    facts = said(
        "$80m $95m $120m",
        {"quote": "$80m", "value": 80e6, "when": "2023-01-01/P8M"},
        {"quote": "$95m", "value": 95e6, "when": "2023-01-01/P9M"},
        {"quote": "$120m", "value": 120e6, "when": "2023"},
    )
    assert len(of(facts)) == 3
    found = of(facts, implied=True)
    implied = found[found["origin"] == "implied"].set_index("time_period")
    assert implied["value"].to_dict() == {"2023-09": 15e6, "2023-Q4": 25e6}
    # 94.5 − 80.5 and 95.5 − 79.5
    assert implied.loc["2023-09", ["value_low", "value_high"]].tolist() == [14e6, 16e6]
    assert implied.loc["2023-Q4", "formula"] == "2023 − 2023-01-01/P9M"
    assert implied.loc["2023-09", "fact_ids"].split() == [facts[1].fact_id, facts[0].fact_id]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "target"},
        {"statistic": "average"},
        {"indicator": "wheat exports"},
        {"indicator": None},
        {"bound": "more_than"},
        {"unit": "EUR"},
        {"value": 70e6},
        {"when": "2023-02-01/P8M"},
    ],
)
def test_what_is_not_of_one_thing_is_not_taken_apart(other: dict[str, Any]) -> None:
    last = {"quote": "$95m", "value": 95e6, "when": "2023-01-01/P9M"} | other
    facts = said("$80m $95m", {"quote": "$80m", "value": 80e6, "when": "2023-01-01/P8M"}, last)
    assert set(of(facts, implied=True)["origin"]) == {"reported"}


def test_a_deficit_that_shrinks_over_the_year_leaves_no_deficit_for_the_month() -> None:
    deficit = {"flow": "balance", "balance": "deficit", "indicator": "trade deficit"}
    facts = said(
        "$10.0bn $9.0bn",
        {"quote": "$10.0bn", "value": 10e9, "when": "2024-01-01/P5M", **deficit},
        {"quote": "$9.0bn", "value": 9e9, "when": "2024-S1", **deficit},
    )
    assert set(of(facts, implied=True)["origin"]) == {"reported"}


def test_a_month_that_is_stated_is_not_made_again() -> None:
    facts = said(
        "$80m $95m $15m",
        {"quote": "$80m", "value": 80e6, "when": "2023-01-01/P8M"},
        {"quote": "$95m", "value": 95e6, "when": "2023-01-01/P9M"},
        {"quote": "$15m", "value": 15e6, "when": "2023-09"},
    )
    assert set(of(facts, implied=True)["origin"]) == {"reported"}


@pytest.mark.parametrize(
    ("per", "value", "basis"),
    [
        (Frequency.MONTH, 10e6, "monthly average of 2023-01-01/P9M"),
        (Frequency.QUARTER, 30e6, "quarterly average of 2023-01-01/P9M"),
        (Frequency.YEAR, 120e6, "annualised: twelve months at the rate of 2023-01-01/P9M"),
    ],
)
def test_averages_and_annual_rates_are_asked_for_and_say_so(per: Frequency, value: float, basis: str) -> None:
    facts = said("$90m", {"quote": "$90m", "value": 90e6, "when": "2023-01-01/P9M"})
    (row,) = of(facts, per=per).to_dict("records")
    assert (row["value"], row["basis"]) == (pytest.approx(value), basis)
    assert row["series"].endswith(f".per-{per}")
    assert row["value_high"] == pytest.approx(90.5e6 * value / 90e6)


def test_what_is_no_total_is_not_averaged() -> None:
    facts = said(
        "12%", {"quote": "12%", "value": 12.0, "unit": "percent", "measure": "share", "when": "2023"}
    )
    (row,) = of(facts, per=Frequency.MONTH).to_dict("records")
    assert (row["value"], row["basis"]) == (12, None)


def test_a_deficit_and_a_fall_lie_below_zero() -> None:
    facts = said(
        "$2m 5%",
        {"quote": "$2m", "value": 2e6, "when": "2023", "flow": "balance", "balance": "deficit"},
        {"quote": "5%", "value": 5.0, "unit": "percent", "measure": "relative_change",
         "direction": "decrease", "when": "2023"},
    )  # fmt: skip
    found = {point.measure: point for point in points(facts)}
    assert (found["level"].value, found["level"].value_low, found["level"].value_high) == (
        -2e6,
        -2.5e6,
        -1.5e6,
    )
    assert (found["relative_change"].value, found["relative_change"].value_low) == (-5, -5.5)


def test_days_are_converted_at_their_average() -> None:
    start, end = date(2024, 1, 4), date(2024, 1, 8)
    rate = RATES.average("USD", "EUR", start, end)
    assert isinstance(rate, Rate)
    # (1.1 + 1.2 + 1.3) / 3 dollars a euro
    assert rate.value == pytest.approx(1 / 1.2)
    assert (rate.low, rate.high) == (pytest.approx(1 / 1.3), pytest.approx(1 / 1.1))
    assert (rate.days, rate.first, rate.last, rate.source) == (3, start, end, "a")
    cross = RATES.average("USD", "TRY", start, end)
    assert isinstance(cross, Rate)
    assert cross.value == pytest.approx(33 / 1.2)
    assert cross.source == "a and b"


def test_a_weekend_takes_the_last_rate_before_it() -> None:
    rate = RATES.average("EUR", "USD", date(2024, 1, 6), date(2024, 1, 7))
    assert isinstance(rate, Rate)
    assert (rate.value, rate.first, rate.last) == (1.2, date(2024, 1, 5), date(2024, 1, 5))


@pytest.mark.parametrize(
    ("currency", "when", "reason"),
    [
        ("RUB", "2022-03", "no rates for RUB in all of 2022-03 (they run from 2005-04-01 to 2022-03-01)"),
        ("RUB", "2022-Q1", "no rates for RUB in all of 2022-Q1"),
        ("KZT", "2024", "no rates for KZT"),
        ("AED", "2024", "no rates for AED"),
        ("UAH", "2024", "no rates for UAH"),
        ("USD", "1998", "no rates for USD in all of 1998"),
        ("USD", "2150", "no rates for USD in all of 2150"),
        # Iceland's krona was not quoted for nine years.
        ("ISK", "2012", "no rates for ISK in all of 2012"),
    ],
)
def test_where_there_is_no_rate_the_reason_is_told(currency: str, when: str, reason: str) -> None:
    days = days_of(when)
    assert days is not None
    told = known_rates().average(currency, "EUR", *days)
    assert isinstance(told, NoRate)
    assert reason in told.reason


def test_the_reference_rates_are_those_that_the_ecb_published() -> None:
    rates = known_rates()
    day = date(2024, 1, 2)
    rate = rates.average("EUR", "USD", day, day)
    assert isinstance(rate, Rate)
    # European Central Bank, euro foreign exchange reference rates, 2 January 2024
    assert rate.value == 1.0956
    assert rate.source.startswith("ECB reference rates")
    assert isinstance(rates.average("RUB", "EUR", date(2022, 2, 1), date(2022, 2, 28)), Rate)
    assert isinstance(rates.average("TRY", "EUR", date(2005, 1, 1), date(2005, 12, 31)), Rate)
    assert len(reference_rates()) > 150_000


@given(
    st.floats(1, 1e13),
    st.sampled_from(["EUR", "GBP", "TRY", "JPY"]),
    st.integers(2010, 2024),
    st.integers(1, 12),
)
def test_what_is_converted_and_converted_back_is_what_it_was(
    amount: float, currency: str, year: int, month: int
) -> None:
    days = whole_months(date(year, month, 1), 1)
    there, back = (
        known_rates().average(one, other, *days) for one, other in (("USD", currency), (currency, "USD"))
    )
    assert isinstance(there, Rate)
    assert isinstance(back, Rate)
    assert amount * there.value * back.value == pytest.approx(amount)
    assert there.low <= there.value <= there.high


def test_money_is_converted_and_nothing_else() -> None:
    facts = said(
        "$12 $3 a barrel 5 tonnes ₸7",
        {"quote": "$12", "value": 12.0, "when": "2024-01-04"},
        {
            "quote": "$3 a barrel",
            "value": 3.0,
            "unit": "USD/barrel",
            "measure": "price",
            "when": "2024-01-05",
        },
        {"quote": "5 tonnes", "value": 5.0, "unit": "tonne", "when": "2024-01-05"},
        {"quote": "₸7", "value": 7.0, "unit": "KZT", "when": "2024-01-05"},
    )
    dollars, price, tonnes, tenge = in_one_currency(points(facts), "EUR", RATES)
    assert (dollars.unit, dollars.value, dollars.stated_value, dollars.stated_unit) == (
        "EUR", pytest.approx(12 / 1.1), 12, "USD",
    )  # fmt: skip
    assert dollars.series.endswith("EUR.D")
    assert dollars.conversion == "1 USD = 0.90909 EUR, on 2024-01-04 (a)"
    assert (price.unit, price.value) == ("EUR/barrel", pytest.approx(2.5))
    assert (tonnes.unit, tonnes.conversion) == ("tonne", None)
    assert (tenge.unit, tenge.value, tenge.conversion) == (
        "KZT", 7, "not converted: there are no rates for KZT",
    )  # fmt: skip
    converted = [fact_in_currency(fact, "EUR", RATES) for fact in facts]
    assert [fact.unit for fact, _ in converted] == ["EUR", "EUR/barrel", "tonne", "KZT"]
    assert converted[0][1] == Conversion("1 USD = 0.90909 EUR, on 2024-01-04 (a)", "a")
    assert converted[2][1] is None
    assert converted[3][1] == Conversion("not converted: there are no rates for KZT")


def test_an_amount_without_a_period_is_not_converted() -> None:
    (fact,) = said("$12", {"quote": "$12", "value": 12.0, "when": "2024-01-04"})
    undated = fact._replace(period_start=None, period_end=None)
    reason = Conversion("not converted: its period is unknown")
    assert fact_in_currency(undated, "EUR", RATES) == (undated, reason)


def test_a_table_of_ones_own_counts_before_the_reference_rates(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "currency,period,rate,base,source\n"
        "RUB,2023-04,81.1,USD,Bank of Russia\n"
        "KZT,2023,500,,\n"
        "USD,2024-01-02,2,EUR,mine\n",
        encoding="utf-8",
    )
    rates = known_rates(own)
    april = whole_months(date(2023, 4, 1), 1)
    dollar = rates.average("EUR", "USD", *april)
    rouble = rates.average("EUR", "RUB", *april)
    assert isinstance(rouble, Rate)
    assert isinstance(dollar, Rate)
    assert rouble.value == pytest.approx(81.1 * dollar.value)
    assert rouble.source == "Bank of Russia (for one USD)"
    tenge = rates.average("KZT", "EUR", date(2023, 3, 1), date(2023, 5, 31))
    assert isinstance(tenge, Rate)
    assert (tenge.value, tenge.source) == (pytest.approx(1 / 500), "own.csv (for one EUR)")
    day = rates.average("EUR", "USD", date(2024, 1, 2), date(2024, 1, 2))
    assert isinstance(day, Rate)
    assert day.value == 2


def test_a_peg_is_a_peg_in_every_part_of_its_period(tmp_path: Path) -> None:
    own = tmp_path / "peg.csv"
    own.write_text("currency,period,rate,base\nAED,2022,3.6725,USD\nAED,2030,3.7,EUR\n", encoding="utf-8")
    for start, end in ((date(2022, 9, 1), date(2022, 9, 30)), (date(2022, 1, 1), date(2022, 12, 31))):
        rate = known_rates(own).average("AED", "USD", start, end)
        assert isinstance(rate, Rate)
        assert rate.value == pytest.approx(1 / 3.6725, rel=1e-6)
    later = known_rates(own).average("AED", "EUR", date(2030, 3, 1), date(2030, 3, 31))
    assert isinstance(later, Rate)
    assert later.value == pytest.approx(1 / 3.7)


def test_of_ones_own_rates_the_one_of_the_shorter_period_counts(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("currency,period,rate\nKZT,2023-04,450\nKZT,2023,456\nUSD,2023-04,2\n", encoding="utf-8")
    april = whole_months(date(2023, 4, 1), 1)
    tenge = known_rates(own).average("EUR", "KZT", *april)
    assert isinstance(tenge, Rate)
    assert tenge.value == pytest.approx(450)
    # A month of one's own weighs as many days as the reference rates have in it: 18 of 255.
    year = known_rates(own).average("EUR", "USD", date(2023, 1, 1), date(2023, 12, 31))
    plain = known_rates().average("EUR", "USD", date(2023, 1, 1), date(2023, 12, 31))
    month = known_rates().average("EUR", "USD", *april)
    assert isinstance(year, Rate)
    assert isinstance(plain, Rate)
    assert isinstance(month, Rate)
    assert year.days == plain.days
    assert year.value == pytest.approx(plain.value + (2 - month.value) * month.days / plain.days)


def test_a_setting_names_a_table_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.csv"
    own.write_text("currency,period,rate\nKZT,2023,500\n", encoding="utf-8")
    monkeypatch.setenv("TRADEFACTS_RATES", str(own))
    year = date(2023, 1, 1), date(2023, 12, 31)
    assert isinstance(configured_rates().average("KZT", "EUR", *year), Rate)
    monkeypatch.delenv("TRADEFACTS_RATES")
    assert isinstance(configured_rates().average("KZT", "EUR", *year), NoRate)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("currency,rate\nRUB,90\n", "its first line must name the columns currency, period, rate"),
        ("currency,period,rate\n", "it has no rates in it"),
        ("currency,period,rate\nRUBLE,2023,90\n", "line 2: 'RUBLE' is no currency"),
        ("currency,period,rate\nRUB,spring,90\n", "line 2: 'spring' is no period"),
        ("currency,period,rate\nRUB,2023,ninety\n", "line 2: 'ninety' is no rate"),
        ("currency,period,rate\nRUB,2023,0\n", "line 2: '0' is no rate"),
        ("currency,period,rate\nRUB,2023,nan\n", "line 2: 'nan' is no rate"),
        ("currency,period,rate\nRUB,0001,5\n", "line 2: '0001' is no period"),
        ("currency,period,rate\nRUB,2023,1e300\n", "line 2: '1e300' is no rate"),
        ("currency,period,rate,rate\nRUB,2023,5,6\n", "must name the columns currency, period, rate once"),
        ("currency,period,rate\nRUB,2023,5\nRUB,2023,6\n", "two rates of RUB for one EUR in 2023"),
        ("currency,period,rate,base\nEUR,2023,0.9,USD\n", "a rate of EUR for one USD tells nothing"),
        ("currency,period,rate,base\nUSD,2023,0.9,USD\n", "a rate of USD for one USD tells nothing"),
    ],
)
def test_what_is_no_table_of_rates_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OfficialError) as refused:
        read_rates(path)
    assert told in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_rate_for_a_unit_of_which_nothing_is_known_is_refused() -> None:
    table = pd.DataFrame(
        [("RUB", date(2023, 4, 1), date(2023, 4, 30), 0.2, "KZT", "mine")],
        columns=["currency", "start", "end", "rate", "base", "source"],
    )
    with pytest.raises(TradefactsError, match="give it for one euro instead"):
        for_a_euro(table, reference_rates())
