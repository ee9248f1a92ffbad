"""A fact in the making: a quantity of a sentence, and what its surroundings have said of it so far."""

from dataclasses import dataclass, field

from extraction.language.tokens import Token
from extraction.rules.quantity import Quantity

#: The measures that compare two times.
COMPARES = frozenset({"change", "relative_change", "ratio"})


@dataclass(slots=True)
class Draft:
    """One quantity. A column that is filled stays as it is: the first rule to speak wins.

    `evidence` names, for each column, the spans of the words that gave it.
    """

    at: int
    token: Token
    quantity: Quantity
    measure: str | None = None
    direction: str | None = None
    bound: str | None = None
    statistic: str | None = None
    status: str | None = None
    role: str | None = None
    #: The draft whose value this one is compared with, and the one that is compared with this.
    baseline: "Draft | None" = None
    follows: "Draft | None" = None
    rules: list[str] = field(default_factory=list)
    evidence: list[tuple[str, int, int, str]] = field(default_factory=list)

    def say(self, rule: str, token: Token | None = None, **columns: object) -> None:
        """Fill the columns that are still open, and remember which rule and which words did."""
        filled = False
        for name, value in columns.items():
            if value is not None and getattr(self, name) is None:
                setattr(self, name, value)
                filled = True
                if token is not None:
                    self.evidence.append((name, token.start, token.end, ""))
        if filled and rule not in self.rules:
            self.rules.append(rule)
