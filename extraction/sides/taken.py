"""Whose exports they are of which another country takes a part: `China took 71%`, `Chad bought most of them`.

Who takes is the subject; the flow is the other side's, which the sentence or the text has spoken of.
"""

from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import PLACES, Topic, code_of
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence

_MARKETS = words_in("market of exports")
#: The words for what buyers and sellers do.
_ACTS = frozenset({"flow_verb", "get_verb", "trader"})


def meant(text: str, sentence: Sentence, draft: Draft, topic: Topic, context: Context) -> Topic:
    """Return the flow that a topic is one of: its own, or one that was spoken of before."""
    if context.topic is not None and _is_told_of_said(text, sentence, topic, context):
        return context.topic
    return _taken(text, sentence, draft, topic, context) or topic


def _taken(text: str, sentence: Sentence, draft: Draft, topic: Topic, context: Context) -> Topic | None:
    """Return whose exports they are of which `China took 71%`, `the Americans take 34% of what it sells`."""
    verb = 0 <= topic.at < len(sentence.tokens) and sentence.tokens[topic.at].kind in _ACTS
    if _ranks(sentence, topic, context):
        assert context.topic is not None
        return context.topic._replace(at=topic.at, partner=topic.reporter, partners=(), noun=topic.noun)
    part = verb and topic.flow == "import" and _is_part_of_said(text, sentence, topic)
    if verb and _is_also_market(text, sentence, topic, context):
        return context.topic._replace(partner=topic.reporter, partners=()) if context.topic else None
    bought = context.topic if context.topic is not None and context.topic.flow == "import" else None
    supplies = topic.flow == "export" and verb and bought and topic.partner in (None, bought.reporter)
    if supplies and bought and (draft.measure == "share" or _is_part_of_said(text, sentence, topic)):
        return bought._replace(partner=topic.reporter, partners=())  # `the US supplied 45% of it`
    if verb and _is_market(text, sentence, topic) and context.reporter not in (None, topic.reporter):
        # `Germany was the top market with $1.7bn`: of the exports that the text is about
        return topic._replace(flow="export", reporter=context.reporter, partner=topic.reporter)
    if draft.measure == "share" and topic.flow == "import" and verb and _is_whole_of(sentence, draft, topic):
        # `Spain took 30% of Ukraine's wheat`, `the UK took 41% of our food`
        return topic._replace(flow="export", reporter=topic.partner, partner=topic.reporter)
    if draft.measure == "share" and topic.flow == "export" and verb and (taker := _taker(sentence, topic)):
        # `Australia supplied 60% of Japan's coal, Indonesia 15%`
        return topic._replace(flow="import", reporter=taker, partner=topic.reporter, partner_is_open=False)
    buyer = verb and sentence.tokens[topic.at].kind == "trader" and topic.partner is None
    takes = verb and _is_taking(text, sentence, topic)
    if topic.flow != "import" or not verb or not (draft.measure == "share" or buyer or part or takes):
        return None
    others = [other for other in sentence.topics if other is not topic]
    if any(other.flow != "export" for other in others):
        return None
    sold = next((other for other in others if other.at > topic.at and other.reporter), None)
    sold = sold or (others[-1] if takes and others and others[-1].at < topic.at else context.topic)
    if sold is None or sold.flow != "export" or (takes and sold.reporter == topic.reporter):
        return None
    return sold._replace(partner=topic.reporter, partners=(), partner_is_open=topic.reporter is None)


def _is_taking(text: str, sentence: Sentence, topic: Topic) -> bool:
    """`Sales to Chad fell; Niger took 11% more`: who takes, takes of the exports that are spoken of."""
    verb = sentence.tokens[topic.at]
    alone = topic.partner is None and topic.reporter is not None
    return alone and text[verb.start : verb.end].lower() in _TAKES


_TAKES = words_in("takes exports")


def _ranks(sentence: Sentence, topic: Topic, context: Context) -> bool:
    """`Germany took first place with $3bn, or 32% of all exports`: of the exports that the text speaks of."""
    said = context.topic
    is_here = 0 <= topic.at < len(sentence.tokens)  # one that is carried over stands in another sentence
    if said is None or said.flow != topic.flow or said.reporter is None or not is_here:
        return False
    noun = sentence.tokens[topic.at].kind in ("flow", "flow_bare") and topic.reporter not in (
        None,
        said.reporter,
    )
    named = next((at for name, at in topic.evidence if name == "reporter"), topic.at)
    between = {token.kind for token in sentence.tokens[named : topic.at]}
    return noun and topic.partner is None and "rank" in between


def _is_also_market(text: str, sentence: Sentence, topic: Topic, context: Context) -> bool:
    """`Chad was the biggest customer, taking 790,000 tonnes`: of the exports that the text speaks of."""
    said = context.topic
    if said is None or said.flow != "export" or said.reporter == topic.reporter or topic.flow != "import":
        return False
    before = (one for one in sentence.topics if one.at < topic.at and one.reporter == topic.reporter)
    return topic.partner is None and any(_is_market(text, sentence, one) for one in before)


def _is_told_of_said(text: str, sentence: Sentence, topic: Topic, context: Context) -> bool:
    """`It will be delivered in three shipments`: a passive verb that names nobody goes on about the flow."""
    if not 0 < topic.at < len(sentence.tokens) or context.topic is None or context.distance > 0:
        return False
    if sentence.tokens[topic.at].kind == "earn_verb" and topic.reporter is None and not sentence.opens:
        return context.topic.flow == "import"  # `Purchases grew. Milk alone brought in $9m`
    passive = sentence.tokens[topic.at].kind == "flow_verb" and _is_be(text, sentence.tokens[topic.at - 1])
    return passive and topic.reporter is None and topic.partner is None and context.topic.flow == "import"


def _is_be(text: str, token: Token) -> bool:
    return token.kind == "be" or text[token.start : token.end].lower() == "be"


def _is_part_of_said(text: str, sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a verb takes a part of what was spoken of: `took 2.2 billion rand worth of them`."""
    words = [text[t.start : t.end].lower() for t in sentence.tokens[topic.at : topic.at + 7]]
    return "thereof" in words or any(
        words[i] == "of" and words[i + 1] in _SAID for i in range(len(words) - 1)
    )


_SAID = frozenset({"them", "it", "these", "those", "that"})


def _is_whole_of(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """Tell whether a share is one of what the other side has: `of Ukraine's wheat`, `of Turkish exports`."""
    behind = sentence.tokens[draft.at + 1 : draft.at + 5]
    named = next((i for i, token in enumerate(behind) if token.kind in PLACES), None)
    if named is None or topic.reporter is None or topic.at > draft.at or behind[0].kind != "of":
        return False
    ends = any(token.kind in ("comma", "from", "and", "those", "point") for token in behind[:named])
    return not ends and code_of(behind[named]) == topic.partner


def _taker(sentence: Sentence, topic: Topic) -> str | None:
    """Return whose goods they are of which a seller has a share: `supplied 60% of Japan's coal`."""
    share = next((one for one in sentence.drafts if one.at > topic.at), None)
    if share is None or share.measure != "share" or topic.reporter is None:
        return None
    behind = sentence.tokens[share.at + 1 : share.at + 5]
    named = next((i for i, token in enumerate(behind) if token.kind in ("place", "bloc")), None)
    if (
        named is None
        or behind[0].kind != "of"
        or [t.kind for t in behind[named + 1 : named + 2]] != ["possessive"]
    ):
        return None
    between = {token.kind for token in behind[1:named]}
    code = code_of(behind[named])
    return code if between <= {"the"} and code not in (topic.reporter, topic.partner) else None


def _is_market(text: str, sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a trader is where goods go, and nobody else's market is meant."""
    token = sentence.tokens[topic.at]
    goes = bool(_MARKETS & set(text[token.start : token.end].lower().split()))
    return goes and topic.flow == "import" and topic.partner is None
