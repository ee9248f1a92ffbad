"""gunicorn as the Procfile runs it, on a free port, until a block ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from making import eventually

ROOT = Path(__file__).parent.parent


class Gunicorn:
    """A server that runs: its address, its process, and the lines that it has logged."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.process = process
        self._log = log

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path: str, told: object, **headers: str) -> tuple[int, str]:
        headers |= {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.address + path, json.dumps(told).encode(), headers))

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in children.read_text().split()]

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def answers(self, path: str) -> bool:
        assert self.process.poll() is None, self._log.read_text(encoding="utf-8")
        try:
            return self.get(path)[0] == 200
        except OSError:
            return False

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]


@contextmanager
def gunicorn(folder: Path, app: str, ready: str, **settings: str) -> Iterator[Gunicorn]:
    """Serve an application with our settings; `ready` is a path that is answered when it is up."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    paths = os.pathsep.join([str(folder), str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = ["-m", "gunicorn", "--config", "python:dashboard.workers", "--bind", f"127.0.0.1:{port}", app]
    with (folder / "log.jsonl").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            env={**os.environ, "PYTHONPATH": paths, **settings},
            stderr=log,
            cwd=folder,
        )
    try:
        running = Gunicorn(port, process, folder / "log.jsonl")
        eventually(lambda: running.answers(ready), seconds=90)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
