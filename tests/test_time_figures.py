"""Figures over time: events, logarithmic axes, small multiples, official lines, labels in crowded places."""

import json
import math
import re
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest
from builders import (
    ECHO,
    JANUARY,
    TRADE,
    YEAR_BEFORE,
    echo_facts,
    fact_in,
    frames,
    observations,
    seen,
    trade_facts,
)
from lettered import lettered

from figures.catalogue import CATALOGUE
from figures.drawing import events, lettering, scale, value_axis
from figures.drawing.placing import Box
from figures.drawing.time_axis import time_ticks
from figures.options import Event, Options
from figures.selection import Selection
from figures.words import words_of
from schemas.periods import whole_months
from schemas.records import Document, Fact

SANCTIONS = Event("sanctions", date(2022, 2, 24))
OVER_TIME = ("values-over-time", "by-country", "by-product")
_EXPORTS: dict[str, Any] = {
    "flow": "export", "reporter": "TUR", "partner": "RUS", "indicator": "exports", "unit": "USD",
}  # fmt: skip


def said(number: int, value: float, when: str = "2024-01", **says: Any) -> tuple[Document, Fact]:
    """Return a document that states one amount of exports over a month, and the fact of it."""
    quote = f"${value / 1e6:g} million"
    year, month = map(int, when.split("-"))
    publisher = says.pop("publisher", "The Daily")
    document = Document(
        f"d{number}", f"It was {quote} then.", title=f"Title {number}", publisher=publisher,
        published=date(2024, 9, number % 28 + 1),
    )  # fmt: skip
    period = whole_months(date(year, month, 1), 1)
    return document, fact_in(document, quote, **_EXPORTS | {"value": value, "period": period} | says)


def draw(name: str, *told: tuple[Document, Fact], **options: Any) -> go.Figure:
    documents, facts = (list(part) for part in zip(*told, strict=True)) if told else ([TRADE], trade_facts())
    return CATALOGUE[name].build(*frames(facts, *documents), Options(**options))


def written(figure: go.Figure, name: str) -> list[str]:
    """Return the texts of one kind of annotation."""
    return [str(one.text) for one in lettered(figure) if one.name == name]


def texts(figure: go.Figure) -> str:
    return " ".join(str(one.text) for one in lettered(figure))


def notes(figure: go.Figure) -> str:
    return " ".join(words_of(figure).notes)


def values(figure: go.Figure) -> dict[str, float]:
    return {
        ids: trace.y[number] for trace in figure.data for number, ids in enumerate(trace.customdata or ())
    }


def months(first: tuple[int, int], *amounts: float | None, **says: Any) -> list[dict[str, Any]]:
    """Return observations of the months from the first on, None for one that is missing."""
    days = [whole_months(date(first[0] + at // 12, at % 12 + 1, 1), 1) for at in range(first[1] - 1, 999)]
    return [seen(day, one, **says) for day, one in zip(days, amounts, strict=False) if one]


# ---- events ----


@pytest.mark.parametrize("name", OVER_TIME)
def test_an_event_crosses_the_axis_with_its_name_and_day(name: str) -> None:
    figure = draw(name, said(1, 631e6), said(2, 500e6, "2021-06"), events=(SANCTIONS,))
    lines = [one for one in figure.layout.shapes if one.name == "event"]
    assert {one.x0 for one in lines} == {"2022-02-24"}
    assert all(one.line.dash == "dash" for one in lines)
    assert written(figure, "event") == ["sanctions, 24 Feb 2022"]


def test_an_event_near_the_data_stretches_the_axis_and_one_far_away_is_told() -> None:
    both = (Event("near", date(2024, 12, 1)), Event("far", date(2010, 1, 1)))
    figure = draw("values-over-time", said(1, 631e6), said(2, 500e6, "2022-01"), events=both)
    assert figure.layout.xaxis.range[1] > "2024-12-01"
    assert figure.layout.xaxis.range[0] > "2021"
    assert "Outside the time shown: far, 1 Jan 2010." in notes(figure)
    assert written(figure, "event") == ["near, 1 Dec 2024"]


def test_an_event_leaves_the_data_at_least_half_of_the_axis() -> None:
    days = (date(2024, 1, 1), date(2024, 3, 1))
    many = [Event(str(year), date(year, 1, 1)) for year in range(1990, 2060)]
    first, last = events.stretched(days, many)
    assert (days[1] - days[0]).days >= 0.5 * (last - first).days


@pytest.mark.parametrize("pixels", [120, 300, 700, 1100])
def test_names_of_events_lie_on_no_other_name_and_no_line(pixels: int) -> None:
    days = (date(2020, 12, 1), date(2024, 2, 1))
    many = [
        Event(f"something that happened {at}", date(2021 + at // 4, 1 + at * 5 % 12, 3)) for at in range(9)
    ]
    told = events.told(days, many, pixels)
    boxes = [one.box for one in told if one.box is not None]
    assert len(told) == 9
    assert all(box.left + 2 >= 0 and box.right <= pixels for box in boxes)
    assert not any(one.overlaps(other) for one in boxes for other in boxes if one is not other)
    for one in (one for one in told if one.box is not None):
        line = Box(one.x - 1, one.box.top, one.x + 1, 0)
        assert not any(line.overlaps(box) for box in boxes if box is not one.box)


def test_an_event_whose_name_has_no_room_is_named_in_a_note() -> None:
    many = tuple(Event(f"a rather long name of event {at}", date(2023, 3 + at, 1)) for at in range(8))
    figure = draw("values-over-time", said(1, 631e6), said(2, 500e6, "2023-01"), events=many, width=390)
    shown = written(figure, "event")
    assert len(shown) < 8
    assert "Dashed lines: " in notes(figure)
    for one in many:
        assert f"{one.name}, " in notes(figure) or any(one.name in text for text in shown)


def test_an_event_cannot_write_markup() -> None:
    evil = Event("<b>x</b><a href='http://x.example'>y</a>", date(2023, 6, 1))
    figure = draw("values-over-time", said(1, 631e6), said(2, 500e6, "2022-01"), events=(evil,))
    assert "<a " not in texts(figure)
    assert "&lt;b&gt;x" in texts(figure)


# ---- logarithmic axes ----


def test_a_logarithmic_axis_says_so_and_holds_marks_whiskers_and_labels() -> None:
    told = [said(at, 10**at * 1e6, f"2024-{at:02}") for at in range(1, 6)]
    told.append(said(9, 40e6, "2024-08", value_high=5e9))
    figure = draw("values-over-time", *told, logarithmic=True)
    axis = figure.layout.yaxis
    assert axis.type == "log"
    assert axis.range[0] < math.log10(10e6) and axis.range[1] > math.log10(1e11)
    assert written(figure, "axis title") == ["US dollars, logarithmic scale · Turkey’s exports to Russia"]
    assert list(axis.ticktext) == ["10m", "100m", "1bn", "10bn", "100bn"]
    (label,) = [one for one in lettered(figure) if one.name == "mark" and "$100bn" in one.text]
    assert math.log10(label.y) == pytest.approx(11, abs=0.5)
    (whisker,) = [one for one in figure.data if one.error_y.array and max(one.error_y.array) > 0]
    assert max(whisker.error_y.array) == pytest.approx(5e9 - 40e6)


def test_an_arrow_of_a_bound_stands_at_its_mark_on_a_logarithmic_axis() -> None:
    over = said(1, 100e6, bound="more_than")
    figure = draw("values-over-time", over, said(2, 900e6, "2023-01"), logarithmic=True)
    (arrow,) = [one for one in figure.layout.annotations if one.arrowhead == 2]
    assert arrow.y == pytest.approx(8)
    assert arrow.yshift > 0 and arrow.ay > 0


def test_what_is_not_above_zero_keeps_equal_steps_and_a_note_says_so() -> None:
    deficit = {"flow": "balance", "balance": "deficit"}
    told = [said(1, 631e6), said(2, 500e6, "2023-01", **deficit)]
    figure = draw("values-over-time", *told, logarithmic=True)
    assert figure.layout.yaxis.type == "linear"
    assert "logarithmic" not in " ".join(written(figure, "axis title"))
    assert "Zero and what lies below it are on no logarithmic scale" in notes(figure)


def test_a_scale_is_linear_unless_it_is_asked_for() -> None:
    figure = draw("values-over-time")
    assert figure.layout.yaxis.type == "linear"
    assert "logarithmic" not in texts(figure)
    assert value_axis.bar_notes(Options()) == ()
    assert "start at zero" in value_axis.bar_notes(Options(logarithmic=True))[0]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (15, 300, [20, 50, 100, 200]),
        (80, 300_000, [100, 1_000, 10_000, 100_000]),
        (1e3, 1e13, [1e3, 1e6, 1e9, 1e12]),
    ],
)
def test_ticks_of_multiples_are_round(low: float, high: float, expected: list[float]) -> None:
    assert scale.ticks_of_multiples(low, high, most=4) == expected


@pytest.mark.parametrize("low", [1e-3, 1, 37, 1e9])
@pytest.mark.parametrize("times", [1.7, 3, 10, 80, 1e4, 1e12])
def test_every_axis_of_multiples_has_ticks_within_it(low: float, times: float) -> None:
    found = scale.ticks_of_multiples(low, low * times, most=5)
    assert 2 <= len(found) <= 6
    assert all(low <= one <= low * times for one in found)


# ---- small multiples ----


def test_each_partner_has_a_small_panel_the_largest_first_on_one_axis() -> None:
    told = [
        said(1, 631e6), said(2, 900e6, partner="CHN"), said(3, 60e6, partner="IRQ"),
        said(4, 500e6, "2023-01"),
    ]  # fmt: skip
    figure = draw("by-country", *told)
    titles = [lettering.re.sub("<[^>]+>", "", one) for one in written(figure, "panel title")]
    assert titles == ["China", "Russia", "Iraq"]
    assert {tuple(figure.layout[axis].range) for axis in ("yaxis", "yaxis2", "yaxis3")} == {
        tuple(figure.layout.yaxis.range)
    }
    assert figure.layout.xaxis.range == figure.layout.xaxis3.range
    assert "by country" in words_of(figure).title
    assert "all panels share both axes" in words_of(figure).subtitle
    assert sorted(values(figure).values()) == [60e6, 500e6, 631e6, 900e6]


def test_no_panel_is_flattened_by_one_that_is_many_times_as_large() -> None:
    figure = draw("by-country", said(1, 631e9), said(2, 900e9, partner="CHN"), said(3, 20e6, partner="IRQ"))
    assert written(figure, "axis title") == ["US dollars, billion", "US dollars, million"]
    assert figure.layout.yaxis3.range[1] < 40e6


def test_units_are_facets_with_axes_of_their_own() -> None:
    figure = draw("by-country", said(1, 631e6), said(2, 9e3, partner="CHN", unit="tonne"))
    assert [one.split(" · ")[0] for one in written(figure, "axis title")] == ["US dollars, million", "Tonnes"]
    assert figure.layout.yaxis.range != figure.layout.yaxis2.range
    assert "panels of one unit that are alike in size share both axes" in words_of(figure).subtitle


def test_products_are_told_by_what_is_measured() -> None:
    told = [
        said(1, 631e6, indicator="wheat exports"), said(2, 100e6, "2023-01", indicator="exports of wheat"),
        said(3, 90e6, indicator="crude oil"), said(4, 700e6),
    ]  # fmt: skip
    titles = [
        lettering.re.sub("<[^>]+>", "", one) for one in written(draw("by-product", *told), "panel title")
    ]
    assert len(titles) == 3
    assert any("heat" in one for one in titles)
    assert titles[-1] == "No product named"


@pytest.mark.parametrize(("width", "expected"), [(1200, 4), (800, 3), (600, 2), (390, 1)])
def test_narrow_figures_have_fewer_columns(width: int, expected: int) -> None:
    codes = ("RUS", "CHN", "IRQ", "DEU", "FRA", "ITA", "ESP", "GRC")
    told = [said(at, (at + 1) * 1e8, partner=code) for at, code in enumerate(codes)]
    figure = draw("by-country", *told, width=width)
    starts = {round(figure.layout[f"xaxis{at or ''}"].domain[0], 3) for at in (0, *range(2, 9)) if at != 1}
    assert len(starts) == expected


def test_of_many_countries_the_largest_are_drawn_and_the_others_told() -> None:
    codes = (
        "RUS CHN IRQ DEU FRA ITA ESP GRC USA GBR IND JPN KOR BRA MEX CAN AUS NZL ZAF EGY NGA KEN GHA UKR POL "
        "SWE NOR FIN DNK NLD"
    ).split()
    told = [said(at, (at + 1) * 1e8, partner=code) for at, code in enumerate(codes)]
    figure = draw("by-country", *told)
    assert len(written(figure, "panel title")) == 12
    assert "12 of 30 panels are shown; not drawn: " in notes(figure)
    assert len(words_of(figure).drawn) == 12
    assert "the Netherlands" not in notes(figure)


@pytest.mark.parametrize("name", OVER_TIME)
def test_figures_over_time_list_what_they_draw(name: str) -> None:
    facts, documents = frames([*trade_facts(), *echo_facts()], TRADE, ECHO)
    figure = CATALOGUE[name].build(facts, documents, Options())
    assert len(CATALOGUE[name].shows(Selection.of(facts, documents))) == len(words_of(figure).rows)


@pytest.mark.parametrize("name", OVER_TIME)
@pytest.mark.parametrize("width", [320, 390, 600, 1200, 3000])
def test_figures_over_time_can_be_drawn_at_every_width(name: str, width: int) -> None:
    told = [said(at, 10 ** (at % 9) * 1e3, f"2024-{at % 12 + 1:02}") for at in range(30)]
    for more in ({}, {"logarithmic": True}, {"events": (SANCTIONS,)}, {"bare": True}):
        figure = draw(name, *told, width=width, **more)
        assert (
            go.Figure(json.loads(figure.to_json())).to_plotly_json()
            == go.Figure(json.loads(go.Figure(json.loads(figure.to_json())).to_json())).to_plotly_json()
        )
        assert len(values(figure)) == 30


# ---- official figures ----


def test_behind_the_values_lies_what_an_office_published() -> None:
    rows = months((2023, 9), 610e6, 620e6, 630e6, 615e6, 640e6, 650e6)
    figure = draw("values-over-time", said(1, 631e6), observations=observations(*rows))
    (line,) = [one for one in figure.data if one.mode == "lines+markers"]
    assert 640e6 in line.y
    assert written(figure, "line name") == ["<b>COMTRADE</b>"]
    words = words_of(figure)
    assert words.sources.startswith("Official figures: COMTRADE (vintage of 1 Jun 2024). Source: ")
    assert "grey lines are official figures" in words.subtitle
    assert sum(row.origin == "official" for row in words.rows) == 6


@pytest.mark.parametrize("name", ["values-over-time", "claims-against-official"])
def test_provisional_observations_look_open_and_the_source_line_says_so(name: str) -> None:
    rows = months((2023, 9), 610e6, 620e6, 630e6, 615e6, 640e6, 650e6)
    rows[-1] |= {"status": "provisional"}
    figure = draw(name, said(1, 590e6), observations=observations(*rows))
    (line,) = [one for one in figure.data if one.mode == "lines+markers"]
    looks = list(line.marker.color)
    assert looks[-1] == "#FFFFFF" and "#FFFFFF" not in looks[:-1]
    assert "Open point on a line: provisional or an estimate." in notes(figure)
    assert "partly provisional" in words_of(figure).sources


def test_an_official_figure_under_a_mark_stays_to_be_seen() -> None:
    rows = months((2023, 9), 610e6, 620e6, 630e6, 615e6, 631e6, 650e6)
    figure = draw("claims-against-official", said(1, 631e6), observations=observations(*rows))
    last = [one for one in figure.data if one.mode == "markers"][-1]
    assert (last.x, last.y) == (("2024-01-16",), (631e6,))
    assert "Grey dot on a mark: there lies a point of a line." in notes(figure)


def test_what_is_implied_by_no_claim_of_a_panel_is_not_in_it() -> None:
    text = "Sales of widgets fell by 39% to 631 million US dollars."
    document = Document("w", text, title="Widgets", published=date(2024, 2, 1))
    about = {**_EXPORTS, "indicator": "widgets", "period": JANUARY}
    level = fact_in(document, "631 million US dollars", value=631e6, **about)
    change = fact_in(
        document, "39%", value=39.0, **about | {"unit": "percent"}, measure="relative_change",
        direction="decrease", baseline=YEAR_BEFORE,
    )  # fmt: skip
    other, claim = said(1, 640e6)
    facts = frames([level, change, claim], document, other)
    rows = observations(seen(YEAR_BEFORE, 1040e6), seen(JANUARY, 640e6))
    figure = CATALOGUE["claims-against-official"].build(*facts, Options(observations=rows))
    assert list(values(figure)) == [claim.fact_id]


# ---- labels ----


@pytest.mark.parametrize("width", [390, 600, 800, 1200])
def test_claims_of_one_month_are_labelled_or_counted(width: int) -> None:
    rows = months((2022, 1), *(600e6 + at * 3e6 for at in range(36)))
    told = [said(at, value * 1e6) for at, value in enumerate((631, 600, 655, 640, 700, 580, 690, 760))]
    figure = draw("claims-against-official", *told, observations=observations(*rows), width=width)
    labels = len(written(figure, "mark"))
    assert labels >= 5
    if labels < 8:
        marks = "mark is" if labels == 7 else "marks are"
        assert f"{8 - labels} {marks} without a label for want of room." in notes(figure)
    else:
        assert "without a label" not in notes(figure)


def test_marks_that_say_the_same_share_a_label() -> None:
    figure = draw("values-over-time", *(said(at, 631e6) for at in range(12)))
    assert len(written(figure, "mark")) == 1
    assert "without a label" not in notes(figure)


def test_of_very_many_marks_the_extremes_are_labelled() -> None:
    told = [said(at, (at + 1) * 1e6, f"20{at // 12 + 10}-{at % 12 + 1:02}") for at in range(120)]
    figure = draw("values-over-time", *told)
    assert "$120m" in texts(figure)
    assert "marks are without a label for want of room." in notes(figure)


@pytest.mark.parametrize("width", [390, 1200])
def test_every_official_line_has_its_name(width: int) -> None:
    mirror = {"flow": "import", "reporter": "RUS", "partner": "TUR"}
    rows = [*months((2023, 9), *[610e6] * 6), *months((2023, 9), *[700e6] * 6, **mirror)]
    rows += months((2023, 9), *[640e6] * 6, dataset="EUROSTAT")
    figure = draw("claims-against-official", said(1, 640e6), observations=observations(*rows), width=width)
    names = " ".join(written(figure, "line name"))
    for name in ("COMTRADE", "COMTRADE, mirror", "EUROSTAT"):
        assert name in names


def test_of_many_panels_those_of_trade_in_money_come_first() -> None:
    told = [
        said(1, 9e4, unit="tonne", partner="CHN"),
        said(2, 5e6, flow="aid", reporter="USA", partner="UKR", unit="EUR"),
    ]
    told += [said(3, 631e6), said(4, 600e6, "2023-01")]
    headings = written(draw("values-over-time", *told), "axis title")
    assert headings[0].startswith("US dollars, million")
    assert headings[-1].startswith("Euros")


# ---- text and time ----


def test_a_publisher_written_from_right_to_left_does_not_tear_a_day_apart() -> None:
    figure = draw("values-over-time", said(1, 631e6, publisher="صحيفة الشرق"), width=1200)
    assert "\u2067صحيفة الشرق\u2069, “Title 1” (2 Sep 2024)" in texts(figure)


def test_isolates_are_balanced_and_none_is_a_documents_own() -> None:
    for text in ("\u2067abc", "שלום \u2066 (8 Aug 2024)", "12 שלום 34 abc שלום", "\u2069\u202e<b>שלום</b>"):
        shown = lettering.safe(text)
        assert shown.count("\u2067") == shown.count("\u2069")
        assert not set("\u2066\u2068\u202e") & set(shown)
        assert "<" not in shown
    assert lettering.safe("plain 8 Aug 2024") == "plain 8 Aug 2024"


@pytest.mark.parametrize(
    "text", ["日本経済新聞社の報道によると" * 4, "नमस्ते दुनिया" * 9, "😀" * 50, "አማርኛ" * 20]
)
def test_letters_that_the_table_lacks_are_thought_wide(text: str) -> None:
    lines = lettering.wrapped(text, 12, 200)
    assert all(lettering.width(line, 12) <= 200 for line in lines)
    assert lettering.width("日本", 12) >= 24
    assert lettering.width("e\u0301", 12) == lettering.width("e", 12)


@pytest.mark.parametrize("pixels", [60, 100, 300, 1100])
@pytest.mark.parametrize(("first", "last"), [((2024, 1, 1), (2024, 3, 1)), ((1, 1, 1), (9999, 1, 1))])
def test_ticks_of_time_never_run_out(pixels: int, first: Any, last: Any) -> None:
    at, shown = time_ticks((date(*first), date(*last)), pixels)
    assert len(at) == len(shown) >= 1


def test_panels_that_are_left_out_are_counted_and_named_with_their_unit() -> None:
    partners = (
        "DEU FRA ITA ESP NLD BEL POL SWE DNK FIN NOR CZE HUN ROU BGR GRC PRT IRL AUT CHE USA CAN MEX BRA"
    )
    says = {"unit": "USD", "flow": "export", "reporter": "TUR", "period": JANUARY}
    facts = [
        fact_in(TRADE, "631 million", value=value, partner=one, **says)._replace(fact_id=f"{one}{value}")
        for one in partners.split()
        for value in (1e6, 1e9)
    ] + [
        fact_in(TRADE, "4 billion", value=4e9, partner=one, **says | {"unit": "EUR"})._replace(fact_id=one)
        for one in partners.split()
    ]
    figure = CATALOGUE["by-country"].build(*frames(facts, TRADE))
    (note,) = [one for one in words_of(figure).notes if "panels are shown" in one]
    kept, total = (int(one) for one in re.findall(r"\d+", note.partition(" panels")[0]))
    named = note.partition("not drawn: ")[2].rstrip(".")
    more = re.search(r"and (\d+) more", named)
    assert total - kept == named.count("(") + (int(more[1]) if more else 0)


def test_a_deficit_is_called_so_and_stands_below_zero_with_its_sign() -> None:
    gap = {"unit": "GBP", "flow": "balance", "balance": "deficit", "reporter": "GBR", "period": JANUARY}
    facts = [
        fact_in(TRADE, "631 million", value=631e6, **gap),
        fact_in(TRADE, "4 billion", value=4e9, unit="GBP", flow="import", reporter="GBR", period=JANUARY),
    ]
    said = " ".join(str(one.text) for one in lettered(CATALOGUE["by-country"].build(*frames(facts, TRADE))))
    assert "−£631m deficit" in said and "balance" not in said
