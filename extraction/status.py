"""How firm the text says that a figure is: reported, provisional, an estimate, a forecast or a target."""

from extraction.draft import Draft
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence

#: What stands behind one of these was not what is forecast: `may exceed $260bn, after $255bn in 2023`.
_HISTORY = frozenset({"semicolon", "while", "after", "against", "but"})
_FARTHEST = 5
_BEFORE_A_VERB = frozenset({"status_modal", "to", "low_word", "hyphen"})
#: A forecast that moves takes its earlier value with it: `cut its forecast to 2% from 3%`.
_REVISED = frozenset({"change", "change_noun", "revised"})
_MOVES = frozenset({"change", "amount", "change_noun", "share_verb", "flow_bare", "flow_verb"})


def status_of(sentence: Sentence, draft: Draft) -> tuple[str, Token] | None:
    """Return how firm the text says the figure is: forecast for its clause, provisional for its sentence."""
    tokens = sentence.tokens
    if draft.at and tokens[draft.at - 1].kind != "hedge_estimate" and not sentence.has(*_FIRM):
        return None
    for token in sentence.of_kinds("status"):
        if token.value == "provisional":
            return "provisional", token
    if draft.at and tokens[draft.at - 1].kind == "hedge_estimate":
        return "estimate", tokens[draft.at - 1]
    for at in sentence.places_of(*_FIRM):
        token = tokens[at]
        if _owner(sentence, at) is not None:
            continue  # it is said of one figure alone
        if draft.role == "baseline" and not _is_revised(tokens, at):
            continue
        if _says_status(tokens, at, draft) and not _HISTORY & _kinds_between(tokens, at, draft.at):
            return str(token.value), token
    return None


_FIRM = ("status", "status_weak", "status_modal")


def owned_status(sentence: Sentence, draft: Draft) -> tuple[str, Token] | None:
    """Return the status that is said of this figure alone: `the $52.3bn that it had pencilled in`."""
    for at in sentence.places_of(*_NAMES_STATUS):
        if _owner(sentence, at) == draft.at:
            return _value(sentence.tokens[at]), sentence.tokens[at]
    return None


def is_near(sentence: Sentence, draft: Draft, token: Token) -> bool:
    """Tell whether a status is beside a figure or closes the sentence, so that it is said of a count too."""
    at = sentence.tokens.index(token)
    return abs(at - draft.at) <= _BESIDE or _closes(sentence.tokens, at)


_BESIDE = 3
_NAMES_STATUS = frozenset({"status", "forecast_of"})


def _value(token: Token) -> str:
    return str(token.value) or "forecast"  # `forecast of` has no value of its own


#: What may stand between a noun or a verb of status and the figure it is about: `had forecast a 7% fall`.
_TO_FIGURE = frozenset("of a the hedge hedge_plain have be for at average open".split())
#: What may stand in `the $52.3bn that the government had pencilled in`.
_IN_CLAUSE = frozenset(
    "that which the its low_word cap_word agency people trader have label place change_noun flow".split()
)
_NEAR_FIGURE = 6


def _owner(sentence: Sentence, at: int) -> int | None:
    """Return where the one figure stands that a status is said of: `a median forecast of 19.4%`."""
    tokens = sentence.tokens
    if tokens[at].kind not in _NAMES_STATUS or tokens[at].value == "provisional" or _is_active(tokens, at):
        return None
    figures = {draft.at for draft in sentence.drafts}
    had = any(token.kind == "have" for token in tokens[max(0, at - 1) : at + 2])
    of = tokens[at].kind == "forecast_of" or (at + 1 < len(tokens) and tokens[at + 1].kind == "of")
    ahead = at + 1
    while ahead < len(tokens) and tokens[ahead].kind in _TO_FIGURE:
        ahead += 1
    if ahead in figures and ahead > at + 1 - of and (had or of):
        return ahead
    behind = at - 1
    while behind > at - _NEAR_FIGURE and behind > 0 and tokens[behind].kind in _IN_CLAUSE:
        behind -= 1
    definite = behind > 0 and behind in figures and tokens[behind - 1].kind in ("the", "hedge", "its")
    return behind if definite and behind < at else None


def _is_active(tokens: list[Token], at: int) -> bool:
    """`the ministry expects exports to reach`: what follows is expected, not what went before."""
    return at + 1 < len(tokens) and tokens[at + 1].kind in ("flow", "status_modal", "flow_bare")


def _is_revised(tokens: list[Token], at: int) -> bool:
    """Tell whether the status at `at` is a noun that was changed: `cut its forecast`."""
    if tokens[at].kind not in ("status", "status_weak"):
        return False
    return any(token.kind in _REVISED for token in tokens[max(0, at - 5) : at])


def _kinds_between(tokens: list[Token], one: int, other: int) -> set[str]:
    low, high = sorted((one, other))
    return {token.kind for token in tokens[low:high]}


def _says_status(tokens: list[Token], at: int, draft: Draft) -> bool:
    """Tell whether the word at `at` says how firm the figure of `draft` is."""
    token = tokens[at]
    if at > draft.at + _FARTHEST and not _closes(tokens, at):
        return False  # what is said later in the sentence is said of something else
    if at > draft.at and any(one.kind == "and" for one in tokens[draft.at : at]) and not _closes(tokens, at):
        return False  # `halved its excise, and dealers expect to sell more`
    if _is_yardstick(tokens, at):
        return False
    if token.kind == "status":
        # `officials will also target banks` sets no figure
        verb = token.value == "target" and at > 0 and tokens[at - 1].kind in _BEFORE_A_VERB
        return not verb
    if token.kind == "status_modal":
        return at < draft.at and _moves(tokens, at)
    return token.kind == "status_weak" and (at < draft.at or _closes(tokens, at))


def _is_yardstick(tokens: list[Token], at: int) -> bool:
    """`fell more than forecast, leaving …`, `as expected`, `beat expectations`: nothing is forecast here."""
    if at + 1 >= len(tokens) or tokens[at + 1].kind in ("comma", "point"):
        first = at - 1
        while first > 0 and tokens[first].kind in _WHOSE:
            first -= 1
        if first < at - 1 and tokens[first].kind == "above":
            return True  # `2.2% above the regulator's forecast`
    before = tokens[at - 1] if at else None
    compares = before is not None and (before.kind in _COMPARES or before.value in _BEATS)
    return compares and (
        at + 1 >= len(tokens) or tokens[at + 1].kind in ("comma", "point", "semicolon", "and")
    )


_WHOSE = frozenset("the its a low_word cap_word possessive agency place capital demonym people of".split())
_COMPARES = frozenset({"than", "as", "hedge", "beat_verb"})
_BEATS = words_in("beats a forecast")


def _closes(tokens: list[Token], at: int) -> bool:
    """Tell whether the sentence or its clause ends with who forecasts: `…, the union predicts`."""
    last = at + 1 >= len(tokens) or tokens[at + 1].kind in ("point", "comma", "versus", "against")
    known = tokens[at].kind in ("status", "status_weak")
    return last and known and tokens[at].value in ("forecast", "estimate")


def _moves(tokens: list[Token], at: int) -> bool:
    near = tokens[at + 1 : at + 4]
    return any(t.kind in _MOVES or (t.kind == "hedge" and t.value in ("more_than", "at_most")) for t in near)
