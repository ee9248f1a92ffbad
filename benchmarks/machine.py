"""The machine that was measured on, as far as a reader of the figures needs to know it."""

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

_ROOT = Path(__file__).parent.parent
#: What the figures depend on besides our own code.
_PACKAGES = (
    "pandas",
    "pyarrow",
    "pandera",
    "sqlalchemy",
    "psycopg",
    "dask",
    "distributed",
    "orjson",
    "google-re2",
)


def machine() -> dict[str, Any]:
    """Return processor, cores, memory, system, Python, versions, revision, and how busy it was."""
    return {
        "processor": _processor(),
        "cores": len(psutil.Process().cpu_affinity())
        if hasattr(psutil.Process, "cpu_affinity")
        else os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": _system(),
        "python": platform.python_version(),
        "packages": {name: version for name in _PACKAGES if (version := _version(name))},
        "revision": _revision(),
        "load": os.getloadavg()[0],
    }


def described(machine: dict[str, Any]) -> str:
    """Return a machine in one line: `AMD EPYC, 2 cores, 24 GB, Debian GNU/Linux 12, Python 3.11.7`."""
    parts = (
        machine["processor"],
        f"{machine['cores']} core{'s' if machine['cores'] > 1 else ''}",
        f"{machine['memory_gb']:.0f} GB of memory",
        machine["system"],
        f"Python {machine['python']}",
    )
    return ", ".join(parts)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        told = (line.partition(":") for line in info.read_text(encoding="utf-8").splitlines())
        names = {key.strip(): value.strip() for key, _, value in told}
        return names.get("model name") or platform.machine()
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform(terse=True)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _revision() -> str:
    """Return the revision of the code, with a `+` where files have been changed since."""

    def git(*arguments: str) -> str:
        told = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False)
        return told.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")
