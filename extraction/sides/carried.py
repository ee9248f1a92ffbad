"""The flow that a quantity without one goes on about: that of the sentences before.

`Imports came to $4bn. It was 12% less than a year before`: carried over, unless the sentence says otherwise.
"""

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.clauses import subject
from extraction.flow.flows import GIVEN, PLACES, Topic, code_of
from extraction.language.pattern import compiled
from extraction.reading import Sentence
from extraction.rules.quantity import Quantity
from extraction.settled import Settled
from extraction.sides import listing
from extraction.sides.levies import carried_duty
from extraction.sides.owners import owner
from extraction.sides.unowned import ABOUT_A_FLOW, counts_goods

#: How many sentences back a topic may have been named.
TOPIC_REACH = 3
#: `a third of the volume`, `40% of that`: a share of what was spoken of before.
_STANDS_FOR_WHOLE = frozenset({"that", "those", "total", "anaphor", "its", "carrier"})
_COUNTRIES = PLACES - {"world", "region", "city"}


def may_carry(sentence: Sentence, draft: Draft, context: Context) -> bool:
    """Tell whether a quantity without a flow goes on about the flow of the sentences before."""
    if draft.measure == "share" and _has_own_whole(sentence, draft):
        return False
    if draft.measure == "rate":
        return context.duty is not None and context.duty_distance <= TOPIC_REACH
    if context.topic is None or context.distance > TOPIC_REACH:
        return False
    about = draft.quantity.kind in ABOUT_A_FLOW and draft.measure != "price"
    item = listing.heads_item(sentence, draft) is not None
    about = about or (counts_goods(draft) and (item or _is_counted_again(draft, context)))
    arms = context.topic.flow == "aid" and counts_goods(draft)
    about = about or (arms and not sentence.topics)
    priced = sentence.is_priced and not sentence.topics
    return about and not priced and not _has_own_subject(sentence, draft)


#: `the lira lost 5%`, `its growth forecast`.
_NO_FLOWS = compiled("currency change|change_noun status")


def _has_own_subject(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a figure is one of something that is no flow: a price, a currency, containers, people."""
    tokens, at = sentence.tokens, draft.at
    if sentence.has_before(at, "price_noun", "rate_noun", "tariff"):
        return True
    if _NO_FLOWS.search(sentence.letters, 0, at):
        return True
    if _is_threshold(sentence, draft):
        return True
    after = [token.kind for token in tokens[at + 1 : at + 3]]
    if after in (["more", "low_word"], ["less", "low_word"]) and tokens[0].kind not in ("that", "this"):
        return True  # `handled 12% more containers`
    behind = [other for back in (2, 3) if (other := sentence.draft_at.get(at - back))]
    apposed = tokens[at - 1].kind == "comma" and draft.measure in ("relative_change", "ratio", "change", None)
    return apposed and any(one.quantity.kind == "count" and not counts_goods(one) for one in behind)


def _is_threshold(sentence: Sentence, draft: Draft) -> bool:
    """`Banks ask questions about any transfer above $100,000`: from so much on, and no amount of a flow."""
    over = draft.bound in ("more_than", "at_least") and draft.quantity.kind in ("money", "physical")
    near = sentence.tokens[max(0, draft.at - _NEAR_ANY) : draft.at]
    return over and any(str(token.value).lower() in ("any", "every", "each") for token in near)


_NEAR_ANY = 6


def _is_counted_again(draft: Draft, context: Context) -> bool:
    """`Uganda exported 618,388 bags. In May it was 500,000 bags`: the same goods as before."""
    now, before = (draft.quantity.counted or "").split(), (context.counted or "").split()
    return bool(now) and now[-1:] == before[-1:] and context.topic is not None and not context.distance


def _has_own_whole(sentence: Sentence, draft: Draft) -> bool:
    """`50 pct of our debt` is a share of something that is named, and it is no flow."""
    after = sentence.tokens[draft.at + 1 : draft.at + 5]
    if not after or after[0].kind != "of":
        return False
    if len(after) > 1 and after[1].value in ("it", "them"):  # unless it stands for a whole named just before
        earlier = (other for other in sentence.drafts if other.at < draft.at and other.measure == "share")
        return any(_has_own_whole(sentence, other) for other in earlier)
    return not any(token.kind in _STANDS_FOR_WHOLE for token in after[1:])


def carried(text: str, sentence: Sentence, one: Settled, context: Context) -> Topic | None:
    """Return the topic of the sentences before; who has a share of it is its partner."""
    one.doubt(Doubt.CARRIED_TOPIC)
    if one.draft.measure == "rate":
        return carried_duty(sentence, one.draft, context)
    topic = context.topic
    if topic is not None and (topic.flow in GIVEN or topic.remitted):
        return topic._replace(at=-1, evidence=())
    code = _another(text, sentence, one.draft, context)
    if topic is not None and code is not None:
        topic = _of_another(sentence, one.draft, topic, code, context.beside or context.partner)
    if topic is not None and topic.flow in ("balance", "total_trade"):
        return _between(sentence, one.draft, topic)
    if topic is None or topic.flow not in ("export", "import") or code is not None:
        return topic
    if _goes_other_way(sentence, one.draft.at):
        topic = topic._replace(flow="import" if topic.flow == "export" else "export")
    named = _pointed_at(text, sentence, one.draft.at) or _opens_with(sentence)
    if named is not None and named not in (topic.reporter, context.subject):
        return topic._replace(partner=named, partners=())
    if one.draft.measure != "share":
        return topic
    at = subject(sentence.tokens, 0, one.draft.at)
    if at is None or code_of(sentence.tokens[at]) in (None, topic.reporter, context.subject):
        return topic
    one.show("partner", sentence.tokens[at])
    return topic._replace(partner=code_of(sentence.tokens[at]), partners=())


def _goes_other_way(sentence: Sentence, end: int) -> bool:
    """`In the opposite direction went $3bn`; `bananas went the other way, soaring 61%` only means a rise."""
    at = sentence.first("other_way")
    if at is None or at >= end:
        return False
    return not any(token.kind in ("change", "updown") for token in sentence.tokens[at + 1 : at + 4])


def _another(text: str, sentence: Sentence, draft: Draft, context: Context) -> str | None:
    """Return the country that a sentence speaks of, which had no part in the flow before."""
    topic = context.topic
    shares = draft.measure == "share" or sentence.has_before(draft.at, "share")
    if topic is None or shares or listing.heads_item(sentence, draft) is not None:
        return None
    at = owner(sentence.tokens, draft.at)
    code = code_of(sentence.tokens[at]) if at is not None else None
    known = (None, topic.reporter, topic.partner, context.reporter, context.subject, context.partner)
    points = _opens_with(sentence) or _pointed_at(text, sentence, draft.at)
    return code if code not in (*known, *topic.partners) and not points else None


def _of_another(
    sentence: Sentence, draft: Draft, said: Topic, code: str, partner: str | None
) -> Topic | None:
    """Another country gives the same aid or comes next in a list; else the flow is none of its."""
    if said.flow == "aid":
        return said._replace(reporter=code)
    near = {token.kind for token in sentence.tokens[max(0, draft.at - 4) : draft.at]}
    if not near & {"open", "with"}:
        return None
    return said._replace(reporter=code) if said.partner or partner else said


def _between(sentence: Sentence, draft: Draft, topic: Topic) -> Topic:
    """Return the trade or the balance spoken of with whom the sentence says: `with Chad it was $1bn`."""
    fronted = _fronted(sentence, draft.at)
    if fronted in (None, topic.reporter):
        return topic
    return topic._replace(partner=fronted, partners=(), partner_is_open=False)


def _fronted(sentence: Sentence, figure: int) -> str | None:
    """Return the country in `With Italy it was half that`, or the later one in `with Chad 34 billion`."""
    tokens = sentence.tokens
    for at in range(figure - 1, 1, -1):
        with_whom = tokens[at].kind in _COUNTRIES and tokens[at - 1].kind == "with"
        if with_whom and tokens[at - 2].kind in ("comma", "and", "semicolon"):
            return code_of(tokens[at])
        if isinstance(tokens[at].value, Quantity):
            break
    return _opens_with(sentence)


def _opens_with(sentence: Sentence) -> str | None:
    """Return the country in `With Italy it was half that.`"""
    tokens = [token for token in sentence.tokens[:3] if token.kind != "the"]
    if len(tokens) < 2 or tokens[0].kind not in ("with", "to", "from") or tokens[1].kind not in _COUNTRIES:
        return None
    return code_of(tokens[1])


def _pointed_at(text: str, sentence: Sentence, end: int) -> str | None:
    """Return what `the latter` means at the beginning of `the latter came to €131 million`."""
    for token in (sentence.tokens[at] for at in sentence.places_of("place") if at < end):
        if text[token.start : token.end].lower() in ("the former", "the latter"):
            return code_of(token)
    return None


def given_along(sentence: Sentence, topic: Topic, context: Context) -> Topic:
    """After aid was spoken of, `$5m will go to Mali` and `half of it came from Oslo` go on about it."""
    own = any(topic is other for other in sentence.topics)
    kind = sentence.tokens[topic.at].kind if own else ""
    said = context.topic
    if said is None or said.flow not in GIVEN or kind not in ("to_verb", "from_verb", "host_verb"):
        return topic
    if kind == "from_verb":
        return said._replace(at=topic.at, reporter=topic.partner)
    return topic._replace(flow=said.flow)
