"""How firm the text says that a figure is: reported, provisional, an estimate, a forecast or a target."""

from extraction.draft import Draft
from extraction.reading import Sentence
from extraction.tokens import Token

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
    for token in tokens:
        if token.kind == "status" and token.value == "provisional":
            return "provisional", token
    if draft.at and tokens[draft.at - 1].kind == "hedge_estimate":
        return "estimate", tokens[draft.at - 1]
    for at, token in enumerate(tokens):
        if draft.role == "baseline" and not _is_revised(tokens, at):
            continue
        if _says_status(tokens, at, draft) and not _HISTORY & _kinds_between(tokens, at, draft.at):
            return str(token.value), token
    return None


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
    if token.kind == "status":
        # `officials will also target banks` sets no figure
        verb = token.value == "target" and at > 0 and tokens[at - 1].kind in _BEFORE_A_VERB
        return not verb
    if token.kind == "status_modal":
        return at < draft.at and _moves(tokens, at)
    return token.kind == "status_weak" and at < draft.at


def _closes(tokens: list[Token], at: int) -> bool:
    """Tell whether the sentence or its clause ends with who forecasts: `…, the union predicts`."""
    last = at + 1 >= len(tokens) or tokens[at + 1].kind in ("point", "comma", "versus", "against")
    return last and tokens[at].kind == "status" and tokens[at].value in ("forecast", "estimate")


def _moves(tokens: list[Token], at: int) -> bool:
    near = tokens[at + 1 : at + 4]
    return any(t.kind in _MOVES or (t.kind == "hedge" and t.value == "more_than") for t in near)
