"""Flows, flow map, map and flow matrix: what they draw, what they say, and what they leave out."""

import json
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from builders import fact_in, frames
from lettered import lettered

from analysis.rates import RATE_COLUMNS, Rates
from figures import catalogue
from figures.catalogue import CATALOGUE
from figures.drawing import globe, lettering
from figures.drawing.classes import Classes
from figures.geography import MAP, folder, places
from figures.look import DARK, LIGHT
from figures.options import Options
from figures.selection import Selection
from figures.words import Words, words_of
from schemas.places import countries
from schemas.records import Document, Fact

FLOWS = ["flows", "flow-map", "map", "flow-matrix"]
MAPS = ["flow-map", "map"]
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
Row = tuple[str, str, str, float]
EXPORTS: list[Row] = [
    ("TUR", "DEU", "export", 21e9),
    ("TUR", "RUS", "export", 11e9),
    ("TUR", "SGP", "export", 6e8),
]
BOTH: list[Row] = [
    *EXPORTS,
    ("RUS", "TUR", "export", 45e9),
    ("DEU", "TUR", "import", 20e9),
    ("CHN", "TUR", "export", 40e9),
]


def told(rows: list[Row], **more: Any) -> tuple[Document, list[Fact]]:
    """Return a document that tells of flows, a line each, and its facts."""
    lines = [f"{who} and {whom}: {value:.0f} of {flow}." for who, whom, flow, value in rows]
    document = Document("d", "\n".join(lines), title="Trade of the year", publisher="The Daily")
    facts = []
    for line, (who, whom, flow, value) in zip(lines, rows, strict=True):
        says = {"unit": "USD", "period": YEAR} | more
        quote = line.partition(": ")[2]
        facts.append(fact_in(document, quote, value=value, flow=flow, reporter=who, partner=whom, **says))
    return document, [one._replace(fact_id=f"{at}-{one.fact_id}") for at, one in enumerate(facts)]


def draw(name: str, rows: list[Row], says: dict[str, Any] | None = None, **options: Any) -> go.Figure:
    document, facts = told(rows, **(says or {}))
    return CATALOGUE[name].build(*frames(facts, document), Options(**options))


def shown(name: str, rows: list[Row], says: dict[str, Any] | None = None) -> int:
    document, facts = told(rows, **(says or {}))
    return len(CATALOGUE[name].shows(Selection.of(*frames(facts, document))))


def said(figure: go.Figure) -> Words:
    return words_of(figure)


def texts(figure: go.Figure) -> str:
    written = [str(one.text) for one in lettered(figure)]
    written += [str(text) for trace in figure.data if trace.type != "sankey" for text in trace["text"] or ()]
    return re.sub("<[^>]*>", "", " ".join(written).replace("<br>", " "))


def values(figure: go.Figure) -> list[float]:
    return [row.value for row in said(figure).rows]


@pytest.mark.parametrize("name", FLOWS)
def test_title_unit_and_source_say_what_is_drawn(name: str) -> None:
    words = said(draw(name, EXPORTS))
    assert words.title == "Turkey’s exports, 2023"
    assert words.subtitle.startswith("US dollars")
    assert words.sources == "Source: The Daily, “Trade of the year” (undated)."
    assert sorted(row.value for row in words.rows) == [6e8, 11e9, 21e9]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("TUR", "RUS", "export", 1e9), ("CHN", "RUS", "export", 2e9)], "Exports to Russia, 2023"),
        ([("TUR", "RUS", "import", 1e9), ("TUR", "CHN", "import", 2e9)], "Turkey’s imports, 2023"),
        (BOTH[:4], "Exports, 2023"),
        ([("CHN", "RUS", "export", 1e9), ("USA", "CHN", "import", 2e9)], "Trade flows from China, 2023"),
        (
            [*EXPORTS, ("USA", "UKR", "aid", 2e9), ("CHN", "RUS", "export", 1e9)],
            "Flows between countries, 2023",
        ),
    ],
)
def test_a_title_says_no_more_than_all_links_share(rows: list[Row], expected: str) -> None:
    assert said(draw("flows", rows)).title == expected


def test_bands_run_from_senders_to_receivers_in_the_colour_of_their_flow() -> None:
    figure = draw("flows", [("TUR", "DEU", "export", 21e9), ("DEU", "CHN", "import", 9e9)])
    (trace,) = figure.data
    assert list(trace.link.value) == [21e9, 9e9]
    assert trace.link.color[0].startswith("rgba(0,114,178")
    assert trace.link.color[1].startswith("rgba(213,94,0")
    lefts = [trace.node.x[at] for at in trace.link.source]
    rights = [trace.node.x[at] for at in trace.link.target]
    assert max(lefts) < 0.1 < 0.9 < min(rights)
    assert "blue: exports, as the sender counts them" in said(figure).foot.lower()
    assert "vermilion: imports, as the receiver counts them" in said(figure).foot.lower()


def test_each_band_carries_its_fact_and_its_sentence() -> None:
    figure = draw("flows", EXPORTS)
    link = figure.data[0].link
    assert list(link.customdata) == [row.fact_ids[0] for row in said(figure).rows]
    assert "$21bn, Turkey’s exports to Germany, 2023" in link.label[0].replace("<br>", " ")
    assert "TUR and DEU: 21000000000 of export." in link.label[0]


def test_names_and_values_stand_beside_the_nodes_and_are_not_clipped() -> None:
    for width in (320, 390, 800, 1200, 3000):
        figure = draw("flows", BOTH, width=width)
        names = [one for one in lettered(figure) if one.name == "node"]
        assert "Turkey" in texts(figure)
        assert "$45bn" in texts(figure)
        for one in names:
            lines = [re.sub("<[^>]*>", "", line) for line in one.text.split("<br>")]
            room = figure.layout.margin.l if one.xanchor == "right" else figure.layout.margin.r
            assert max(lettering.width(line, 13) for line in lines) <= room, one.text


def test_nodes_of_a_column_do_not_overlap_and_lie_in_the_plot() -> None:
    rows = [
        ("TUR", code, "export", 10.0**power) for power, code in enumerate(places(), start=0) if power < 12
    ]
    for height in (None, 500):
        figure = draw("flows", rows, height=height)
        names = sorted(one.y for one in lettered(figure) if one.name == "node" and one.x == 1)
        layout = figure.layout
        pixels = layout.height - layout.margin.t - layout.margin.b
        gaps = [(upper - lower) * pixels for lower, upper in pairwise(names)]
        assert min(gaps) >= 16
        assert 0 <= names[0] <= names[-1] <= 1


def test_a_sum_is_told_only_of_one_flow_whose_parts_are_disjoint() -> None:
    assert "Turkey $32.6bn" in texts(draw("flows", EXPORTS))
    mixed = [("TUR", "DEU", "export", 21e9), ("RUS", "TUR", "import", 11e9)]
    assert "Turkey $" not in texts(draw("flows", mixed))
    aid = [("USA", "UKR", "export", 2e9), ("USA", "UKR", "aid", 3e9)]
    assert "$5bn" not in texts(draw("flows", aid))


@pytest.mark.parametrize("name", FLOWS)
def test_one_link_is_a_figure(name: str) -> None:
    figure = draw(name, EXPORTS[:1])
    assert said(figure).title == "Turkey’s exports to Germany, 2023"
    assert values(figure) == [21e9]


def test_a_country_to_itself_has_a_band_and_a_cell_but_no_arrow() -> None:
    own: list[Row] = [("TUR", "TUR", "export", 5e9)]
    assert values(draw("flows", own)) == values(draw("flow-matrix", own)) == [5e9]
    assert said(draw("flow-map", own)).empty
    beside = said(draw("flow-map", [*own, *EXPORTS]))
    assert "Not on the map: Turkey → Turkey ($5bn)." in beside.notes


def test_the_world_has_no_place_on_a_map() -> None:
    rows: list[Row] = [("RUS", "WLD", "export", 400e9), ("TUR", "DEU", "export", 21e9)]
    assert values(draw("flows", rows)) == [400e9, 21e9]
    words = said(draw("flow-map", rows))
    assert [row.value for row in words.rows] == [21e9]
    assert "Not on the map: Russia → the world ($400bn)." in words.notes
    assert shown("flow-map", rows) == 1


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("end", [{"partner": None}, {"reporter": None}])
def test_without_both_ends_there_is_no_link(name: str, end: dict[str, None]) -> None:
    document, facts = told(EXPORTS[:1])
    frame = frames([facts[0]._replace(**end)], document)  # type: ignore[arg-type]
    assert said(CATALOGUE[name].build(*frame)).empty
    assert len(CATALOGUE[name].shows(Selection.of(*frame))) == 0


@pytest.mark.parametrize("name", FLOWS)
def test_what_is_offered_is_what_is_drawn(name: str) -> None:
    assert shown(name, BOTH) == len(values(draw(name, BOTH)))


@pytest.mark.parametrize("name", FLOWS)
def test_two_currencies_are_refused_with_the_ways_out(name: str) -> None:
    document, facts = told(EXPORTS)
    mixed = frames([facts[0]._replace(unit="EUR"), *facts[1:]], document)
    words = said(CATALOGUE[name].build(*mixed))
    assert words.empty
    assert "euros and US dollars" in words.described
    assert "Currency in the dashboard, --currency on the command line" in words.described
    assert len(CATALOGUE[name].shows(Selection.of(*mixed))) == 0


@pytest.mark.parametrize("name", FLOWS)
def test_amounts_are_converted_before_they_are_set_beside_each_other(name: str) -> None:
    document, facts = told(EXPORTS)
    mixed = frames([facts[0]._replace(unit="EUR"), *facts[1:]], document)
    row = ("USD", *YEAR, 1.25, "Test bank")
    rates = Rates(pd.DataFrame([row], columns=list(RATE_COLUMNS)))
    words = said(CATALOGUE[name].build(*mixed, Options(currency="EUR", rates=rates)))
    assert sorted(one.value for one in words.rows) == pytest.approx([4.8e8, 8.8e9, 21e9])
    assert "Converted to euros" in words.foot
    assert words.subtitle.startswith("Euros")


@pytest.mark.parametrize("name", FLOWS)
def test_what_is_left_out_is_told(name: str) -> None:
    document, facts = told(BOTH)
    other = facts[0]._replace(fact_id="x", period_start=date(2022, 1, 1), period_end=date(2022, 12, 31))
    words = said(CATALOGUE[name].build(*frames([*facts, other], document)))
    assert "1 figure of other periods left out: 2022." in words.notes
    assert "x" not in words.drawn


@pytest.mark.parametrize("name", FLOWS)
def test_two_hundred_countries_are_drawn_or_counted(name: str) -> None:
    codes = [code for code in countries() if code not in ("TUR", "WLD", "EUU", "EMU")]
    rows: list[Row] = [("TUR", code, "export", 1e9 / (at + 1)) for at, code in enumerate(codes)]
    for options in ({"width": 1200}, {"width": 390}, {"width": 800, "height": 500}):
        figure = draw(name, rows, **options)
        words = said(figure)
        assert max(values(figure)) == 1e9
        if len(words.rows) < len(rows):
            assert f"{len(words.rows)} of {len(rows)} links are shown: the largest." in words.notes


def test_the_smallest_of_nine_orders_of_magnitude_is_still_seen() -> None:
    rows: list[Row] = [("TUR", "DEU", "export", 1e11), ("TUR", "RUS", "export", 1e2)]
    # Plotly draws a band of no outline as a line of a pixel, if its value needs less.
    assert draw("flows", rows).data[0].link.line.width == 0
    lines = [trace.line.width for trace in draw("flow-map", rows).data if trace.mode == "lines"]
    assert min(lines) >= 1
    assert "drawn wider than their values" in said(draw("flow-map", rows)).foot
    assert "$100" in texts(draw("flow-matrix", rows))


def test_arrows_end_where_their_country_lies_and_carry_their_fact() -> None:
    figure = draw("flow-map", EXPORTS)
    (heads,) = [one for one in figure.data if one.marker.symbol == "arrow"]
    assert list(heads.customdata) == list(said(figure).drawn)
    for code, longitude, latitude in zip(("DEU", "RUS", "SGP"), heads.lon, heads.lat, strict=True):
        place = places()[code]
        assert (longitude, latitude) == pytest.approx(place[:2], abs=4)
    assert "Germany $21bn" in texts(figure)


def test_what_two_countries_send_each_other_does_not_lie_on_one_line() -> None:
    figure = draw("flow-map", [("TUR", "RUS", "export", 1e9), ("RUS", "TUR", "export", 1e9)])
    there, back = (trace for trace in figure.data if trace.mode == "lines")
    middle = len(there.lon) // 2
    assert abs(there.lat[middle] - back.lat[middle]) + abs(there.lon[middle] - back.lon[middle]) > 2


@pytest.mark.parametrize("width", [320, 390, 800, 1200, 3000])
def test_labels_of_a_flow_map_do_not_overlap(width: int) -> None:
    codes = [code for code in places() if len(code) == 3][:60]
    rows: list[Row] = [("TUR", code, "export", 1e9 + at) for at, code in enumerate(codes) if code != "TUR"]
    figure = draw("flow-map", rows, width=width)
    layout = figure.layout
    size = (width - layout.margin.l - layout.margin.r, layout.height - layout.margin.t - layout.margin.b)
    west, east = layout.geo.lonaxis.range
    seen = globe.Globe((west + east) / 2, east - west, *layout.geo.lataxis.range, size=size)
    (labels,) = [trace for trace in figure.data if trace.mode == "text"]
    boxes = []
    for longitude, latitude, text in zip(labels.lon, labels.lat, labels.text, strict=True):
        x, y = seen.pixel(longitude, latitude)
        half = lettering.width(re.sub("<[^>]*>", "", text), 12, bold=True) / 2
        boxes.append(globe.Box(x - half, y - 7, x + half, y + 7))
    assert boxes
    assert not any(one.overlaps(other) for one in boxes for other in boxes if one is not other)
    assert all(one.left >= 0 and one.right <= size[0] for one in boxes)


@pytest.mark.parametrize("name", MAPS)
def test_a_map_holds_no_shapes_and_asks_for_none_but_its_own(name: str) -> None:
    figure = draw(name, BOTH)
    assert len(figure.to_json()) < 60_000
    assert figure.layout.geo.fitbounds is False
    assert figure.layout.geo.resolution == 110
    assert (folder() / MAP).is_file()


def test_a_map_colours_the_other_side_of_the_country_that_all_links_share() -> None:
    sent = draw("map", EXPORTS)
    (shapes,) = [one for one in sent.data if one.type == "choropleth"]
    assert list(shapes.locations) == ["DEU", "RUS"]
    assert list(shapes.customdata) == list(said(sent).drawn[:2])
    assert "A circle stands for a country that is too small for the map." in said(sent).notes
    assert "Grey: no value is told, which does not mean zero." in said(sent).notes
    bought: list[Row] = [("TUR", code, "import", value) for _, code, _, value in EXPORTS]
    received = draw("map", bought)
    assert said(received).title == "Turkey’s imports, 2023"
    assert said(received).subtitle == "US dollars, by country that sends"


def test_a_map_colours_one_kind_and_tells_of_the_others() -> None:
    figure = draw("map", BOTH)
    assert "links are not of this kind: see Flows." in said(figure).foot
    assert len(values(figure)) == 3


def test_groups_of_countries_are_not_coloured() -> None:
    assert shown("map", [("EUU", "CHN", "export", 1e9)]) == 1
    assert values(draw("map", [("TUR", "EUU", "export", 1e9), ("TUR", "USA", "export", 2e9)])) == [2e9]


def test_a_matrix_writes_each_value_into_its_cell_and_leaves_the_others_empty() -> None:
    figure = draw("flow-matrix", BOTH)
    (cells,) = [one for one in figure.data if one.type == "heatmap"]
    filled = [one for row in cells.customdata for one in row if one]
    assert sorted(filled) == sorted(said(figure).drawn)
    assert any(one is None for row in cells.z for one in row)
    assert "$45bn" in texts(figure)
    assert "Empty: no value is told, which does not mean zero." in said(figure).notes


def test_a_forecast_is_lighter_and_says_so() -> None:
    document, facts = told(EXPORTS)
    expected = frames([facts[0]._replace(status="forecast"), *facts[1:]], document)
    figure = CATALOGUE["flows"].build(*expected)
    assert "$21bn (forecast)" in texts(figure)
    assert "Lighter: forecast." in said(figure).notes
    assert figure.data[0].link.color[0] != figure.data[0].link.color[1]


def test_how_firm_a_value_is_stands_beside_it_in_every_picture() -> None:
    document, facts = told(EXPORTS)
    early = frames([facts[0]._replace(status="provisional"), *facts[1:]], document)
    for name, expected in (("flows", "$21bn (provisional)"), ("flow-map", "$21bn (provisional)")):
        assert expected in texts(CATALOGUE[name].build(*early))
    figure = CATALOGUE["flow-matrix"].build(*early)
    assert "$21bn p" in texts(figure)
    assert "p: provisional." in said(figure).notes


@pytest.mark.parametrize("name", FLOWS)
def test_markup_in_a_text_is_shown_letter_by_letter(name: str) -> None:
    evil = "<b>21000000000</b> <script>x</script> <a href='http://x.example'>y</a>"
    document = Document("evil", evil, title="<b>bold</b>", published=date(2024, 2, 1))
    fact = fact_in(
        document, "21000000000", value=21e9, unit="USD", flow="export", reporter="TUR", partner="DEU",
        period=YEAR, indicator="<i>goods</i> of <script>",
    )  # fmt: skip
    text = CATALOGUE[name].build(*frames([fact], document), Options()).to_json()
    drawn = json.loads(text)
    drawn["layout"].pop("meta")
    assert not any(tag in json.dumps(drawn) for tag in ("<script", "<a ", "<i>", "<b>bold"))


@pytest.mark.parametrize("name", FLOWS)
def test_every_figure_of_flows_survives_json(name: str) -> None:
    figure = draw(name, BOTH, palette=DARK, bare=True)
    assert figure.layout.width is None
    again = go.Figure(json.loads(figure.to_json()))
    assert again.to_plotly_json() == go.Figure(json.loads(again.to_json())).to_plotly_json()
    assert words_of(again) == words_of(figure)


def test_the_same_facts_give_the_same_figure_in_whatever_order() -> None:
    document, facts = told(BOTH)
    for name in FLOWS:
        one, other = (
            CATALOGUE[name].build(*frames(some, document)).to_json() for some in (facts, facts[::-1])
        )
        assert one == other


def test_every_country_but_the_world_has_a_place() -> None:
    assert countries().keys() - places().keys() == {"WLD"}
    assert {"SGP", "MLT", "BHR", "HKG", "EUU", "EMU"} <= places().keys()


def test_places_with_a_shape_are_those_of_the_map() -> None:
    shapes = json.loads((folder() / MAP).read_text())["objects"]["countries"]["geometries"]
    on_the_map = {one["id"] for one in shapes}
    assert {code for code, place in places().items() if place.reach} <= on_the_map


def test_the_world_is_turned_so_that_little_goes_the_long_way_round() -> None:
    america, europe, asia = (places()[code] for code in ("USA", "DEU", "JPN"))
    size = (1150.0, 560.0)
    atlantic = globe.around([america, europe, asia], [(europe, america, 9), (asia, america, 1)], size)
    pacific = globe.around([america, europe, asia], [(europe, america, 1), (asia, america, 9)], size)
    assert abs(atlantic.middle) < 60 < 120 < abs(pacific.middle)


@pytest.mark.parametrize("size", [(1150.0, 560.0), (340.0, 260.0), (2900.0, 300.0)])
@pytest.mark.parametrize("codes", [("TUR", "DEU"), ("CHN", "USA"), ("FJI", "USA", "NZL"), tuple(places())])
def test_what_a_map_is_about_lies_in_its_frame(codes: tuple[str, ...], size: tuple[float, float]) -> None:
    some = [places()[code] for code in codes]
    seen = globe.around(some, [(some[0], some[1], 1.0)], size)
    for longitude, latitude, _ in some:
        x, y = seen.pixel(longitude, latitude)
        assert -1 <= x <= size[0] + 1
        assert seen.frame.top - 1 <= y <= seen.frame.bottom + 1
        back = seen.place(x, y)
        assert globe.turned(back[0], longitude) == pytest.approx(0, abs=1e-6)
        assert back[1] == pytest.approx(latitude, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([5.0], []),
        ([1, 1], []),
        ([10, 35], [20, 30]),
        ([1e2, 1e11], [1e3, 1e6, 1e9]),
        ([6, 99], [10, 20, 50]),
    ],
)
def test_classes_lie_between_round_numbers(values: list[float], edges: list[float]) -> None:
    classes = Classes(values, "#0072B2", LIGHT)
    assert classes.edges == edges
    assert len(classes.tints) == len(edges) + 1 == len(set(classes.tints))
    assert classes.of(max(values)) == len(edges)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_text_on_a_class_can_be_read(look: Any) -> None:
    for hue in LIGHT.flows.values():
        classes = Classes([1, 1e3, 1e6], hue, look)
        for number, tint in enumerate(classes.tints):
            assert _contrast(tint, classes.ink(number)) >= 4.5


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", FLOWS)
def test_what_several_currencies_hide_waits_for_one_and_is_never_the_first(name: str) -> None:
    document, facts = told(EXPORTS)
    mixed = frames([facts[0]._replace(unit="EUR"), *facts[1:]], document)
    row = ("USD", *YEAR, 1.25, "Test bank")
    options = Options(rates=Rates(pd.DataFrame([row], columns=list(RATE_COLUMNS))))
    selection = Selection.of(*mixed, options)
    shows = catalogue.shown(selection)
    assert shows[name] == 0 and max(shows, key=lambda one: shows[one]) not in FLOWS
    assert catalogue.waiting(shows, selection) == set(FLOWS)
    # Without rates nothing is to be had by choosing a currency, and what has one already waits for nothing.
    assert not catalogue.waiting(shows, Selection.of(*mixed))
    one = Selection.of(*frames(facts, document), options)
    assert not catalogue.waiting(catalogue.shown(one), one)
