"""What the sentences so far have established, for the ones that leave it out."""

from dataclasses import dataclass

from extraction.flows import Topic
from extraction.periods import Days, When
from extraction.rules.times import Versus
from schemas.records import Document


@dataclass(slots=True)
class Context:
    """The last topic, its period and comparison, and who the text is about.

    `distance` counts the sentences since the last topic; what lies far behind is not carried over.
    `partner` is the other side that the headline or the first sentence names: it holds for the whole text.
    `places` are the codes of all the countries that the text names, in order.
    """

    document: Document
    reporter: str | None = None
    subject: str | None = None
    partner: str | None = None
    places: tuple[str, ...] = ()
    topic: Topic | None = None
    when: When | None = None
    days: Days | None = None
    versus: Versus | None = None
    counted: str | None = None
    #: The countries beside the reporter that the last sentence with any has named, in order.
    named: tuple[str, ...] = ()
    #: The other side of the last flow that had one.
    other: str | None = None
    distance: int = 0

    def remember(
        self,
        topic: Topic | None,
        period: tuple[When, Days | None] | None,
        versus: Versus | None,
        *,
        read_facts: bool,
    ) -> None:
        """Take over what one more sentence has established."""
        self.distance += 1
        if topic is not None:
            self.topic, self.distance = topic, 0
            self.reporter = topic.reporter or self.reporter
            self.other = topic.partner or self.other
        if period is not None:
            self.when, self.days = period
        if read_facts:
            self.versus = versus
