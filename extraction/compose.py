"""Drafts -> Facts: periods are resolved, what earlier sentences established is added, confidence is settled."""

from dataclasses import dataclass, field, replace
from datetime import date

from extraction import attach
from extraction.draft import Draft
from extraction.periods import Asked, Days, When, length_in_months, resolve, shifted
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.tokens import Token
from extraction.topics import PLACES, Topic
from schemas.places import countries
from schemas.records import Document, Evidence, Fact, fact_id

_CUMULATIVE = frozenset({"year", "months_of_year", "fiscal", "season", "year_to", "year_to_date"})
_COMPARES = frozenset({"change", "relative_change", "ratio"})
#: Which currencies a bare name may mean.
_FAMILIES = {
    "dollar": ("USD",),
    "dollars": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"),
    "franc": ("CHF", "XOF", "XAF", "CDF", "RWF", "DJF", "GNF", "KMF", "BIF"),
    "pound": ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP"),
    "crown": ("SEK", "NOK", "DKK", "CZK", "ISK"),
    "rupee": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "rouble": ("RUB", "BYN"),
    "lira": ("TRY",),
    "leu": ("RON", "MDL"),
    "dinar": ("RSD", "IQD", "KWD", "JOD", "DZD", "BHD", "LYD", "TND"),
    "dirham": ("AED", "MAD"),
    "riyal": ("SAR", "QAR", "IRR", "OMR", "YER"),
    "som": ("KGS", "UZS"),
    "manat": ("AZN", "TMT"),
    "peso": ("MXN", "ARS", "CLP", "COP", "PHP", "UYU", "DOP", "CUP"),
    "shilling": ("KES", "UGX", "TZS", "SOS"),
    "kwacha": ("ZMW", "MWK"),
}
_POLICY_NOUNS = frozenset(
    "companies firms banks goods types products codes shipments cargoes tankers vessels ships units categories items "
    "entities tariffs licences licenses sanctions packages permits containers trucks lorries cars deals contracts lines "
    "headings exporters importers suppliers buyers traders refineries ports facilities plants factories enterprises "
    "transactions individuals organisations organizations subsidiaries distributors brokers drones missiles parts "
    "components commodities barrels cows animals trains wagons flights airlines agreements restrictions businesses "
    "manufacturers producers mills addresses persons sectors measures rounds accounts models machines vehicles tonnes "
    "curtailments cases dealers intermediaries steelmakers".split()
)


@dataclass(slots=True)
class Context:
    """What the sentences so far have established: the last topic, its period, and who it is about."""

    document: Document
    topic: Topic | None = None
    reporter: str | None = None
    when: When | None = None
    versus: Versus | None = None
    attributed_to: str | None = None
    counted: str | None = None
    places: tuple[str, ...] = ()
    distance: int = 0


@dataclass(slots=True)
class Settled:
    """A draft with its attachments, on the way to a fact."""

    draft: Draft
    topic: Topic | None = None
    reporter: str | None = None
    partner: str | None = None
    days: Days | None = None
    baseline_days: Days | None = None
    status: str = "reported"
    unit: str = ""
    value: float = 0.0
    high: float | None = None
    confidence: float = 0.97
    when: When | None = None
    evidence: list[Evidence] = field(default_factory=list)

    def doubt(self, factor: float) -> None:
        """Lower the confidence for one assumption."""
        self.confidence *= factor


def compose(text: str, sentence: Sentence, context: Context) -> list[Fact]:
    """Return the facts of a sentence, and leave in `context` what the next one may need."""
    settled = [one for draft in sentence.drafts if (one := _settle(text, sentence, draft, context))]
    by_draft = {id(one.draft): one for one in settled}
    for one in settled:
        _pair(one, by_draft, context)
    facts = []
    for one in settled:
        facts.append(_fact(text, sentence, one, by_draft, context))
        context.counted = facts[-1].counted or context.counted
    _remember(sentence, settled, context)
    return facts


def _settle(text: str, sentence: Sentence, draft: Draft, context: Context) -> Settled | None:
    one = Settled(draft, unit=draft.quantity.unit, value=draft.quantity.value, high=draft.quantity.high)
    if draft.quantity.kind == "bare" and not _fill_unit(sentence, one):
        return None
    _settle_topic(text, sentence, one, context)
    _settle_currency(one, context)
    _settle_measure(sentence, one)
    _settle_status(sentence, one)
    _settle_period(sentence, one, context)
    return one


_LENDS_UNIT = frozenset({"money", "physical", "percent_quantity", "price", "count"})


def _fill_unit(sentence: Sentence, one: Settled) -> bool:
    """Give a bare number the unit of the quantity that it stands beside; False where there is none."""
    draft = one.draft
    partners = [draft.baseline, draft.follows]
    before = [other for other in sentence.drafts if other.at < draft.at and other.quantity.kind in _LENDS_UNIT]
    after = [other for other in sentence.drafts if other.at > draft.at and other.quantity.kind in _LENDS_UNIT]
    scaled = abs(draft.quantity.value) >= 1000
    for other in [p for p in partners if p is not None] + before[::-1] + after:
        if other.quantity.unit and not (scaled and other.quantity.unit == "percent"):
            one.unit = other.quantity.unit
            if draft.measure is None and other.measure in ("share", "rate", "price"):
                draft.say("to 71.2bn", other.token, measure=other.measure)
            one.doubt(0.9)
            return True
    return False


def _settle_topic(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    draft = one.draft
    topic = attach.topic_of(sentence, draft)
    carried = topic is None and _takes_a_flow(draft) and context.topic is not None and context.distance <= 3
    if carried and not _own_subject(sentence):
        topic = context.topic
        one.doubt(0.85)
    if topic is None or not _has_flow(draft, topic):
        _settle_places(sentence, one)
        return
    one.topic = topic
    one.reporter, one.partner = topic.reporter, topic.partner
    listed = attach.listed_partner(sentence, draft, topic)
    if listed is not None and listed != one.reporter:
        one.partner = listed
    if not carried or topic is not context.topic:
        one.evidence += [_evidence(name, sentence.tokens[at]) for name, at in topic.evidence if at < len(sentence.tokens)]
    if one.reporter is None and context.reporter is None:
        _take_speaker(text, sentence, one)
    if one.reporter is None and context.reporter and context.reporter != one.partner:
        one.reporter = context.reporter
        one.doubt(0.85)


_SPEAKERS = frozenset(
    "ministry statistics agencies agency data figures office government customs authorities bureau officials institute "
    "department bank".split()
)


def _take_speaker(text: str, sentence: Sentence, one: Settled) -> None:
    """`US statistics agencies reported`: a country's own office speaks of that country."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens[:-1]):
        if token.kind not in ("place", "demonym", "agency") or token.value == one.partner:
            continue
        after = [text[t.start : t.end].lower() for t in tokens[at + 1 : at + 4]]
        if token.kind == "agency" or any(word in _SPEAKERS for word in after):
            one.reporter = str(token.value)
            one.evidence.append(_evidence("reporter", token))
            one.doubt(0.9)
            return


def _takes_a_flow(draft: Draft) -> bool:
    return draft.quantity.kind in ("money", "percent_quantity", "physical", "ratio", "fraction", "bare") and draft.measure != "price"


def _own_subject(sentence: Sentence) -> bool:
    """Tell whether a sentence without a flow speaks of something else than the sentence before."""
    return any(token.kind in ("price_noun", "rate_noun") for token in sentence.tokens)


def _has_flow(draft: Draft, topic: Topic) -> bool:
    if draft.quantity.kind == "count":
        counted = draft.quantity.counted or ""
        return any(word in _FLOW_COUNTS for word in counted.lower().split())
    if draft.measure == "price" or "/" in draft.quantity.unit and draft.quantity.kind == "price":
        return False
    return True


_FLOW_COUNTS = frozenset("shipments cargoes consignments deliveries units types goods containers tankers vehicles cars trucks".split())


def _settle_places(sentence: Sentence, one: Settled) -> None:
    """A count is about the country named before its noun: `18 Turkish companies`."""
    if one.draft.quantity.kind != "count":
        return
    tokens = sentence.tokens
    near = range(one.draft.at + 1, min(len(tokens), one.draft.at + 4))
    at = next((i for i in near if tokens[i].kind == "demonym"), None)
    if at is None:
        at = next((i for i in range(one.draft.at - 1, max(-1, one.draft.at - 4), -1) if tokens[i].kind in PLACES and tokens[i + 1].kind in ("possessive", "of")), None)
    if at is None and one.draft.at >= 2 and False:
        return
    if at is not None:
        one.reporter = str(tokens[at].value) or None
        one.evidence.append(_evidence("reporter", tokens[at]))


def _settle_currency(one: Settled, context: Context) -> None:
    """Settle a name that several currencies share by the reporter's country, else by the text's countries."""
    family = one.draft.quantity.family
    if family is None or family == "dollar":
        return
    candidates = _FAMILIES.get(family, ())
    for code in (one.reporter, *context.places):
        country = countries().get(code or "")
        if country and country.currency in candidates:
            one.unit = country.currency
            return
    one.doubt(0.9)


def _settle_measure(sentence: Sentence, one: Settled) -> None:
    draft = one.draft
    if draft.measure is not None:
        return
    kind = draft.quantity.kind
    if kind in ("money", "physical", "count", "bare") or "/" in one.unit:
        draft.measure = "level"
        return
    if kind == "fraction":
        draft.measure = "share"
    elif kind == "ratio":
        draft.measure, draft.direction = "ratio", draft.quantity.direction
    else:
        _guess_percent(sentence, draft)
    one.doubt(0.8)


def _guess_percent(sentence: Sentence, draft: Draft) -> None:
    """A percentage that no relation has read: a change where the nearest verb before it is one, else a share."""
    for token in reversed(sentence.tokens[: draft.at]):
        if token.kind in ("change", "change_noun", "updown"):
            draft.measure, draft.direction = "relative_change", str(token.value)
            return
        if token.kind in ("share", "share_verb"):
            break
        if token.kind == "rate_noun":
            draft.measure = "rate"
            return
    draft.measure = "change" if draft.quantity.unit in ("percentage_point", "basis_point") else "share"
    if draft.measure == "change":
        draft.direction = "increase"


def _settle_status(sentence: Sentence, one: Settled) -> None:
    found = attach.status_of(sentence, one.draft)
    if one.draft.quantity.kind == "count" and one.topic is None:
        found = None  # how many there are is seldom what is forecast
    if found is not None:
        one.status = found[0]
        one.evidence.append(_evidence("status", found[1]))


def _asked(one: Settled, context: Context) -> Asked:
    return Asked(context.document.published, one.status in ("forecast", "target"), one.reporter)


def _settle_period(sentence: Sentence, one: Settled, context: Context) -> None:
    draft = one.draft
    if draft.quantity.kind == "count" and one.topic is None or draft.measure == "rate":
        token = attach._right_after(sentence, draft)
    else:
        token = attach.period_of(sentence, draft)
    since = _since(sentence, one, context)
    if token is not None and isinstance(token.value, When):
        one.when = token.value
        one.evidence.append(_evidence("period", token))
    elif since:
        return
    elif draft.measure not in ("rank", "price", "rate") and one.topic is not None and context.when is not None and context.distance <= 2 and draft.role != "baseline" and not _present(sentence):
        one.when = context.when
        one.doubt(0.85)
    if one.when is not None:
        one.days = resolve(one.when, _asked(one, context))
        if one.status in ("forecast", "target") and one.days and context.document.published and one.days[1] < context.document.published:
            one.status = "reported"


def _present(sentence: Sentence) -> bool:
    return False


def _since(sentence: Sentence, one: Settled, context: Context) -> bool:
    """A change since X has baseline X and no period; an amount since X runs to the document's date."""
    token = attach.since_of(sentence, one.draft)
    if token is None or not isinstance(token.value, When):
        return False
    days = resolve(token.value, _asked(one, context))
    if days is None:
        return False
    if one.draft.measure in _COMPARES:
        one.baseline_days = days
        one.evidence.append(_evidence("baseline_period", token))
    elif one.draft.measure == "level" and one.topic is not None and context.document.published:
        one.days = (days[0], context.document.published)
        one.evidence.append(_evidence("period", token))
    return True


def _pair(one: Settled, by_draft: dict[int, Settled], context: Context) -> None:
    """Let a value and its stated baseline, or its conversion, know of each other."""
    draft = one.draft
    if draft.role == "conversion" and draft.follows is not None and id(draft.follows) in by_draft:
        other = by_draft[id(draft.follows)]
        one.topic, one.reporter, one.partner = other.topic, other.reporter, other.partner
        one.days, one.status, one.baseline_days = other.days, other.status, other.baseline_days
        draft.measure, draft.direction = other.draft.measure, other.draft.direction
    if draft.role == "baseline" and draft.follows is not None and id(draft.follows) in by_draft:
        other = by_draft[id(draft.follows)]
        one.topic = other.topic if other.topic is not None else one.topic
        one.reporter, one.partner = one.reporter or other.reporter, one.partner or other.partner
        if other.status == "provisional":
            one.status = "provisional"


def _baseline_days(one: Settled, sentence: Sentence, by_draft: dict[int, Settled], context: Context) -> Days | None:
    draft = one.draft
    if one.baseline_days is not None:
        return one.baseline_days
    stated = by_draft.get(id(draft.baseline)) if draft.baseline is not None else None
    if stated is not None and stated.days is not None and stated.days != one.days:
        return stated.days
    if draft.measure not in _COMPARES and stated is None:
        return None
    token = attach.versus_of(sentence, draft)
    versus = attach.comparison(token)
    if versus is None and context.versus is not None and context.distance <= 1 and draft.measure in _COMPARES and one.topic is not None:
        versus = context.versus
    if versus is None:
        cumulative = one.when is not None and one.when.kind in _CUMULATIVE and one.unit != "percentage_point"
        return shifted(one.days, -12) if cumulative and one.days else None
    if token is not None:
        one.evidence.append(_evidence("baseline_period", token))
    return _compared_days(versus, one, context)


def _compared_days(versus: Versus, one: Settled, context: Context) -> Days | None:
    if versus.kind == "when" and versus.when is not None:
        asked = _asked(one, context)
        if one.days is not None and versus.when.year is None:
            asked = asked._replace(published=one.days[0])
        days = resolve(versus.when, asked)
        if versus.same_part and one.days is not None and days is not None:
            return shifted(one.days, 12 * (days[0].year - one.days[1].year))
        return days
    if one.days is None:
        return None
    if versus.kind == "year_before":
        return shifted(one.days, -12)
    length = length_in_months(one.days)
    return shifted(one.days, -length) if length else None


def _evidence(name: str, token: Token) -> Evidence:
    return Evidence(name, token.start, token.end)


def _statistic(draft: Draft) -> str | None:
    return draft.statistic


def _salience(sentence: Sentence, one: Settled) -> str:
    if sentence.section == "boilerplate":
        return "low"
    quantity = one.draft.quantity
    if quantity.kind == "count" and one.topic is None:
        last = (quantity.counted or "").lower().split()
        return "high" if any(word in _POLICY_NOUNS for word in last) else "low"
    if quantity.unit in ("day", "hour", "week", "month", "year"):
        return "low"
    return "high"


def _fact(text: str, sentence: Sentence, one: Settled, by_draft: dict[int, Settled], context: Context) -> Fact:
    draft, quantity, topic = one.draft, one.draft.quantity, one.topic
    start, end = quantity.quote or (draft.token.start, draft.token.end)
    if draft.role == "baseline" and one.days is None:
        main = by_draft.get(id(draft.follows))
        one.days = _baseline_days(main, sentence, by_draft, context) if main else None
    baseline = _baseline_days(one, sentence, by_draft, context) if draft.role != "baseline" else None
    stated = by_draft.get(id(draft.baseline)) if draft.baseline is not None else None
    flow = topic.flow if topic is not None else None
    value = -one.value if quantity.sign < 0 and flow == "balance" and draft.measure == "level" else one.value
    says = {
        "value": value,
        "value_high": one.high,
        "bound": draft.bound or "exact",
        "unit": one.unit,
        "counted": context.counted if quantity.counted == "" else quantity.counted,
        "measure": draft.measure,
        "direction": draft.direction if draft.measure in _COMPARES else None,
        "statistic": _statistic(draft),
        "flow": flow,
        "balance": topic.balance if topic is not None and flow == "balance" else None,
        "reporter": one.reporter,
        "partner": one.partner,
        "indicator": _indicator(text, sentence, one),
        "period_start": one.days[0] if one.days else None,
        "period_end": one.days[1] if one.days else None,
        "baseline_period_start": baseline[0] if baseline else None,
        "baseline_period_end": baseline[1] if baseline else None,
        "baseline_value": _baseline_value(one, baseline, by_draft),
        "status": one.status,
        "role": draft.role,
    }
    named = [Evidence(name, a, b, note) for name, a, b, note in draft.evidence]
    return Fact(
        fact_id=fact_id(context.document.document_id, start, end, says),
        document_id=context.document.document_id,
        start=start,
        end=end,
        quote=text[start:end],
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        sentence=text[sentence.start : sentence.end],
        **says,  # type: ignore[arg-type]
        attributed_to=context.attributed_to,
        section=sentence.section,
        salience=_salience(sentence, one),
        rule=draft.rules[0] if draft.rules and draft.rules[0] else quantity.rule or "18 companies",
        confidence=round(one.confidence, 3),
        evidence=tuple(dict.fromkeys([*one.evidence, *named])),
    )


def _baseline_value(one: Settled, baseline: Days | None, by_draft: dict[int, Settled]) -> float | None:
    """Return the stated value that this one is compared with; a change shares that of the level beside it."""
    draft = one.draft
    if draft.baseline is not None and id(draft.baseline) in by_draft:
        return by_draft[id(draft.baseline)].value
    if draft.measure not in _COMPARES or draft.role is not None or one.topic is None:
        return None
    for other in by_draft.values():
        same = other.topic is one.topic and other.draft.measure == "level"
        if same and other.draft.role == "baseline" and other.draft.follows is not None:
            return other.value
        if same and baseline is not None and other.days == baseline:
            return other.value
    return None


def _indicator(text: str, sentence: Sentence, one: Settled) -> str | None:
    if one.draft.quantity.kind == "count":
        return one.draft.quantity.counted
    if one.topic is None or not (sentence.start <= one.topic.noun[0] < sentence.end):
        return None
    partner = [sentence.tokens[at] for name, at in one.topic.evidence if name == "partner" and at < len(sentence.tokens)]
    end = max([one.topic.noun[1], *(token.end for token in partner)])
    return text[one.topic.noun[0] : end] if end - one.topic.noun[0] < 90 else text[one.topic.noun[0] : one.topic.noun[1]]


def _remember(sentence: Sentence, settled: list[Settled], context: Context) -> None:
    topics = [one.topic for one in settled if one.topic is not None and one.draft.role != "baseline"]
    topic = sentence.topics[0] if sentence.topics else None
    context.distance += 1
    if topics or topic:
        context.topic = topics[0] if topics else topic
        context.reporter = (context.topic.reporter if context.topic else None) or context.reporter
        context.distance = 0
    periods = [one.when for one in settled if one.when is not None and one.draft.role != "baseline"]
    if periods:
        context.when = periods[0]
    compared = [t.value for t in sentence.tokens if t.kind == "versus" and isinstance(t.value, Versus) and t.value.kind != "when"]
    if settled:
        context.versus = compared[0] if compared else None
