"""Known vulnerabilities of what is pinned and of what is installed: python tests/audit.py [--service URL]

pip-audit asks OSV's advisories for every version. Where nobody answers, one line says so, and nothing fails:
what was not looked at is neither sound nor unsound.
"""

import argparse
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PINS = Path(__file__).parent.parent / "constraints.txt"
OSV = "https://api.osv.dev/v1/query"
#: Advisories that are known here and left as they are, each with the reason: there is no fixed version yet,
#: and what it is about is not what we use.
ACCEPTED: dict[str, str] = {}
#: So long one is waited for, and all of them together.
_WAITS_SECONDS, _AT_MOST_SECONDS = 5, 25
#: pip-audit asks for one version after the other: so many of it do at once.
_AT_ONCE = 4
#: What pip-audit says, or Python of it, where a service does not answer as one.
_AWAY = ("ConnectionError", "Timeout", "ServiceError", "HTTPError", "Could not connect", "JSONDecodeError")


class AuditError(Exception):
    """Nothing was found out; the message is a sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is vulnerable, and return 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service", default=OSV, help="where advisories are asked for, as OSV answers")
    parser.add_argument("--pins", type=Path, default=PINS, help="what is pinned, name==version a line")
    given = parser.parse_args(arguments)
    versions = sorted({*pinned(given.pins), *installed()})
    try:
        found = answers(versions, given.service)
    except AuditError as error:
        print(f"Not audited: {error}")
        return 0
    told = list(sentences(found))
    print("\n".join(told) or f"No vulnerability is known of the {len(versions)} versions we depend on.")
    return 1 if told else 0


def pinned(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the names and versions that are pinned, those for other Pythons too."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            one = Requirement(line)
            (pin,) = one.specifier
            yield canonicalize_name(one.name), pin.version


def installed() -> Iterator[tuple[str, str]]:
    """Yield what is installed beside us; our own package is no dependency."""
    for one in distributions():
        if (name := canonicalize_name(one.metadata["Name"])) != "tradefacts":
            yield name, one.version


def answers(versions: Sequence[tuple[str, str]], service: str) -> list[dict[str, Any]]:
    """Return what pip-audit tells of each version. Raises AuditError where the service does not answer."""
    _check_reachable(service)
    # Sorted, versions of one name stand side by side, and so come into files of their own, as pip-audit asks.
    parts = [versions[number::_AT_ONCE] for number in range(min(_AT_ONCE, len(versions)))]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = [one for each in pool.map(lambda part: _audited(part, service), parts) for one in each]
    if left_out := [one["name"] for one in found if "skip_reason" in one]:
        raise SystemExit(f"pip-audit left out {', '.join(left_out)}; see what it says of them.")
    return found


def sentences(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield a sentence for each known vulnerability that is not accepted."""
    for one in found:
        for told in one["vulns"]:
            names = [told["id"], *told["aliases"]]
            if ACCEPTED.keys() & set(names):
                continue
            fixed = told["fix_versions"]
            way_out = f"pin {fixed[-1]}" if fixed else "no version is fixed yet: see tests/audit.py"
            yield f"{one['name']} {one['version']} is vulnerable ({', '.join(names)}); {way_out}."


def _check_reachable(service: str) -> None:
    parts = urlsplit(service)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), _WAITS_SECONDS).close()
    except OSError:
        raise AuditError(f"no advisories can be asked for at {parts.hostname}.") from None


def _audited(versions: Sequence[tuple[str, str]], service: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    command += ["--vulnerability-service", "osv", "--osv-url", service, "--timeout", str(_WAITS_SECONDS)]
    with TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text("".join(f"{name}=={version}\n" for name, version in versions), encoding="utf-8")
        command += ["--format", "json", "--cache-dir", folder, "--requirement", str(pins)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_AT_MOST_SECONDS)
        except subprocess.TimeoutExpired:
            raise AuditError(f"{service} takes longer than {_AT_MOST_SECONDS} seconds.") from None
    if done.stdout.startswith("{"):
        return list(json.loads(done.stdout)["dependencies"])
    if any(sign in done.stderr for sign in _AWAY):
        raise AuditError(f"{service} does not answer as it should.")
    raise SystemExit(f"pip-audit failed:\n{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
