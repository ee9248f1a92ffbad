"""Unions of countries: a member has a part in what its union trades, and is no partner of it."""

from extraction.language.lexicon import words_in

_UNIONS = frozenset({"EUU", "EMU"})


def is_member(country: str | None, union: str | None) -> bool:
    """Tell whether a country belongs to a union: `Germany alone accounts for 28% of the EU's exports`."""
    return union in _UNIONS and country in words_in(f"member of {union}")
