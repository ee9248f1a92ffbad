"""The front door: the `tradefacts` command and the Python API.

from tradefacts import extract
extract("Turkey's exports to Russia fell by 39% to $631mn in January.", published=date(2024, 2, 8))

`draw` makes a picture of facts, the same that `tradefacts export` and the dashboard make.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from schemas.records import Document, Fact

__all__ = ["Document", "Fact", "draw", "extract"]


def extract(document: str | Document, published: date | None = None) -> list[Fact]:
    """Return the facts of a text, or of a Document, in the order in which they stand in it.

    `published` is the day by which `last month` is resolved; without it such periods stay unknown.
    Raises documents.DocumentError for an empty text.
    """
    from documents.building import Told, build
    from documents.record import Record
    from extraction import extract as read

    if isinstance(document, str):
        document = build("the text", "text", document, Told(given=Record(published=published)))
    return read(document)


def draw(
    name: str,
    facts: Iterable[Fact],
    documents: Iterable[Document],
    *,
    kind: str = "png",
    size: str = "report",
    theme: str = "light",
    made: datetime | None = None,
    **options: Any,
) -> bytes:
    """Return a picture of facts as a file, with the record of what it shows in it.

    `name` is one that `tradefacts export --list` tells, `kind` png, svg, pdf or webp, `size` and `theme` are
    those of the command; `made` is the moment that the record tells, now by default. `options` are the fields
    of figures.options.Options. Raises KeyError for a name, size or theme that there is none of, ContractError
    for facts that do not hold, and ImageError where no browser is there to draw.
    """
    from datetime import UTC

    from figures.look import THEMES
    from figures.options import Options
    from figures.pictures.picture import Made, picture
    from figures.pictures.picture import draw as drawn
    from figures.pictures.sizes import PRESETS
    from schemas.frames import check_documents, check_facts, documents_frame, facts_frame

    known = list(documents)
    frames = (
        check_facts(facts_frame(facts), {one.document_id: one.text for one in known}),
        check_documents(documents_frame(known)),
    )
    told = Made("", __getattr__("VERSION"), made or datetime.now(UTC))
    how = Options(palette=THEMES[theme], **options)
    return drawn(picture(name, *frames, how, PRESETS[size].size, told), kind)


def __getattr__(name: str) -> str:
    # Looking the version up in the installed package takes longer than most runs need anything for.
    if name == "VERSION":
        from importlib.metadata import version

        return version("tradefacts")
    raise AttributeError(f"module 'tradefacts' has no attribute {name!r}")
