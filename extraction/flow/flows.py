"""What a flow is, and which side of it each preposition names."""

from typing import NamedTuple

from extraction.language.tokens import Token

#: A country is named here by a word of one of these kinds.
PLACES = frozenset({"place", "capital", "city", "bloc", "demonym", "agency", "people_of", "world", "region"})
#: Money that goes one way: a text about it often names only one of the two.
GIVEN = frozenset({"aid", "investment"})
#: These can be an end of a flow.
ENDS = frozenset({"place", "capital", "city", "bloc", "region", "world"})


class Topic(NamedTuple):
    """What is spoken of at token `at`. `partners` are several partners that are listed in a row."""

    at: int
    #: None where the subject is no flow at all: output, a loan, inflation.
    flow: str | None
    balance: str | None = None
    reporter: str | None = None
    partner: str | None = None
    partners: tuple[str, ...] = ()
    #: The span of the noun phrase that names what is measured; none where a verb tells the flow.
    noun: tuple[int, int] | None = None
    #: Which tokens gave which column.
    evidence: tuple[tuple[str, int], ...] = ()
    #: The text speaks of several partners or none that has a code: do not look for another.
    partner_is_open: bool = False
    #: It is the flow of a region, which has no code: `Asian exports`.
    reporter_is_open: bool = False
    #: Several that act at once, in a row: each has its own figure, or none has.
    reporters: tuple[str, ...] = ()
    #: A tariff or duty, which only rates are about.
    is_rate: bool = False
    #: Foreign money that flows in: a country that the text speaks of takes it.
    inward: bool = False
    #: Remittances, which are no flow of the contract, but go to a country and come from another.
    remitted: bool = False
    #: `exports there`: to the country that was named last.
    points_there: bool = False


#: Which side of each flow a preposition names: `exports to X`, `imports from X`, `exports of X's goods`.
_SIDES = {
    "export": {"partner": "to for with", "reporter": "from by of at", "": "in"},
    "import": {"partner": "from of with", "reporter": "to by at", "": "in for"},
    "balance": {"partner": "with to", "reporter": "of", "": "from for"},
    "total_trade": {"partner": "with to", "reporter": "of", "": "from"},
    "aid": {"partner": "to for in", "reporter": "from by", "": "of"},
    "investment": {"partner": "in to", "reporter": "from by", "": "of"},
}
_BY_PREPOSITION = {
    flow: {word: side for side, words in sides.items() for word in words.split()}
    for flow, sides in _SIDES.items()
}


def sides_of(topic: Topic) -> dict[str, str]:
    """Return for each preposition which side of a topic's flow it names: `partner`, `reporter` or none."""
    return _BY_PREPOSITION[str(topic.flow)]


def code_of(token: Token) -> str | None:
    """Return the code of the country that a token names; None for a region, which has none."""
    return str(token.value) or None if token.kind != "region" else None


def owns(tokens: list[Token], at: int) -> bool:
    """Tell whether a possessive follows: `Russia's`."""
    return at + 1 < len(tokens) and tokens[at + 1].kind == "possessive"
