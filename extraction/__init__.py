"""A Document -> its Facts."""

from schemas.records import Document, Fact

VERSION = "1"


def extract(document: Document) -> list[Fact]:
    """Return the facts of a document in the order in which they stand in its text."""
    return []
