"""What fills the page: the preview and its texts, and the files that are made of them.

PNG and SVG are drawn by the reader's own browser (assets/picture.js), which puts what the picture rests on
into the file; PDF and WebP by one beside the server, where there is one.
"""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.access.auditing import tell
from dashboard.address import View, read
from dashboard.composing import composition
from dashboard.composing.beside import KINDS, beside
from dashboard.composing.composition import Composition
from dashboard.composing.making import composed, measured
from dashboard.drawn import Material, material
from dashboard.explore.facets import left_out
from dashboard.markup import aria, data, day
from dashboard.operations.failures import words
from figures.options import Event
from figures.pictures.browser import ImageError
from figures.pictures.picture import DRAWN_ANYWHERE, Picture, draw, for_browser
from figures.wording import unit_title
from figures.words import words_of
from schemas.errors import TradefactsError
from store import Store, What

_OTHERWISE = "PNG and SVG are drawn by your own browser, without one here."
#: The fields of the form, in the order in which assets/compose.js has them.
_FIELDS = (
    ("picture-title", "value"),
    ("picture-subtitle", "value"),
    ("picture-notes", "value"),
    ("picture-size", "value"),
    ("picture-width", "value"),
    ("picture-height", "value"),
    ("picture-scale", "value"),
    ("picture-format", "value"),
    ("picture-theme", "value"),
    ("picture-clear", "checked"),
    ("picture-logarithmic", "checked"),
)


class NothingError(TradefactsError):
    """There is nothing to draw; the message is a sentence."""


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does."""
    _form(app)
    _files(app)
    _preview(app, store)
    _pictures(app, store)
    _tables(app, store)


def _runs(
    app: Dash, function: str, *args: Any, first: bool = False, room: str = "tradefacts_compose"
) -> None:
    """Register what needs no server; the functions are in assets/compose.js and assets/picture.js."""
    app.clientside_callback(ClientsideFunction(room, function), *args, prevent_initial_call=not first)


def _form(app: Dash) -> None:
    """Let the form follow the address, and the address the form."""
    known = State("composable", "data")
    _runs(
        app,
        "read",
        Output("composition", "data"),
        *(Output(*one) for one in _FIELDS),
        Input("address", "href"),
        State("composition", "data"),
        known,
        first=True,
    )
    _runs(app, "write", *(Input(*one) for one in _FIELDS), State("composition", "data"), known)
    _runs(app, "free", Output("picture-free", "className"), Input("picture-size", "value"))
    _runs(
        app,
        "addEvent",
        Output("event-name", "value"),
        Output("event-day", "value"),
        Output("event-told", "children"),
        Input("add-event", "n_clicks"),
        State("event-name", "value"),
        State("event-day", "value"),
    )


def _files(app: Dash) -> None:
    """Let the preview be shown, copied and asked for as a file."""
    asked = State("composable", "data"), *(State(*one) for one in _FIELDS)
    _runs(
        app,
        "show",
        Output("preview", "figure"),
        Output("preview", "style"),
        Output("sheet", "style"),
        Output("sheet", "className"),
        Input("drawn", "data"),
        State("sheet", "className"),
    )
    _runs(app, "ask", Output("asked", "data"), Input("download", "n_clicks"), *asked)
    _runs(app, "ask", Output("asked-data", "data"), Input("download-data", "n_clicks"), *asked)
    _runs(
        app,
        "copy",
        Output("picture-told", "children", allow_duplicate=True),
        Input("copy", "n_clicks"),
        State("drawn", "data"),
        room="tradefacts_picture",
    )
    _runs(
        app,
        "download",
        Output("picture-told", "children", allow_duplicate=True),
        Input("picture", "data"),
        room="tradefacts_picture",
    )


def _of_view(query: str, view: View) -> dict[str, Any]:
    """Return what is said of the view: the way back to it, its events, its currency."""
    ignored = (*view.ignored, *composition.read(query).ignored)
    return {
        "view": [
            html.A("Back to Explore", href=f"/{view.query()}"),
            f" {left_out(ignored)}" if ignored else "",
        ],
        "events": [_event(one) for one in view.events],
        "currency": _currency(view),
    }


def _event(one: Event) -> html.Li:
    return html.Li(
        [
            html.Span([one.name, ", ", day(one.day)]),
            html.Button(
                "×",
                className="bare",
                **data(event=f"{one.name}={one.day}"),
                **aria(label=f"Remove the event {one.name}"),
            ),
        ]
    )


def _currency(view: View) -> list[Any]:
    """Return in which currency amounts are drawn, and where that is chosen."""
    amounts = f"in {unit_title(view.currency)}" if view.currency else "in the currencies that texts state"
    return [f"Amounts are {amounts}. ", html.A("Change it in Explore", href=f"/{view.query()}"), "."]


def _preview(app: Dash, store: Store) -> None:
    @app.callback(
        output={
            "view": Output("composed-view", "children"),
            "events": Output("event-list", "children"),
            "currency": Output("picture-currency", "children"),
            "drawn": Output("drawn", "data"),
            "label": Output("sheet", "aria-label"),
            "measured": Output("picture-measured", "children"),
            "title": Output("picture-title", "placeholder"),
            "subtitle": Output("picture-subtitle", "placeholder"),
            "citation": Output("citation", "value"),
            "description": Output("description", "value"),
            "told": Output("picture-told", "children"),
            "disabled": [Output(name, "disabled") for name in ("download", "copy", "download-data")],
        },
        inputs={"query": Input("composition", "data")},
        prevent_initial_call=True,
        running=[(Output("preview-room", "className"), "busy", "")],
    )
    def preview(query: str) -> dict[str, Any]:
        view, wanted = read(query), composition.read(query)
        try:
            found = _found(view, store)
            seen = _seen(composed(view, wanted, found), wanted, found)
        except TradefactsError as error:
            seen = _unseen(error)
        return _of_view(query, view) | seen


def _unseen(error: TradefactsError) -> dict[str, Any]:
    """Return the answer where there is no picture, and why; what was said of the last one stays."""
    unchanged = dict.fromkeys(("label", "title", "subtitle", "citation", "description"), no_update)
    return unchanged | {"drawn": None, "measured": "", "told": words(error), "disabled": [True] * 3}


def _found(view: View, store: Store) -> Material:
    found = material(view, store)
    if found.facts.empty:
        raise NothingError("No facts pass these filters: go back to Explore, and take one away.")
    return found


def _seen(one: Picture, wanted: Composition, found: Material) -> dict[str, Any]:
    """Return the answer for a picture that can be made."""
    words = words_of(one.figure)
    drawn = {
        "figure": one.drawing,
        "width": one.size.width,
        "height": one.height,
        "scale": one.size.scale,
        "ground": "" if wanted.ground else f"clear {wanted.theme}",
    }
    texts = {
        name: beside(one, found.facts, found.documents, kind).decode().strip()
        for name, kind in (("citation", "citation.txt"), ("description", "alt.txt"))
    }
    return texts | {
        "drawn": drawn,
        "label": words.described,
        "measured": measured(one, wanted.format),
        # Where there is one of the reader's own, the figure does not tell what its own would be.
        "title": no_update if wanted.title else words.title,
        "subtitle": no_update if wanted.subtitle else words.subtitle,
        "told": "",
        "disabled": [False] * 3,
    }


def _pictures(app: Dash, store: Store) -> None:
    @app.callback(
        Output("picture", "data"),
        Output("picture-file", "data"),
        Output("picture-told", "children", allow_duplicate=True),
        Input("asked", "data"),
        prevent_initial_call=True,
        running=[(Output("download", "loading"), True, False)],
    )
    def picture_file(asked: dict[str, Any]) -> tuple[Any, Any, Any]:
        view, wanted = read(asked["query"]), composition.read(asked["query"])
        try:
            one = composed(view, wanted, _found(view, store))
            name = f"tradefacts-{one.record.figure}.{wanted.format}"
            tell(store, What.EXPORT, f"{name}: {view.query()}")
            if wanted.format in DRAWN_ANYWHERE:
                return for_browser(one, wanted.format) | {"name": name}, no_update, no_update
            return no_update, dcc.send_bytes(draw(one, wanted.format), name), ""
        except ImageError as error:
            return no_update, no_update, f"{error} {_OTHERWISE}"
        except TradefactsError as error:
            return no_update, no_update, words(error)


def _tables(app: Dash, store: Store) -> None:
    @app.callback(
        Output("data-file", "data"),
        Output("data-told", "children"),
        Input("asked-data", "data"),
        State("data-kind", "value"),
        prevent_initial_call=True,
        running=[(Output("download-data", "loading"), True, False)],
    )
    def data_file(asked: dict[str, Any], kind: str) -> tuple[Any, Any]:
        if kind not in KINDS:
            return no_update, no_update
        view = read(asked["query"])
        try:
            found = _found(view, store)
            one = composed(view, composition.read(asked["query"]), found)
        except TradefactsError as error:
            return no_update, words(error)
        name = f"tradefacts-{one.record.figure}.{kind}"
        tell(store, What.EXPORT, f"{name}: {view.query()}")
        return dcc.send_bytes(beside(one, found.facts, found.documents, kind), name), ""
