"""Who levies a duty and whose goods it hits where its sentence leaves it open: what was said before tells.

A text about tariffs mostly has one side that levies; a paragraph about another country has its own duties.
"""

from itertools import pairwise

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import Topic, code_of
from extraction.flow.verbs import nearest_subject
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.sides.listing import listed_partner

_COUNTRIES = frozenset({"place", "capital", "bloc", "demonym", "people_of", "agency"})
_PARTED = frozenset({"semicolon", "colon", "while", "but", "em_dash"})
_FARTHEST_GOODS = 6


def carried_duty(sentence: Sentence, draft: Draft, context: Context) -> Topic | None:
    """Return the duty of the sentences before, on whom this sentence names beside its figure."""
    duty = context.duty
    if duty is None:
        return None
    named = _beside(sentence, draft)
    if named not in (None, duty.reporter):
        duty = duty._replace(partner=named, partners=())
    own = _acts(sentence, draft) or _own_levier(context)
    if own not in (None, duty.reporter, duty.partner):
        return duty._replace(reporter=own, partner=duty.partner if named is not None else None)
    return duty


def _acts(sentence: Sentence, draft: Draft) -> str | None:
    """Return who levies in `China strikes back: 34% on US goods` and in `Mexico's are in force`."""
    tokens = sentence.tokens
    owns = len(tokens) > 2 and tokens[1].kind == "possessive" and tokens[2].kind in ("be", "amount", "change")
    if owns and tokens[0].kind in _COUNTRIES:
        return code_of(tokens[0])
    colon = next((i for i in range(draft.at - 1, 0, -1) if tokens[i].kind == "colon"), None)
    at = nearest_subject(tokens, colon) if colon is not None else None
    told = at is None or tokens[at + 1].kind == "be" or tokens[at - 1].kind in ("and", "comma")
    return None if told or at is None else code_of(tokens[at])


def _beside(sentence: Sentence, draft: Draft) -> str | None:
    """Return the country in `25% on Chinese goods`, else the clause's last: `For the EU it is 20%`."""
    tokens = sentence.tokens
    on = next((i for i in range(draft.at, min(len(tokens), draft.at + 4)) if tokens[i].kind == "on"), None)
    goods = tokens[on : on + _FARTHEST_GOODS] if on is not None else []
    hit = next((token for token in goods if token.kind in _COUNTRIES - {"agency"}), None)
    if hit is not None:
        return code_of(hit)
    for token in reversed(tokens[: draft.at]):
        if token.kind in _PARTED or token.kind == "percent_quantity":
            return None
        if token.kind in _COUNTRIES - {"agency"}:
            return code_of(token)
    return None


def goods_hit(text: str, sentence: Sentence, draft: Draft, context: Context) -> Topic | None:
    """Return the flow that is hit in `on $1.8bn of American goods` and `American goods worth €2.8bn`."""
    near = context.duty is not None and context.duty_distance < _FEW_SENTENCES
    duties = [topic for topic in sentence.topics if topic.is_rate]
    if draft.quantity.kind not in ("money", "physical") or not (near or duties):
        return None
    tokens, at = sentence.tokens, draft.at
    before = tokens[max(0, at - 4) : at] if at and tokens[at - 1].kind == "worth" else []
    levied = at > 0 and tokens[at - 1].kind == "on"  # `duties of 100% on $2.4bn of French champagne`
    after = tokens[at + 1 : at + 5] if tokens[at + 1 : at + 2] and tokens[at + 1].kind == "of" else []
    for one, goods in pairwise([*before, *after]):
        named = text[goods.start : goods.end].lower() in _GOODS or (levied and goods.kind == "low_word")
        if one.kind in ("demonym", "place") and named:
            code = code_of(one)
            said = next((topic.reporter for topic in duties if topic.reporter not in (None, code)), None)
            known = (said, *_known_leviers(sentence, context))
            levies = next((one for one in known if one not in (None, code)), None)
            return Topic(-1, "import", reporter=levies, partner=code, evidence=())
    return None


_GOODS = frozenset("goods products wares merchandise".split())
_FEW_SENTENCES = 3


def settle_sides(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Give a rate who levies it and whose goods it hits; what its sentence leaves open was said before."""
    topic = one.topic = _of_exports(text, sentence, topic, context)
    one.reporter, one.partner = topic.reporter, topic.partner
    _of_list(sentence, one, topic)
    if one.partner is None and (owner := _owner_of_its_goods(sentence, topic, context)) is not None:
        one.partner = owner
        one.doubt(Doubt.CARRIED_PARTNER)
    if one.reporter is None:
        known = _known_leviers(sentence, context)
        one.reporter = next((code for code in known if code not in (None, one.partner)), None)
        one.doubt(Doubt.CARRIED_REPORTER)
    if one.partner is None and not topic.partner_is_open and one.draft.statistic != "average":
        _hit(one, context)


def _of_list(sentence: Sentence, one: Settled, topic: Topic) -> None:
    """Take the country of a list's item: who is hit, or who levies: `Rwanda charges 25%, Tanzania 35%`."""
    item = _item(sentence, one.draft) or listed_partner(sentence, one.draft, topic)
    if item is None or item == one.reporter:
        return
    tokens = sentence.tokens
    charges = 0 < topic.at < one.draft.at and tokens[topic.at].value == "import levies"
    if charges and tokens[topic.at - 1].kind in _COUNTRIES and tokens[one.draft.at - 1].kind in _COUNTRIES:
        one.reporter = item
    else:
        one.partner = item


def _item(sentence: Sentence, draft: Draft) -> str | None:
    """Return whose goods an item of a list names: `EU goods pay 15%, British ones 10%`."""
    tokens, at = sentence.tokens, draft.at - 1
    while at > 0 and draft.at - at < _FARTHEST_ITEM and tokens[at].kind in ("low_word", "others", "only"):
        at -= 1
    begins = at > 0 and at < draft.at - 1 and tokens[at - 1].kind in ("comma", "and", "semicolon", "while")
    return code_of(tokens[at]) if begins and tokens[at].kind == "demonym" else None


#: Between a country and the rate on its goods stand at most two words: `Vietnamese coffee beans 20%`.
_FARTHEST_ITEM = 4


def _known_leviers(sentence: Sentence, context: Context) -> tuple[str | None, ...]:
    """Return who may levy a duty of which a sentence does not say it, the likeliest first."""
    buys = next((t.reporter for t in sentence.topics if t.flow == "import" and not t.is_rate), None)
    before = context.duty.reporter if context.duty is not None else None
    about = (context.levier, context.reporter, context.subject, context.partner)
    levies = next((t.reporter for t in sentence.topics if t.is_rate and t.reporter), None)
    return (buys, levies, _own_levier(context), before, *about)


def _hit(one: Settled, context: Context) -> None:
    """A duty is on the goods that the text's duties hit, or on those of the other of its two countries."""
    between = (context.subject, context.partner)
    hit = context.hit_by.get(one.reporter or "", context.hit)
    if hit is None and not context.hits and one.reporter in between:
        hit = next((code for code in between if code != one.reporter), None)
    if hit not in (None, one.reporter):
        one.partner = hit
        one.doubt(Doubt.CARRIED_PARTNER)


def _of_exports(text: str, sentence: Sentence, topic: Topic, context: Context) -> Topic:
    """`The flat levy had been €50` is on exports where the duty before it was."""
    duty = context.duty
    if duty is None or duty.flow != "export" or topic.flow != "import" or topic.partner is not None:
        return topic
    told = sentence.tokens[topic.at] if 0 <= topic.at < len(sentence.tokens) else None
    own = told is not None and "port" in text[told.start : told.end]  # `import duty` is none on exports
    return topic if own or topic.reporter not in (None, duty.reporter) else topic._replace(flow="export")


def _own_levier(context: Context) -> str | None:
    """Return the country that the paragraph is about, unless that is hit and only its trade is told."""
    levies = context.focus in context.leviers
    trades = context.topic is not None and context.topic.reporter == context.focus
    known = context.levier is not None or context.focus in context.hits
    return None if trades and known and not levies else context.focus


def _owner_of_its_goods(sentence: Sentence, topic: Topic, context: Context) -> str | None:
    """Return whose goods are hit in `India is next. Its goods will face 25%.`"""
    tokens = sentence.tokens
    if not 0 <= topic.at < len(tokens):
        return None
    verb = next((i for i in range(topic.at, -1, -1) if tokens[i].value == "import hit"), None)
    its = next((i for i in range(verb or 0) if tokens[i].kind == "its"), None)
    if its is None:
        return None
    named = (code_of(t) for t in reversed(tokens[:its]) if t.kind in ("place", "bloc", "capital"))
    return next(named, None) or context.focus or (context.named[-1] if context.named else None)
