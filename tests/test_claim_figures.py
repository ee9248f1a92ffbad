"""Claims side by side, claims on official series, and amounts in one currency."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
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
from lettered import lettered, unlettered

from analysis.rates import RATE_COLUMNS, Rates
from figures.catalogue import CATALOGUE
from figures.options import Options
from figures.words import words_of
from schemas.periods import whole_months
from schemas.records import Document, Fact

#: One euro is 1 dollar in all of 2023, and 1.25 dollars in January 2024; of other days nothing is known.
RATES = Rates(
    pd.DataFrame(
        [
            ("USD", date(2023, 1, 1), date(2023, 12, 31), 1.0, "the bank"),
            ("USD", date(2024, 1, 1), date(2024, 1, 31), 1.25, "the bank"),
        ],
        columns=list(RATE_COLUMNS),
    )
)
_EXPORTS: dict[str, Any] = {
    "flow": "export", "reporter": "TUR", "partner": "RUS", "indicator": "exports", "period": JANUARY,
    "unit": "USD",
}  # fmt: skip


def draw(name: str, facts: list[Fact], *documents: Document, **options: Any) -> go.Figure:
    return CATALOGUE[name].build(*frames(facts, *(documents or (TRADE, ECHO))), Options(**options))


def both() -> list[Fact]:
    return [*trade_facts(), *echo_facts()]


def said(number: int, quote: str, text: str = "It was {} in January.", **says: Any) -> tuple[Document, Fact]:
    """Return a document that says one thing, and the fact of it."""
    day = date(2024, 2, number)
    document = Document(f"d{number}", text.format(quote), title=f"Title {number}", published=day)
    return document, fact_in(document, quote, **_EXPORTS | says)


def agreement(*told: tuple[Document, Fact], **options: Any) -> go.Figure:
    return draw("agreement", [fact for _, fact in told], *(document for document, _ in told), **options)


def tip(figure: go.Figure, fact: Fact) -> str:
    """Return the tooltip of a fact's mark, in one line."""
    trace, _ = marks(figure)[fact.fact_id]
    return str(trace.hovertext[list(trace.customdata).index(fact.fact_id)]).replace("<br>", " ")


def texts(figure: go.Figure) -> str:
    return " ".join(str(one.text) for one in lettered(figure))


def marks(figure: go.Figure) -> dict[str, Any]:
    """Return the trace of each fact, and where it stands on the axis of values."""
    dated = figure.layout.xaxis.type == "date"
    return {
        ids: (trace, (trace.y if dated else trace.x)[number])
        for trace in figure.data
        for number, ids in enumerate(trace.customdata or ())
    }


# ---- agreement ----


def test_sources_that_agree_stand_below_one_another() -> None:
    counts = [one for one in both() if one.unit == "count"]
    figure = draw("agreement", counts)
    found = marks(figure)
    assert [value for _, value in found.values()] == [18, 18]
    assert len({y for trace in unlettered(figure) for y in trace.y}) == 2
    for text in ("Turkey: companies", "2 sources agree", "The Daily", "The Herald", "8 Aug 2024"):
        assert text in texts(figure), text
    assert "1 agreement" in words_of(figure).subtitle
    assert not figure.layout.shapes


def test_between_claims_that_conflict_lies_a_grey_band() -> None:
    figure = agreement(said(1, "$631 million", value=631e6), said(2, "$700 million", value=700e6))
    (band,) = figure.layout.shapes
    assert (band.x0, band.x1) == (631e6, 700e6)
    assert "Conflict: 11% apart · Jan 2024" in texts(figure)
    assert figure.layout.xaxis.title.text == "US dollars, million"
    assert "Grey: between claims that conflict." in words_of(figure).notes


def test_a_bar_shows_what_a_claim_allows_and_an_arrow_where_it_has_no_end() -> None:
    about = said(1, "about 600 million dollars", value=600e6, bound="approx")
    over = said(2, "over 560 million dollars", value=560e6, bound="more_than")
    figure = agreement(about, over)
    trace, _ = marks(figure)[about[1].fact_id]
    assert 50e6 in trace.error_x.array and 50e6 in trace.error_x.arrayminus
    (arrow,) = [one for one in figure.layout.annotations if one.ax]
    assert (arrow.x, arrow.xshift) == (560e6, 26)
    assert "It allows $550m–$650m" in tip(figure, about[1])


def test_what_is_superseded_is_lighter_and_says_so() -> None:
    first = said(1, "$700 million", value=700e6, status="provisional")
    last = said(9, "$731 million", "A revised figure of {} was given.", value=731e6)
    figure = agreement(first, last)
    faded = marks(figure)[first[1].fact_id][0]
    assert faded.opacity < 1 == marks(figure)[last[1].fact_id][0].opacity
    assert "1 Feb 2024, superseded" in texts(figure)
    assert "Superseded: 4.4% apart" in texts(figure)


def test_currencies_agree_after_conversion_and_the_rate_is_told() -> None:
    dollars = said(1, "$625 million", value=625e6)
    more = said(2, "$625 million", value=625e6)
    euros = said(3, "€500 million", value=500e6, unit="EUR")
    figure = agreement(dollars, more, euros, rates=RATES)
    assert "3 agree after conversion" in texts(figure)
    assert "$625m (€500m)" in texts(figure)
    assert marks(figure)[euros[1].fact_id][1] == pytest.approx(625e6)
    assert "1 EUR = 1.25 USD" in tip(figure, euros[1])
    in_euros = agreement(dollars, more, euros, rates=RATES, currency="EUR")
    assert in_euros.layout.xaxis.title.text == "Euros, million"
    assert "€500m ($625m)" in texts(in_euros)
    assert any("Converted to euros" in note for note in words_of(in_euros).notes)


def test_a_fall_lies_below_zero_and_differs_by_points() -> None:
    falls: dict[str, Any] = {
        "unit": "percent", "measure": "relative_change", "direction": "decrease", "baseline": YEAR_BEFORE,
    }  # fmt: skip
    one, other = said(1, "39%", value=39.0, **falls), said(2, "37%", value=37.0, **falls)
    figure = agreement(one, other)
    assert [marks(figure)[fact.fact_id][1] for _, fact in (one, other)] == [-39, -37]
    assert "Conflict: 2 points apart" in texts(figure)
    assert figure.layout.xaxis.title.text == "Change, percent"


def test_conflicts_come_first_and_copies_are_no_sources() -> None:
    one, other = said(1, "$631 million", value=631e6), said(2, "$700 million", value=700e6)
    told = [*both(), one[1], other[1]]
    figure = draw("agreement", told, TRADE, ECHO, one[0], other[0])
    assert "1 conflict and 2 agreements" in words_of(figure).subtitle
    assert figure.layout.xaxis.title.text == "US dollars, million"
    assert words_of(agreement(one, other, originals={"d2": "d1"})).empty


def test_of_many_claims_the_smallest_and_the_largest_are_drawn() -> None:
    told = [said(number, f"${600 + number} million", value=(600 + number) * 1e6) for number in range(1, 13)]
    figure = agreement(*told)
    values = [value for _, value in marks(figure).values()]
    assert (min(values), max(values), len(values)) == (601e6, 612e6, 8)
    assert any("4 claims" in note for note in words_of(figure).notes)


def test_a_title_cannot_write_markup_into_a_row() -> None:
    document, fact = said(1, "$631 million", value=631e6)
    evil = Document("evil", document.text, title="<a href='x'>y</a> <b>z</b>", published=date(2024, 2, 9))
    figure = draw("agreement", [fact, fact._replace(fact_id="e", document_id="evil")], document, evil)
    hovers = " ".join(text for trace in figure.data for text in trace.hovertext or ())
    assert "&lt;a href" in texts(figure) and "&lt;a href" in hovers
    assert "<a href" not in texts(figure) + hovers


# ---- claims against official figures ----


def _monthly(*values: float | None, **says: Any) -> list[dict[str, Any]]:
    """Return observations of the months from September 2023 on, None for one that is missing."""
    months = [whole_months(date(2023 + (8 + at) // 12, (8 + at) % 12 + 1, 1), 1) for at in range(len(values))]
    return [seen(days, value, **says) for days, value in zip(months, values, strict=True) if value]


def against(facts: list[Fact], *rows: dict[str, Any], **options: Any) -> go.Figure:
    return draw("claims-against-official", facts, observations=observations(*rows), **options)


def lines(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "lines+markers"]


def test_a_claim_stands_on_the_line_with_its_verdict() -> None:
    figure = against(echo_facts(), *_monthly(610e6, 620e6, 630e6, 615e6, 640e6, 650e6))
    (line,) = lines(figure)
    assert line.y == (610e6, 620e6, 630e6, 615e6, 640e6, 650e6)
    trace, value = marks(figure)[echo_facts()[0].fact_id]
    assert value == 600e6
    assert trace.error_y.array[0] == pytest.approx(50e6)
    assert "within what “about” allows" in texts(figure)
    assert "COMTRADE, $640m, vintage of 1 Jun 2024" in tip(figure, echo_facts()[0])
    words = words_of(figure)
    assert words.title == "Turkey’s exports to Russia against official figures, Jan 2024"
    assert words.sources.startswith("Official figures: COMTRADE (vintage of 1 Jun 2024). Source: The Herald")


def test_a_missing_month_leaves_the_line_open() -> None:
    (line,) = lines(against(echo_facts(), *_monthly(610e6, None, 630e6, 615e6, 640e6)))
    assert line.y == (610e6, None, 630e6, 615e6, 640e6)
    assert not line.connectgaps


def test_what_the_partner_counted_is_dashed_and_each_line_has_its_name() -> None:
    mirror = {"flow": "import", "reporter": "RUS", "partner": "TUR"}
    figure = against(echo_facts(), *_monthly(610e6, 640e6), *_monthly(*[700e6] * 5, **mirror))
    assert [line.line.dash for line in lines(figure)] == ["solid", "dash"]
    names = {one.text for one in lettered(figure) if one.name == "line name"}
    assert names == {"<b>COMTRADE</b>", "<b>COMTRADE, mirror</b>"}


def test_implied_values_are_hollow_unless_they_are_switched_off() -> None:
    rows = (seen(YEAR_BEFORE, 1040e6), seen(JANUARY, 640e6))
    implied = f"{trade_facts()[1].fact_id} {trade_facts()[0].fact_id}"
    trace, value = marks(against(trade_facts(), *rows))[implied]
    assert value == pytest.approx(1034.4e6, rel=1e-4)
    assert trace.marker.color == "#FFFFFF"
    assert implied not in marks(against(trade_facts(), *rows, implied=False))


def test_a_change_is_held_against_the_change_of_the_series() -> None:
    figure = against(trade_facts(), seen(YEAR_BEFORE, 1040e6), seen(JANUARY, 640e6))
    headings = [one.text for one in lettered(figure) if one.name == "axis title"]
    assert headings == [
        "US dollars, billion · Turkey’s exports to Russia · by month",
        "Change, percent · Turkey’s exports to Russia · by month",
    ]
    (changes,) = [line for line in lines(figure) if line.yaxis == "y2"]
    assert [one for one in changes.y if one is not None] == [pytest.approx(-38.46, abs=0.01)]


def test_a_year_is_held_against_the_sum_of_its_months() -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    months = [seen(whole_months(date(2023, month, 1), 1), 50e6) for month in range(1, 13)]
    fact = echo_facts()[0]._replace(period_start=year[0], period_end=year[1])
    figure = against([fact], *months)
    assert lines(figure)[0].y == (600e6,)
    assert "the sum of 2023-01 to 2023-12" in tip(figure, fact)


def test_claims_that_are_not_drawn_are_counted() -> None:
    notes = words_of(against(both(), *_monthly(610e6, 620e6, 630e6, 615e6, 640e6), implied=False)).notes
    (note,) = [one for one in notes if one.startswith("Claims that are not drawn")]
    assert "without an official figure" in note


def test_another_currency_is_told_with_a_way_out_and_compared_in_one_that_is_asked_for() -> None:
    rows = _monthly(*[480e6] * 5, unit="EUR")
    words = words_of(against(echo_facts(), *rows))
    assert words.empty and "Choose a currency" in words.described
    figure = against(echo_facts(), *rows, currency="EUR", rates=RATES)
    assert marks(figure)[echo_facts()[0].fact_id][1] == pytest.approx(480e6)
    assert "about €480m (about $600m)" in texts(figure)
    assert any("average rate" in note and "the bank" in note for note in words_of(figure).notes)


def test_without_official_figures_the_message_says_how_to_add_them() -> None:
    assert "tradefacts official add FILE" in words_of(draw("claims-against-official", both())).described


def test_under_a_mark_the_mark_answers() -> None:
    figure = against(echo_facts(), *_monthly(610e6, 620e6, 630e6, 615e6, 600e6, 900e6))
    (told,) = [trace for trace in figure.data if trace.marker.color == "rgba(0,0,0,0)" and trace.hovertext]
    assert 600e6 not in told.y and 900e6 in told.y


# ---- one currency ----


def test_each_amount_is_converted_at_the_rate_of_its_own_period() -> None:
    figure = draw("values-over-time", trade_facts(), TRADE, currency="EUR", rates=RATES)
    level, change = trade_facts()[1].fact_id, trade_facts()[0].fact_id
    assert marks(figure)[level][1] == pytest.approx(631e6 / 1.25)
    # The value of a year before is implied in dollars, and these are converted at the rate of that year.
    assert marks(figure)[f"{level} {change}"][1] == pytest.approx(1034.4e6, rel=1e-4)
    notes = words_of(figure).notes
    assert "Converted to euros at the average rate of each period (the bank)." in notes
    assert "Euros" in words_of(figure).subtitle and "dollars" not in words_of(figure).subtitle
    assert "1 USD = 0.8 EUR" in tip(figure, trade_facts()[1])


def test_what_cannot_be_converted_stays_and_is_counted() -> None:
    figure = draw("values-over-time", trade_facts(), TRADE, currency="USD", rates=RATES)
    assert words_of(figure).subtitle.startswith("US dollars and euros")
    (note,) = [one for one in words_of(figure).notes if "own currency" in one]
    assert note.startswith("1 amount stays in its own currency: there are no rates for USD in all of 2015")


def test_a_pair_is_converted_whole_or_not_at_all() -> None:
    figure = draw("before-and-after", trade_facts(), TRADE, currency="EUR", rates=RATES)
    notes = words_of(figure).notes
    assert "€505m" in texts(figure) and "€1.03bn" in texts(figure)
    assert "$185m" in texts(figure) and "$85m" in texts(figure)
    assert "1 amount stays in its own currency: its period is unknown." in notes
    assert "▼ 39% in USD" in texts(figure)
    assert any(note.startswith("Changes in percent are those in the currency of the text") for note in notes)


def test_without_rates_a_currency_changes_nothing() -> None:
    plain = draw("values-over-time", trade_facts(), TRADE)
    assert draw("values-over-time", trade_facts(), TRADE, currency="EUR").to_json() == plain.to_json()


def test_both_readings_of_a_multiple_are_told() -> None:
    text = "In January exports were three times higher at 144 million euros."
    document = Document("twice", text, title="Higher", published=date(2024, 2, 9))
    about = {"flow": "export", "reporter": "TUR", "partner": "RUS", "period": JANUARY}
    level = fact_in(document, "144 million euros", value=144e6, unit="EUR", **about)
    change = fact_in(
        document, "three times", value=3.0, unit="ratio", measure="ratio", direction="increase",
        baseline=YEAR_BEFORE, **about,
    )  # fmt: skip
    values = draw("values-over-time", [change, level], document)
    hollow = [trace for trace in values.data if trace.customdata and " " in trace.customdata[0]]
    assert sorted(value for trace in hollow for value in trace.y) == [36e6, 48e6]
    assert any("read as 3 times as much" in tip for trace in hollow for tip in trace.hovertext)
    pair = draw("before-and-after", [change, level], document)
    assert any("the earlier value would be €36m" in note for note in words_of(pair).notes)


def test_a_title_that_is_cut_short_keeps_both_its_quotation_marks() -> None:
    told = [said(number, "$631 million", value=631e6) for number in (1, 2)]
    long = [(replace(one, title="A long title of all that was said " * 3), fact) for one, fact in told]
    labels = [str(each.text) for each in lettered(agreement(*long)) if each.name != "frame"]
    cut_short = [each for each in labels if "…" in each and "“" in each]
    assert cut_short and all(each.count("“") == each.count("”") for each in cut_short)
