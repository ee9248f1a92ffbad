"""One sentence: its tokens, the quantities in it, what relations say of them, and the topics it speaks of."""

from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.draft import Draft
from extraction.flow.duty_rates import mark_rates, with_bare_rates, with_duty_verbs
from extraction.flow.flows import Topic
from extraction.flow.topics import topics_of
from extraction.language.dateline import without_dateline
from extraction.language.pattern import LETTERS, class_of, compiled
from extraction.language.tokens import Token, letters_of, tokenize
from extraction.language.writing import PLAIN, Writing
from extraction.pairs import pair
from extraction.rules import numerals, quantities, ranges, times, traps, unit_prices
from extraction.rules.counts import fold_counts
from extraction.rules.exchanged import fold_exchanged
from extraction.rules.quantity import Quantity, numeral_of
from extraction.rules.relations import relate
from extraction.rules.times import Versus

_BULLETS = "•-–*·▪◦■●►▶➤"

#: A line so short was ended on purpose, not wrapped.
_SHORT_LINE = 60

#: The stages that fold tokens, in their order.
FOLDS = (
    traps.RULES,
    numerals.RULES,
    times.PERIODS,
    times.SPANS,
    times.COMPARISONS,
    quantities.RULES,
    unit_prices.UNIT_PRICES,
    ranges.RANGES,
    ranges.SIGNS,
)
_QUANTITY_KINDS = frozenset(
    {"money", "percent_quantity", "physical", "price", "count", "ratio", "fraction", "rank"}
)
_HEDGES = frozenset({"hedge", "hedge_estimate", "hedge_over", "over", "above"})
_SKIPPED = frozenset({"a", "the", "hedge_plain", "average", "total", "another", "at", "plus"})


@dataclass(slots=True)
class Sentence:
    """A sentence and what was found in it. `section` is that of the passage in which it stands."""

    start: int
    end: int
    section: str
    #: It is the first of a paragraph, or of an item of a list.
    opens: bool = False
    is_item: bool = False
    tokens: list[Token] = field(default_factory=list)
    letters: str = ""
    drafts: list[Draft] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    #: The drafts by the places of their tokens, and whether one of them is known to be a price.
    draft_at: dict[int, Draft] = field(default_factory=dict)
    is_priced: bool = False

    def has(self, *kinds: str) -> bool:
        """Tell whether a token of one of these kinds stands in the sentence, without a look at each."""
        for kind in kinds:  # noqa: SIM110 (asked so often that a generator would double its time)
            if LETTERS[kind] in self.letters:
                return True
        return False

    def has_before(self, end: int, *kinds: str) -> bool:
        """Tell whether a token of one of these kinds stands before the token at `end`."""
        return class_of(kinds).search(self.letters, 0, end) is not None

    def of_kinds(self, *kinds: str) -> list[Token]:
        """Return the tokens of these kinds in order, without a look at the others."""
        places = self.places_of(*kinds)
        return [self.tokens[at] for at in places] if places else []

    def places_of(self, *kinds: str) -> list[int]:
        """Return where the tokens of these kinds stand, in order."""
        one = class_of(kinds)
        if one.search(self.letters) is None:  # most sentences have none, and this is told in no time
            return []
        return [found.start() for found in one.finditer(self.letters)]

    def first(self, *kinds: str) -> int | None:
        """Return where the first token of these kinds stands, or None."""
        found = class_of(kinds).search(self.letters)
        return found.start() if found is not None else None


class Known(NamedTuple):
    """What a whole text speaks of: the EU, so that `the bloc` is it; trade, so that a gap is of trade; …"""

    bloc: bool = False
    trade: bool = False
    aid: bool = False
    duty: bool = False
    investment: bool = False
    remittances: bool = False


NOTHING = Known()


def read_sentence(
    text: str, start: int, end: int, section: str, known: Known = NOTHING, writing: Writing = PLAIN
) -> Sentence:
    """Return a sentence with its quantities and topics; nothing is resolved yet.

    `known` says what the whole text speaks of, `writing` how it writes its numbers and its money.
    """
    tokens = tokenize(text, start, end, writing)
    letters = letters_of(tokens)
    if _OPEN_TO_MEANING.search(letters):
        tokens = _as_meant(tokens, letters, known)
        letters = letters_of(tokens)
    dated = without_dateline(text, start, end, tokens, letters)
    if dated is not tokens:
        tokens, letters = dated, letters_of(dated)
    for stage in FOLDS:
        tokens, letters = stage.fold(tokens, letters)
    whole = _with_units_left_out(text, tokens, letters, known)
    if whole is not tokens:
        tokens, letters = whole, letters_of(whole)
    drafts = _drafts(text, tokens, letters, known)
    opens, is_item = _opens(text, start), text[start] in _BULLETS
    topics = topics_of(text, tokens, letters)
    by_place = {draft.at: draft for draft in drafts}
    priced = any(draft.measure == "price" for draft in drafts)
    return Sentence(start, end, section, opens, is_item, tokens, letters, drafts, topics, by_place, priced)


def _with_units_left_out(text: str, tokens: list[Token], letters: str, known: Known) -> list[Token]:
    """Return the tokens with each number a quantity whose unit its noun, its neighbours or its verb tells."""
    if known.duty:
        tokens = with_duty_verbs(text, tokens)
    if LETTERS["numeral"] in letters or LETTERS["over"] in letters:
        tokens = fold_counts(text, tokens, letters)
    if LETTERS["numeral"] in letters:
        tokens = fold_bare(with_bare_rates(tokens) if known.duty else tokens)
    return fold_exchanged(tokens) if LETTERS["currency"] in letters else tokens


def _drafts(text: str, tokens: list[Token], letters: str, known: Known) -> list[Draft]:
    """Return the quantities of a sentence with what its relations say of them."""
    if not _QUANTITY.search(letters):
        return []
    drafts = [_draft(tokens, at) for at, token in enumerate(tokens) if isinstance(token.value, Quantity)]
    if known.duty:
        mark_rates(text, tokens, drafts)
    relate(tokens, letters, {draft.token.start: draft for draft in drafts})
    for draft in drafts:
        if draft.quantity.kind == "price":
            draft.say("", measure="price")
    pair(tokens, drafts)
    return drafts


def _as_meant(tokens: list[Token], letters: str, known: Known) -> list[Token]:
    """Return the tokens with each word that may mean several things as what it means here."""
    if LETTERS["flag"] in letters:
        tokens = _with_flags(tokens)
        letters = letters_of(tokens)
    places = [found.start() for found in _OPEN_TO_MEANING.finditer(letters)]
    seen = list(tokens)
    for at in places:
        if not _is_offered(tokens, at):
            seen[at] = _in_sight(tokens[at], known)
    meant = list(seen)
    for at in places:
        meant[at] = _beside(seen, at)
    return meant


def _with_flags(tokens: list[Token]) -> list[Token]:
    """Return the tokens with flags read as their countries, and without those beside the country's name."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "flag":
            beside = (*out[-1:], *tokens[at + 1 : at + 3])
            if any(other.value == token.value for other in beside):
                continue
            token = token._replace(kind="place")
        out.append(token)
    return out


_COUNTRIES = frozenset({"place", "capital", "bloc"})


def _is_offered(tokens: list[Token], at: int) -> bool:
    """`Paris offered Beirut …`: from one country to another, also where no other word tells of aid."""
    if tokens[at].kind != "offer_verb":
        return False
    taker = next((token for token in tokens[at + 1 : at + 3] if token.kind != "the"), None)
    giver = any(token.kind in _COUNTRIES for token in tokens[max(0, at - 3) : at])
    return giver and taker is not None and taker.kind in _COUNTRIES


def _in_sight(token: Token, known: Known) -> Token:
    """Return the token as what it means in a text that speaks of trade, of aid or of investment."""
    kind = token.kind
    if kind == "bloc" and not known.bloc:
        return token._replace(kind="low_word")
    if kind in ("gap", "deliveries") and known.trade:
        return token._replace(kind="flow")
    if kind == "give_verb" and known.remittances and token.value == "aid sent":
        return token._replace(kind="remit_verb", value="")
    if kind == "venue" and not known.aid:
        return token._replace(kind="low_word")
    if kind in ("inflow", "outflow"):
        return token._replace(kind="flow", value="investment") if known.investment else _outside(token)
    if kind not in _GIVEN:
        return token
    if known.aid:
        return token._replace(kind=_GIVEN[kind], value="aid")
    if known.investment and kind in _INVESTED:
        return token._replace(kind=_INVESTED[kind], value="investment")
    return _outside(token)


def _beside(tokens: list[Token], at: int) -> Token:
    """Return the token at `at`, which is a noun where a number or an adjective stands before it."""
    if tokens[at].kind == "city_or_name":
        placed = at > 0 and tokens[at - 1].kind in _BEFORE_CITY
        return tokens[at]._replace(kind="city" if placed else "cap_word")  # `Mr Santos`, `from Santos`
    if tokens[at].kind in _VERB_OR_NOUN:  # `will contract 3%`, `plans to supply Germany`, `a contract`
        word = tokens[at].kind
        if at > 0 and tokens[at - 1].kind in _BEFORE_VERB:
            return tokens[at]._replace(kind=_VERB_OR_NOUN[word])
        return tokens[at]._replace(kind="low_word", value=word)
    if tokens[at].kind != "status_or_noun":
        return tokens[at]
    number = any(token.kind in ("digits", "numword") for token in tokens[max(0, at - 2) : at])
    return tokens[at]._replace(kind="noun" if number else "status")  # `707 new projects`


#: What these words are as verbs; as nouns they are plain words.
_VERB_OR_NOUN = {"contract": "change", "supply": "flow_verb"}
_BEFORE_VERB = frozenset({"to", "status_modal", "status_weak", "status", "aims"})
_BEFORE_CITY = frozenset("in at from to of through via and or for near off outside".split())

#: What these words are in a text that speaks of aid, and in one that speaks of investment alone.
_GIVEN = {
    "give_verb": "gift_verb",
    "offer_verb": "offer_verb",
    "host_verb": "host_verb",
    "get_verb": "host_verb",
    "pledges": "flow",
}
_INVESTED = {"give_verb": "invest_verb", "host_verb": "host_verb", "get_verb": "host_verb", "pledges": "flow"}
_OUTSIDE = {
    "pledges": "flow",
    "offer_verb": "low_word",
    "host_verb": "low_word",
    "inflow": "low_word",
    "outflow": "flow",
}


def _outside(token: Token) -> Token:
    return token._replace(kind=_OUTSIDE.get(token.kind, token.kind))


#: Words that one of the functions above may take for something else.
_OPEN_TO_MEANING = class_of(
    (
        *"flag bloc gap deliveries venue city_or_name status_or_noun inflow outflow".split(),
        *_GIVEN,
        *_VERB_OR_NOUN,
    )
)
_QUANTITY = class_of(_QUANTITY_KINDS | {"bare"})


def _opens(text: str, start: int) -> bool:
    """Tell whether the sentence begins a paragraph, or is an item of a list."""
    line = text.rfind("\n", 0, start)
    begins = not text[line + 1 : start].strip()
    last = text[text.rfind("\n", 0, line) + 1 : line].strip() if line > 0 else ""
    ended = len(last) < _SHORT_LINE or last[-1] in '.!?:;"”'
    return (begins and ended) or text[start] in _BULLETS


def fold_bare(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each number whose unit may be left out made a `bare` quantity.

    Only where a number with a unit stands in the same sentence can a unit have been left out.
    """
    beside = any(token.kind in _QUANTITY_KINDS or token.kind in _MOVED for token in tokens)
    if not beside and not any(token.kind == "numeral" for token in tokens):
        return tokens
    out = list(tokens)
    row = _in_rows(tokens)
    for at, token in enumerate(tokens):
        if token.kind == "numeral" and (
            at in row or (_leaves_out(tokens, at) if beside else _is_alone(tokens, at))
        ):
            numeral = numeral_of(token)
            bare = Quantity("bare", numeral.value, "", bound=numeral.bound, rule="to 71.2bn")
            out[at] = Token("bare", token.start, token.end, bare)
    return out


def _is_alone(tokens: list[Token], at: int) -> bool:
    """`Sugar followed with 6.1 billion.`: so many millions, and no noun behind them."""
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    than = after == "hedge" and tokens[at + 1].value in ("more_than", "less_than")
    return numeral_of(tokens[at]).scaled and (than or after in _ENDS_AMOUNT)


_ENDS_AMOUNT = frozenset(
    {"comma", "point", "close", "semicolon", "period", "in", "versus", "from", "to", "this"}
)
_MOVED = frozenset({"flow", "change_noun", "versus"})
_ROW = compiled("numeral (comma numeral)* comma? and (percent_quantity|physical|money|count)")


def _in_rows(tokens: list[Token]) -> set[int]:
    """Return where the numbers stand of `3, 1 and 7 percent` that leave out the unit."""
    rows = _ROW.finditer(letters_of(tokens))
    return {at for row in rows for at in range(row.start(), row.end() - 1) if tokens[at].kind == "numeral"}


_PLACES = frozenset({"place", "demonym", "cap_word", "region", "city"})
_ENDS = frozenset({"comma", "point", "close", "and", "semicolon"})
#: `four more than in May`: before it stands what it is more of, or what tells that it is.
_BEFORE_MORE = frozenset("comma be hedge hedge_plain en_dash em_dash minus hyphen".split())


def _is_gapped(tokens: list[Token], at: int) -> bool:
    """`Denmark with 5.9`, `West Fraser 11.47`, `(a year ago: 13.1)`, `the existing 6.1`."""
    before, after = tokens[at - 1].kind, tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    part = numeral_of(tokens[at]).value % 1 != 0
    if part and before == "and" and after == "for":
        return True  # `73.6 per cent for dumping and 6.9 for subsidies`
    if part and before == "flow" and after == "to":
        return True  # `exports grew 38.5 per cent to $7bn and imports 65.1 to $6bn`
    if before == "with" and at > 1:
        return tokens[at - 2].kind in _PLACES and after in _ENDS
    if before in ("colon", "over"):
        return after in _ENDS and (part or before == "over")
    return part and before in ("cap_word", "low_word") and after in _ENDS


def _is_more(tokens: list[Token], at: int) -> bool:
    """`190,000 lower than a year earlier`, `41 fewer than in December`, `four more than in May`."""
    before, after = tokens[at - 1].kind if at else "comma", tokens[at + 1 : at + 2]
    if not after or before not in _BEFORE_MORE:
        return False
    moved = isinstance(after[0].value, Versus) and after[0].value.direction is not None
    than = after[0].kind == "hedge" and after[0].value in ("more_than", "less_than")
    return moved or than or (after[0].kind == "higher" and not numeral_of(tokens[at]).in_words)


def is_crossed(tokens: list[Token], at: int) -> bool:
    """`2,560 by 1,440 pixels`, `3 x 4 metres`: the unit behind the second number is the first one's too."""
    if at + 2 >= len(tokens) or tokens[at + 2].kind != "physical":
        return False
    return tokens[at + 1].kind == "by" or str(tokens[at + 1].value) in ("x", "×")


def _is_expected(tokens: list[Token], at: int) -> bool:
    """`double the 170,000 expected`, `against the 170,000 forecast`."""
    if at < 2 or at + 1 >= len(tokens) or tokens[at - 1].kind != "the":
        return False
    return tokens[at + 1].kind in _FORESEEN and tokens[at - 2].kind in _COMPARED_WITH


_FORESEEN = frozenset({"status", "status_weak", "aims"})
_COMPARED_WITH = frozenset({"ratio", "fraction", "than", "against", "from", "above", "hedge", "versus"})

_BEFORE_BARE = frozenset(
    "from to of and at hedge against than updown place comma by hedge_plain be share_verb open not "
    "amount".split()
)
_AFTER_BARE = frozenset(
    "by comma point close and in from to semicolon period versus on status low_word since year than "
    "against at".split()
)


def _leaves_out(tokens: list[Token], at: int) -> bool:
    numeral = numeral_of(tokens[at])
    before = tokens[at - 1].kind if at else "comma"
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    if numeral.scaled:
        return after not in ("hyphen",)
    if _is_more(tokens, at):
        return True
    if is_crossed(tokens, at) or _is_expected(tokens, at):
        return True
    if numeral.in_words and numeral.value != 0:
        return False
    if before == "which" and at > 1 and tokens[at - 2].kind == "of":
        return True  # `40,000 barrels a day, of which 15,000 went to Malta`
    return (before in _BEFORE_BARE and after in _AFTER_BARE and before != "comma") or _is_gapped(tokens, at)


def _draft(tokens: list[Token], at: int) -> Draft:
    token = tokens[at]
    quantity = token.value
    assert isinstance(quantity, Quantity)
    draft = Draft(at, token, quantity)
    if quantity.bound:
        draft.bound = quantity.bound
    if quantity.kind == "rank":
        draft.measure = "rank"
    if quantity.sign and quantity.unit in ("percent", "percentage_point"):
        direction = "increase" if quantity.sign > 0 else "decrease"
        draft.say(
            "+7.6%",
            token,
            measure="relative_change" if quantity.unit == "percent" else "change",
            direction=direction,
        )
    if quantity.kind == "ratio" and quantity.direction:
        draft.say(quantity.rule, token, measure="ratio", direction=quantity.direction)
    _hedge(tokens, draft)
    return draft


def _hedge(tokens: list[Token], draft: Draft) -> None:
    """Read the hedge and the statistic right before the quantity, or the hedge right after it."""
    at = draft.at - 1
    while at >= 0 and (
        tokens[at].kind in _SKIPPED or tokens[at].kind in _HEDGES or tokens[at].kind == "record"
    ):
        token = tokens[at]
        if token.kind in ("average", "total", "record"):
            draft.say("", token, statistic=str(token.value))
            if token.value == "average" and at > 0 and tokens[at - 1].kind == "the":
                break  # `exceeding the average of 26 million`: the average itself is exact
        elif token.kind in _HEDGES:
            if tokens[at + 1].kind == "the" and (token.kind in _BOUNDS or _compares(tokens, at, token)):
                break  # `above the $60 cap`, `11% less than the $466bn of 2022` do not hedge these dollars
            bound = _BOUNDS.get(token.kind) or str(token.value)
            if token.kind == "above" and token.value == "decrease":
                bound = "less_than"
            draft.say("", token, bound=bound)
            break
        at -= 1
    _hedge_or(tokens, draft)
    _hedge_behind(tokens, draft)
    _tops(tokens, draft)


def _hedge_or(tokens: list[Token], draft: Draft) -> None:
    """`Less than 2%, or under 1,400 tonnes`: before a figure `or under` is `or`, and a hedge."""
    before = tokens[draft.at - 1] if draft.at > 1 else None
    if before is not None and before.kind == "hedge_after" and tokens[draft.at - 2].kind == "comma":
        draft.say("", before, bound={"at_most": "less_than", "at_least": "more_than"}.get(str(before.value)))


def _hedge_behind(tokens: list[Token], draft: Draft) -> None:
    """Read the hedge behind the quantity: `20 or so`, `the 1,200-odd firms`, `900 firms at most`."""
    at = draft.at + 1
    if at < len(tokens) - 1 and tokens[at].kind == "hyphen":
        at += 1  # `$5m-plus`
    if draft.quantity.kind == "count":
        while at < min(len(tokens) - 1, draft.at + 4) and tokens[at].kind in ("low_word", "hyphen"):
            at += 1
    after = tokens[at] if at < len(tokens) else None
    ends = at + 1 >= len(tokens) or tokens[at + 1].kind in ("comma", "point", "close")
    last = after is not None and after.kind == "hedge" and after.value in ("at_most", "at_least")
    if after is not None and (after.kind == "hedge_after" or (last and ends)):
        draft.say("", after, bound=str(after.value))


def _tops(tokens: list[Token], draft: Draft) -> None:
    """`to top $70bn` and `past $1.8bn`: only before money, for `top 10` and `past 5 years` are none."""
    before = tokens[draft.at - 1] if draft.at else None
    if before is None or draft.quantity.kind != "money":
        return
    verb = before.kind == "superlative" and draft.at > 1 and tokens[draft.at - 2].kind not in _OWNS
    verb = verb and tokens[draft.at - 1].end - tokens[draft.at - 1].start == len("top")
    if verb or before.kind == "past" or str(before.value).lower() == "past":
        draft.say("", before, bound="more_than")


#: Behind these `top` is no verb: `its top $5m prize`.
_OWNS = frozenset({"the", "its", "a", "possessive", "of", "in", "at"})


def _compares(tokens: list[Token], hedge: int, token: Token) -> bool:
    """Tell whether `less than the` compares: a figure stands before it, at once or behind a comma."""
    if hedge > 0 and isinstance(tokens[hedge - 1].value, Quantity):
        return True
    one_sided = token.value in ("more_than", "less_than")
    behind = one_sided and any(one.kind == "comma" for one in tokens[max(0, hedge - 3) : hedge])
    return behind and any(isinstance(one.value, Quantity) for one in tokens[:hedge])


_BOUNDS = {"over": "more_than", "above": "more_than"}
