"""A draft with its attachments, on the way to a fact, and what was assumed for it."""

from dataclasses import dataclass, field

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import Topic
from extraction.language.tokens import Token
from extraction.times.periods import Asked, Days, When
from schemas.records import Evidence


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
    doubts: list[Doubt] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def doubt(self, why: Doubt) -> None:
        """Note one assumption."""
        self.doubts.append(why)

    def show(self, column: str, token: Token) -> None:
        """Name the words that gave a column."""
        self.evidence.append(Evidence(column, token.start, token.end))

    def asked(self, context: Context) -> Asked:
        """Return what resolving a period of this quantity needs to know."""
        ahead = self.status in ("forecast", "target")
        return Asked(context.document.published, ahead, self.reporter, context.season, context.spoken)
