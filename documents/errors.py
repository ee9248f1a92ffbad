"""How a document is refused: with its name and one sentence, never with a traceback."""

from dataclasses import dataclass

from schemas.errors import TradefactsError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not read, or not stored: its name as the user gave it, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}."


class DocumentError(TradefactsError):
    """A document cannot be read; `refusal` says which and why."""

    def __init__(self, name: str, reason: str) -> None:
        self.refusal = Refusal(name, reason)
        super().__init__(str(self.refusal))
