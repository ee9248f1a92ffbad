"""Who levies a duty and whose goods it hits where its sentence leaves it open: what was said before tells.

A text about tariffs mostly has one side that levies; a paragraph about another country has its own duties.
"""

from dataclasses import replace

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.flows import Topic, code_of
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.verbs import nearest_subject

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
        duty = replace(duty, partner=named, partners=())
    own = _acts(sentence, draft) or _own_levier(context)
    if own not in (None, duty.reporter, duty.partner):
        return replace(duty, reporter=own, partner=duty.partner if named is not None else None)
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


def settle_sides(sentence: Sentence, one: Settled, context: Context) -> None:
    """Fill the sides of a duty that its sentence leaves open."""
    if one.topic is None:
        return
    topic = one.topic = _of_exports(sentence, one.topic, context)
    if one.partner is None and (owner := _owner_of_its_goods(sentence, topic, context)) is not None:
        one.partner = owner
        one.doubt(Doubt.CARRIED_PARTNER)
    if one.reporter is None:
        known = _known_leviers(sentence, context)
        one.reporter = next((code for code in known if code not in (None, one.partner)), None)
        one.doubt(Doubt.CARRIED_REPORTER)
    if one.partner is None and not topic.partner_is_open:
        _hit(one, context)


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
    hit = context.hit
    if hit is None and not context.hits and one.reporter in between:
        hit = next((code for code in between if code != one.reporter), None)
    if hit not in (None, one.reporter):
        one.partner = hit
        one.doubt(Doubt.CARRIED_PARTNER)


def _of_exports(sentence: Sentence, topic: Topic, context: Context) -> Topic:
    """`The flat levy had been €50` is on exports where the duty before it was."""
    duty = context.duty
    if duty is None or duty.flow != "export" or topic.flow != "import" or topic.partner is not None:
        return topic
    spelt = 0 <= topic.at < len(sentence.tokens) and sentence.tokens[topic.at]
    own = spelt and spelt.end - spelt.start > len("tariffs")
    return topic if own or topic.reporter not in (None, duty.reporter) else replace(topic, flow="export")


def _own_levier(context: Context) -> str | None:
    """Return the country that the paragraph is about, unless that is hit and only its trade is told."""
    only_hit = context.focus in context.hits and context.focus not in context.leviers
    trades = context.topic is not None and context.topic.reporter == context.focus
    return None if only_hit and trades else context.focus


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
