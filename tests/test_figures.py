"""Figures: values, titles, units, source line, ids, and what a hostile text cannot do."""

import json
import re
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
from lettered import grounds, lettered

from figures import catalogue, wording
from figures.catalogue import CATALOGUE
from figures.drawing import lettering, scale
from figures.drawing.placing import Box, Label, placed
from figures.look import DARK
from figures.options import Options
from figures.selection import Selection
from figures.words import words_of
from schemas.records import Document, Fact

ALL = list(CATALOGUE)
#: What offices published of the exports of TRADE.
OBSERVED = observations(seen(YEAR_BEFORE, 1040e6), seen(JANUARY, 640e6))


def draw(name: str, facts: list[Fact] | None = None, *documents: Document, **options: Any) -> go.Figure:
    return CATALOGUE[name].build(
        *frames(trade_facts() if facts is None else facts, *documents), Options(**options)
    )


def all_facts() -> list[Fact]:
    """Return facts of two documents of which every figure has something to show."""
    sides = {"flow": "export", "reporter": "TUR", "partner": "RUS", "period": JANUARY}
    share = fact_in(TRADE, "20.2%", value=20.2, unit="percent", measure="share", **sides)
    price = fact_in(TRADE, "$85mn", value=85.0, unit="USD/tonne", measure="price", **sides)
    return [*trade_facts(), *echo_facts(), share, price]


def draw_all(name: str, facts: list[Fact] | None = None, **options: Any) -> go.Figure:
    """Draw a figure of two documents, so that every one of them has something to show."""
    facts = all_facts() if facts is None else facts
    return draw(name, facts, TRADE, ECHO, **{"observations": OBSERVED, **options})


def texts(figure: go.Figure) -> str:
    return " ".join(str(one.text) for one in lettered(figure))


def marks(figure: go.Figure) -> dict[str, Any]:
    """Return what is drawn of each fact: its customdata and the value on the value axis."""
    found = {}
    for trace in figure.data:
        values = trace.y if figure.layout.xaxis.type == "date" else trace.x
        for ids, value in zip(trace.customdata or (), values, strict=False):
            found[ids] = value
    return found


def ids() -> dict[str, str]:
    return {one.quote: one.fact_id for one in trade_facts()}


@pytest.mark.parametrize("name", ALL)
def test_every_figure_names_its_sources_and_says_in_words_what_it_shows(name: str) -> None:
    figure = draw_all(name)
    words = words_of(figure)
    assert "The Daily, “Exports fell” (8 Aug 2024)" in words.sources
    assert "The Daily" in texts(figure)
    assert words.title
    assert words.described
    assert words.drawn
    assert set(words.drawn) <= {one.fact_id for one in all_facts()}


@pytest.mark.parametrize("name", ALL)
def test_every_figure_says_which_question_it_answers(name: str) -> None:
    assert re.fullmatch(r"[A-Z][^?\n]{15,90}\?", CATALOGUE[name].question)


def test_a_single_source_is_named_as_one() -> None:
    assert words_of(draw("counts")).sources == "Source: The Daily, “Exports fell” (8 Aug 2024)."


@pytest.mark.parametrize("name", ALL)
def test_every_figure_survives_json(name: str) -> None:
    figure = draw_all(name)
    assert figure.data
    again = go.Figure(json.loads(figure.to_json()))
    assert again.to_plotly_json() == go.Figure(json.loads(again.to_json())).to_plotly_json()
    assert words_of(again) == words_of(figure)


def test_a_figure_is_the_same_whatever_was_drawn_of_the_selection_before() -> None:
    drawn = frames(all_facts(), TRADE, ECHO)
    options = Options(observations=OBSERVED)
    selection = Selection.of(*drawn, options)
    shows = catalogue.shown(selection)
    for name, entry in CATALOGUE.items():
        assert entry.draw(selection).to_json() == entry.build(*drawn, options).to_json(), name
    assert catalogue.shown(selection) == shows


@pytest.mark.parametrize("name", ALL)
def test_no_facts_give_a_plain_message(name: str) -> None:
    figure = draw(name, [])
    assert words_of(figure).empty
    assert words_of(figure).described in texts(figure).replace("<br>", "")
    assert not figure.data


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("size", [(1200, 675), (800, 500), (360, None)])
def test_every_figure_is_as_large_as_asked_and_its_plot_is_inside(
    name: str, size: tuple[int, int | None]
) -> None:
    layout = draw_all(name, width=size[0], height=size[1]).layout
    assert layout.width == size[0]
    assert layout.height == (size[1] or layout.height)
    assert layout.margin.t + layout.margin.b < layout.height
    assert layout.margin.l + layout.margin.r < layout.width


@pytest.mark.parametrize("name", ["before-and-after", "values-over-time", "changes", "counts"])
def test_text_is_shown_letter_by_letter(name: str) -> None:
    evil = "<b>39%</b> to 631 million US dollars <script>x</script> <a href='http://x.example'>18</a>"
    document = Document("evil", evil, title="<b>bold</b> & <a href='x'>y</a>", published=date(2024, 2, 1))
    about = {"flow": "export", "reporter": "TUR", "period": JANUARY, "indicator": "<i>goods</i>"}
    facts = [
        fact_in(document, "631 million US dollars", value=631e6, unit="USD", baseline_value=700e6, **about),
        fact_in(
            document,
            "39%",
            value=39.0,
            unit="percent",
            measure="relative_change",
            direction="decrease",
            **about,
        ),
        fact_in(document, "18", value=18.0, unit="count", counted="<b>firms</b>"),
    ]
    figure = draw(name, facts, document)
    hovers = [text for trace in figure.data for text in (trace.hovertext or ())]
    for text in (*hovers, texts(figure)):
        assert not any(tag in text for tag in ("<script", "<a ", "<i>", "<b>bold", "<b>firms"))
    assert any("&lt;b&gt;39%&lt;/b&gt;" in text for text in hovers)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp;" in texts(figure)


def test_values_lie_over_their_whole_period() -> None:
    figure = draw("values-over-time")
    assert marks(figure)[ids()["144 million euros"]] == 144e6
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    spans = {(*one.x[at : at + 2], one.y[at]) for one in lines for at in range(0, len(one.x), 3)}
    assert ("2023-01-01", "2023-10-01", 144e6) in spans
    assert ("2015-01-01", "2022-01-01", 26e6) in spans
    middles = {middle for trace in figure.data if trace.customdata for middle in trace.x}
    assert "2024-01-16" in middles


def test_each_unit_has_an_axis_of_its_own_with_its_name() -> None:
    figure = draw("values-over-time")
    titles = {one.text for one in lettered(figure) if one.name == "axis title"}
    assert titles == {
        "US dollars, billion · Turkey’s trade with Russia",
        "Euros, million · Turkey’s exports to Russia",
    }
    axes = {trace.yaxis or "y" for trace in figure.data}
    assert axes == {"y", "y2"}


def test_an_implied_value_is_hollow_and_carries_the_facts_behind_it() -> None:
    figure = draw("values-over-time")
    both = f"{ids()['631 million US dollars']} {ids()['39%']}"
    (mark,) = [trace for trace in figure.data if trace.customdata and trace.customdata[0] == both]
    assert mark.y[0] == pytest.approx(1034.4e6, rel=1e-4)
    assert mark.marker.color == "#FFFFFF"
    assert mark.error_y.array[0] == pytest.approx(9.4e6, rel=0.01)
    assert "implied: level ÷ (1 − change)" in mark.hovertext[0].replace("<br>", " ")
    assert "implied" in words_of(figure).foot
    assert not any(" " in key for key in marks(draw("values-over-time", implied=False)))


def test_amounts_without_a_period_are_counted_in_the_notes() -> None:
    assert "2 amounts have no period and no mark here." in words_of(draw("values-over-time")).notes


def test_falls_lie_left_of_zero() -> None:
    figure = draw("changes")
    assert marks(figure)[ids()["39%"]] == -39
    assert "Jan 2024 against Jan 2023" in texts(figure)
    assert figure.layout.xaxis.title.text == "Change, percent"
    assert "▼ −39%" in figure.data[0].text[0]


def test_before_and_after_gives_the_difference_in_amount_and_in_percent() -> None:
    figure = draw("before-and-after")
    said = texts(figure)
    for text in ("$85m", "$185m", "▲ 118%", "+$100m", "$631m", "$1.03bn", "▼ 39%", "implied"):
        assert text in said, text
    assert {"US dollars, billion", "US dollars, million"} == {
        figure.layout.xaxis.title.text,
        figure.layout.xaxis2.title.text,
    }


def test_counts_are_bars_from_zero_with_their_noun() -> None:
    figure = draw("counts")
    assert marks(figure) == {ids()["45"]: 45, ids()["18"]: 18}
    assert "Types of goods" in texts(figure)
    assert figure.layout.xaxis.range[0] <= 0


def test_boilerplate_and_low_salience_are_left_out_unless_asked_for() -> None:
    facts = [one._replace(salience="low") for one in trade_facts() if one.unit == "count"]
    boiler = [one._replace(section="boilerplate") for one in facts]
    assert words_of(draw("counts", facts)).empty
    assert len(marks(draw("counts", facts, low_salience=True))) == 2
    assert words_of(draw("counts", boiler, low_salience=True)).empty


def test_a_provisional_value_has_a_ring_and_a_forecast_is_dashed() -> None:
    facts = [one._replace(status="forecast", direction=None) for one in trade_facts()[1:2]]
    ring = [one for one in draw("values-over-time").data if one.marker.color == "rgba(0,0,0,0)"]
    assert len(ring) == 2
    (line,) = [one for one in draw("values-over-time", facts).data if one.mode == "lines"]
    assert line.line.dash == "dot"
    assert "Dashed: forecast." in words_of(draw("values-over-time", facts)).notes


@pytest.mark.parametrize("name", ALL)
def test_ten_thousand_facts_are_drawn_or_counted(name: str) -> None:
    base = all_facts()
    facts = [one._replace(fact_id=f"{one.fact_id}{number}") for number in range(1000) for one in base]
    figure = draw_all(name, facts, width=1200, height=675)
    assert figure.layout.height == 675
    assert figure.data


def test_a_page_may_set_title_and_sources_itself() -> None:
    figure = draw("counts", bare=True)
    assert "The Daily" not in texts(figure)
    assert "The Daily" in words_of(figure).sources


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (631e6, "USD", "$631m"),
        (144e6, "EUR", "€144m"),
        (39, "percent", "39%"),
        (1.2e6, "barrel/day", "1.2m barrels a day"),
        (-352.8e9, "JPY", "−¥353bn"),
        (1.25e12, "USD", "$1.25tn"),
        (999.9e6, "USD", "$1bn"),
        (45000, "count", "45,000"),
        (16e9, "meter**3", "16bn m³"),
        (1.04e6, "tonne", "1.04m tonnes"),
        (143.9, "JPY/USD", "¥144 a US dollar"),
        (2e6, "CHF", "2m Swiss francs"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, unit: str, expected: str) -> None:
    assert wording.amount(value, unit) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1025.2e6, 1043.8e6, "$1.026bn–$1.043bn"),
        (1021.2e6, 1046.3e6, "$1.022bn–$1.046bn"),
        (612.3e6, 640.9e6, "$613m–$640m"),
        (985.1e6, 1014e6, "$986m–$1.014bn"),
        (1.034e9, 1.034e9, "$1.03bn–$1.03bn"),
    ],
)
def test_an_interval_is_written_with_the_digits_that_tell_its_ends_apart(
    low: float, high: float, expected: str
) -> None:
    assert wording.within(low, high, "USD") == expected


@pytest.mark.parametrize("name", ["before-and-after", "values-over-time", "slope"])
def test_an_amount_is_written_alike_beside_a_mark_in_its_tooltip_and_in_words(name: str) -> None:
    figure = draw(name)
    (shown,) = (one for one in words_of(figure).rows if one.origin == "implied" and one.flow == "export")
    written = wording.amount(shown.value, shown.unit)
    assert written == "$1.03bn" and written in words_of(figure).described
    told = json.dumps(figure.to_plotly_json(), default=str, ensure_ascii=False)
    assert written in told and "1,034m" not in told


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 1, 1), date(2024, 1, 31), "Jan 2024"),
        (date(2023, 1, 1), date(2023, 9, 30), "Jan–Sep 2023"),
        (date(2024, 7, 1), date(2024, 9, 30), "Q3 2024"),
        (date(2015, 1, 1), date(2021, 12, 31), "2015–2021"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2023, 7, 1), date(2024, 6, 30), "Jul 2023 – Jun 2024"),
        (date(2024, 8, 8), date(2024, 8, 8), "8 Aug 2024"),
        (date(2024, 2, 24), date(2024, 3, 3), "24 Feb 2024 – 3 Mar 2024"),
        (None, None, ""),
    ],
)
def test_periods_are_written_as_people_write_them(
    start: date | None, end: date | None, expected: str
) -> None:
    assert wording.period(start, end) == expected


def test_a_document_without_a_title_is_called_by_its_first_words() -> None:
    assert wording.title_of(None, "Turkey has denied exporting technology", most=20) == "Turkey has denied…"


def test_an_axis_has_room_for_every_label() -> None:
    needs = [scale.Need(631, 60, 200), scale.Need(5000, 60, 200)]
    low, high = scale.span(needs, 600)
    for need in needs:
        assert (need.value - low) / (high - low) * 600 >= 59.9
        assert (high - need.value) / (high - low) * 600 >= 199.9


def test_labels_are_placed_clear_of_each_other_or_not_at_all() -> None:
    bounds = Box(0, 0, 200, 60)
    found = [one for one in placed([Label(100, 30, 60, 16)] * 30, [], bounds) if one is not None]
    assert 1 < len(found) < 30
    assert all(one.inside(bounds) for one in found)
    assert not any(one.overlaps(other) for one in found for other in found if one is not other)


def test_long_text_is_broken_and_bounded() -> None:
    lines = lettering.wrapped("word " * 500 + "x" * 500, 12, 200, most=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(lettering.width(one, 12) <= 200 for one in lines)


def test_bidi_overrides_do_not_reach_a_figure() -> None:
    assert lettering.safe("a\u202eb") == "ab"


def test_frames_of_the_tests_are_validated() -> None:
    facts, documents = frames(trade_facts(), TRADE)
    assert isinstance(facts, pd.DataFrame)
    assert list(documents["document_id"]) == ["trade"]


@pytest.mark.parametrize(
    ("quote", "says", "expected"),
    [
        ("39%", {"measure": "relative_change", "direction": "decrease", "unit": "percent"}, ""),
        ("45", {"measure": "ratio", "direction": "increase", "unit": "ratio"}, ""),
        ("18", {"measure": "change", "direction": "increase", "unit": "percentage_point"}, ""),
        ("$185mn", {"unit": "USD"}, "$1.6bn"),
    ],
)
def test_an_earlier_value_is_never_written_in_a_unit_that_is_not_its_own(
    quote: str, says: dict[str, Any], expected: str
) -> None:
    assert wording.compared_with(fact_in(TRADE, quote, value=7.0, baseline_value=1.6e9, **says)) == expected


def test_one_countrys_billions_do_not_flatten_anothers_millions() -> None:
    base = [one._replace(unit="USD") for one in trade_facts() if one.unit == "EUR"]
    large = [
        one._replace(fact_id=f"{one.fact_id}x", reporter="CHN", partner=None, value=one.value * 1e4)
        for one in base
    ]
    figure = draw("values-over-time", [*base, *large])
    axes = {ids: trace.yaxis for trace in figure.data for ids in trace.customdata or ()}
    assert len({axes[one.fact_id] for one in base}) == 1
    assert {axes[one.fact_id] for one in base}.isdisjoint(axes[one.fact_id] for one in large)


def test_no_label_is_struck_through_by_an_axis() -> None:
    figure = draw("values-over-time")
    labels = lettered(figure, "mark")
    assert labels
    assert grounds(figure, "#FFFFFF") == len(labels)
    assert not grounds(draw("values-over-time", palette=DARK), "#FFFFFF")


def test_panels_without_room_are_named() -> None:
    facts = [
        one._replace(fact_id=f"{one.fact_id}{number}", value=one.value * 100**number, reporter=reporter)
        for number, reporter in enumerate(("TUR", "CHN", "IND", "DEU"))
        for one in trade_facts()
        if one.unit == "EUR"
    ]
    (note,) = [one for one in words_of(draw("values-over-time", facts, height=400)).notes if "No room" in one]
    assert "Filter by reporter or unit to see them." in note


def _balance(direction: str, balance: str, value: float, fact_id: str) -> Fact:
    return fact_in(
        TRADE, "39%", value=value, unit="GBP", measure="change", direction=direction, flow="balance",
        balance=balance, reporter="GBR",
    )._replace(fact_id=fact_id)  # fmt: skip


def test_a_deficit_that_widens_is_a_balance_that_falls() -> None:
    facts = [
        _balance("increase", "deficit", 4.7e9, "wider"),
        _balance("decrease", "deficit", 3.6e9, "narrower"),
        _balance("increase", "surplus", 1.1e9, "more"),
    ]
    figure = draw("changes", facts)
    assert marks(figure) == {"wider": -4.7e9, "narrower": 3.6e9, "more": 1.1e9}
    said = " ".join(figure.data[0].text)
    assert "▼ deficit widened by £4.7bn" in said
    assert "▲ deficit narrowed by £3.6bn" in said
    assert "▲ surplus widened by £1.1bn" in said


def test_a_change_that_would_flatten_all_others_is_cut_short_and_says_so() -> None:
    base = trade_facts()[0]
    facts = [base._replace(fact_id=str(size), value=float(size)) for size in (5100, 55, 39, 20, 11)]
    figure = draw("changes", facts)
    assert marks(figure)["5100"] == -77
    assert "−5,100%" in figure.data[0].text[0]
    assert len(figure.layout.shapes) == 2
    assert "A bar with two strokes across goes on: its label says how far." in words_of(figure).notes


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5100, 55, 39, 20, 11], 77), ([39, 20], None), ([], None), ([9, 8, 7, 6, 1], None), ([1e6] * 4, None)],
)
def test_an_axis_is_broken_for_few_and_far_values_only(values: list[float], expected: float | None) -> None:
    assert scale.broken_at(values) == (None if expected is None else pytest.approx(expected))


def test_what_knows_neither_flow_nor_indicator_is_called_by_its_sentence() -> None:
    fact = fact_in(TRADE, "39%", value=39.0, unit="percent", measure="relative_change", direction="decrease")
    assert wording.subject(fact) == "“…that in January, Turkey’s exports to Russia fell by 39%”"
    assert wording.subject(fact._replace(reporter="BRA")).startswith("Brazil: “…that in January")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SAO PAULO (Agência) — Brazil shipped soybeans", "Brazil shipped soybeans"),
        ("NEW DELHI: India's imports rose", "India's imports rose"),
        ("WASHINGTON, June 6 (Reuters) - The deficit widened", "The deficit widened"),
        ("OPEC+ agreed on Sunday", "OPEC+ agreed on Sunday"),
        ("UK trade: April 2024\n\nGoods imports rose", "UK trade: April 2024"),
        ("", "Untitled"),
    ],
)
def test_a_title_made_of_first_words_has_no_dateline(text: str, expected: str) -> None:
    assert wording.title_of(None, text) == expected


def test_on_a_phone_no_number_loses_its_first_digit() -> None:
    words = {"unit": "barrel/day", "flow": "import", "reporter": "IND"}
    fact = fact_in(TRADE, "$185mn", value=543_000.0, baseline_value=629_000.0, **words)
    figure = draw("before-and-after", [fact], width=390)
    said = texts(figure)
    assert "<b>543,000</b>" in said
    low, high = figure.layout.xaxis.range
    plot = 390 - figure.layout.margin.l - figure.layout.margin.r
    at = (543_000 - low) / (high - low) * plot
    assert at - 12 - lettering.width("543,000", 13, bold=True) >= 0


def _of(text: str, quote: str, **says: Any) -> Fact:
    return fact_in(Document("one", text, published=date(2024, 2, 2)), quote, **says)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("• Estonia: only 1.2 per cent of it.", "1.2 per cent", "“Estonia: only 1.2 per cent of it.”"),
        ("ABIDJAN/ACCRA, Feb 2 (Ticker) - Arrivals fell 36%.", "36%", "“Arrivals fell 36%.”"),
        ('"Ships wait," one said, as 24% left.', "24%", "“Ships wait,’ one said, as 24% left.”"),
    ],
)  # fmt: skip
def test_words_that_stand_for_a_subject_hold_its_quantity(text: str, quote: str, expected: str) -> None:
    fact = _of(text, quote, value=36.0, unit="percent", measure="relative_change", direction="decrease")
    assert wording.subject(fact) == expected


def test_an_indicator_that_holds_another_quantity_is_no_name() -> None:
    says = {"unit": "percent", "measure": "relative_change", "direction": "increase", "flow": "export"}
    fact = _of("Shipments rose 0.3%", "0.3%", value=0.3, reporter="JPN", partner="CHN", **says)
    clause = fact._replace(indicator="shipments to the US expanded 11.4 percent and those to China")
    assert wording.subject(clause) == "Japan’s exports to China"
    assert wording.subject(fact._replace(indicator="chips")) == "Japan’s exports to China: chips"


def test_a_rate_on_a_flow_is_not_the_flow() -> None:
    says = {"unit": "percent", "measure": "rate", "flow": "import", "reporter": "USA", "partner": "BRA"}
    fact = _of("A duty of 50%.", "50%", value=50.0, **says)
    assert wording.subject(fact) == "Rate on US imports from Brazil"
    assert wording.subject(fact._replace(reporter=None)) == "Rate on imports from Brazil"


def test_fractions_in_words_have_no_false_digits() -> None:
    says = {"unit": "ratio", "direction": "decrease"}
    fell = _of("It fell by two-thirds", "two-thirds", value=2 / 3, measure="relative_change", **says)
    assert wording.fact_amount(fell) == "−67%"
    third = _of("It was a third", "a third", value=1 / 3, measure="ratio", **says)
    assert wording.fact_amount(third) == "×0.33"
    assert wording.fact_amount(third._replace(measure="share", value=1 / 7, direction=None)) == "14%"
    figure = CATALOGUE["changes"].build(*frames([fell, third], Document("one", "It")))
    assert {text for trace in figure.data for text in trace.text} == {"<b>▼ −67%</b>", "<b>▼ ×0.33</b>"}
    assert {row.value for row in words_of(figure).rows} == {-67.0, 0.33}


def test_board_feet_are_called_by_their_name() -> None:
    assert wording.unit_title("USD/kiloboard_foot") == "US dollars per thousand board feet"
    assert wording.amount(11.5e9, "board_foot") == "11.5bn board feet"


def test_an_axis_of_counts_names_its_scale() -> None:
    many = _of("They bought 7.9m bags", "7.9m", value=7.9e6, unit="count", counted="bags")
    figure = CATALOGUE["counts"].build(*frames([many], Document("one", "They")))
    assert figure.layout.xaxis.title.text == "Number, million"


@pytest.mark.parametrize("wide", [800, 600, 390])
def test_two_long_periods_are_told_whole(wide: int) -> None:
    year = (date(2023, 4, 1), date(2024, 3, 31))
    before = (date(2022, 4, 1), date(2023, 3, 31))
    says = {"unit": "percent", "measure": "relative_change", "direction": "increase", "flow": "export"}
    about = {"reporter": "JPN", "partner": "USA", "indicator": "semiconductor equipment and spare parts"}
    fact = _of("It rose 11.4%", "11.4%", value=11.4, period=year, baseline=before, **says, **about)
    figure = CATALOGUE["changes"].build(*frames([fact], Document("one", "It")), Options(width=wide))
    (label,) = [one.text for one in lettered(figure) if "Japan" in one.text and one.name != "frame"]
    assert "Apr 2023 – Mar 2024 against a year before" in label.replace("<br>", " ")


def test_what_changed_by_points_is_named_by_its_words() -> None:
    says = {"unit": "percentage_point", "measure": "change", "direction": "decrease", "flow": "export"}
    fact = _of("The bloc's share was down 1.3 percentage points.", "1.3 percentage points", value=1.3, **says)
    named = wording.subject(fact._replace(reporter="GBR", partner="EUU"))
    assert named == "UK exports to the EU: “The bloc's share was down 1.3 percentage points.”"
