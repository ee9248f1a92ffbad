"""What an address may say: each parameter with its schema, by which it is described and refused."""

from enum import StrEnum
from typing import Any, NamedTuple

from dashboard.address import FREE, LONGEST, LONGEST_SEARCH, ORDERS
from schemas.filters import LISTED, OF_NULL, UNSAID
from schemas.places import countries
from schemas.vocabulary import CLOSED_COLUMNS, ReviewState

#: How many rows stand on a page, without `per_page` and at most.
PER_PAGE, MOST_PER_PAGE = 100, 1000
#: No page has a longer number.
MOST_PAGE = 1_000_000
FORMATS = ("json", "csv")
#: A list of values that is longer is not told in a sentence.
_TOLD = 30


class Parameter(NamedTuple):
    """One parameter: its name, the JSON Schema of a value, what it means, whether there may be several."""

    name: str
    schema: dict[str, Any]
    told: str
    several: bool = False

    @property
    def expected(self) -> str:
        """What a value of it may be, as the second half of a sentence."""
        values = self.schema.get("enum", ())
        if 0 < len(values) <= _TOLD:
            return f"is one of {', '.join(values)}"
        if self.schema["type"] in ("integer", "number"):
            kind = "a whole number" if self.schema["type"] == "integer" else "a number"
            return f"is {kind} from {self.schema['minimum']} to {self.schema['maximum']}"
        if self.schema.get("format") == "date":
            return "is a day such as 2023-01-31"
        return f"is {self.told[0].lower()}{self.told[1:].rstrip('.')}"


def _words(kind: type[StrEnum], *more: str) -> dict[str, Any]:
    return {"type": "string", "enum": [*map(str, kind), *more]}


_SWITCH: dict[str, Any] = {"type": "string", "enum": ["0", "1"], "default": "0"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_COUNTRY: dict[str, Any] = {"type": "string", "enum": [*sorted(countries()), UNSAID]}
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}

_MEANT = {
    "reporter": "The code of the country whose flow it is, such as TUR; none where no text says it.",
    "partner": "The code of the country at the other side of it, such as RUS; none where no text says it.",
    "flow": "What moves; none where nothing does, or no text says it.",
    "measure": "What kind of number it is.",
    "unit": "A unit, such as USD, percent or tonne.",
    "product": "The code of the product that a fact is about, such as 1001 or CHPL; none without one.",
    "since": "Facts whose period ends on or after this day; without a period they are left out.",
    "until": "Facts whose period begins on or before this day; without a period they are left out.",
    "publisher": "The name of who published the document; none where nobody is known.",
    "document": "The id of a document.",
    "status": "How firm the figure is.",
    "section": "The part of the document.",
    "salience": "Whether a fact is about trade or policy; without it, and without low=1, only high.",
    "review": "What a person said of a fact; without it, all that is not rejected.",
    "min_confidence": "Facts that are at least so sure.",
    "search": 'Words of the sentence, each from its beginning; "fell by" stands side by side.',
    "copies": "With 1, also what copies of an article say again.",
    "low": "With 1, also facts that are about neither trade nor policy.",
}


def _schema(name: str) -> dict[str, Any]:
    own: dict[str, dict[str, Any]] = {
        **dict.fromkeys(("reporter", "partner"), _COUNTRY),
        **dict.fromkeys(("since", "until"), _DAY),
        **dict.fromkeys(("copies", "low"), _SWITCH),
        **dict.fromkeys(FREE, _TEXT | {"maxLength": LONGEST}),
        "search": _TEXT | {"maxLength": LONGEST_SEARCH},
        "min_confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "review": _words(ReviewState),
    }
    if name in CLOSED_COLUMNS:
        return _words(CLOSED_COLUMNS[name], *([UNSAID] if name in OF_NULL else []))
    return own.get(name, _TEXT)


#: The filters of every page, under the same names.
FILTERS = tuple(Parameter(name, _schema(name), told, name in LISTED) for name, told in _MEANT.items())
ORDER = Parameter(
    "order",
    {"type": "string", "enum": [*ORDERS, *(f"-{one}" for one in ORDERS)], "default": "newest"},
    "What facts are ordered by, with a minus sign falling; of equals the newest comes first.",
)
FORMAT = Parameter(
    "format",
    {"type": "string", "enum": list(FORMATS)},
    "JSON or CSV; without it the header Accept decides, and JSON where that says neither.",
)
PAGING = (
    Parameter(
        "page",
        {"type": "integer", "minimum": 1, "maximum": MOST_PAGE, "default": 1},
        "The page. CSV without page and per_page is all rows.",
    ),
    Parameter(
        "per_page",
        {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
        "How many rows stand on a page.",
    ),
)
