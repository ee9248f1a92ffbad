"""What a person says of a file, what is wanted of it, and what is told of how it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds a file says of it; it overrides what the file says.

    `columns` names the file's column for each of ours (`{"reporter": "Reporting country"}`), `constants`
    gives what holds for every row (`{"unit": "USD"}`). Both are for tidy tables.
    """

    dataset: str | None = None
    vintage: date | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    constants: Mapping[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a file's observations are wanted; an empty tuple wants all.

    Reporters and partners are the contract's codes (`TUR`, `WLD`) or areas as the file has them
    (`EU27_2020`). Products are the beginnings of codes: `72` wants `72`, `7208`, `720851`; `TOTAL` wants
    all goods together.
    """

    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What is told of a file; it is filled while the file is read, and whole when the last frame is out.

    `kind` is the kind of file in words, `sha256` the digest of its bytes as they are stored, `notes` are
    sentences (what was left out, how much of it and why), `observations` counts what was yielded.
    """

    kind: str = ""
    sha256: str = ""
    notes: list[str] = field(default_factory=list)
    observations: int = 0
