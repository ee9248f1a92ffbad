"""What is compared, as the address says it: a View, against what, and which verdicts are wanted."""

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.address import View, read

PATH = "/compare"
CLAIMS, OFFICIAL = "claims", "official"


@dataclass(frozen=True)
class Comparing(View):
    """A view of the page Compare: `against` each other or official figures, of one `verdict` or all."""

    against: str = CLAIMS
    verdict: str | None = None

    def query(self) -> str:
        """Return the query string, `?` first; comparing(query) gives the same view."""
        own = {"against": self.against if self.against != CLAIMS else None, "verdict": self.verdict}
        more = urlencode({name: value for name, value in own.items() if value})
        query = View.query(self)
        return "&".join(filter(None, (query, more))) if query != "?" else f"?{more}"

    def to_fact(self, fact_id: str) -> str:
        """Return the address of this view with a fact's sentence open."""
        query = self.query()
        return f"{PATH}{query}{'&' if query != '?' else ''}{urlencode({'fact': fact_id})}"


def comparing(query: str | None) -> Comparing:
    """Return the view that an address asks for; what cannot be understood is left out."""
    view = read(query)
    given = dict(parse_qsl((query or "").removeprefix("?")))
    known: dict[str, Any] = {one.name: getattr(view, one.name) for one in fields(view)}
    against = OFFICIAL if given.get("against") == OFFICIAL else CLAIMS
    verdict = given.get("verdict")
    return Comparing(**known, against=against, verdict=verdict if verdict in VERDICTS[against] else None)


#: The verdicts by the words of the address, in the order in which they are shown, with sign and name.
VERDICTS: dict[str, dict[str, tuple[str, str]]] = {
    CLAIMS: {
        "conflict": ("≠", "Conflict"),
        "superseded": ("→", "Superseded"),
        "converted": ("≈", "Agree after conversion"),
        "agree": ("=", "Agree"),
    },
    OFFICIAL: {
        "differs": ("≠", "Differs"),
        "matches": ("≈", "Matches another series"),
        "within": ("=", "Within rounding"),
    },
}
