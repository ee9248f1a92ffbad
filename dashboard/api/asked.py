"""An address -> what it asks for. Other than on a page, what cannot be understood is refused, and named."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from dashboard.address import FREE, MOST_VALUES, View, read
from dashboard.api.parameters import FILTERS, FORMATS, PER_PAGE, Parameter
from schemas.errors import TradefactsError


class RefusedError(TradefactsError):
    """What was asked cannot be understood; the message is a sentence that names it."""


class Asked(NamedTuple):
    """What an address asks for: which facts in which order, which of them, and in which format.

    `is_filtered` tells whether it chooses among facts at all, `is_paged` whether it speaks of pages;
    `form` is None where it leaves the format open.
    """

    view: View
    is_filtered: bool
    page: int
    per_page: int
    is_paged: bool
    form: str | None

    @property
    def start(self) -> int:
        """The place of the first row of the page."""
        return (self.page - 1) * self.per_page

    @property
    def stop(self) -> int:
        """The place behind its last row."""
        return self.start + self.per_page


def asked(query: str, parameters: Sequence[Parameter]) -> Asked:
    """Return what a query string asks for, of what an endpoint has parameters for, or raise RefusedError."""
    known = {one.name: one for one in parameters}
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        given.setdefault(name, []).append(value)
    _check_names(given, known)
    view = read(query)
    if view.ignored:
        name, _, value = view.ignored[0].partition("=")
        raise _not_understood(known[name], value)
    _check_values(given, known)
    return Asked(
        view,
        is_filtered=any(one.name in given for one in FILTERS),
        page=int(given.get("page", ["1"])[0]),
        per_page=int(given.get("per_page", [str(PER_PAGE)])[0]),
        is_paged=not given.keys().isdisjoint(("page", "per_page")),
        form=given.get("format", [None])[0],
    )


def _check_names(given: Mapping[str, Sequence[str]], known: Mapping[str, Parameter]) -> None:
    for name, values in given.items():
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise RefusedError(f"There is no parameter {name!r} here; {there}.")
        if "" in values:
            raise RefusedError(f"{name} has no value; give it one, or leave it out.")
        if len(values) > 1 and not known[name].several:
            raise RefusedError(f"{name} is given {len(values)} times; give it once.")
        if name in FREE and len(values) > MOST_VALUES:
            raise RefusedError(f"{name} is given {len(values)} times; give it {MOST_VALUES} times at most.")


def _check_values(given: Mapping[str, Sequence[str]], known: Mapping[str, Parameter]) -> None:
    """Refuse what a page would read as if it had not been said."""
    for name, values in given.items():
        schema = known[name].schema
        for value in values:
            if "\0" in value:
                raise RefusedError(f"{name} has a sign in it that no text has (NUL); leave it out.")
            if schema["type"] == "integer" and not _is_within(value, schema["minimum"], schema["maximum"]):
                raise _not_understood(known[name], value)
            if name in ("copies", "low", "format") and value not in schema["enum"]:
                raise _not_understood(known[name], value)


def _is_within(value: str, least: int, most: int) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10 and least <= int(value) <= most


def _not_understood(parameter: Parameter, value: str) -> RefusedError:
    return RefusedError(f"{parameter.name}={value} is not understood; {parameter.name} {parameter.expected}.")


def form_of(asked: Asked, accepted: str | None) -> str:
    """Return the format of an answer: what was asked for, or what the header Accept likes better."""
    return asked.form or accepted or FORMATS[0]
