"""The parts of the page that are always there: the form, the preview, and what is taken away of it."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.address import LONGEST_EVENT
from dashboard.chart import GRAPH
from dashboard.composing.beside import KINDS
from dashboard.composing.composition import CHOICES, FREE, LEAST_SIDE, LONGEST, MOST_NOTES, MOST_SCALE, SIDES
from dashboard.markup import aria, data
from figures.look import THEMES
from figures.pictures.sizes import PRESETS
from store import Store

_SIZES = {name: one.label for name, one in PRESETS.items()} | {FREE: "Free size, in pixels"}
_FORMATS = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "webp": "WebP"}
_THEMES = {name: name.capitalize() for name in THEMES}
#: A picture stands still: nothing to hover over, nothing to drag.
_STILL = GRAPH | {"staticPlot": True, "responsive": False}


def layout(_store: Store) -> Any:
    """Return the page without its picture."""
    stores = ("composition", "drawn", "asked", "asked-data", "picture")
    return html.Main(
        [
            *(dcc.Store(id=name) for name in stores),
            # What compose.js needs to read the address as composition.read does.
            dcc.Store(id="composable", data={"choices": CHOICES, "sides": SIDES}),
            html.Div(
                [html.H1("Export picture"), html.P(id="composed-view", className="soft")], className="top"
            ),
            html.Section(_form(), className="form", **aria(label="The picture")),
            html.Section(_preview(), className="seen", **aria(label="Preview")),
            html.Section([*_picture(), *_data(), *_texts()], className="taken", **aria(label="Take it")),
        ],
        id="main",
        className="composing",
    )


def _form() -> list[Any]:
    return [
        _text("picture-title", "Title"),
        _text("picture-subtitle", "Subtitle"),
        dmc.Textarea(
            id="picture-notes",
            label="Notes",
            description=f"One a line, at most {MOST_NOTES}",
            autosize=True,
            minRows=2,
            maxRows=8,
        ),
        _choice("picture-size", "Size", {name: _SIZES[name] for name in CHOICES["size"]}),
        html.Div(
            [
                _pixels("picture-width", "Width", SIDES["width"], LEAST_SIDE),
                _pixels("picture-height", "Height", SIDES["height"], LEAST_SIDE),
                _pixels("picture-scale", "Scale", SIDES["scale"], 1, MOST_SCALE),
            ],
            id="picture-free",
            className="sizes away",
        ),
        html.Div(
            [
                _choice("picture-format", "Format", {name: _FORMATS[name] for name in CHOICES["format"]}),
                _choice("picture-theme", "Theme", {name: _THEMES[name] for name in CHOICES["picture-theme"]}),
            ],
            className="pair",
        ),
        dmc.Checkbox(id="picture-clear", label="Without a ground", color="dark"),
        dmc.Checkbox(id="picture-logarithmic", label="Logarithmic axis", color="dark"),
        _events(),
        html.P(id="picture-currency", className="soft"),
    ]


def _text(name: str, label: str) -> dmc.TextInput:
    return dmc.TextInput(
        id=name, label=label, placeholder="The figure’s own", attributes={"input": {"maxLength": LONGEST}}
    )


def _choice(name: str, label: str, values: Mapping[str, str], value: str | None = None) -> dmc.Select:
    return dmc.Select(
        id=name,
        label=label,
        value=value or next(iter(values)),
        data=[{"value": one, "label": text} for one, text in values.items()],
        allowDeselect=False,
    )


def _pixels(name: str, label: str, value: str, least: int, most: int | None = None) -> dmc.NumberInput:
    return dmc.NumberInput(
        id=name,
        label=label,
        value=float(value),
        min=least,
        max=most,
        allowDecimal=most is not None,
        hideControls=True,
    )


def _events() -> html.Fieldset:
    return html.Fieldset(
        [
            html.Legend("Events on the axis of time"),
            html.Ul(id="event-list"),
            html.Div(
                [
                    dmc.TextInput(
                        id="event-name", label="Name", attributes={"input": {"maxLength": LONGEST_EVENT}}
                    ),
                    dmc.TextInput(id="event-day", label="Day", attributes={"input": {"type": "date"}}),
                ],
                className="pair",
            ),
            html.P(id="event-told", className="told soft", role="status"),
            html.Button("Add event", id="add-event", className="quiet"),
        ],
        className="events",
    )


def _preview() -> list[Any]:
    sheet = html.Div(
        html.Div(dcc.Graph(id="preview", config=_STILL), className="paper"),
        id="sheet",
        role="img",
        className="sheet none",
        **aria(label="The picture is being drawn"),
    )
    return [
        html.Div(sheet, id="preview-room"),
        html.P(id="picture-measured", className="soft", **aria(live="polite")),
    ]


def _picture() -> list[Any]:
    return [
        html.Div(
            [
                dmc.Button("Download picture", id="download", color="dark", disabled=True),
                dmc.Button("Copy picture", id="copy", color="dark", variant="outline", disabled=True),
                html.P(id="picture-told", className="told", role="status"),
            ],
            className="buttons",
        ),
        dcc.Download(id="picture-file"),
    ]


def _data() -> list[Any]:
    return [
        html.Div(
            [
                _choice("data-kind", "Data that it shows", KINDS, "xlsx"),
                dmc.Button(
                    "Download data", id="download-data", color="dark", variant="outline", disabled=True
                ),
                html.P(id="data-told", className="told", role="status"),
            ],
            className="buttons",
        ),
        dcc.Download(id="data-file"),
    ]


def _texts() -> list[Any]:
    return [_copied("citation", "Citation"), _copied("description", "Description in words")]


def _copied(name: str, label: str) -> html.Div:
    """Return a text to be read, with the button that copies it."""
    return html.Div(
        [
            dmc.Textarea(id=name, label=label, readOnly=True, autosize=True, minRows=2, maxRows=10),
            html.Button(
                f"Copy {label.partition(' ')[0].lower()}",
                id=f"copy-{name}",
                className="quiet",
                **data(copies=name),
                **aria(live="polite"),
            ),
        ],
        className="text",
    )
