"""How a picture is to be, as the address says it: read(query) -> Composition."""

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from figures.look import THEMES, without_ground
from figures.options import Options
from figures.pictures.picture import FORMATS
from figures.pictures.sizes import PRESETS, Size
from schemas.errors import TradefactsError

#: Where the page is: its query is that of a view, with the parameters of a composition.
PATH = "/compose"
FREE = "free"
#: What each choice can be, by its name in the address; the first one is what an address means that has none.
CHOICES = {
    "size": ("report", *(name for name in PRESETS if name != "report"), FREE),
    "format": FORMATS,
    "picture-theme": tuple(THEMES),
}
#: The pixels of a free size where the address gives none: width, height, and how many of them for one.
SIDES = {"width": "1200", "height": "675", "scale": "2"}
#: The bounds of a free size: of a side, of the image's sides, and of all its pixels.
LEAST_SIDE, MOST_SCALE, _MOST_SIDE, _MOST_PIXELS = 200, 4, 8_000, 50_000_000
#: So many letters of a title, a subtitle and a note, and so many notes.
LONGEST, MOST_NOTES = 300, 6


class SizeError(TradefactsError):
    """A size that no browser draws; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Composition:
    """What is chosen of a picture. A title or subtitle that is empty is the figure's own.

    `sides` are width, height and scale of a free size, as they were typed. `ignored` is what the address
    asked for and there is not.
    """

    title: str = ""
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    size: str = CHOICES["size"][0]
    sides: tuple[str, str, str] = (SIDES["width"], SIDES["height"], SIDES["scale"])
    format: str = CHOICES["format"][0]
    theme: str = CHOICES["picture-theme"][0]
    ground: bool = True
    ignored: tuple[str, ...] = field(default=(), compare=False)

    def options(self, options: Options) -> Options:
        """Return the options of a view's figure with what this picture adds to them."""
        palette = THEMES[self.theme]
        return replace(
            options,
            palette=palette if self.ground else without_ground(palette),
            title=self.title or None,
            subtitle=self.subtitle or None,
            # Which facts are drawn is said first: where there is no room, what stands last gives way.
            notes=(*options.notes, *map(_ended, self.notes)),
        )

    def layout_size(self) -> Size:
        """Return the size that was asked for. Raises SizeError for one that cannot be drawn."""
        return PRESETS[self.size].size if self.size in PRESETS else _free(*self.sides)


def _ended(note: str) -> str:
    """Return a note as a sentence: others follow in the same line."""
    return note if note.endswith((".", "!", "?", "…")) else f"{note}."


def _free(*typed: str) -> Size:
    try:
        width, height, scale = int(typed[0]), int(typed[1]), float(typed[2])
    except ValueError:
        raise SizeError("Give all three sizes.") from None
    if not (width > 0 and height > 0 and scale > 0):
        raise SizeError("Give all three sizes.")
    if min(width, height) < LEAST_SIDE:
        raise SizeError(f"Give a width and a height of at least {LEAST_SIDE}.")
    if not 1 <= scale <= MOST_SCALE:
        raise SizeError(f"Give a scale from 1 to {MOST_SCALE}.")
    if max(width, height) * scale > _MOST_SIDE:
        raise SizeError(f"At most {_MOST_SIDE} pixels a side: make it smaller.")
    if width * height * scale**2 > _MOST_PIXELS:
        raise SizeError(f"At most {_MOST_PIXELS // 1_000_000} million pixels in all: make it smaller.")
    return Size.free(width, height, scale)


def read(query: str | None) -> Composition:
    """Return the composition that an address asks for; what cannot be understood is left out, and named."""
    pairs = parse_qsl((query or "").removeprefix("?"), keep_blank_values=True)
    last = dict(pairs)
    notes = (value.strip()[:LONGEST] for name, value in pairs if name == "note")
    lost = [(name, last[name]) for name, known in CHOICES.items() if name in last and last[name] not in known]
    chosen = {name: last[name] if last.get(name) in known else known[0] for name, known in CHOICES.items()}
    width, height, scale = (last.get(name, usual) for name, usual in SIDES.items())
    return Composition(
        title=last.get("title", "").strip()[:LONGEST],
        subtitle=last.get("subtitle", "").strip()[:LONGEST],
        notes=tuple(filter(None, notes))[:MOST_NOTES],
        size=chosen["size"],
        sides=(width, height, scale),
        format=chosen["format"],
        theme=chosen["picture-theme"],
        ground=last.get("ground") != "0",
        ignored=tuple(f"{name}={value}" for name, value in lost),
    )
