"""How a figure looks: sizes of type, the colours of each theme, and the plotly template made of them."""

from dataclasses import dataclass, replace
from functools import cache

import plotly.graph_objects as go

FONT = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
#: Pixels of a letter's height; a picture in print says how many of them go into a millimetre.
TITLE, SUBTITLE, BODY, SMALL = 22, 14, 13, 12


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme. Flows keep theirs in every theme: they are Okabe and Ito's.

    https://jfly.uni-koeln.de/color/ names them as told apart with every kind of colour blindness.
    """

    ground: str
    ink: str
    soft: str
    line: str
    axis: str
    #: What has no flow of its own.
    other: str

    @property
    def flows(self) -> dict[str | None, str]:
        """The colour of each flow; None is the colour of what has none."""
        return {**_FLOWS, None: self.other}


_FLOWS: dict[str | None, str] = {
    "export": "#0072B2",
    "import": "#D55E00",
    "balance": "#009E73",
    "total_trade": "#56B4E9",
    "aid": "#CC79A7",
    "investment": "#E69F00",
}
LIGHT = Palette("#FFFFFF", ink="#1A1A1A", soft="#5C5C5C", line="#E3E1DC", axis="#8A8A8A", other="#5C5C5C")
DARK = Palette("#141414", ink="#ECECEC", soft="#B0B0B0", line="#3A3A3A", axis="#7A7A7A", other="#A8A8A8")
#: For paper: what is thin and light on a screen is lost there.
PRINT = Palette("#FFFFFF", ink="#000000", soft="#333333", line="#C4C4C4", axis="#4D4D4D", other="#4D4D4D")
THEMES = {"light": LIGHT, "dark": DARK, "print": PRINT}

CLEAR = "rgba(0,0,0,0)"


def without_ground(palette: Palette) -> Palette:
    """Return a palette that leaves what lies behind the picture to be seen."""
    return replace(palette, ground=CLEAR)


@cache
def template(look: Palette) -> go.layout.Template:
    """Return the one template of every figure, in the colours of a theme.

    It has the type, the ground, and what every axis has: light gridlines, a zero line, and nothing to drag.
    """
    text = {"family": FONT, "color": look.ink}
    axis = {
        "tickfont": {"size": SMALL, "color": look.soft},
        "gridcolor": look.line,
        "zeroline": True,
        "zerolinecolor": look.axis,
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": False,
        # To find out which texts run over, a browser would lay out each of them anew.
        "ticklabeloverflow": "allow",
    }
    return go.layout.Template(
        layout={
            "font": {**text, "size": BODY},
            "paper_bgcolor": look.ground,
            "plot_bgcolor": look.ground,
            "colorway": list(_FLOWS.values()),
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "bargap": 0.3,
            "hoverlabel": {
                "bgcolor": LIGHT.ground if look.ground == CLEAR else look.ground,
                "bordercolor": look.axis,
                "align": "left",
                "font": {**text, "size": SMALL},
                "namelength": 0,
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )
