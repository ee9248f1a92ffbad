"""What the sentences so far have established, for the ones that leave it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter

from extraction.flow.flows import GIVEN, Topic
from extraction.rules.times import Versus
from extraction.times.periods import Days, When, length_in_months
from schemas.records import Document

#: A duty of which only the headline spoke lends no rate to a bare percentage.
TOO_FAR = 99


@dataclass(slots=True)
class Context:
    """The last topic, its period and comparison, and who the text is about.

    `subject` and `partner` are whose flows the headline or the first sentence names, and with whom: they
    hold for the whole text. `focus` and `beside` are those of the paragraph, where it speaks of others.
    `distance` counts the sentences since the last topic; what lies far behind is not carried over.
    `places` are the codes of all the countries that the text names, in order.
    """

    document: Document
    subject: str | None = None
    partner: str | None = None
    places: tuple[str, ...] = ()
    #: The country that the last heading names.
    heading: str | None = None
    #: The text speaks of aid or investment first; `subject` and `partner` are who gives and who takes.
    gives: bool = False
    #: Who was last said to give.
    giver: str | None = None
    focus: str | None = None
    beside: str | None = None
    topic: Topic | None = None
    #: The sentence that spoke of it had figures: what a heading names holds for the paragraphs after it.
    topic_told: bool = False
    #: The last duty that was spoken of, and how many sentences ago.
    duty: Topic | None = None
    duty_distance: int = 0
    #: The unit and the value of the last duty by the unit: `€98 a tonne`.
    duty_by: tuple[str, float] | None = None
    #: Whose goods the duties of the text hit, where it names one country more often than others.
    hit: str | None = None
    #: Who levies duties in the text, who alone does, and whose goods are hit.
    leviers: frozenset[str] = frozenset()
    levier: str | None = None
    hits: frozenset[str] = frozenset()
    #: The one country that who levies has hit, by who levies; None where there are several.
    hit_by: Mapping[str, str | None] = field(default_factory=dict)
    when: When | None = None
    days: Days | None = None
    versus: Versus | None = None
    #: The period was named within a paragraph: `That brought the gap for the first nine months to $30bn.`
    aside: bool = False
    #: The period of the first figures, which is that of the whole report.
    report: tuple[When, Days | None] | None = None
    counted: str | None = None
    #: The last price as its unit, its value and where its sentence ended; the last money likewise.
    price: tuple[str, float, int] | None = None
    money: tuple[str, int] | None = None
    #: The unit of the last goods or things that were told by the thousand, and where its sentence ended.
    goods: tuple[str, int] | None = None
    #: The currency that was last named alone, and the name that several share: `MXN peso`.
    coin: str | None = None
    #: A percentage has been told before.
    percent: bool = False
    #: What `$` stands for, where the text says it.
    currency: str | None = None
    #: The countries beside the reporter that the last sentence with any has named, in order.
    named: tuple[str, ...] = ()
    #: All countries that the sentences so far have named, in order.
    seen: list[str] = field(default_factory=list)
    #: The other side of the last flow that had one.
    other: str | None = None
    #: Whose exports the last sentence with a flow has spoken of.
    exporters: frozenset[str | None] = frozenset()
    #: The last sentence has ranked partners of the flow, or asked for them.
    ranked: bool = False
    #: The flows whose partners the sentence that begins there ranks.
    ranking: tuple[int, frozenset[str]] | None = None
    #: The topic before a list: no item of the list leaves its own to the next.
    before_list: tuple[Topic | None, When | None, Days | None] | None = None
    distance: int = 0
    #: The month with which a season begins, where the text names it.
    season: int | None = None
    #: The last comparison that was stated, and the days of the figures that it was stated of.
    compared: tuple[Versus, Days] | None = None
    #: The comparison that holds for all changes of its days, where the text says so.
    standard: tuple[Versus, Days] | None = None
    #: The days that were spoken of, by their length in months (0 of one day), and under None the last.
    spoken: dict[int | None, Days] = field(default_factory=dict)
    #: The period of the last forecast, for the forecasts after it.
    ahead: tuple[When, Days | None] | None = None

    def copy(self) -> "Context":
        """Return a context that goes on from here on its own."""
        return Context(*_FIELDS(self))

    @property
    def reporter(self) -> str | None:
        """Whose flows the paragraph is about, else those that a heading or the whole text names."""
        return self.focus or self.heading or self.subject

    def open_paragraph(self, *, is_item: bool = False, goes_on: bool = False) -> None:
        """Return to what the whole text is about, and in a list to what was said before it.

        `goes_on` says that it begins with the flow before: `Turkey's were $9m`.
        """
        self.focus = self.beside = None
        if not goes_on:
            self._return_to_subject()
        self._return_to_report()
        self.giver = self.subject if self.gives else None
        if not is_item:
            self.before_list = None
        elif self.before_list is None or self.before_list[0] is None:
            self.before_list = self.topic, self.when, self.days
        else:
            self.topic, self.when, self.days = self.before_list

    def _return_to_subject(self) -> None:
        """Let a paragraph about another country's flow end with it: the next speaks of the subject again."""
        topic, subject = self.topic, self.subject
        if topic is None or subject is None or not self.topic_told or topic.flow not in ("import", "export"):
            return
        if topic.reporter not in (None, subject, self.partner):
            self.topic = topic._replace(reporter=None, partner=None, partners=())

    def _return_to_report(self) -> None:
        """Let a time before the report's, or one that sums up in passing, hold for its paragraph alone."""
        then = self.report[1] if self.report is not None else None
        if self.report is None or not then or not self.days:
            return
        summed_up = self.aside and self.days[0] < then[0] and self.days[1] == then[1]
        if self.days[1] < then[1] or summed_up:
            self.when, self.days = self.report

    def remember_duty(self, duty: Topic | None) -> None:
        """Take over the duty that one more sentence has spoken of, if it has."""
        self.duty_distance += 1
        if duty is not None:
            self.duty, self.duty_distance = duty, 0
            self.focus = duty.reporter or self.focus

    def speak_of(self, days: Days) -> None:
        """Keep days that were spoken of, for `the same nine months` and `that day` after them."""
        length = 0 if days[0] == days[1] else length_in_months(days)
        self.spoken = {**self.spoken, None: days, length: days}

    def remember(
        self,
        topic: Topic | None,
        period: tuple[When, Days | None] | None,
        versus: Versus | None,
        *,
        read_facts: bool,
        opens: bool = True,
    ) -> None:
        """Take over what one more sentence has established."""
        self.distance += 1
        if topic is not None:
            # where it stood in its sentence means nothing in another
            self.topic, self.distance = topic._replace(at=-1, evidence=()), 0
            self.focus = topic.reporter or self.focus
            self.other = topic.partner or self.other
            if topic.flow in GIVEN:
                self.giver = topic.reporter or self.giver
            if topic.flow in ("total_trade", "balance") and topic.partner:
                self.beside = topic.partner  # `Trade with China grew`: what follows is with China, too
        if period is not None:
            self.aside = not opens if period[1] != self.days else self.aside
            self.when, self.days = period
            if self.report is None and read_facts:
                self.report = period
            if self.days is not None:
                self.speak_of(self.days)
        if read_facts:
            self.versus = versus


_FIELDS = attrgetter(*(one.name for one in fields(Context)))
