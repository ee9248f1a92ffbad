"""How a document is refused: with its name and one sentence, never with a traceback."""

from dataclasses import dataclass
from typing import NamedTuple

from schemas.errors import TradefactsError
from schemas.records import Document


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not read, or not stored: its name as the user gave it, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}."


class Named(NamedTuple):
    """A document under the name that an error calls it by: its file, and its line where it has one."""

    name: str
    document: Document


class DocumentError(TradefactsError):
    """A document cannot be read; `refusal` says which and why."""

    def __init__(self, name: str, reason: str) -> None:
        self.refusal = Refusal(name, reason)
        super().__init__(str(self.refusal))
