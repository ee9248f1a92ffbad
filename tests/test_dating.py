"""The day of publication: what tells it, in which order, and what is said where nothing tells it for sure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.building import Told, build
from documents.dating import Dated, Order, dateline, day_of, order_of
from documents.record import Record
from schemas.vocabulary import PublishedBy

BODY = "Exports fell by 39% in January, the ministry said."
GIVEN, STATED, FLAG, WRITTEN = (date(2024, 1, day) for day in (1, 2, 3, 4))

DATELINES = {
    "2 Feb, 2024 16:15 / Updated 11 months ago": date(2024, 2, 2),
    "ANKARA, March 5, 2024 (Agency) - Exports fell by 39%.": date(2024, 3, 5),
    "ISTANBUL, 12 January 2023 — Exports fell by 39%.": date(2023, 1, 12),
    "Published: 13/03/2024": date(2024, 3, 13),
    "Published on 2024-03-12": date(2024, 3, 12),
    "Published: 12.03.2024": date(2024, 3, 12),
    "Date: Tuesday, 5 March 2024": date(2024, 3, 5),
    "March 5, 2024": date(2024, 3, 5),
    "By Jane Doe | March 5th, 2024 | 5 min read": date(2024, 3, 5),
    "Tue 5 Mar 2024, 11:20 GMT": date(2024, 3, 5),
    "Last updated: 4 November 2024": date(2024, 11, 4),
    "Posted 2024-03-05T09:30:00+03:00": date(2024, 3, 5),
    "Ankara, 5 March 2024": date(2024, 3, 5),
    "5 March 2024, updated 6 March 2024": date(2024, 3, 5),
}
#: A date in the text is a date that the text is about.
NO_DATELINES = [
    "Exports fell by 39% on 5 March 2024, the ministry said.",
    "In March 2024 exports fell.",
    "The decree of 12 January 2023 bans exports.",
    "Turkey signed the treaty on 4 May 2019. It entered into force - at last - in 2020.",
    "Published data show a fall.",
    "Next Release: 14 March 2024",
    "Deadline: 31 March 2024",
    "Effective Date: 1 January 2025",
    "In Force: 24 February 2022",
    "31 Dec 2022   31 Dec 2023",
    "Table 5.3 of 2024",
    "30 February 2024",
]


@pytest.mark.parametrize("line", DATELINES)
@pytest.mark.parametrize("above", ["", "Exports fall by a third\n\n"])
def test_a_dateline_tells_the_day(line: str, above: str) -> None:
    assert dateline(f"{above}{line}\n\n{BODY}") == Dated(DATELINES[line])


@pytest.mark.parametrize("line", NO_DATELINES)
def test_a_date_that_the_text_is_about_does_not(line: str) -> None:
    assert dateline(f"{line}\n{BODY}").day is None


@pytest.mark.parametrize(
    ("record", "language", "order"),
    [
        (Record(publisher="Anadolu Agency"), None, Order.DAY_FIRST),
        (Record(publisher="The Wall Street Journal"), None, Order.MONTH_FIRST),
        (Record(url="https://www.gov.uk/trade"), None, Order.DAY_FIRST),
        (Record(url="https://ustr.gov/trade"), None, Order.MONTH_FIRST),
        (Record(), "en-GB", Order.DAY_FIRST),
        (Record(), "en_US", None),
        (Record(url="https://ustr.gov/trade"), "en_US", Order.MONTH_FIRST),
        (Record(), "tr", Order.DAY_FIRST),
        (Record(), "en", None),
        (Record(publisher="Unheard Of", url="https://news.io/a"), None, None),
        (Record(url="https://cbc.ca/a"), None, None),
        (Record(url="http://[half"), None, None),
    ],
)
def test_the_publisher_tells_which_number_is_the_month(
    record: Record, language: str | None, order: Order | None
) -> None:
    assert order_of(record.publisher, record.url, language) is order


def test_a_doubt_is_told_and_not_decided() -> None:
    text = f"Published: 12/03/2024\n\n{BODY}"
    assert dateline(text, Order.DAY_FIRST).day == date(2024, 3, 12)
    assert dateline(text, Order.MONTH_FIRST).day == date(2024, 12, 3)
    document = build("a.txt", "a", text)
    assert (document.published, document.published_by) == (None, None)
    assert document.notes == (
        "It is dated 12/03/2024, which may be 12 March or 3 December 2024, so its date is unknown.",
    )


def test_a_dateline_without_a_year_has_that_of_the_day_near_it() -> None:
    text = f"ANKARA, Dec 30 (Agency) - {BODY}"
    assert dateline(text, near=date(2024, 1, 3)).day == date(2023, 12, 30)
    assert dateline(text) == Dated(None, "It is dated 30 Dec, without a year, so its date is unknown.")


@pytest.mark.parametrize(
    ("told", "text", "day", "by"),
    [
        (Told(Record(published=GIVEN), Record(published=STATED), FLAG), BODY, GIVEN, PublishedBy.GIVEN),
        (Told(metadata=Record(published=STATED), published=FLAG), BODY, STATED, PublishedBy.METADATA),
        (Told(published=FLAG), f"5 March 2024\n{BODY}", date(2024, 3, 5), PublishedBy.DATELINE),
        (Told(published=FLAG, created=WRITTEN), BODY, FLAG, PublishedBy.GIVEN),
        (Told(created=WRITTEN), BODY, WRITTEN, PublishedBy.FILE),
        (Told(created=date(1980, 1, 1)), BODY, None, None),
        (Told(), BODY, None, None),
    ],
)
def test_what_tells_the_day_goes_in_order(
    told: Told, text: str, day: date | None, by: PublishedBy | None
) -> None:
    document = build("a.txt", "a", text, told)
    assert (document.published, document.published_by) == (day, by)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_way_to_write_a_day_is_read_as_that_day(day: date) -> None:
    for written in (f"{day}", f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}"):
        assert day_of(written) == day
        assert dateline(f"{written}\n{BODY}").day == day


@given(st.text(alphabet=st.sampled_from("Ab1 ,./-:–\n()24MarchPublised"), max_size=300))
def test_any_text_tells_a_day_or_none(text: str) -> None:
    assert isinstance(dateline(text), Dated)
