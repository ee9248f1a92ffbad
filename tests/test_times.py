"""Which time belongs to a figure, in texts of one day: 15 June 2024."""

from datetime import date

import pytest

from extraction import extract
from schemas.records import Document, Fact

DAY = date(2024, 6, 15)
LAST_YEAR = (date(2023, 1, 1), date(2023, 12, 31))
MARCH = (date(2024, 3, 1), date(2024, 3, 31))
LEDE = "Peru's exports to Japan rose 5% to $3 billion in 2023. "


def fact_of(text: str, quote: str) -> Fact:
    return next(fact for fact in extract(Document("d", text, published=DAY)) if fact.quote == quote)


def period_of(text: str, quote: str) -> tuple[date, date] | None:
    fact = fact_of(text, quote)
    return (fact.period_start, fact.period_end) if fact.period_start and fact.period_end else None


@pytest.mark.parametrize(
    ("text", "quote", "days"),
    [
        ("Mali sold 5 tonnes in the year that closed on March 31.", "5 tonnes", (date(2023, 4, 1), MARCH[1])),
        (
            LEDE + "In the first month of 2022 it sold 5 tonnes.",
            "5 tonnes",
            (date(2022, 1, 1), date(2022, 1, 31)),
        ),
        (LEDE + "In 2021 it sold 4 tonnes; last year it was 9 tonnes. Imports fell 6%.", "6%", LAST_YEAR),
    ],
)
def test_times_that_a_clause_tells(text: str, quote: str, days: tuple[date, date]) -> None:
    assert period_of(text, quote) == days


def test_an_index_of_prices_is_of_its_day() -> None:
    day = (date(2024, 6, 11),) * 2
    assert period_of("At Tuesday's auction the price index fell 9.3 per cent.", "9.3 per cent") == day


def test_what_lies_behind_a_pace_is_a_change() -> None:
    fact = fact_of("Exports in May were 27% behind last year's pace.", "27%")
    assert (fact.measure, fact.direction) == ("relative_change", "decrease")
    assert fact.baseline_period_end == date(2023, 5, 31)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (LEDE + "Net transfer income fell 14% to $9 billion.", "14%"),
        (LEDE + "Profits of the sellers halved to $70 million.", "$70 million"),
        (LEDE + "Copper accounts for 28% of the total.", "28%"),
        (LEDE + "Sales to China brought in $1 billion.", "$1 billion"),
        (LEDE + "The talks reopened on May 3, and 40 firms joined on June 4. Imports fell 3%.", "3%"),
        (LEDE + "Chad ($2 billion, +5%) is the first customer.", "+5%"),
        (LEDE + "A deal may be signed next month, which would help exports. Imports fell 3%.", "3%"),
    ],
)
def test_what_was_goes_on_about_the_period_spoken_of(text: str, quote: str) -> None:
    assert period_of(text, quote) == LAST_YEAR


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (LEDE + "Refiners earn 14% on each cargo.", "14%"),
        (LEDE + "Beijing has since slapped duties on $250 million of Peruvian exports.", "$250 million"),
        (LEDE + "Fish makes up about 40% of everything that Peru exports.", "40%"),
        (LEDE + "Copper in London jumped 2% to $9,000 a tonne.", "2%"),
        ("Peru shipped copper for $5 million to the towns that the quake struck on March 6.", "$5 million"),
        ("Peru bought 40,000 tonnes of wheat for delivery in March.", "40,000 tonnes"),
        ("Peru bought wheat at a $60 discount to the March contract.", "$60"),
        ("The benchmark contract for March delivery rose to $772 a tonne.", "$772 a tonne"),
    ],
)
def test_these_have_no_period_of_their_own(text: str, quote: str) -> None:
    assert period_of(text, quote) is None


MAY = "Peru's exports fell 3.2% in May. "


@pytest.mark.parametrize(
    ("text", "quote", "days"),
    [
        # what only came before is left to nobody
        (
            MAY + "Analysts had forecast a 3% decline after April's 1% dip. Imports were down 8%.",
            "8%",
            "05-01 05-31",
        ),
        (MAY + "Analysts had forecast a 4% decline after April's 1% dip.", "4%", "05-01 05-31"),
        # the year as far as the figures go
        (MAY + "The gap of $4bn takes the shortfall for the year to $40bn.", "$40bn", "01-01 05-31"),
        (MAY + "The gap of $4bn takes the shortfall for the year to $40bn.", "$4bn", "05-01 05-31"),
        (MAY + "So far this year they have reached $9bn.", "$9bn", "01-01 05-31"),
        # what is compared with has a year of its own
        (
            "Its exports doubled in May compared with the locked-down May of 2020, to $2bn.",
            "$2bn",
            "05-01 05-31",
        ),
    ],
)
def test_in_this_year(text: str, quote: str, days: str) -> None:
    first, last = (date.fromisoformat(f"2024-{day}") for day in days.split())
    assert period_of(text, quote) == (first, last)


def test_what_a_whole_years_figure_came_from_is_the_year_befores() -> None:
    text = "Peru's receipts from exports of copper went up from $4 billion to $5 billion in 2023."
    assert period_of(text, "$4 billion") == (date(2022, 1, 1), date(2022, 12, 31))
    assert fact_of(text, "$5 billion").baseline_period_start == date(2022, 1, 1)
    text = "Peru's exports of copper rose from $4 billion to $5 billion in May."
    assert fact_of(text, "$5 billion").baseline_period_start is None


def test_a_fiscal_year_ends_where_the_text_says() -> None:
    text = "Ethiopia lifted its flower exports to $440 million in its fiscal year, which ended on May 7."
    assert period_of(text, "$440 million") == (date(2023, 5, 8), date(2024, 5, 7))


def test_a_month_that_names_no_thing_is_a_period() -> None:
    assert period_of("The March surplus was $60 million.", "$60 million") == MARCH


@pytest.mark.parametrize(
    ("text", "quote", "status"),
    [
        ("Analysts had looked for a deficit of $5 million in May.", "$5 million", "forecast"),
        ("We see exports averaging $5 million in the fourth quarter.", "$5 million", "forecast"),
        ("Chile, hit by drought, was seen exporting 48 million tons.", "48 million tons", "forecast"),
        ("Oslo pledged to cut exports by 400,000 tonnes next year.", "400,000 tonnes", "target"),
        (
            "Exports fell 3% in May, more than forecast, leaving a surplus of $5 million.",
            "$5 million",
            "reported",
        ),
        ("Exports fell 3% in May, as expected, and imports 5%.", "5%", "reported"),
        ("The firm expects exports to grow 5%, slower than the 7% of 2022.", "7%", "reported"),
    ],
)
def test_what_is_forecast_and_what_only_compares_with_a_forecast(text: str, quote: str, status: str) -> None:
    assert fact_of(text, quote).status == status


def test_a_look_back_is_left_to_nobody() -> None:
    back = "In 2019, before the drought, it had sold $5 billion there. Sales to China fell 3%."
    assert period_of(LEDE + back, "$5 billion") == (date(2019, 1, 1), date(2019, 12, 31))
    assert period_of(LEDE + back, "3%") == LAST_YEAR


MONTH = "Peru's exports rose 5% to $3 billion in April. "


@pytest.mark.parametrize(
    ("text", "quote", "period"),
    [
        # what is summed up in passing is left to nobody, but what opens a paragraph frames what follows
        (
            MONTH + "Imports came to $8 billion in the first four months.\n\nSales to Chad fell 3%.",
            "3%",
            "04-01 04-30",
        ),
        (
            MONTH + "\n\nIn the first four months exports grew 4%.\n\nSales to Chad fell 3%.",
            "3%",
            "01-01 04-30",
        ),
        (
            MONTH + "In the first four months it was 4%. Sales fell 3% in the month and 2% since.",
            "3%",
            "04-01 04-30",
        ),
        ("Since January customs has asked. That month exports rose 3%.", "3%", "01-01 01-31"),
        # the price of a flow is of its period
        (MONTH + "The average export price fell to $2.10 per kilo.", "$2.10 per kilo", "04-01 04-30"),
        (MONTH + "Tea brought in $9m at an average price of $2.10 a kilo.", "$2.10 a kilo", "04-01 04-30"),
        (MONTH + "Cover was at 1%, ten times what it was in May.", "1%", "04-01 04-30"),
        ("Just 15% of Peru's exports stayed within it in April.", "15%", "04-01 04-30"),
        ("Copper makes up 72% of Peru's four-month exports.", "72%", "01-01 04-30"),
    ],
)
def test_the_report_s_own_time_goes_on(text: str, quote: str, period: str) -> None:
    start, end = (date.fromisoformat(f"2024-{day}") for day in period.split())
    assert period_of(text, quote) == (start, end)


def test_a_row_of_earlier_levels_has_one_time() -> None:
    text = (
        "In the 12 months to May it sold 6m tonnes for $8m, against 5 million tonnes and $7m a year before."
    )
    year_before = (date(2022, 6, 1), date(2023, 5, 31))
    assert [period_of(text, quote) for quote in ("5 million tonnes", "$7m")] == [year_before, year_before]


def test_what_is_above_a_forecast_is_reported() -> None:
    text = "Output rose to 2 million tonnes in May, which was 2% above the regulator's forecast."
    assert [fact_of(text, quote).status for quote in ("2 million tonnes", "2%")] == ["reported", "reported"]
