"""Who gives and who takes: the two countries of aid and of investment.

Such money goes one way, and many texts name only one end of it: a conference for one country, a year's
investors. So a country that is left out is filled in only from what the text has said of giving or taking.
"""

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.flow.flows import Topic, code_of, sides_of
from extraction.flow.nouns import row_of_names
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.sides import listing

#: Givers that are no country: `donors`, `the World Bank`, `foreign investors`.
_NOBODY = words_in("giver without a country")
_COUNTRIES = frozenset({"place", "capital", "bloc", "agency", "people_of"})
_GAPPED = frozenset({"and", "comma", "the", "semicolon", "while", "meanwhile"})
_VERBS = frozenset("gift_verb give_verb aid_verb offer_verb invest_verb flow_verb host_verb".split())


def settle_given(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Settle giver and taker of an amount of aid or of investment."""
    one.reporter, one.partner = topic.reporter, topic.partner
    own = topic.at >= 0
    hosts = own and sentence.tokens[topic.at].kind == "host_verb"
    if topic.partners:
        one.partner = None
    if not own:
        _goes_on_giving(text, sentence, one, context)
    _listed(sentence, one, topic, context, own=own)
    owner = listing.heads_item(sentence, one.draft)
    if owner is not None:
        one.reporter = str(owner.value)
        one.show("reporter", owner)
    elif topic.reporters and one.reporter is None:
        row = listing.row_of(sentence, one.draft)
        one.reporter = topic.reporters[row.index(one.draft)] if len(row) == len(topic.reporters) else None
    elif hosts and one.reporter is None:
        one.reporter = context.subject if context.gives and context.subject != one.partner else None
    elif one.reporter is None and not topic.inward and not _is_nobodys(text, sentence, one.draft.at):
        _giver(one, topic, context)
    if hosts and one.partner is None and context.seen:
        opens = text[sentence.tokens[0].start : sentence.tokens[0].end].lower()
        one.partner = context.seen[-1] if opens in ("it", "they") else None
    _taker(one, topic, context, hosts=hosts)
    if one.partner in (one.reporter, "WLD"):
        one.partner = None


def _goes_on_giving(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """Settle who gives in a sentence that names no aid of its own."""
    if sentence.opens and context.gives and not sentence.is_item:
        one.reporter = context.giver  # a new paragraph goes on about whom the text is about
    if _is_nobodys(text, sentence, one.draft.at):
        one.reporter = None
    if one.reporter is None and _gives_itself(text, sentence):
        one.reporter = context.focus
        one.doubt(Doubt.CARRIED_REPORTER)


def _gives_itself(text: str, sentence: Sentence) -> bool:
    """`Australia was the heavyweight. It disbursed $840 million`: who was spoken of gives."""
    first, verb = sentence.tokens[0], sentence.tokens[1:2]
    it = text[first.start : first.end] == "It"
    return it and any(token.kind in ("gift_verb", "offer_verb", "give_verb") for token in verb)


def settle_remitted(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Settle whom remittances reach and, where a sentence names one country, from where."""
    one.topic = topic
    one.reporter = topic.reporter or context.reporter or context.subject
    one.partner = topic.partner if topic.at >= 0 else None
    gapped = _gapped_giver(sentence.tokens, one.draft.at)
    if gapped is not None:
        one.partner = code_of(gapped)
    elif one.partner is None and topic.at < 0:
        one.partner = _opening(sentence)
    if one.partner == one.reporter:
        one.partner = None


def _is_nobodys(text: str, sentence: Sentence, end: int) -> bool:
    """Tell whether those who give before `end` are no country: `Donors have promised $1.2bn`."""
    for at in range(end - 1, -1, -1):
        token = sentence.tokens[at]
        if token.kind == "nobody":
            return True
        if token.kind in ("semicolon", "while", "but"):
            return False
        if {word.strip(".,'’").lower() for word in text[token.start : token.end].split()} & _NOBODY:
            return True
    return False


def _listed(sentence: Sentence, one: Settled, topic: Topic, context: Context, *, own: bool) -> None:
    """Give an item of a list its country: who gives, where one country takes, else who takes."""
    takers = _behind(sentence.tokens, one.draft.at, topic)
    if takers is not None:
        one.partner = takers
        return
    giver = _giver_behind(sentence.tokens, one.draft.at)
    if giver is not None and own and topic.reporter not in (None, code_of(giver)):
        one.reporter = code_of(giver)
        one.show("reporter", giver)
        return
    gapped = _gapped_giver(sentence.tokens, one.draft.at)
    if gapped is not None and (own or topic.reporter is not None):
        takes = own and sentence.tokens[topic.at].kind == "host_verb"
        side = "partner" if takes else "reporter"
        setattr(one, side, code_of(gapped))
        one.show(side, gapped)
        return
    listed = listing.listed_partner(sentence, one.draft, topic)
    if listed is None and not own:
        listed = _opening(sentence)
    if listed is None or listed in (one.reporter, one.partner, context.partner):
        return
    if _is_giver(topic, context, own=own):
        one.reporter = listed
    elif own or topic.reporter != listed:
        one.partner = listed


def _is_giver(topic: Topic, context: Context, *, own: bool) -> bool:
    """Tell whether a list names givers: where the taker is known, and not the giver of all."""
    if topic.inward:
        return True
    if own:
        return topic.reporter is None and (topic.partner or context.partner) is not None
    return context.gives and context.partner is not None


def _opening(sentence: Sentence) -> str | None:
    """Return the country with which a sentence without a flow of its own begins: `France was second`."""
    at = next((i for i, token in enumerate(sentence.tokens[:3]) if token.kind not in ("the", "bullet")), None)
    if at is None or sentence.tokens[at].kind not in (*_COUNTRIES, "demonym"):
        return None
    return code_of(sentence.tokens[at])


#: Between a figure and who takes it: `€23.6 million for emergency food aid to Burkina Faso`.
_PASSED = frozenset("low_word of flow aid_noun in the a and label hyphen".split())


def _behind(tokens: list[Token], figure: int, topic: Topic) -> str | None:
    """Return who takes the figure before it: `€5m for Mali`; empty where several do, None where nobody."""
    at = figure + 1
    if at < len(tokens) and tokens[at].kind == "open":
        at = next((i + 1 for i in range(at, len(tokens)) if tokens[i].kind == "close"), at)
    preposition = ""
    while at < len(tokens) and at - figure < _FARTHEST:
        kind = tokens[at].kind
        if sides_of(topic).get(kind) == "partner":
            preposition = kind
        elif preposition and kind in ("place", "capital", "bloc", "demonym"):
            names, _ = row_of_names(tokens, at)
            return code_of(tokens[at]) if len(names) == 1 else ""
        elif preposition and tokens[at].value in ("both", "each"):
            return ""
        elif kind not in _PASSED:
            return None
        at += 1
    return None


_FARTHEST = 10


def _gapped_giver(tokens: list[Token], end: int) -> Token | None:
    """Return the country in `Qatar pledged $430m and the Emirates $230m`: it does the same."""
    at = end - 1
    while at > 0 and tokens[at].kind in ("hedge", "over", "above", "a", "with", "at", "ordinal"):
        at -= 1
    if at < 2 or tokens[at].kind not in _COUNTRIES or tokens[at - 1].kind not in _GAPPED:
        return None
    acts = any(token.kind in _VERBS or token.kind == "ordinal" for token in tokens[:at])
    money = any(token.kind in ("money", "count", "percent_quantity") for token in tokens[:at])
    return tokens[at] if acts and money else None


def _giver_behind(tokens: list[Token], figure: int) -> Token | None:
    """Return who gives the figure before it: `$410 million from the US and $150 million from Chad`."""
    at = figure + 1
    while at < len(tokens) and tokens[at].kind in ("in", "of", "flow", "aid_noun"):
        at += 1
    place = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].kind == "the")
    named = place < len(tokens) and tokens[place].kind in ("place", "capital", "bloc")
    return tokens[place] if named and tokens[at].kind == "from" else None


def _giver(one: Settled, topic: Topic, context: Context) -> None:
    """Take the giver from the sentences before, where they have named one."""
    about = (context.giver,) if context.gives else (context.giver, context.reporter, context.subject)
    one.reporter = next((code for code in about if code not in (None, one.partner)), None)
    if one.reporter is not None and topic.reporter is None:
        one.doubt(Doubt.CARRIED_REPORTER)


def _taker(one: Settled, topic: Topic, context: Context, *, hosts: bool) -> None:
    """Take the taker from the text, unless all are meant."""
    if one.partner == "":
        one.partner = None
        return
    if topic.points_there and one.partner is None:
        one.partner = context.named[-1] if context.named else None
        one.doubt(Doubt.CARRIED_PARTNER)
    elif one.partner is None and not topic.partner_is_open:
        one.partner = context.beside or context.partner
        if (topic.inward or hosts) and not context.gives:
            one.partner = context.reporter if context.reporter != one.reporter else context.subject
        if one.partner is not None:
            one.doubt(Doubt.CARRIED_PARTNER)
