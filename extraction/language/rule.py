"""What a rule is, and how rules that fold tokens are applied.

A rule is one literal: a name written as the phrase that it reads, a pattern over kinds, a small function
that reads the match and may decline it, examples (text -> what comes of it) and texts it must leave alone.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from extraction.language.pattern import LETTERS, compiled, first_letters, first_of
from extraction.language.tokens import Token, letters_of


class Found:
    """A pattern's match, seen as the tokens it matched."""

    __slots__ = ("_line", "_match", "after", "before", "tokens")

    def __init__(self, match: Any, tokens: list[Token]) -> None:
        first, last = match.span()
        self._match = match
        self._line = tokens
        self.tokens = tokens[first:last]
        self.before = tokens[first - 1] if first else None
        self.after = tokens[last] if last < len(tokens) else None

    def __getitem__(self, name: str) -> Token:
        return self.tokens[self._match.start(name) - self._match.start()]

    def get(self, name: str) -> Token | None:
        """Return the token that the group `name` matched, or None where it took no part."""
        if name not in self._match.re.groupindex:
            return None
        at = self._match.start(name)
        return self.tokens[at - self._match.start()] if at >= 0 and at < self._match.end(name) else None

    def all(self, name: str) -> list[Token]:
        """Return all tokens that the group `name` matched."""
        if name not in self._match.re.groupindex or self._match.start(name) < 0:
            return []
        origin = self._match.start()
        return self.tokens[self._match.start(name) - origin : self._match.end(name) - origin]

    def names(self) -> set[str]:
        """Return the names of the groups that took part."""
        return {name for name, at in self._match.groupdict().items() if at}

    @property
    def start(self) -> int:
        """Where the match begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the match ends in the text."""
        return self.tokens[-1].end

    def behind(self, passed: Collection[str]) -> Token | None:
        """Return the nearest token before the match that is of none of the kinds in `passed`."""
        at = self._match.start() - 1
        while at >= 0 and self._line[at].kind in passed:
            at -= 1
        return self._line[at] if at >= 0 else None

    def ahead(self, passed: Collection[str]) -> Token | None:
        """Return the nearest token after the match that is of none of the kinds in `passed`."""
        at = self._match.end()
        while at < len(self._line) and self._line[at].kind in passed:
            at += 1
        return self._line[at] if at < len(self._line) else None

    def last(self, test: Callable[[Token], bool]) -> Token | None:
        """Return the nearest token before the match for which `test` holds."""
        line = self._line[: self._match.start()]
        return next((token for token in reversed(line) if test(token)), None)

    def close_knit(self) -> bool:
        """Tell whether no blank stands between the tokens."""
        return all(a.end == b.start for a, b in zip(self.tokens, self.tokens[1:], strict=False))

    def token(self, kind: str, value: object) -> Token:
        """Return one token of `kind` over the whole match."""
        return Token(kind, self.start, self.end, value)


Reader = Callable[[Found], Token | None]


class Rule(NamedTuple):
    """One rule that folds tokens. `examples` give the folded token's value as str() writes it."""

    name: str
    pattern: str
    read: Reader
    examples: Mapping[str, str] = {}
    refuses: Sequence[str] = ()


class Stage:
    """A family of rules, tried in their order wherever one of them can begin."""

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules

    @cached_property
    def _first(self) -> re.Pattern[str]:
        return first_of([rule.pattern for rule in self.rules])

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[int, re.Pattern[str], Rule]]]:
        """By a letter, the rules that can read what begins with it, in their order and with their numbers."""
        found: dict[str, list[tuple[int, re.Pattern[str], Rule]]] = {}
        for number, rule in enumerate(self.rules, 1):
            for first in first_letters(rule.pattern):
                found.setdefault(first, []).append((number, compiled(rule.pattern), rule))
        return found

    def fold(self, tokens: list[Token], letters: str | None = None) -> tuple[list[Token], str]:
        """Return the tokens with each match replaced by what its rule read, and their letters.

        `letters` are those of the tokens, if known. Where nothing is read both come back as they are.
        """
        letters = letters_of(tokens) if letters is None else letters
        first = self._first
        out: list[Token] = []
        spelled = ""
        done = at = 0
        while found := first.search(letters, at):
            at = found.start()
            folded = self._read(found, tokens)
            if folded is None:
                at += 1
            else:
                token, end = folded
                out += tokens[done:at]
                out.append(token)
                spelled += letters[done:at] + LETTERS[token.kind]
                done = at = end
        if not done:
            return tokens, letters
        out += tokens[done:]
        return out, spelled + letters[done:]

    def _read(self, found: re.Match[str], tokens: list[Token]) -> tuple[Token, int] | None:
        """Return what the first rule reads that does not decline, and where its match ends.

        `found` tells which rule is the first to match there.
        """
        at, letters, first = found.start(), found.string, found.lastindex or 0
        for number, pattern, rule in self._by_letter[letters[at]]:
            match = pattern.match(letters, at) if number >= first else None
            token = rule.read(Found(match, tokens)) if match else None
            if match and token:
                return _named(token, rule.name), match.end()
        return None


def _named(token: Token, rule: str) -> Token:
    """Write into a quantity which rule read it; a later rule that only builds on it leaves the name."""
    if getattr(token.value, "rule", None) == "":
        named = token.value._replace(rule=rule)  # type: ignore[attr-defined]
        return Token(token.kind, token.start, token.end, named)
    return token
