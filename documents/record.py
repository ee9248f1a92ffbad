"""What is known of a document besides its text, whoever says it: a record beside a file, or a page."""

from datetime import date
from typing import NamedTuple


class Record(NamedTuple):
    """Title, publisher, author, day of publication and address; what is not known is None.

    `confidential` is whether a picture may carry no word of the document, only ids.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    confidential: bool | None = None

    def or_else(self, other: "Record") -> "Record":
        """Return this record, with what it does not know taken from another."""
        return other._replace(**{key: told for key, told in self._asdict().items() if told is not None})


UNKNOWN = Record()
