"""Which figures of a text about tariffs are rates of duty, though no noun beside them says so.

`Cambodia faces 49%`, `cars pay 60%`, `put 15 percent on American coal`, `the flat levy was €50 a tonne`.
Read only in a text that speaks of tariffs: elsewhere goods that `get 20%` or `pay 5%` pay no duty.
"""

from itertools import pairwise

from extraction.draft import Draft
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.rules.numerals import Numeral
from extraction.rules.quantity import Quantity

_BORNE = words_in("bears a duty")
_LEVIED = words_in("levies a duty")
_APPLIES = frozenset({"applies", "applied", "apply"})
_STRUCK = frozenset({"hit", "slapped", "struck", "hammered", "punished"})
_RATES = frozenset({"percent_quantity", "price"})
#: Between the verb and the rate: `pay an extra 60%`, `enter at 0%`, `subject to a 48.5% tariff`.
_BETWEEN = frozenset("a the at to with by hedge hedge_over over above hedge_plain another plus of".split())
_EXTRA = words_in("added to a duty")
#: `pay 60% more`, `get 24% of their oil` are no duties.
_COMPARES = frozenset({"higher", "of", "less", "more", "versus", "updown", "above", "hedge"})
_FARTHEST = 5
_FARTHEST_GOODS = 8
_DUTY_REACH = 9
_MOVED = frozenset({"updown", "change", "change_noun", "went", "by", "higher"})
#: Between a duty and its amount stands nothing that has an amount of its own.
_ENDS = frozenset(
    {"comma", "semicolon", "while", "but", "price_noun", "money", "price", "physical", "subject"}
)
_GOODS = frozenset(
    "low_word demonym place bloc cap_word the a hedge flow flow_bare other others noun".split()
)


def with_duty_verbs(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with each verb of levying or bearing a `levy_verb`, and a tax on goods a tariff."""
    out = list(tokens)
    for at, token in enumerate(tokens):
        word = text[token.start : token.end].lower()
        named = _named_otherwise(text, tokens, at, word)
        if named is not None:
            out[at] = token._replace(kind=named[0], value=named[1])
            continue
        if word not in _BORNE and word not in _LEVIED and token.kind != "levy_verb" and word not in _STRUCK:
            continue
        rate = _behind(text, tokens, at)
        if rate is None and word in _BORNE and _relative(tokens, at):
            out[at] = token._replace(kind="levy_verb", value="import hit")
        if rate is None or (tokens[rate].kind == "price" and word.startswith("pa")):
            continue  # `paying $1,800 an ounce` is no duty
        after = tokens[rate + 1].kind if rate + 1 < len(tokens) else "point"
        passive = at > 0 and tokens[at - 1].kind == "be" and (token.kind == "levy_verb" or word in _STRUCK)
        more = tokens[rate].kind != "tariff" and after in _COMPARES
        if passive or (word in _BORNE and not more):
            out[at] = token._replace(kind="levy_verb", value="import hit")
        elif word in _LEVIED and after == "on" and tokens[rate].kind != "tariff":
            out[at] = token._replace(kind="levy_verb", value="import levies")
    return out


def _is_of_imports(tokens: list[Token], quota: int) -> bool:
    amount = {token.kind for token in tokens[quota + 1 : quota + 4]} & {"physical", "count"}
    return bool(amount) and not any(token.value == "export" for token in tokens)


def with_bare_rates(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the numbers of a list that goes on from a rate: `pays 25%, cranberries 20`."""
    rate = next((i for i, token in enumerate(tokens) if token.kind == "percent_quantity"), None)
    duty = rate is not None and any(token.kind in ("tariff", "levy_verb") for token in tokens[:rate])
    if rate is None or not duty:
        return tokens
    out = list(tokens)
    for at in range(rate + 2, len(tokens)):
        if tokens[at].kind in _CLAUSE_ENDS:
            break
        number = tokens[at].value
        ends = at + 1 == len(tokens) or tokens[at + 1].kind in ("comma", "and", "semicolon", "point")
        if (
            tokens[at].kind == "numeral"
            and isinstance(number, Numeral)
            and ends
            and _is_next_item(tokens, at)
        ):
            rule = "pays 25%, cranberries 20"
            rated = Quantity("percent_quantity", number.value, "percent", bound=number.bound, rule=rule)
            out[at] = tokens[at]._replace(kind="percent_quantity", value=rated)
    return out


def _named_otherwise(text: str, tokens: list[Token], at: int, word: str) -> tuple[str, str] | None:
    """Return the kind and the value of a word that names a duty, or goods that one is on, only here."""
    if word in ("tax", "taxes") and any(t.kind == "on" for t in tokens[at + 1 : at + _FARTHEST_GOODS]):
        return "tariff", _taxed(tokens, at)  # `a tax of 10% on foreign cars`
    if word in ("quota", "quotas") and _is_of_imports(tokens, at):
        return "flow", "import"  # `a quota of 13,000 tonnes`
    if word == "safeguard" and tokens[at + 1 : at + 2] and tokens[at + 1].kind == "of":
        return "tariff", "import"  # `a safeguard of 25%`
    if word == "levies" and at and tokens[at - 1].kind in _LEVIERS and _behind(text, tokens, at) is not None:
        return "levy_verb", "import levies"  # `Togo levies 5% on clothes`
    return None


_LEVIERS = frozenset({"place", "capital", "bloc", "agency"})


def _taxed(tokens: list[Token], tax: int) -> str:
    """Return which flow a tax is on: `the tax on soybean exports` is one on exports."""
    after = tokens[tax + 1 : tax + 6]
    on = next((i for i, token in enumerate(after) if token.kind == "on"), len(after))
    return next((str(one.value) for one in after[on:] if one.value in ("export", "import")), "import")


_CLAUSE_ENDS = frozenset({"semicolon", "while", "but"})
_ITEM = frozenset({"low_word", "cap_word", "demonym", "hyphen", "place"})


def _is_next_item(tokens: list[Token], at: int) -> bool:
    """Tell whether words alone stand between a number and the comma before it: `, cranberries 20`."""
    look = at - 1
    while look > 0 and tokens[look].kind in _ITEM:
        look -= 1
    return look < at - 1 and tokens[look].kind in ("comma", "and")


def _behind(text: str, tokens: list[Token], verb: int) -> int | None:
    """Return where the rate or the duty stands that a verb at `verb` is said of."""
    for at in range(verb + 1, min(len(tokens), verb + 1 + _FARTHEST)):
        token = tokens[at]
        if token.kind in _RATES or token.kind == "tariff":
            return at
        owner = token.kind in ("demonym", "place", "possessive")  # `meet Swiss duties`
        if not owner and token.kind not in _BETWEEN and text[token.start : token.end].lower() not in _EXTRA:
            return None
    return None


def _relative(tokens: list[Token], verb: int) -> bool:
    """`the 46% that Vietnamese goods are to pay`."""
    near = [token.kind for token in tokens[max(0, verb - _FARTHEST_GOODS) : verb]]
    return any(both == ("percent_quantity", "that") for both in pairwise(near))


def mark_rates(text: str, tokens: list[Token], drafts: list[Draft]) -> None:
    """Say `rate` of the figures that are rates of duty, before any other relation reads them."""
    for draft in drafts:
        if draft.quantity.kind == "price" and _is_duty_by_unit(tokens, drafts, draft.at):
            draft.measure = "rate"
        elif draft.quantity.kind == "percent_quantity" and (
            _is_rate(text, tokens, draft.at) or _goes_on(text, tokens, drafts, draft.at)
        ):
            draft.say("put 15% on coal", tokens[draft.at], measure="rate")


def _is_duty_by_unit(tokens: list[Token], drafts: list[Draft], at: int) -> bool:
    return _of_duty(tokens, at) or _is_borne(tokens, at) or _comes_on_top(tokens, drafts, at)


def _is_rate(text: str, tokens: list[Token], at: int) -> bool:
    if at + 1 < len(tokens) and text[tokens[at + 1].start : tokens[at + 1].end].lower() in _APPLIES:
        return True  # `where 19% applied before`
    after = [token.kind for token in tokens[at + 1 : at + 1 + _FARTHEST_GOODS]]
    relative = after[:1] == ["that"] and "levy_verb" in after
    return relative or _quota_at(tokens, at) or _is_borne(tokens, at) or _lies_on_goods(tokens, at)


def _is_borne(tokens: list[Token], at: int) -> bool:
    """Tell whether a verb that levies or bears stands right before a figure."""
    for look in range(at - 1, max(-1, at - _FARTHEST), -1):
        if tokens[look].kind == "levy_verb":
            return tokens[at + 1].kind not in _COMPARES if at + 1 < len(tokens) else True
        if tokens[look].kind not in _BETWEEN and tokens[look].kind != "low_word":
            return False
    return False


def _quota_at(tokens: list[Token], at: int) -> bool:
    """Tell whether a percentage is the duty on an amount: `lets in 1.9m tonnes at 15%`."""
    kinds = [token.kind for token in tokens[max(0, at - _FARTHEST_GOODS) : at]]
    return kinds[-1:] == ["at"] and "physical" in kinds and not {"share", *_MOVED} & set(kinds)


def _lies_on_goods(tokens: list[Token], at: int) -> bool:
    """Tell whether a percentage lies on goods: `and 10 percent on crude oil`, `34% on all US goods`."""
    after = [token.kind for token in tokens[at + 1 : at + 3]]
    if len(after) < 2 or after[0] != "on" or after[1] not in _GOODS:
        return False
    before = [token.kind for token in tokens[max(0, at - 3) : at]]
    return not _MOVED & set(before)


def _comes_on_top(tokens: list[Token], drafts: list[Draft], at: int) -> bool:
    """`12.8% plus €3,034 per tonne`, `50%, but no less than €100 a tonne`: beside a rate stands another."""
    before = next((draft for draft in reversed(drafts) if draft.at < at), None)
    if before is None or before.measure != "rate":
        return False
    between = {token.kind for token in tokens[before.at + 1 : at]}
    return at - before.at <= _FARTHEST and between <= _BESIDE_RATE


_BESIDE_RATE = frozenset("plus and or comma but hedge hedge_over over a low_word with of".split())


def _goes_on(text: str, tokens: list[Token], drafts: list[Draft], at: int) -> bool:
    """`raised its duty on palm oil to 20%, and that on refined oil to 32.5%`: what moves is a duty."""
    look = at - 1
    while look > 0 and tokens[look].kind in _BETWEEN - {"to", "at"}:
        look -= 1
    if tokens[look].kind not in ("to", "from"):
        return False
    rates = {draft.token.start for draft in drafts if draft.measure == "rate"}
    for token in reversed(tokens[:look]):
        if token.kind == "tariff" or token.start in rates:
            return True
        if token.kind == "change_noun" and text[token.start : token.end].lower() in _MOVES:
            continue  # `Export taxes on soybeans fall to 26% from 33%`
        if token.kind in _OTHER_SUBJECTS or token.value in ("import", "export"):
            return False
    return False


_MOVES = words_in("verb or noun of change")
_OTHER_SUBJECTS = frozenset(
    "share subject change_noun price_noun rate_noun semicolon while but money physical count".split()
)


def _of_duty(tokens: list[Token], at: int) -> bool:
    """Tell whether a price is a duty: `a levy of €50 a tonne`, `the $375-a-tonne duty`."""
    if any(token.kind == "tariff" for token in tokens[at + 1 : at + 3]):
        return True
    for look in range(at - 1, max(-1, at - _DUTY_REACH), -1):
        if tokens[look].kind == "tariff":
            return True
        if tokens[look].kind in _ENDS:
            return False
    return False
