"""Export: the figure that is looked at as a picture, and what it shows as a table.

PNG and SVG are drawn by the reader's own browser (assets/picture.js), which puts what the picture rests on
into the file; PDF and WebP by one beside the server, where there is one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

import dash_mantine_components as dmc
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.address import View, read
from dashboard.beside import KINDS, beside
from dashboard.markup import aria
from figures.look import THEMES, without_ground
from figures.options import Options
from figures.pictures.browser import ImageError
from figures.pictures.picture import DRAWN_ANYWHERE, FORMATS, Made, Picture, draw, for_browser, picture
from figures.pictures.sizes import PRESETS, Size
from schemas.errors import TradefactsError

#: The largest picture that the form gives; picture.js knows them too, to say so before it is asked for.
_MOST_SIDE, _MOST_PIXELS = 8_000, 50_000_000
FREE = "free"
_NAMES = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "webp": "WebP"}
_FIELDS = ("size", "width", "height", "scale", "format", "theme", "transparent", "own-title")
_STATES = [State(f"picture-{name}", "checked" if name == "transparent" else "value") for name in _FIELDS]


class Shown(NamedTuple):
    """The figure of a view: its name, the frames it is built of, and how."""

    figure: str
    facts: pd.DataFrame
    documents: pd.DataFrame
    options: Options


def form() -> dmc.Popover:
    """Return the button and what it opens."""
    return dmc.Popover(
        [
            dmc.PopoverTarget(dmc.Button("Export picture", id="export", color="dark")),
            dmc.PopoverDropdown([*_of_picture(), html.Hr(), *_of_data()], className="export"),
        ],
        position="top-end",
        shadow="md",
        width=340,
        trapFocus=True,
        returnFocus=True,
    )


def _of_picture() -> list[Any]:
    sizes = {name: one.label for name, one in PRESETS.items()} | {FREE: "Free size, in pixels"}
    return [
        _choice("picture-size", "Size", sizes, FREE),
        html.Div(
            [
                _pixels("picture-width", "Width", 1200, 200, 8000),
                _pixels("picture-height", "Height", 675, 200, 8000),
                _pixels("picture-scale", "Scale", 2, 1, 4),
            ],
            id="picture-free",
            className="sizes",
        ),
        html.Div(
            [
                _choice("picture-format", "Format", _NAMES, "png"),
                _choice("picture-theme", "Theme", {name: name.capitalize() for name in THEMES}, "light"),
            ],
            className="pair",
        ),
        dmc.Checkbox(id="picture-transparent", label="Without a ground", color="dark", mt=8),
        dmc.TextInput(
            id="picture-own-title", label="Title", placeholder="The figure’s own", debounce=300, mt=8
        ),
        html.P(id="picture-told", className="told soft", **aria(live="polite")),
        dmc.Button("Download picture", id="download", color="dark", fullWidth=True),
        dcc.Store(id="picture"),
        dcc.Download(id="picture-file"),
    ]


def _of_data() -> list[Any]:
    return [
        _choice("data-kind", "What it shows", KINDS, "xlsx"),
        dmc.Button(
            "Download data", id="download-data", color="dark", variant="outline", fullWidth=True, mt=8
        ),
        dcc.Download(id="data-file"),
    ]


def _choice(name: str, label: str, values: Mapping[str, str], value: str) -> dmc.Select:
    return dmc.Select(
        id=name,
        label=label,
        value=value,
        data=[{"value": one, "label": text} for one, text in values.items()],
        allowDeselect=False,
        # Outside of the form a click would close it.
        comboboxProps={"withinPortal": False},
    )


def _pixels(name: str, label: str, value: int, least: int, most: int) -> dmc.NumberInput:
    return dmc.NumberInput(id=name, label=label, value=value, min=least, max=most, allowDecimal=False)


def add_to(app: Dash, shown: Callable[[View], Shown]) -> None:
    """Register what the form does; `shown` gives the figure of a view."""
    app.clientside_callback(
        ClientsideFunction("tradefacts_picture", "size"),
        Output("picture-told", "children"),
        Output("download", "disabled"),
        Output("picture-free", "className"),
        *(Input(f"picture-{name}", "value") for name in ("size", "width", "height", "scale")),
    )
    app.clientside_callback(
        ClientsideFunction("tradefacts_picture", "download"),
        Output("picture-told", "children", allow_duplicate=True),
        Input("picture", "data"),
        prevent_initial_call=True,
    )
    _pictures(app, shown)
    _tables(app, shown)


def _pictures(app: Dash, shown: Callable[[View], Shown]) -> None:
    @app.callback(
        Output("picture", "data"),
        Output("picture-file", "data"),
        Output("picture-told", "children", allow_duplicate=True),
        Input("download", "n_clicks"),
        State("view", "data"),
        *_STATES,
        prevent_initial_call=True,
        running=[(Output("download", "loading"), True, False)],
    )
    def export(_clicks: int, query: str, *form: Any) -> tuple[Any, Any, Any]:
        asked = dict(zip(_FIELDS, form, strict=True))
        size = size_of(asked["size"], asked["width"], asked["height"], asked["scale"])
        if size is None or asked["format"] not in FORMATS:
            return no_update, no_update, no_update
        view = read(query)
        try:
            one = _picture(view, shown(view), size, asked)
            name = f"tradefacts-{one.record.figure}.{asked['format']}"
            if asked["format"] in DRAWN_ANYWHERE:
                return for_browser(one, asked["format"]) | {"name": name}, no_update, no_update
            return no_update, dcc.send_bytes(draw(one, asked["format"]), name), ""
        except ImageError as error:
            return no_update, no_update, f"{error} {_OTHERWISE}"
        except TradefactsError as error:
            return no_update, no_update, str(error)


_OTHERWISE = "PNG and SVG are drawn by your own browser, without one here."


def _picture(view: View, found: Shown, size: Size, asked: Mapping[str, Any]) -> Picture:
    look = THEMES.get(asked["theme"], THEMES["light"])
    title = str(asked["own-title"] or "").strip()[:_LONGEST_TITLE] or None
    options = replace(
        found.options, palette=without_ground(look) if asked["transparent"] else look, title=title
    )
    made = Made(replace(view, figure=found.figure).query(), _version(), datetime.now(UTC))
    return picture(found.figure, found.facts, found.documents, options, size, made)


_LONGEST_TITLE = 300


@cache
def _version() -> str:
    return version("tradefacts")


def _tables(app: Dash, shown: Callable[[View], Shown]) -> None:
    @app.callback(
        Output("data-file", "data"),
        Input("download-data", "n_clicks"),
        State("view", "data"),
        State("data-kind", "value"),
        prevent_initial_call=True,
        running=[(Output("download-data", "loading"), True, False)],
    )
    def data(_clicks: int, query: str, kind: str) -> Any:
        if kind not in KINDS:
            return no_update
        view = read(query)
        found = shown(view)
        one = _picture(view, found, PRESETS["report"].size, dict.fromkeys(_FIELDS))
        return dcc.send_bytes(
            beside(one, found.facts, found.documents, kind), f"tradefacts-{found.figure}.{kind}"
        )


def size_of(name: Any, width: Any, height: Any, scale: Any) -> Size | None:
    """Return the size that was asked for, or None where it is none that a browser could draw."""
    if name in PRESETS:
        return PRESETS[name].size
    try:
        size = int(width), int(height), float(scale)
    except (TypeError, ValueError):
        return None
    across, down = size[0] * size[2], size[1] * size[2]
    allowed = min(size[:2]) >= 200 and 1 <= size[2] <= 4 and max(across, down) <= _MOST_SIDE
    return Size.free(*size) if allowed and across * down <= _MOST_PIXELS else None
