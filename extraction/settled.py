"""A draft with its attachments, on the way to a fact, and what each assumption made for it costs."""

from dataclasses import dataclass, field

from extraction.context import Context
from extraction.draft import Draft
from extraction.flows import Topic
from extraction.periods import Asked, Days, When
from extraction.tokens import Token
from schemas.records import Evidence

#: What each kind of assumption costs. The product over a fact's assumptions is its confidence.
CARRIED_TOPIC, CARRIED_REPORTER, CARRIED_PARTNER, CARRIED_PERIOD = 0.85, 0.85, 0.8, 0.85
GUESSED_MEASURE, GUESSED_SPEAKER, GUESSED_CURRENCY, LENT_UNIT = 0.8, 0.9, 0.9, 0.9
_SURE = 0.97


@dataclass(slots=True)
class Settled:
    """A draft with its attachments, on the way to a fact. `value` and `high` are in `unit`."""

    draft: Draft
    unit: str
    value: float
    high: float | None
    topic: Topic | None = None
    reporter: str | None = None
    partner: str | None = None
    when: When | None = None
    days: Days | None = None
    baseline_days: Days | None = None
    status: str = "reported"
    confidence: float = _SURE
    evidence: list[Evidence] = field(default_factory=list)

    def doubt(self, factor: float) -> None:
        """Lower the confidence for one assumption."""
        self.confidence *= factor

    def show(self, column: str, token: Token) -> None:
        """Name the words that gave a column."""
        self.evidence.append(Evidence(column, token.start, token.end))

    def asked(self, context: Context) -> Asked:
        """Return what resolving a period of this quantity needs to know."""
        ahead = self.status in ("forecast", "target")
        return Asked(context.document.published, ahead, self.reporter, context.season, context.spoken)
