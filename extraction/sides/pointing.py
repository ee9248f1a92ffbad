"""Words that point back to a country: `the former`, `the latter`, `the country`, `the two countries`.

What they mean depends on the sentences before, so they are read last, when those are known. A word that
points at nothing certain stays what it is, and no flow takes a country from it.
"""

from dataclasses import replace

from extraction.context import Context
from extraction.flow.flows import PLACES, code_of
from extraction.flow.topics import goes_on, topics_of
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token, letters_of
from extraction.reading import Sentence
from extraction.rules.quantity import Quantity
from extraction.sides.owners import is_epithet, owner

#: The kinds of words that may point, each where some function below says so.
_POINTERS = ("pointer", "pointer_pair", "we", "our", "us", "there", "its", "world")
#: `the island`, `the kingdom`: the last country named that is one.
_SORTS = frozenset({"island", "kingdom", "emirate", "Asian giant"})
_BLOCS = frozenset({"EUU", "EMU", "WLD"})
_PAIRS = words_in("pair of countries")


def pointed(text: str, sentence: Sentence, context: Context) -> Sentence:
    """Return the sentence with its pointing words read as the countries that `context` knows."""
    tokens = sentence.tokens
    if may_point := _may_point(sentence):
        tokens = list(tokens)
        for at in may_point:
            tokens[at] = _resolved(sentence.tokens, at, context)
    if tokens == sentence.tokens and not goes_on(tokens, sentence.letters):
        return sentence
    letters = letters_of(tokens)
    topics = topics_of(text, tokens, letters, context.topic)
    return replace(sentence, tokens=tokens, letters=letters, topics=topics)


def _may_point(sentence: Sentence) -> list[int]:
    """Return where the words stand that may point at a country: `it` does behind a verb, `two` as a count."""
    behind = [at + 1 for at in sentence.places_of("flow_verb") if at + 1 < len(sentence.tokens)]
    pairs = [one.at for one in sentence.drafts if _is_pair(one.token)]
    return [*sentence.places_of(*_POINTERS), *behind, *pairs]


def _is_pair(token: Token) -> bool:
    """Tell whether a token is the `two` of `the two countries`."""
    quantity = token.value
    if not isinstance(quantity, Quantity) or quantity.kind != "count" or quantity.value != 2:
        return False
    return bool(_PAIRS & set((quantity.counted or "").lower().split()))


def _resolved(tokens: list[Token], at: int, context: Context) -> Token:
    token = tokens[at]
    if (known := _by_name(tokens, at, context)) is not None:
        return token._replace(kind="place", value=known)
    if at == 0 and token.kind == "its" and context.reporter:
        return token._replace(kind="demonym", value=context.reporter)  # `Its goods will face 25%`
    if token.kind in _SPEAKERS and context.subject and (token.kind != "we" or _acts(tokens, at)):
        return token._replace(kind=_SPEAKERS[token.kind], value=context.subject)
    if _is_pronoun(tokens, at):
        return token._replace(kind="place", value=context.reporter) if context.reporter else token
    if token.kind == "there" and at and tokens[at - 1].kind in ("from", "from_verb", "to_verb"):
        code = next((code for code in reversed(context.seen) if code != context.reporter), None)
        return token._replace(kind="place", value=code) if code else token
    if token.value == "neighbour":
        code = _neighbour(tokens, at, context)
        return token._replace(kind="place", value=code) if code else token
    if token.kind == "pointer":
        trades = any(other.kind in ("trader", "supplier") for other in tokens[at + 1 : at + 6])
        towards = ("from", "to", "with", "in") if _gives(context) else ("from", "to", "with")
        beside = at > 0 and tokens[at - 1].kind in towards and token.value == "country"
        beside = beside and not _another_acts(tokens[:at], context)
        code = _other(context) if trades or beside else _country(str(token.value), context)
        code = _acting_before(tokens, at) or code
        if code in _BLOCS and token.value == "country":
            code = _other(context)  # a union is no country
        return token._replace(kind="place", value=code) if code else token
    other = context.other or context.partner or context.hit
    if (token.kind == "pointer_pair" or _is_pair(token)) and context.reporter not in (None, other) and other:
        return token._replace(kind="place_pair", value=f"{context.reporter} {other}")
    return token


def _names_by_rank(tokens: list[Token]) -> bool:
    """Tell whether a sentence calls a country by what it is: `The world's top buyer covers 70% of its needs`.

    Where it names the country as well (`The world's top buyer, China, …`), there is nothing to look for.
    """
    if not any(token.kind == "world" for token in tokens[:2]):
        return False
    at = next((i for i in (0, 1) if len(tokens) > i + 3 and is_epithet(tokens, i)), None)
    near = tokens[at + 3 : at + 12] if at is not None else []
    trades = any(token.kind in ("trader", "supplier") for token in near[:3])
    return trades and not any(token.kind in PLACES for token in near)


def _by_name(tokens: list[Token], at: int, context: Context) -> str | None:
    """Return whom `that country` and, at a sentence's beginning, `the world's top buyer` mean."""
    if tokens[at].value == "that country":
        return _last_named(tokens[:at], context)
    return context.reporter if tokens[at].kind == "world" and at <= 1 and _names_by_rank(tokens) else None


def _last_named(tokens: list[Token], context: Context) -> str | None:
    """Return what `that country` means: the one named last, but not the one whose flow is told."""
    here = [code_of(token) for token in tokens if token.kind in PLACES]
    owns = here[:1] or [context.reporter]
    named = (*reversed(here[1:]), *reversed(context.seen))
    return next((code for code in named if code not in (None, *owns)), context.reporter)


def _acting_before(tokens: list[Token], at: int) -> str | None:
    """Return the country in `Production in Peru grew; the country now turns out …`, told a clause before."""
    if tokens[at].value != "country" or not any(token.kind == "semicolon" for token in tokens[:at]):
        return None
    said = owner(tokens, at)
    return code_of(tokens[said]) if said is not None else None


#: What stands for the country of whoever speaks.
_SPEAKERS = {"we": "place", "us": "place", "our": "demonym"}


def _is_pronoun(tokens: list[Token], at: int) -> bool:
    """Tell whether `it` is who buys: `Poland sold it goods for €3.8 billion`."""
    sells = at > 0 and tokens[at - 1].kind == "flow_verb" and tokens[at - 1].value == "export"
    goods = at + 1 < len(tokens) and tokens[at + 1].kind in ("low_word", "money", "physical", "hedge")
    return tokens[at].value == "it" and sells and goods


def _acts(tokens: list[Token], at: int) -> bool:
    """Tell whether `we` trades: `we sold`, not `we estimate`."""
    return any(token.kind in ("flow_verb", "earn_verb", "give_verb") for token in tokens[at + 1 : at + 3])


def _neighbour(tokens: list[Token], at: int, context: Context) -> str | None:
    """Return whom `its northern neighbour` and `Mongolia's neighbour` mean: never the one whose it is."""
    if at + 1 < len(tokens) and tokens[at + 1].kind in PLACES:
        return None  # `its neighbour Uganda`
    here = [code_of(token) for token in tokens[:at] if token.kind in PLACES]
    known = (_other(context), *reversed(context.named), *context.places)
    return next((code for code in known if code not in (None, *(here or [context.reporter]))), None)


def _gives(context: Context) -> bool:
    """Tell whether the text speaks of aid or investment, which reach the country that they are in."""
    return context.topic is not None and context.topic.flow in ("aid", "investment")


def _another_acts(tokens: list[Token], context: Context) -> bool:
    """Tell whether another country acts, so that `the country` is the one that the text is about."""
    acting = (str(t.value) for t in tokens if t.kind in ("place", "demonym", "agency", "people_of"))
    return any(code != context.reporter for code in acting)


def _other(context: Context) -> str | None:
    return context.other or context.partner


def _country(which: str, context: Context) -> str | None:
    """Return the country that a pointing word means; the former and the latter are the last two named."""
    if which in _SORTS:
        return next((code for code in reversed(context.seen) if code in words_in(which)), None)
    if which == "same":
        return _other(context) or (context.named[-1] if context.named else None)
    if which == "country":  # but `the country was the largest buyer of …` means the other side
        return context.reporter
    if len(context.named) < 2:
        return None
    return context.named[-2 if which == "former" else -1]
