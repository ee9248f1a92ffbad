"""Shares, waffle, slope, changes by time, prices and documents; and how converted amounts are written."""

import json
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from builders import JANUARY, TRADE, YEAR_BEFORE, fact_in, frames, trade_facts
from lettered import lettered, unlettered

from analysis.rates import RATE_COLUMNS, Rates
from analysis.rounding import digits_of
from analysis.shares import wholes
from analysis.signs import is_negative, leads_down
from figures.catalogue import CATALOGUE
from figures.drawing import lettering, scale
from figures.drawing.lettering import width
from figures.drawing.spreading import fitting, spread
from figures.options import Options
from figures.selection import Selection
from figures.words import words_of
from schemas.records import Document, Fact

ROWS = ("shares", "waffle", "slope", "changes-by-time", "unit-prices", "documents")
#: In January 2024 a euro is 1.2345 dollars, and half of it a year before.
RATES = Rates(
    pd.DataFrame(
        [
            ("USD", date(2023, 1, 1), date(2023, 12, 31), 0.61725, "the bank"),
            ("USD", date(2024, 1, 1), date(2024, 1, 31), 1.2345, "the bank"),
        ],
        columns=list(RATE_COLUMNS),
    )
)
SHARES = Document(
    "shares",
    "Finland took 16% of the exports, ahead of Sweden with 11% and Latvia with about 10%.\n"
    "Germany had 60% of them, Austria 50%; the EU took 70%, of which France 20%.\n"
    "Wheat was a third of all shipments, provisionally, and may become 40 percent.",
    title="Baltic trade",
    publisher="The Daily",
    published=date(2024, 2, 20),
)
_EXPORTS: dict[str, Any] = {"flow": "export", "reporter": "EST", "indicator": "exports", "period": JANUARY}


def share(quote: str, value: float, partner: str | None, **says: Any) -> Fact:
    told = {"unit": "percent", "measure": "share", "partner": partner, **_EXPORTS}
    return fact_in(SHARES, quote, value=value, **told | says)


def baltic() -> list[Fact]:
    return [
        share("16%", 16.0, "FIN"), share("11%", 11.0, "SWE"), share("10%", 10.0, "LVA", bound="approx"),
    ]  # fmt: skip


def draw(name: str, facts: list[Fact], *documents: Document, **options: Any) -> go.Figure:
    return CATALOGUE[name].build(*frames(facts, *(documents or (TRADE, SHARES))), Options(**options))


def texts(figure: go.Figure) -> str:
    return " ".join(str(one.text) for one in lettered(figure))


def found(figure: go.Figure) -> dict[str, float]:
    """Return where each mark stands, by the ids of its facts."""
    return {
        ids: value
        for trace in figure.data
        if trace.customdata
        for ids, value in zip(trace.customdata, trace.x, strict=True)
    }


# ---- what all of them share ----


def every() -> list[Fact]:
    price = fact_in(TRADE, "$85mn", value=85.0, unit="USD/tonne", measure="price", period=JANUARY)
    return [*trade_facts(), *baltic(), price]


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("wide", [320, 390, 600, 1200, 3000])
def test_at_every_width_a_figure_is_drawn_bare_or_not_and_survives_json(name: str, wide: int) -> None:
    for bare in (False, True):
        figure = draw(name, every(), width=wide, bare=bare)
        assert figure.data
        again = go.Figure(json.loads(figure.to_json()))
        assert again.to_plotly_json() == go.Figure(json.loads(again.to_json())).to_plotly_json()
        assert words_of(again) == words_of(figure)
        assert figure.layout.width == (None if bare else wide)


@pytest.mark.parametrize("name", ROWS)
def test_what_is_offered_is_what_is_drawn(name: str) -> None:
    entry = CATALOGUE[name]
    facts, documents = frames(every(), TRADE, SHARES)
    assert len(entry.shows(Selection.of(facts, documents))) > 0
    none, documents = frames([], TRADE)
    assert len(entry.shows(Selection.of(none, documents))) == 0
    assert words_of(entry.build(none, documents)).empty


@pytest.mark.parametrize("name", ROWS)
def test_every_mark_that_stands_for_facts_opens_them(name: str) -> None:
    figure = draw(name, every())
    ids = {one.fact_id for one in every()}
    named = [one for trace in figure.data for one in trace.customdata or ()]
    assert named
    assert all(set(one.split(" ")) <= ids for one in named)
    assert set(words_of(figure).drawn) <= ids
    assert {one for each in named for one in each.split(" ")} <= set(words_of(figure).drawn)


@pytest.mark.parametrize("name", ROWS)
def test_a_hostile_text_is_shown_letter_by_letter(name: str) -> None:
    text = "<b>39%</b> and 20% to 631 million US dollars, 26 million euros <script>x</script>, 18, 7 tonnes"
    evil = Document(
        "evil", text, title="<a href='x'>t</a>\u202e", publisher="<i>p</i>", published=date(2024, 2, 1)
    )
    about = {"flow": "export", "reporter": "TUR", "period": JANUARY, "indicator": "<i>goods</i> " + "x" * 300}
    percent = {"unit": "percent", "baseline": YEAR_BEFORE}
    facts = [
        fact_in(evil, "631 million US dollars", value=631e6, unit="USD", baseline_value=700e6, **about),
        fact_in(evil, "39%", value=39.0, measure="relative_change", direction="decrease", **percent, **about),
        fact_in(evil, "20%", value=20.0, measure="share", unit="percent", **about),
        fact_in(evil, "18", value=18.0, unit="count", counted="<b>firms</b>"),
        fact_in(evil, "7 tonnes", value=7.0, unit="USD/tonne", measure="price", **about),
    ]
    figure = draw(name, facts, evil)
    hovers = [trace.hovertext or () for trace in figure.data]
    told = [text for one in hovers for text in ([one] if isinstance(one, str) else one)]
    assert told
    for text in (*told, texts(figure)):
        assert not any(tag in text for tag in ("<script", "<a ", "<i>", "<b>firms", "\u202e"))


# ---- shares ----


def test_shares_of_one_whole_stand_side_by_side_and_the_rest_stays_empty() -> None:
    figure = draw("shares", baltic())
    bars, rest = unlettered(figure)
    assert list(bars.x) == [16, 11, 10]
    assert list(bars.base) == [0, 16, 27]
    assert len(set(bars.y)) == 1
    assert list(rest.x) == [63] and rest.customdata is None
    for text in ("Finland", "16%", "Sweden", "11%", "about 10%", "Estonia’s exports", "Jan 2024", "rest"):
        assert text in texts(figure), text
    assert words_of(figure).sources == "Source: The Daily, “Baltic trade” (20 Feb 2024)."
    assert [one.value for one in words_of(figure).rows] == [16, 11, 10]


@pytest.mark.parametrize(
    "second",
    [
        share("11%", 11.0, "SWE", period=YEAR_BEFORE),
        share("11%", 11.0, "SWE", flow="import"),
        share("11%", 11.0, "SWE", reporter="LVA"),
        share("11%", 11.0, "SWE", indicator="wheat exports"),
        share("11%", 11.0, "SWE", role="baseline"),
        share("11%", 85.0, "SWE"),
        share("11%", 11.0, "FIN"),
        share("11%", 11.0, None),
        share("11%", 11.0, "EUU"),
        share("60%", 60.0, "DEU"),
    ],
)
def test_what_may_be_of_another_whole_or_counted_twice_has_a_row_of_its_own(second: Fact) -> None:
    first = share("16%", 16.0, "FIN")
    assert [len(one.parts) for one in wholes([first, second])] == [1, 1]
    figure = draw("shares", [first, second])
    assert len(set(figure.data[0].y)) == 2
    assert set(figure.data[0].base) == {0}


def test_a_balance_has_no_parts() -> None:
    first, second = (one._replace(flow="balance") for one in baltic()[:2])
    assert len(wholes([first, second])) == 2


def test_what_a_text_takes_back_is_no_share_and_a_headline_says_it_once() -> None:
    first = share("16%", 16.0, "FIN")
    assert wholes([first._replace(role="superseded")]) == []
    headline = first._replace(fact_id="again", section="headline")
    (whole,) = wholes([headline, first])
    assert [one.fact_id for one in whole.parts[0].facts] == [first.fact_id, "again"]


def test_a_third_is_written_in_percent_without_false_digits() -> None:
    figure = draw("shares", [share("a third", 1 / 3, None, unit="ratio", status="provisional")])
    assert "33%" in texts(figure) and "33.3%" not in texts(figure)
    assert figure.data[0].marker.pattern.shape == ("/",)
    assert "Hatched: provisional." in words_of(figure).notes


def test_labels_of_segments_never_overlap_and_what_has_no_room_is_counted() -> None:
    partners = ("FIN", "SWE", "LVA", "LTU", "DEU", "POL", "NOR", "DNK", "FRA", "ITA", "ESP", "NLD")
    facts = [
        share("16%", 2.0 + number, one)._replace(fact_id=one) for number, one in enumerate(partners[:11])
    ]
    figure = draw("shares", facts, width=390)
    labels = [one for one in lettered(figure) if one.xref == "x" and "%" in one.text]
    (note,) = [one for one in words_of(figure).notes if "no room" in one]
    assert note == f"{11 - len(labels)} labels have no room here."
    low, high = figure.layout.xaxis.range
    a_percent = (390 - figure.layout.margin.l - figure.layout.margin.r) / (high - low)
    by_line: dict[float, list[tuple[float, float]]] = {}
    for one in labels:
        half = width(one.text.split("</span>")[0].split(">")[-1] + one.text.split("<b>")[1][:-4], 12) / 2
        by_line.setdefault(one.y, []).append((one.x * a_percent - half, one.x * a_percent + half))
    for line in by_line.values():
        line.sort()
        assert all(end <= start for (_, end), (start, _) in pairwise(line))


# ---- waffle ----


def count(quote: str, value: float, **says: Any) -> Fact:
    return fact_in(TRADE, quote, value=value, **{"unit": "count", "counted": "companies", **says})


def squares(figure: go.Figure, fact: Fact) -> list[int]:
    """Return how many squares each trace of a count has: full, outlined, and in part."""
    return [len(one.x) for one in figure.data if one.customdata[0] == fact.fact_id]


def test_each_square_is_one_of_what_is_counted() -> None:
    eighteen = count("18", 18.0)
    figure = draw("waffle", [eighteen])
    assert squares(figure, eighteen) == [18]
    assert "18 companies" in texts(figure)
    assert words_of(figure).subtitle == "One square stands for one"


@pytest.mark.parametrize(("value", "each"), [(100, "one"), (101, "10"), (1000, "10"), (45e3, "1,000")])
def test_squares_stay_few_and_the_figure_says_what_one_is(value: float, each: str) -> None:
    fact = count("18", value)
    figure = draw("waffle", [fact])
    assert words_of(figure).subtitle == f"One square stands for {each}"
    assert sum(squares(figure, fact)) <= 103


def test_a_part_of_a_square_is_smaller_and_told() -> None:
    fact = count("18", 125.0)
    figure = draw("waffle", [fact])
    full, outlined, part = (one for one in figure.data if one.customdata[0] == fact.fact_id)
    assert [len(one.x) for one in (full, outlined, part)] == [12, 1, 1]
    assert part.marker.size < full.marker.size
    assert (part.x, part.y) == (outlined.x, outlined.y)
    assert "A square that is filled in part stands for less than the others." in words_of(figure).notes


def test_sizes_of_squares_stand_below_their_group_and_a_range_is_outlined() -> None:
    few, many = count("18", 18.0, value_high=20.0), count("45", 45e3)
    figure = draw("waffle", [few, many])
    assert squares(figure, few) == [18, 2]
    assert words_of(figure).subtitle == "One square stands for 1 or 1,000, as written below each group"
    assert "One square stands for one" in texts(figure) and "One square stands for 1,000" in texts(figure)


def test_none_is_an_empty_square_and_what_is_provisional_is_crossed() -> None:
    none, crossed = count("45", 0.0), count("18", 3.0, status="provisional")
    figure = draw("waffle", [none, crossed])
    assert squares(figure, none) == [1]
    assert {one.marker.symbol for one in figure.data} == {"square", "square-x-open"}
    notes = words_of(figure).notes
    assert "An empty square alone stands for none." in notes and "Crossed: provisional." in notes


# ---- slope ----


def test_a_line_runs_from_the_earlier_to_the_later_value_with_both_labelled() -> None:
    figure = draw("slope", trade_facts())
    lines = [list(one.y) for one in figure.data if one.mode == "lines"]
    assert [85e6, 185e6] in lines
    assert any(line == pytest.approx([631e6 / 0.61, 631e6]) for line in lines)
    said = texts(figure)
    for text in ("$1.03bn", "$631m  ▼ 39%", "implied", "$85m", "$185m  ▲ 118%", "Jan 2023", "Jan 2024"):
        assert text in said, text
    assert "axes from zero" in words_of(figure).subtitle
    assert any(note.startswith("Hollow: implied, level ÷ (1 − change)") for note in words_of(figure).notes)


def test_only_pairs_of_the_same_two_periods_share_a_panel() -> None:
    aid = [one for one in trade_facts() if one.flow == "aid"]
    again = [one._replace(fact_id=f"{one.fact_id}x", document_id="other") for one in aid]
    figure = draw("slope", [*aid, *again], TRADE)
    assert len({trace.xaxis for trace in figure.data}) == 2
    assert texts(figure).count("Earlier") == 2


def levels(*values: float) -> list[Fact]:
    return [
        fact_in(
            TRADE, "631 million US dollars", value=value * 1e6, baseline_value=0.9 * value * 1e6, unit="USD",
            flow="export", reporter="TUR", partner=partner, period=JANUARY, baseline=YEAR_BEFORE,
        )
        for value, partner in zip(values, ("RUS", "DEU", "FRA", "ITA", "ESP", "NLD", "POL"), strict=False)
    ]  # fmt: skip


def test_labels_of_a_slope_never_overlap() -> None:
    figure = draw("slope", levels(600, 601, 602, 603, 604, 605, 606))
    labels = [one for one in lettered(figure) if "▲" in one.text]
    assert len(labels) == 7
    low, high = figure.layout.yaxis.range
    bottom, top = figure.layout.yaxis.domain
    margin = figure.layout.margin
    pixels = (figure.layout.height - margin.t - margin.b) * (top - bottom)
    at = sorted(one.y / (high - low) * pixels for one in labels)
    assert all(other - one >= 35.9 for one, other in pairwise(at))


def test_what_does_not_fit_beside_a_slope_is_counted() -> None:
    figure = draw("slope", levels(600, 601, 602, 603, 604, 605, 606), height=340)
    labels = [one for one in lettered(figure) if "$" in one.text]
    left = 14 - len(labels)
    assert left > 0
    assert f"{left} labels have no room here." in words_of(figure).notes


def test_a_logarithmic_slope_is_as_steep_as_the_multiple() -> None:
    figure = draw("slope", levels(600, 60), logarithmic=True)
    steep = [one.y[1] - one.y[0] for one in figure.data if one.mode == "lines"]
    assert steep[0] == pytest.approx(steep[1])
    assert "logarithmic axes" in words_of(figure).subtitle


# ---- changes, by size and by time ----


def change(value: float, period: Any, **says: Any) -> Fact:
    told = {"unit": "percent", "measure": "relative_change", "direction": "increase", "flow": "export"}
    return fact_in(TRADE, "39%", value=value, period=period, **told | says)._replace(fact_id=f"c{value:g}")


def test_changes_stand_by_time_or_by_size() -> None:
    facts = [change(30, JANUARY), change(10, (None, None)), change(20, YEAR_BEFORE)]
    assert list(found(draw("changes-by-time", facts))) == ["c20", "c30", "c10"]
    assert list(found(draw("changes", facts))) == ["c10", "c20", "c30"]
    notes = words_of(draw("changes-by-time", facts)).notes
    assert "1 change has no period in the text and stands last." in notes
    assert "Earliest first" in words_of(draw("changes-by-time", facts)).subtitle
    assert "by period" in words_of(draw("changes-by-time", facts)).title


def test_where_a_change_leads_and_what_sign_it_has_are_two_things() -> None:
    wider = change(10, JANUARY, flow="balance", balance="deficit")
    assert leads_down(wider) and not is_negative(wider)
    figure = draw("changes", [wider])
    assert found(figure) == {"c10": -10}
    (row,) = words_of(figure).rows
    assert row.value == -10


def test_what_is_superseded_or_said_again_is_no_change_of_its_own() -> None:
    facts = [change(10, JANUARY, role="superseded"), change(20, JANUARY, role="conversion")]
    assert words_of(draw("changes", facts)).empty


# ---- unit prices ----

OIL = Document(
    "oil",
    "Brent stood at $61.91 a barrel, and the price cap is up to $60 a barrel.\n"
    "In January Peru sold 25,000 tonnes of coffee for $100 million. The lira was at 30.1 to the dollar.",
    title="Oil and coffee",
    published=date(2024, 2, 1),
)


def price(quote: str, value: float, unit: str = "USD/barrel", **says: Any) -> Fact:
    return fact_in(
        OIL, quote, value=value, **{"unit": unit, "measure": "price", "indicator": "crude", **says}
    )


def coffee() -> list[Fact]:
    about: dict[str, Any] = {"flow": "export", "reporter": "PER", "indicator": "coffee", "period": JANUARY}
    return [
        fact_in(OIL, "25,000 tonnes", value=25e3, unit="tonne", **about),
        fact_in(OIL, "$100 million", value=100e6, unit="USD", **about),
    ]


def test_prices_stand_on_an_axis_from_zero_one_panel_a_unit() -> None:
    facts = [price("$61.91 a barrel", 61.91), *coffee()]
    figure = draw("unit-prices", facts, OIL)
    tonnes, dollars = coffee()
    assert found(figure) == {facts[0].fact_id: 61.91, f"{dollars.fact_id} {tonnes.fact_id}": 4000}
    titles = {figure.layout.xaxis.title.text, figure.layout.xaxis2.title.text}
    assert titles == {"US dollars per barrel", "US dollars per tonne"}
    assert figure.layout.xaxis.range[0] <= 0 and figure.layout.xaxis2.range[0] <= 0
    assert "$61.9" in texts(figure) and "$4,000 implied" in texts(figure)


def test_a_unit_value_is_hollow_with_its_formula_and_may_be_left_out() -> None:
    figure = draw("unit-prices", coffee(), OIL)
    (mark,) = unlettered(figure)
    assert mark.marker.color == "#FFFFFF"
    assert mark.error_x.array[0] == pytest.approx(100.5e6 / 24.5e3 - 4000)
    assert "value ÷ quantity" in mark.hovertext[0].replace("<br>", " ")
    (note,) = [one for one in words_of(figure).notes if "Hollow" in one]
    assert "value ÷ quantity" in note
    assert words_of(draw("unit-prices", coffee(), OIL, implied=False)).empty


def test_a_cap_has_an_arrow_to_where_the_price_may_lie() -> None:
    figure = draw("unit-prices", [price("$60 a barrel", 60.0, bound="at_most")], OIL)
    (arrow,) = [one for one in figure.layout.annotations if one.ax]
    assert arrow.x == 60 and arrow.xshift < 0 < arrow.ax
    assert "up to $60" in texts(figure)
    assert any(note.startswith("Arrow:") for note in words_of(figure).notes)


def test_an_exchange_rate_is_the_price_of_no_goods() -> None:
    assert words_of(draw("unit-prices", [price("30.1", 30.1, "TRY/USD")], OIL)).empty
    assert words_of(draw("unit-prices", [price("30.1", 30.1, role="superseded")], OIL)).empty


def test_prices_of_one_thing_and_period_share_a_row() -> None:
    facts = [price("$61.91 a barrel", 61.91), price("$60 a barrel", 60.0)]
    figure = draw("unit-prices", facts, OIL)
    assert len({y for trace in unlettered(figure) for y in trace.y}) == 1
    assert "$60 to $61.9, 2 prices" in texts(figure)


# ---- documents ----


def test_each_document_has_a_row_with_its_day_and_the_periods_it_speaks_of() -> None:
    figure = draw("documents", every())
    periods, days = figure.data
    assert list(days.x) == ["2024-08-08", "2024-02-20"]
    assert "2015-01-01" in list(periods.base) and "2023-01-01" in list(periods.base)
    at = list(periods.base).index("2015-01-01")
    assert periods.x[at] == ((date(2021, 12, 31) - date(2015, 1, 1)).days + 1) * 86_400_000
    assert "The Daily: Exports fell" in texts(figure)
    assert "8 Aug 2024 · 11 facts" in texts(figure)
    assert figure.layout.xaxis.type == "date"
    assert all(len(one.split(" ")) <= 8 for one in days.customdata)


def test_undated_documents_are_told_of_and_the_newest_come_first() -> None:
    undated = Document("undated", "It shipped 18 lorries.", title="No day")
    facts = [*every(), fact_in(undated, "18", value=18.0, unit="count", counted="lorries")]
    figure = draw("documents", facts, TRADE, SHARES, undated)
    assert "1 document has no day of publication and no row." in words_of(figure).notes
    assert words_of(draw("documents", facts[-1:], undated)).empty


def test_a_far_period_does_not_flatten_all_others() -> None:
    far = fact_in(
        TRADE, "18", value=18.0, unit="count", counted="x", period=(date(1, 1, 1), date(9999, 12, 31))
    )
    figure = draw("documents", [*trade_facts(), far])
    first, last = (date.fromisoformat(one) for one in figure.layout.xaxis.range)
    assert first.year >= 2011 and last.year <= 2031
    assert "Periods that reach beyond the axis end with it." in words_of(figure).notes


def test_of_many_documents_the_newest_are_shown() -> None:
    documents = [
        Document(f"d{day}", "It was 18.", title=f"T{day}", published=date.fromordinal(738_000 + day))
        for day in range(60)
    ]
    facts = [fact_in(one, "18", value=18.0, unit="count", counted="ships") for one in documents]
    figure = draw("documents", facts, *documents)
    assert "The 24 newest of 60 documents are shown." in words_of(figure).notes
    assert figure.data[-1].x[0] == documents[-1].published.isoformat()  # type: ignore[union-attr]


# ---- converted amounts ----


def test_a_converted_amount_is_written_with_no_more_digits_than_its_text_gives() -> None:
    amount = {"value": 1.03e6, "unit": "USD", "measure": "change", "direction": "increase", "period": JANUARY}
    document = Document("rise", "It rose by $1.03 million.", published=date(2024, 2, 1))
    fact = fact_in(document, "$1.03 million", flow="export", **amount)
    figure = draw("changes", [fact], document, currency="EUR", rates=RATES)
    assert found(figure)[fact.fact_id] == pytest.approx(1.03e6 / 1.2345)
    assert figure.data[0].text[0] == "<b>▲ +€834,000</b>"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("$1.03 million", 3), ("631 million", 3), ("190,000", 3), ("€0.35", 2), ("a third", None), ("0", None)],
)
def test_digits_that_count(quote: str, expected: int | None) -> None:
    assert digits_of(quote) == expected


@pytest.mark.parametrize("name", ["before-and-after", "slope"])
def test_a_change_of_the_rate_is_no_change_of_trade(name: str) -> None:
    text = "Exports rose to $90m in January from $60m."
    document = Document("rise", text, title="Rise", published=date(2024, 2, 1))
    fact = fact_in(
        document, "$90m", value=90e6, baseline_value=60e6, unit="USD", flow="export", reporter="TUR",
        period=JANUARY, baseline=YEAR_BEFORE,
    )  # fmt: skip
    figure = draw(name, [fact], document, currency="EUR", rates=RATES)
    assert "▲ 50% in USD" in texts(figure)
    assert "€73m" in texts(figure) and "€97m" in texts(figure)
    assert any("in the currency of the text" in note for note in words_of(figure).notes)


# ---- agreement ----


def claim(number: int, quote: str, **says: Any) -> tuple[Document, Fact]:
    document = Document(f"a{number}", f"It was {quote}.", title=f"T{number}", published=date(2024, 2, number))
    about = {"flow": "export", "reporter": "TUR", "partner": "RUS", "indicator": "exports", "period": JANUARY}
    return document, fact_in(document, quote, **about | says)


def test_a_rank_axis_begins_at_the_first() -> None:
    told = [
        claim(number, f"no. {rank}", value=rank, unit="rank", measure="rank")
        for number, rank in ((1, 3), (2, 5))
    ]
    figure = draw("agreement", [fact for _, fact in told], *(document for document, _ in told))
    assert figure.layout.xaxis.tickvals[0] == 1
    assert figure.layout.xaxis.range[0] > 0


def test_a_rank_axis_keeps_its_start_for_other_units() -> None:
    assert scale.span([scale.Need(5)], 100)[0] <= 0
    assert scale.span([scale.Need(5)], 100, start=1)[0] > 0


def test_claims_that_stay_in_their_currency_are_counted_as_claims() -> None:
    told = [claim(number, f"{number}00 lira", value=number * 100.0, unit="TRY") for number in (1, 2)]
    figure = draw(
        "agreement", [fact for _, fact in told], *(one for one, _ in told), currency="EUR", rates=RATES
    )
    assert any(note.startswith("2 amounts stay in their own currency") for note in words_of(figure).notes)


def test_a_converted_claim_tells_its_rate_in_the_notes() -> None:
    told = [
        claim(1, "$100 million", value=100e6, unit="USD"), claim(2, "$101 million", value=101e6, unit="USD"),
        claim(3, "€81 million", value=81e6, unit="EUR"),
    ]  # fmt: skip
    figure = draw("agreement", [fact for _, fact in told], *(document for document, _ in told), rates=RATES)
    (note,) = [one for one in words_of(figure).notes if one.startswith("Converted to be compared")]
    assert "1 EUR = 1.2345 USD" in note


# ---- labels in a line ----


def test_labels_are_pushed_apart_and_no_further() -> None:
    assert spread([10, 50], [10, 10], 0, 100) == [10, 50]
    assert spread([50, 50], [20, 20], 0, 100) == [50, 70]
    assert spread([99, 98], [20, 20], 0, 100) == [90, 70]
    assert spread([1, 2], [60, 60], 0, 100) is None


def test_labels_of_least_weight_give_way() -> None:
    assert fitting([10, 20, 30], [40, 40, 40], 0, 90, [1, 3, 2]).keys() == {1, 2}
    assert fitting([], [], 0, 90, []) == {}


def test_a_lone_share_is_not_said_to_be_its_partners() -> None:
    document = Document("one", "Those lines were 43% of what Brazil sold to the US last year.")
    says = {"unit": "percent", "measure": "share", "flow": "export", "reporter": "BRA", "partner": "USA"}
    figure = draw("shares", [fact_in(document, "43%", value=43.0, **says)], document)
    assert "Brazil’s exports to the US" in texts(figure)
    assert "Those lines were 43% of what Brazil sold to" in texts(figure).replace("<br>", " ")
    assert not any("The US" in str(one.text) for one in lettered(figure))
    assert "What whole a share is of is for the quoted words to say." in words_of(figure).notes


_TOLD = Document(
    "told",
    "It came to €131m, after €42m in all of 2022, from a monthly average of $352m to $261m in April; "
    "the duty rose from 10% to 50%; the gap is now estimated at £17.9bn, not £17.5bn.",
)
_GERMANY = {"unit": "EUR", "flow": "export", "reporter": "DEU", "partner": "KGZ"}
_YEAR = (date(2022, 1, 1), date(2022, 12, 31))


def test_a_year_and_nine_months_are_shown_without_a_change() -> None:
    months = (date(2023, 1, 1), date(2023, 9, 30))
    facts = [
        fact_in(_TOLD, "€42m", value=42e6, role="baseline", period=_YEAR, **_GERMANY),
        fact_in(_TOLD, "€131m", value=131e6, baseline_value=42e6, period=months, baseline=_YEAR, **_GERMANY),
    ]
    for name in ("before-and-after", "slope"):
        figure = draw(name, facts, _TOLD)
        assert "▲" not in texts(figure) and "€131m" in texts(figure), name
        assert "Where the two periods differ in length, no change is given." in words_of(figure).notes
        assert "€42m in 2022 and €131m in Jan–Sep 2023" in words_of(figure).described


def test_an_average_beside_a_month_says_that_it_is_one() -> None:
    china = {"unit": "USD", "flow": "export", "reporter": "CHN", "partner": "RUS"}
    facts = [
        fact_in(_TOLD, "$352m", value=352e6, role="baseline", statistic="average", period=_YEAR, **china),
        fact_in(_TOLD, "$261m", value=261e6, baseline_value=352e6, baseline=_YEAR, period=JANUARY, **china),
    ]
    for name in ("before-and-after", "slope"):
        figure = draw(name, facts, _TOLD)
        assert "on average" in texts(figure) and "▼ 26%" in texts(figure), name
        assert "fell from an average of $352m to $261m" in words_of(figure).described


def test_between_two_rates_lie_points() -> None:
    duty = {"unit": "percent", "measure": "rate", "flow": "import", "reporter": "USA", "partner": "BRA"}
    facts = [
        fact_in(_TOLD, "10%", value=10.0, role="baseline", **duty),
        fact_in(_TOLD, "50%", value=50.0, baseline_value=10.0, **duty),
    ]
    figure = draw("before-and-after", facts, _TOLD)
    assert "▲ 40 points" in texts(figure) and "×5" not in texts(figure)
    assert words_of(figure).title == "Rates on US imports from Brazil, before and after"


def test_a_revision_is_no_rise_from_one_period_to_another() -> None:
    gap = {"unit": "GBP", "flow": "balance", "balance": "deficit", "reporter": "GBR", "period": JANUARY}
    facts = [
        fact_in(_TOLD, "£17.5bn", value=17.5e9, role="baseline", **gap),
        fact_in(_TOLD, "£17.9bn", value=17.9e9, baseline_value=17.5e9, **gap),
    ]
    assert "Jan 2024, revised" in texts(draw("before-and-after", facts, _TOLD))
    assert words_of(draw("slope", facts, _TOLD)).empty


@pytest.mark.parametrize("wide", [320, 390, 420])
def test_no_word_of_a_narrow_change_is_clipped(wide: int) -> None:
    gap = {"unit": "GBP", "measure": "change", "flow": "balance", "balance": "deficit", "reporter": "GBR"}
    fact = fact_in(_TOLD, "£17.9bn", value=17.9e9, direction="increase", **gap)
    figure = draw("changes", [fact], _TOLD, width=wide)
    (trace,) = [one for one in figure.data if one.type == "bar"]
    assert trace.text == ("<b>▼ £17.9bn wider</b>",)
    low, high = figure.layout.xaxis.range
    plot = wide - figure.layout.margin.l - figure.layout.margin.r
    begins = (trace.x[0] - low) / (high - low) * plot + figure.layout.margin.l
    assert lettering.width("▼ £17.9bn wider", 13, bold=True) <= begins


def test_a_narrow_share_is_quoted_up_to_its_number() -> None:
    document = Document(
        "one", "It already bears $398 a tonne, and Brazil supplies 68% of what the US imports."
    )
    says = {"unit": "percent", "measure": "share", "flow": "import", "reporter": "USA", "partner": "BRA"}
    figure = draw("shares", [fact_in(document, "68%", value=68.0, **says)], document, width=390)
    assert "Brazil supplies 68%" in texts(figure)


def test_on_a_slide_every_row_keeps_its_period() -> None:
    says = {"unit": "percent", "measure": "relative_change", "direction": "increase", "flow": "export"}
    text = " ".join(f"{number + 11}%" for number in range(40))
    document = Document("many", text)
    facts = [
        fact_in(document, f"{number + 11}%", value=number + 11.0, reporter="TUR", period=JANUARY, **says)
        for number in range(40)
    ]
    figure = draw("changes", facts, document, width=960, height=540)
    (trace,) = figure.data
    heads = [str(one.text) for one in lettered(figure) if "Turkey" in str(one.text)]
    assert len(heads) - 1 == len(trace.x) < 24
    assert all("Jan 2024" in one for one in heads if one.startswith("<b>Turkey’s exports</b>"))
    assert f"{len(trace.x)} of 40 changes are shown." in words_of(figure).notes


def test_a_difference_from_an_implied_value_has_two_digits() -> None:
    figure = draw("before-and-after", trade_facts(), TRADE, width=1200)
    assert "about −$400m" in texts(figure)


def test_counts_that_are_many_times_as_large_have_an_axis_of_their_own() -> None:
    counts = {"unit": "count", "reporter": "TUR"}
    told = [
        fact_in(TRADE, "45", value=7.9e6, counted="bags", **counts),
        fact_in(TRADE, "18", value=18.0, counted="companies", **counts),
        fact_in(TRADE, "39%", value=8.0, counted="addresses", **counts),
        fact_in(TRADE, "20.2%", value=31.0, **counts),
    ]
    figure = CATALOGUE["counts"].build(*frames(told), Options())
    assert figure.layout.xaxis.title.text == "Number, million"
    assert figure.layout.xaxis2.title.text == "Number"
    assert [list(trace.x) for trace in figure.data] == [[7.9e6], [18.0, 8.0]]
    assert "1 count does not say of what." in words_of(figure).notes
