"""What a reader sees of the letters: in a real browser no text is clipped, and none lies on another."""

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from typing import Any, NamedTuple

import gallery
import plotly.graph_objects as go
import pytest
from builders import frames
from odd import ODD
from visits import Visit

from figures.catalogue import CATALOGUE
from figures.drawing.frame import RoomError
from figures.options import Options
from figures.pictures.sizes import PRESETS, Size
from store import Store

#: Pixels by which the boxes of two texts may touch: a box is as high as the tallest letter there is.
_SLACK = 3.0
SIZES = {
    "column": PRESETS["column"].size,
    "slide": PRESETS["slide"].size,
    "phone": Size(320),
    "wide": Size(2000),
}

_TEXTS = """async figure => {
  const box = document.createElement("div");
  Object.assign(box.style, {position: "absolute", left: "0", top: "0", background: "white", zIndex: 9});
  document.body.append(box);
  await Plotly.newPlot(box, figure.data, figure.layout, {staticPlot: true, topojsonURL: "/maps/"});
  const frame = box.querySelector(".main-svg").getBoundingClientRect();
  const found = [...box.querySelectorAll("svg text")].map(text => {
    const at = text.getBoundingClientRect();
    const hidden = getComputedStyle(text).visibility === "hidden" || text.closest("defs") !== null;
    const shown = at.width > 0 && !hidden;
    return shown && {text: text.textContent, left: at.left - frame.left, top: at.top - frame.top,
                     right: at.right - frame.left, bottom: at.bottom - frame.top};
  }).filter(Boolean);
  Plotly.purge(box);
  box.remove();
  return found;
}"""


class Text(NamedTuple):
    """A text and the pixels that it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def lies_on(self, other: "Text") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > _SLACK and min(self.bottom, other.bottom) - max(self.top, other.top) > _SLACK


def texts(visit: Visit, figure: go.Figure) -> list[Text]:
    told = json.loads(figure.to_json())
    told["layout"].pop("meta", None)
    return [Text(**one) for one in visit.page.evaluate(_TEXTS, told)]


@pytest.fixture(scope="module")
def stores() -> Iterator[dict[str, Store]]:
    with gallery.stores() as known:
        yield known


def faults(visit: Visit, figure: go.Figure) -> dict[str, Any]:
    """Return the texts of a figure that are clipped, and those that lie on another."""
    found = texts(visit, figure)
    assert found
    wide, high = figure.layout.width, figure.layout.height
    clipped = [
        one.text for one in found
        if one.left < -1 or one.top < -1 or one.right > wide + 1 or one.bottom > high + 1
    ]  # fmt: skip
    overlaid = [(one.text, other.text) for one, other in combinations(found, 2) if one.lies_on(other)]
    return {name: some for name, some in (("clipped", clipped), ("overlaid", overlaid)) if some}


@pytest.mark.parametrize("size", list(SIZES))
def test_no_text_of_the_gallery_is_clipped_and_none_lies_on_another(
    size: str, desktop: Visit, stores: dict[str, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "SIZE", SIZES[size])
    desktop.open("?figure=changes")
    wrong: dict[str, Any] = {}
    for name, choice in gallery.CHOICES.items():
        # Where a figure has no room it is refused in a sentence.
        with suppress(RoomError):
            wrong[name] = faults(desktop, gallery.shown(name, stores[choice.texts]).figure)
    assert {name: told for name, told in wrong.items() if told} == {}


@pytest.mark.parametrize("size", ["column", pytest.param("slide", marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", list(ODD))
def test_no_text_is_clipped_however_odd_the_facts_are(kind: str, size: str, desktop: Visit) -> None:
    facts, document = ODD[kind]()
    told, asked = frames(facts, document), SIZES[size]
    desktop.open("?figure=changes")
    wrong: dict[str, Any] = {}
    for name, entry in CATALOGUE.items():
        with suppress(RoomError):
            wrong[name] = faults(desktop, entry.build(*told, Options(asked.width, asked.height)))
    assert {name: told for name, told in wrong.items() if told} == {}
