"""Flows in a real browser: bands, arrows, countries and cells open their sentence; the map is our own."""

from collections.abc import Iterator
from datetime import date

import pytest
from builders import fact_in
from playwright.sync_api import Browser, Page, expect
from servers import Servers
from visits import Visit, until, visiting

from figures.drawing.globe import Globe
from schemas.records import Document, Fact, Reading
from store import Store

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
TEXT = (
    "Turkey sold goods worth $20bn to Germany in 2023.\n"
    "Turkey sold goods worth $12bn to Iraq in 2023.\n"
    "Russia sold goods worth $45bn to Turkey in 2023."
)
DOCUMENT = Document("flows", TEXT, title="Who sells what", publisher="The Daily", published=date(2024, 3, 1))
SOLD = {
    "$20bn": ("TUR", "DEU", 20e9),
    "$12bn": ("TUR", "IRQ", 12e9),
    "$45bn": ("RUS", "TUR", 45e9),
}


def facts() -> list[Fact]:
    return [
        fact_in(
            DOCUMENT, quote, value=value, unit="USD", flow="export", reporter=who, partner=whom, period=YEAR
        )
        for quote, (who, whom, value) in SOLD.items()
    ]


@pytest.fixture(scope="module")
def flows_address(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a dashboard over three exports of one year."""
    with Store(tmp_path_factory.mktemp("flows") / "facts.db") as store:
        store.prepare()
        store.save(Reading(DOCUMENT, tuple(facts())), "1")
        with servers.serving(store) as address:
            yield address


@pytest.fixture
def flows(browser: Browser, flows_address: str) -> Iterator[Visit]:
    with visiting(browser, flows_address, 1440, 900) as visit:
        yield visit


def _open(visit: Visit, figure: str, mark: str) -> Page:
    visit.page.goto(f"{visit.address}?figure={figure}")
    visit.page.wait_for_selector(f"#figure {mark}")
    return visit.page


def _panel_says(page: Page, quote: str) -> None:
    expect(page.locator("#panel mark.quoted").first).to_have_text(quote)
    expect(page.locator("#panel")).to_contain_text("Who sells what")


def test_a_click_on_a_band_opens_its_sentence(flows: Visit) -> None:
    page = _open(flows, "flows", ".sankey-link")
    assert page.locator("#figure .sankey-link").count() == 3
    band = page.locator("#figure .sankey-link").first
    band.hover()
    expect(page.locator("#figure .hoverlayer")).to_contain_text("exports to")
    quote = page.evaluate("d => d.link.label.match(/[$]\\d+bn/)[0]", band.evaluate_handle("e => e.__data__"))
    band.click()
    _panel_says(page, quote)
    expect(page.locator("#figure .sankey-link.chosen")).to_have_count(1)


def test_a_click_on_the_head_of_an_arrow_opens_its_sentence(flows: Visit) -> None:
    page = _open(flows, "flow-map", ".scattergeo .point")
    page.mouse.click(*_spot(page, "$12bn"))
    _panel_says(page, "$12bn")


def test_a_click_on_a_country_opens_its_sentence(flows: Visit) -> None:
    page = _open(flows, "map", ".choroplethlayer path")
    page.mouse.click(*_spot(page, "$20bn", middle=True))
    _panel_says(page, "$20bn")


def test_a_click_on_a_cell_opens_its_sentence(flows: Visit) -> None:
    page = _open(flows, "flow-matrix", ".heatmaplayer image")
    box = page.locator("#figure .scatterlayer text", has_text="$45bn").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] + 4)
    _panel_says(page, "$45bn")
    # The panel has made the figure narrower, and the outline lies around the same cell.
    until(page, _OUTLINED)
    page.keyboard.press("Escape")
    expect(page.locator("#figure .cell-chosen")).to_have_count(0)


@pytest.mark.parametrize(
    ("figure", "mark", "many"),
    [
        ("flows", ".sankey-link", 3),
        ("flow-map", ".scattergeo .point", 3),
        ("map", ".choroplethlayer path", 2),
        ("flow-matrix", ".heatmaplayer image", 3),
    ],
)
def test_arrow_keys_walk_over_flows_and_enter_opens_one(
    flows: Visit, figure: str, mark: str, many: int
) -> None:
    page = _open(flows, figure, mark)
    page.locator("#chart").focus()
    tip = page.locator("#figure .hoverlayer")
    seen = [""]
    for _ in range(many):
        page.keyboard.press("ArrowRight")
        expect(tip).to_contain_text("exports to")
        expect(tip).not_to_have_text(seen[-1])
        seen.append(tip.text_content() or "")
    assert len(set(seen[1:])) == many
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark.quoted").first).to_be_visible()


def test_a_map_is_drawn_from_the_dashboards_own_server_and_where_the_labels_expect_it(flows: Visit) -> None:
    asked: list[str] = []
    flows.page.on("request", lambda sent: asked.append(sent.url))
    page = _open(flows, "flow-map", ".scattergeo .point")
    assert [url for url in asked if url.endswith("json")] == [f"{flows.address}maps/world_110m.json"]
    told = page.evaluate(_PROJECTED)
    globe = Globe(*told["globe"], size=tuple(told["size"]))
    for (longitude, latitude), spot in told["spots"]:
        assert globe.pixel(longitude, latitude) == pytest.approx(spot, abs=1.5)


def test_the_server_gives_out_no_other_file_of_the_maps(flows: Visit) -> None:
    for name in ("centres.csv", "__init__.py", "../app.py"):
        assert flows.page.request.get(f"{flows.address}maps/{name}").text().startswith("<!DOCTYPE")


def _spot(page: Page, quote: str, *, middle: bool = False) -> tuple[float, float]:
    """Return where on the screen the mark with a quote in its tooltip stands, by plotly's own projection."""
    page.locator("#figure").scroll_into_view_if_needed()
    x, y = page.evaluate(_MARK, [quote, middle])
    return x, y


_OUTLINED = """(() => {
  const outline = document.querySelector("#figure .cell-chosen");
  const texts = [...document.querySelectorAll("#figure .scatterlayer text")];
  const told = texts.find(one => one.textContent === "$45bn");
  if (!outline || !told) return false;
  const around = outline.getBoundingClientRect(), inside = told.getBoundingClientRect();
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(around), [textX, textY] = middle(inside);
  return Math.abs(x - textX) < 3 && Math.abs(y - textY) < 6 && around.width > inside.width;
})()"""
_MARK = """([quote, middle]) => {
  const graph = document.querySelector("#figure .js-plotly-plot");
  const at = graph.getBoundingClientRect();
  for (const points of graph.calcdata) {
    const trace = points[0].trace;
    if (!trace.customdata || trace.meta === "reach") continue;
    const number = trace.hovertext.findIndex(text => text.includes(quote));
    if (number < 0) continue;
    const place = middle ? points[number].ct : points[number].lonlat;
    const [x, y] = graph._fullLayout.geo._subplot.projection(place);
    return [at.left + x, at.top + y];
  }
}"""
_PROJECTED = """() => {
  const graph = document.querySelector("#figure .js-plotly-plot");
  const { geo, _size: size } = graph._fullLayout;
  const [west, east] = geo.lonaxis.range, [south, north] = geo.lataxis.range;
  const spots = [[30, 40], [10, 51], [60, 20], [40, 60]].map(place => {
    const [x, y] = geo._subplot.projection(place);
    return [place, [x - size.l, y - size.t]];
  });
  return { globe: [(west + east) / 2, east - west, south, north], size: [size.w, size.h], spots };
}"""
