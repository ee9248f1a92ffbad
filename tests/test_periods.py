"""Periods as SDMX writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.periods import days_of, frequency_of, months, time_period


@pytest.mark.parametrize(
    ("start", "end", "written", "frequency"),
    [
        (date(2024, 1, 1), date(2024, 1, 31), "2024-01", "M"),
        (date(2024, 7, 1), date(2024, 9, 30), "2024-Q3", "Q"),
        (date(2024, 1, 1), date(2024, 6, 30), "2024-S1", "S"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023", "A"),
        # A year that begins in April is a reporting year; only the calendar's own is written by its number.
        (date(2023, 4, 1), date(2024, 3, 31), "2023-04-01/P1Y", "A"),
        (date(2023, 1, 1), date(2023, 9, 30), "2023-01-01/P9M", "YTD"),
        (date(2024, 2, 1), date(2024, 4, 30), "2024-02-01/P3M", "_O"),
        (date(2015, 1, 1), date(2021, 12, 31), "2015-01-01/P7Y", "_O"),
        (date(2024, 6, 3), date(2024, 6, 9), "2024-W23", "W"),
        (date(2024, 6, 3), date(2024, 6, 3), "2024-06-03", "D"),
        (date(2024, 2, 5), date(2024, 3, 7), "2024-02-05/P32D", "_O"),
    ],
)
def test_a_period_is_written_as_sdmx_writes_it(start: date, end: date, written: str, frequency: str) -> None:
    assert (time_period(start, end), frequency_of(start, end)) == (written, frequency)
    assert days_of(written) == (start, end)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-M03", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024M03", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2023-A1", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-T2", date(2024, 5, 1), date(2024, 8, 31)),
        (" 2023 ", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_other_spellings_are_read(written: str, start: date, end: date) -> None:
    assert days_of(written) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "2024-13", "2024Q5", "2024-W54", "2024-02-30", "January", "20231", "2024-01-01/P"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert days_of(text) is None


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(0, 4000))
def test_any_period_is_read_as_it_is_written(start: date, days: int) -> None:
    end = date.fromordinal(start.toordinal() + days)
    assert days_of(time_period(start, end)) == (start, end)
    whole = months(start, end)
    assert whole is None or start.day == 1
