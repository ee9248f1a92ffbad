"""The front door: the `tradefacts` command and the Python API.

from tradefacts import extract
extract("Turkey's exports to Russia fell by 39% to $631mn in January.", published=date(2024, 2, 8))
"""

from datetime import date

from schemas.records import Document, Fact

__all__ = ["Document", "Fact", "extract"]


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


def __getattr__(name: str) -> str:
    # Looking the version up in the installed package takes longer than most runs need anything for.
    if name == "VERSION":
        from importlib.metadata import version

        return version("tradefacts")
    raise AttributeError(f"module 'tradefacts' has no attribute {name!r}")
