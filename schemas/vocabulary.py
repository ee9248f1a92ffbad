"""The closed lists of the contract. Unknown is None everywhere, so no list has a word for it."""

from enum import StrEnum


class Bound(StrEnum):
    """How the text hedges a value: `nearly` is approx, `over` is more_than, `up to` is at_most."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


class Measure(StrEnum):
    """What kind of number it is. A `change` is in the level's own unit, a `relative_change` is not."""

    LEVEL = "level"
    CHANGE = "change"
    RELATIVE_CHANGE = "relative_change"
    SHARE = "share"
    RATIO = "ratio"
    RATE = "rate"
    PRICE = "price"
    RANK = "rank"


class Direction(StrEnum):
    """The sense of a change; the value itself stays positive."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Statistic(StrEnum):
    """What was taken over the period, where the text says so."""

    TOTAL = "total"
    AVERAGE = "average"
    MEDIAN = "median"
    RECORD = "record"


class Flow(StrEnum):
    """What moves from one country to another."""

    EXPORT = "export"
    IMPORT = "import"
    BALANCE = "balance"
    TOTAL_TRADE = "total_trade"
    AID = "aid"
    INVESTMENT = "investment"


class Balance(StrEnum):
    """The side of a balance."""

    SURPLUS = "surplus"
    DEFICIT = "deficit"


class Status(StrEnum):
    """How firm the figure is, in the words of the text (SDMX calls this OBS_STATUS)."""

    REPORTED = "reported"
    PROVISIONAL = "provisional"
    ESTIMATE = "estimate"
    FORECAST = "forecast"
    TARGET = "target"


class Role(StrEnum):
    """What a fact is to another one beside it in the text."""

    BASELINE = "baseline"
    CONVERSION = "conversion"
    SUPERSEDED = "superseded"


class FactSection(StrEnum):
    """The part of a document in which a fact stands, as the contract has it."""

    HEADLINE = "headline"
    BODY = "body"
    BOILERPLATE = "boilerplate"


class Section(StrEnum):
    """The part of a document that a passage is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"

    @property
    def of_facts(self) -> FactSection:
        """The section of the facts that stand in such a passage: captions belong to the page."""
        return _OF_FACTS.get(self) or FactSection(self)


_OF_FACTS = {Section.BYLINE: FactSection.BOILERPLATE, Section.CAPTION: FactSection.BOILERPLATE}


class PublishedBy(StrEnum):
    """What tells the day on which a document was published."""

    GIVEN = "given"
    METADATA = "metadata"
    DATELINE = "dateline"
    FILE = "file"


class Frequency(StrEnum):
    """How long a period is, by SDMX's code list CL_FREQ.

    That list has no code for the sum of a year so far; `YTD` is ours.
    """

    YEAR = "A"
    HALF_YEAR = "S"
    QUARTER = "Q"
    MONTH = "M"
    WEEK = "W"
    DAY = "D"
    CUMULATIVE = "YTD"
    OTHER = "_O"


class Valuation(StrEnum):
    """What the value of goods includes: at the exporter's border, or with freight and insurance."""

    FOB = "FOB"
    CIF = "CIF"


class Coverage(StrEnum):
    """What is traded."""

    GOODS = "goods"
    SERVICES = "services"
    BOTH = "goods and services"


class Verdict(StrEnum):
    """What a person says of a fact. One that is withdrawn counts no more: the machine's reading stands."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ReviewState(StrEnum):
    """How far a fact was looked at by people."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Salience(StrEnum):
    """Whether a fact is about trade or policy."""

    HIGH = "high"
    LOW = "low"


#: Every column of a fact, in the order in which every output has them.
FACT_COLUMNS = (
    "fact_id",
    "document_id",
    "start",
    "end",
    "quote",
    "sentence_start",
    "sentence_end",
    "sentence",
    "value",
    "value_high",
    "bound",
    "unit",
    "counted",
    "measure",
    "direction",
    "statistic",
    "flow",
    "balance",
    "reporter",
    "partner",
    "indicator",
    "period_start",
    "period_end",
    "baseline_period_start",
    "baseline_period_end",
    "baseline_value",
    "status",
    "role",
    "attributed_to",
    "section",
    "salience",
    "rule",
    "confidence",
)

#: The columns whose values come from a closed list.
CLOSED_COLUMNS: dict[str, type[StrEnum]] = {
    "bound": Bound,
    "measure": Measure,
    "direction": Direction,
    "statistic": Statistic,
    "flow": Flow,
    "balance": Balance,
    "status": Status,
    "role": Role,
    "section": FactSection,
    "salience": Salience,
}

#: The columns that hold a place in the text, in code points.
OFFSET_COLUMNS = ("start", "end", "sentence_start", "sentence_end")

#: The columns that hold a number.
NUMBER_COLUMNS = ("value", "value_high", "baseline_value", "confidence")

#: The columns that hold a calendar day.
DATE_COLUMNS = ("period_start", "period_end", "baseline_period_start", "baseline_period_end")

#: What evidence may be of: a column, or both days of a period.
EVIDENCE_FIELDS = (*FACT_COLUMNS, "period", "baseline_period")
