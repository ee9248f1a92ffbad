"""The settings of a server, which the environment gives; docs/SETTINGS.md describes each."""

import os
from typing import NamedTuple

from documents.limits import SettingError


class Setting(NamedTuple):
    """A setting with a whole number: its name, what it is without it, what it counts, and how far it goes."""

    name: str
    default: int
    unit: str
    least: int
    most: int


PORT = Setting("PORT", 8050, "ports", 0, 65_535)
WORKERS = Setting("WEB_CONCURRENCY", 2, "workers", 1, 64)
THREADS = Setting("TRADEFACTS_THREADS", 8, "threads", 1, 256)
#: A figure of many facts takes a second or two, a picture for print three.
TIMEOUT = Setting("TRADEFACTS_TIMEOUT", 60, "seconds", 5, 3_600)
GRACE = Setting("TRADEFACTS_GRACEFUL_TIMEOUT", 30, "seconds", 1, 3_600)
MAX_REQUESTS = Setting("TRADEFACTS_MAX_REQUESTS", 20_000, "requests", 0, 100_000_000)

#: Every setting with a number, with its default.
SETTINGS = {one.name: one.default for one in (PORT, WORKERS, THREADS, TIMEOUT, GRACE, MAX_REQUESTS)}
#: How much is logged.
LEVELS = ("debug", "info", "warning", "error")


def told(setting: Setting) -> int:
    """Return what a setting is set to. Raises SettingError, with a sentence, for what it cannot be."""
    text = os.environ.get(setting.name, "")
    if not text:
        return setting.default
    number = int(text) if text.isascii() and text.isdecimal() else -1
    if not setting.least <= number <= setting.most:
        raise SettingError(
            f"{setting.name} is {text!r}; set it to a whole number of {setting.unit} from {setting.least} to "
            f"{setting.most}, or leave it out for {setting.default}."
        )
    return number


def forwarded_allow_ips() -> str:
    """Return the addresses of proxies whose word is taken for how a request came to them."""
    return os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"


def counts_requests() -> bool:
    """Tell whether requests are counted, and /metrics tells how many there were."""
    text = os.environ.get("TRADEFACTS_METRICS", "")
    if text not in ("", "0", "1"):
        raise SettingError(f"TRADEFACTS_METRICS is {text!r}; set it to 1, or leave it out for no metrics.")
    return text == "1"


def log_level() -> str:
    """Return from which level on lines are logged."""
    text = os.environ.get("TRADEFACTS_LOG_LEVEL") or "info"
    if text not in LEVELS:
        raise SettingError(f"TRADEFACTS_LOG_LEVEL is {text!r}; set it to one of {', '.join(LEVELS)}.")
    return text
