"""How a file is refused: with its name and one sentence, never with a traceback."""

from schemas.errors import TradefactsError


class OfficialError(TradefactsError):
    """A file of official figures cannot be read; the message names it, the reason and the way out."""

    def __init__(self, name: str, reason: str) -> None:
        # What a file or a library says may go over several lines.
        self.reason = " ".join(reason.split())
        super().__init__(f"{name}: {self.reason}.")
