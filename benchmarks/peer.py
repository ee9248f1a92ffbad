"""quantulum3, pinned, in a virtual environment of its own and a process of its own: `make bench` makes both.

It is run as its users run it: `parser.parse(text)` of a document, without the classifier, which is its
faster form.
"""

import json
import subprocess
from pathlib import Path
from typing import Self

from benchmarks.timing import Taken

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / ".venv-bench"


class PeerError(Exception):
    """The peer cannot be measured; the message says why."""


class Peer:
    """A process that parses texts when asked and tells what that took, in a `with` statement."""

    def __init__(self, environment: Path = ENVIRONMENT) -> None:
        if not (environment / "installed").exists():
            raise PeerError("quantulum3 is not installed and was not measured; make bench installs it")
        self.version = ""
        self._process = subprocess.Popen(
            [environment / "bin" / "python", "-W", "ignore", HERE / "peer_process.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def run(self, texts: list[str]) -> Taken:
        """Parse texts; return what the parsing alone took, not the way there and back."""
        assert self._process.stdin and self._process.stdout
        try:
            print(json.dumps(texts), file=self._process.stdin, flush=True)
            told = json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            raise PeerError(f"quantulum3 ended on its own ({error})") from None
        self.version = told["version"]
        return Taken(told["wall"], told["cpu"])
