"""What a figure is to show, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.rates import Rates
from figures.look import LIGHT, Palette


class Event(NamedTuple):
    """Something that happened on a day, drawn as a line across every time axis: `sanctions`."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Options:
    """What a figure is to show and how; every default gives a picture that can stand alone.

    `implied` adds the values that no text states but a level and its change imply; `low_salience` those
    that are not about trade or policy. `height` None lets the figure be as high as its contents need.
    `bare` leaves title, subtitle, notes and sources out of the drawing, for a page that sets them itself
    from `words_of(figure)`. `title`, `subtitle` and `notes` take the place of, and stand before, the
    figure's own; its sources are always named.

    `currency` turns amounts of money into one, at `rates`; without rates they stay as they are stated.
    `observations` (a frame of OBSERVATION_COLUMNS) are what claims are held against. `originals` are the
    copies among the documents, with what each is a copy of: it is no source of its own.

    `logarithmic` gives axes of values equal steps for equal multiples, where a figure has no bars.
    """

    width: int = 1200
    height: int | None = None
    title: str | None = None
    subtitle: str | None = None
    notes: tuple[str, ...] = ()
    implied: bool = True
    low_salience: bool = False
    bare: bool = False
    palette: Palette = LIGHT
    logarithmic: bool = False
    events: tuple[Event, ...] = ()
    currency: str | None = None
    rates: Rates | None = None
    observations: pd.DataFrame | None = None
    originals: Mapping[str, str] = field(default_factory=dict)
