"""The audit of what we depend on fails when it should, and passes otherwise: a stand-in tells advisories."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import audit
import pytest

#: One as OSV tells it, of a package that we pin.
ADVISORY = {
    "schema_version": "1.7.0",
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-0001"],
    "summary": "It lets everybody in.",
    "published": "2026-01-02T03:04:05Z",
    "affected": [
        {
            "package": {"name": "flask", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


class Advisories(ThreadingHTTPServer):
    """A service of advisories: what it was asked, and what it answers of a name and version."""

    asked: list[tuple[str, str]]
    known: dict[str, dict[str, Any]]
    status = 200


class _Handler(BaseHTTPRequestHandler):
    server: Advisories

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name, version = asked["package"]["name"], asked["version"]
        self.server.asked.append((name, version))
        advisory = self.server.known.get(name)
        body = json.dumps({"vulns": [advisory]} if advisory else {}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Advisories]:
    with Advisories(("127.0.0.1", 0), _Handler) as running:
        running.asked, running.known = [], {}
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the options by which two versions are audited, neither of which is installed."""
    monkeypatch.setattr(audit, "installed", lambda: iter([]))
    path = tmp_path / "pins.txt"
    path.write_text('# ours\nFlask==0.1; python_version < "3"\ndash==0.2\n', encoding="utf-8")
    return ["--pins", str(path)]


def audited(service: Advisories, *more: str) -> int:
    return audit.main(["--service", f"http://127.0.0.1:{service.server_port}/v1/query", *more])


def test_what_is_known_to_be_vulnerable_fails_with_the_way_out(
    service: Advisories, capsys: pytest.CaptureFixture[str]
) -> None:
    service.known["flask"] = ADVISORY
    version = dict(audit.pinned(audit.PINS))["flask"]
    assert audited(service) == 1
    told = f"flask {version} is vulnerable (PYSEC-2026-1, CVE-2026-0001); pin 99.1.\n"
    assert capsys.readouterr().out == told
    # Every version was asked for: those of constraints.txt, for other Pythons too, and those that are there.
    assert {*audit.pinned(audit.PINS), *audit.installed()} == set(service.asked)
    assert len([one for one in service.asked if one[0] == "pint"]) == 2


def test_where_nothing_is_known_or_all_is_accepted_it_passes(
    service: Advisories, few: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert audited(service, *few) == 0
    assert capsys.readouterr().out == "No vulnerability is known of the 2 versions we depend on.\n"
    assert sorted(service.asked) == [("dash", "0.2"), ("flask", "0.1")]
    service.known["flask"] = ADVISORY
    assert audited(service, *few) == 1
    monkeypatch.setitem(audit.ACCEPTED, "CVE-2026-0001", "We let nobody in.")
    assert audited(service, *few) == 0


def test_what_has_no_fixed_version_says_so() -> None:
    told = {"id": "X-1", "aliases": [], "fix_versions": []}
    (sentence,) = audit.sentences([{"name": "flask", "version": "1", "vulns": [told]}])
    assert sentence == "flask 1 is vulnerable (X-1); no version is fixed yet: see tests/audit.py."


def test_a_service_that_is_away_or_fails_is_told_of_in_a_line(
    service: Advisories, few: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody listens at this port.
    assert audit.main(["--service", "http://127.0.0.1:9/", *few]) == 0
    assert capsys.readouterr().out == "Not audited: no advisories can be asked for at 127.0.0.1.\n"
    service.status = 503
    assert audited(service, *few) == 0
    out = capsys.readouterr().out
    assert out.startswith("Not audited: http://127.0.0.1:") and out.count("\n") == 1
    # What is no list of pins is our own mistake, and is told as one.
    monkeypatch.setattr(audit, "installed", lambda: iter([("no name", "no version")]))
    with pytest.raises(SystemExit, match="pip-audit failed"):
        audited(service)
