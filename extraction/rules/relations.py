"""Quantities and the words around them: what is measured, which way it went, compared with what.

A relation does not fold; it marks the drafts of the quantities that its pattern names. The first relation
that fills a column wins, so the particular ones stand before the general ones.
"""

from extraction.draft import Draft
from extraction.language.lexicon import words_in
from extraction.language.pattern import compiled, needed_by
from extraction.language.rule import Found
from extraction.language.tokens import Token
from extraction.rules import moves, multiples
from extraction.rules.relation import Drafts, Relation, draft_of
from extraction.rules.times import Versus


def _is_amount(draft: Draft) -> bool:
    return draft.quantity.kind in ("money", "physical", "price", "count", "bare")


def _changed(draft: Draft, rule: str, token: Token, direction: str) -> None:
    """An amount changed by itself is a `change`; a percentage, a fraction or a multiple is relative."""
    points = draft.quantity.unit in ("percentage_point", "basis_point")
    kind = draft.quantity.kind
    measure = "change" if points or _is_amount(draft) else "ratio" if kind == "ratio" else "relative_change"
    draft.say(rule, token, measure=measure, direction=draft.quantity.direction or direction)


_LISTED = words_in("policy noun")


def _is_listed(draft: Draft) -> bool:
    """`added 25 companies` lengthens a list; `added 263,000 jobs` is a change of how many there are."""
    counted = draft.quantity.counted
    return counted is None or bool(_LISTED & set(counted.lower().split()))


_DURATIONS = frozenset("second minute hour day week month year decade century".split())


def _by_verb(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is None or draft.measure:
        return
    verb = found["v"]
    by = any(token.kind == "by" for token in found.tokens)
    if any(token.kind == "above" for token in found.tokens):
        return  # `slipped below 40 per cent` tells where it is, not by how much it moved
    direct = found.tokens[1] is found["q"] or found.tokens[1].kind in ("hedge", "hedge_plain")
    if verb.kind == "change_noun" and found.tokens[-2].kind == "the" and not by:
        return  # `an increase in the 1.3% quota` tells how high the quota is
    if draft.quantity.kind == "count" and not by and (_is_listed(draft) or not direct):
        return
    if draft.quantity.unit in _DURATIONS and not (by or direct):
        return  # `fell in 24 hours`, `rose for two years`
    if draft.quantity.kind == "fraction" and not by and found["q"].start - verb.end > 12:
        return
    _changed(draft, rule, verb, str(verb.value))


def _by_verb_in(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and not draft.measure:
        _changed(draft, rule, found["v"], str(found["v"].value))


def _up(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    off_count = found["v"].kind == "off" and draft is not None and draft.quantity.kind == "count"
    if draft is not None and not off_count:  # `132 runs off 98 balls`
        _changed(draft, rule, found["v"], str(found["v"].value))


def _growth_to(found: Found, drafts: Drafts, rule: str) -> None:
    """`cut its growth forecast to 2.6%`; but of duties that `will rise to 15%` it is the rate."""
    moved = found["v"].value in ("increase", "decrease")
    if moved and (found.before is None or found.before.kind not in ("status_modal", "to", "status_weak")):
        _up(found, drafts, rule)


def _growth_from(found: Found, drafts: Drafts, rule: str) -> None:
    """`growth eased from 8% in 2022 to 5%`: both are growth, and the first is the earlier one."""
    earlier, draft = draft_of(found, drafts, "p"), draft_of(found, drafts, "q")
    if found["v"].value not in ("increase", "decrease") or earlier is None or draft is None:
        return
    for one in (earlier, draft):
        _changed(one, rule, found["v"], str(found["v"].value))
    draft.baseline, earlier.follows = earlier, draft
    earlier.say(rule, found["v"], role="baseline")


def _more_than(found: Found, drafts: Drafts, rule: str) -> None:
    """`26.7% higher`, `$1.4 billion more than June exports`; `$5bn more` alone is left alone."""
    draft = draft_of(found, drafts, "q")
    north = found["v"].kind == "hedge" and found["v"].end - found["v"].start == len("north of")
    if draft is None or draft.measure or (north and moves.is_length(draft)):
        return  # `1,000 km north of the border`, but `five points more than before`
    direction = _THAN.get(str(found["v"].value), str(found["v"].value))
    above = found["v"].kind == "above" and draft.quantity.kind == "money"
    compares = (
        above
        or found["v"].kind in ("hedge", "higher")
        or (found.after is not None and found.after.kind in _COMPARING)
    )
    if direction not in ("increase", "decrease") or (_is_amount(draft) and not compares):
        return
    _changed(draft, rule, found["v"], direction)
    if draft.quantity.kind == "ratio" and direction == "increase":
        other = draft.quantity.value + 1
        draft.evidence.append(("value", found.start, found.end, f"may also be read as {other:g} times"))


def _more_than_then(found: Found, drafts: Drafts, rule: str) -> None:
    """`$1bn more than in June`, where `more than in June` was read as one comparison."""
    draft, versus = draft_of(found, drafts, "q"), found["v"].value
    if draft is not None and not draft.measure and isinstance(versus, Versus) and versus.direction:
        _changed(draft, rule, found["v"], versus.direction)


_THAN = {"more_than": "increase", "less_than": "decrease"}
_COMPARING = frozenset({"than", "versus", "point", "comma", "against", "on", "in"})


def _share(found: Found, drafts: Drafts, rule: str) -> None:
    for draft in _named(found, drafts):
        if draft.quantity.unit in ("percent", "ratio") or draft.quantity.kind == "bare":
            draft.say(rule, found.tokens[0], measure="share")


def _rate(found: Found, drafts: Drafts, rule: str) -> None:
    for draft in _named(found, drafts):
        if draft.quantity.unit == "percent":
            draft.say(rule, found.get("r"), measure="rate")


def _named(found: Found, drafts: Drafts) -> list[Draft]:
    """Return the drafts of the groups `q` and `p`, those that took part."""
    both = (draft_of(found, drafts, name) for name in ("q", "p"))
    return [draft for draft in both if draft is not None]


def _price(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and draft.quantity.kind == "money":
        draft.say(rule, found.tokens[0], measure="price")


def _a_share(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None:
        draft.say(rule, found.tokens[-1], measure="price")


def _pair(found: Found, drafts: Drafts, rule: str) -> None:
    """Make `low` the baseline of `q`, where both are of one kind and both are levels."""
    draft, baseline = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    if draft is None or baseline is None or draft is baseline or draft.baseline is not None:
        return
    if not _comparable(draft, baseline):
        return
    changes = ("change", "relative_change")
    if draft.measure in changes or baseline.measure in changes or draft.quantity.direction:
        return  # `doubled from 18.2 to 36.4 tonnes`: the earlier level is one of tonnes
    draft.baseline, baseline.follows = baseline, draft
    if draft.measure is None and baseline.measure is None and draft.quantity.unit == "percent":
        draft.say(rule, found.tokens[0], measure="share")
    draft.say(rule, found.tokens[0], measure=baseline.measure)
    baseline.say(rule, found.tokens[0], role="baseline", measure=draft.measure)


def _comparable(one: Draft, other: Draft) -> bool:
    kinds = {one.quantity.kind, other.quantity.kind}
    return (
        one.quantity.unit == other.quantity.unit
        or one.quantity.unit.startswith(f"{other.quantity.unit}/")
        or other.quantity.unit.startswith(f"{one.quantity.unit}/")
        or "bare" in kinds
        or kinds in ({"count"}, {"price", "money"})
    )


#: What is more than so many rupees is more than so many dollars.
_ONE_SIDED = frozenset({"more_than", "less_than", "at_least", "at_most"})


def _conversion(found: Found, drafts: Drafts, rule: str) -> None:
    draft, other = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    if draft is None or other is None or draft.quantity.unit == other.quantity.unit:
        return
    if draft.quantity.kind == other.quantity.kind == "money":
        other.say(rule, found.tokens[0], role="conversion", measure=draft.measure, direction=draft.direction)
        if draft.bound in _ONE_SIDED:
            other.say(rule, found.tokens[0], bound=draft.bound)
        other.follows = other.follows or draft


def _change_in_brackets(found: Found, drafts: Drafts, rule: str) -> None:
    """`rose by £3.4 billion (7.3%)`: the same change, relative."""
    draft, other = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    if draft is None or other is None or other.measure or draft.measure != "change":
        return
    other.say(rule, found["q"], measure="relative_change", direction=draft.direction)


def _superseded(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "p")
    if draft is not None:
        draft.say(rule, found.tokens[0], role="superseded")


def _of_whole(found: Found, drafts: Drafts, rule: str) -> None:
    """`half that of a year earlier` compares; `a third of exports` is a share."""
    draft = draft_of(found, drafts, "q")
    if draft is None or draft.measure:
        return
    that = found.get("that")
    if draft.quantity.kind == "fraction" and that is not None:
        part = that.kind == "the" and not multiples.is_told(found)
        if part:
            draft.say(rule, found["q"], measure="share")  # `Half the wheat comes from Russia`
        else:
            draft.say(rule, found["q"], measure="ratio", direction="decrease")
    elif draft.quantity.kind != "ratio" or "that" not in found.names():
        draft.say(rule, found["q"], measure="share")


def _times_that(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None:
        draft.say(rule, found["q"], measure="ratio", direction=draft.quantity.direction)


def _parallel(found: Found, drafts: Drafts, rule: str) -> None:
    """What is said of one quantity of a row holds for the next ones of the same kind."""
    first, second = draft_of(found, drafts, "p"), draft_of(found, drafts, "q")
    if first is None or second is None or second.measure or not first.measure:
        return
    moved = first.measure == "change" and found.tokens[-2].kind == "to"
    if moved:
        return  # `cut by $50, to $249`: the second is where it went
    bare = "bare" in (first.quantity.kind, second.quantity.kind)
    if first.quantity.unit == second.quantity.unit or bare:
        relative = second.quantity.unit == "percent" and first.measure == "change"
        measure = "relative_change" if relative else first.measure
        second.say(rule, found["p"], measure=measure, direction=first.direction)
        second.follows = second.follows or first


_GAP = "(low_word|a|versus|over|period|in|comma|hedge_plain|on|the|higher|more|adverb){0,4}"
_HEDGES = "(hedged|average|total|a|another|hedge_after){0,3}"
_REST = "(less|more|higher|versus|period|low_word|in|to|from|the|its|place|demonym|flow|than|of|hedge){1,7}"
_OF_LATE = "(versus|period|in|on|at|comma|low_word|cap_word|say|hedge|the|of|year|month|place|since)"

RELATIONS = (
    Relation(
        "not $3bn, but $2.3bn",
        "not (hedged|at)* (p: quantity) (any){0,9} but",
        _superseded,
        {"Sales were not $3bn, as reported, but $2.3bn.": "$3bn level superseded; $2.3bn level"},
    ),
    Relation(
        "of which 73% was exported",
        f"of which {_HEDGES} (q: percent_quantity|fraction)",
        _share,
        {"Sales rose to $5bn, of which 73% was exported.": "$5bn level; 73% share"},
    ),
    *moves.RELATIONS,
    Relation(
        "up 14%",
        f"(v: updown|off) (by|a|low_word)? {_HEDGES} (q: quantity)",
        _up,
        {
            "Exports were $20bn, up 14 percent.": "$20bn level; 14 percent relative_change increase",
            "Its share was 20%, down 4 percentage points.": "20% share; 4 percentage points change decrease",
        },
    ),
    Relation(
        "cut its forecast by 3 points",
        f"(v: change) (calm|change_noun|updown){{1,8}} by {_HEDGES} (q: quantity)",
        _by_verb,
        {
            "The slide cut revenue from oil exports by half.": "half relative_change decrease",
            "It cut its growth forecast by 0.7 percentage points.": "0.7 percentage points change decrease",
        },
    ),
    Relation(
        "cut in half",
        "(v: change) (calm){0,6} in (q: fraction)",
        _by_verb_in,
        {"The firm cut its dividend in half.": "half relative_change decrease"},
    ),
    Relation(
        "rates climbed above 5%",
        "(r: rate_word) (calm){0,4} (rise|went) above (q: percent_quantity)",
        _rate,
        {"Mortgage rates climbed above 5%.": "5% rate"},
    ),
    Relation(
        "slipped below 40%",
        "(rise|went) above (q: percent_quantity)",
        _share,
        {"Turnout slipped below 40%.": "40% share"},
    ),
    Relation(
        "growth eased from 8% to 5%",
        f"(v: change_noun|carrier) (rise|went) from {_HEDGES} (p: percent_quantity) (in|of|period|for|the){{0,3}} to {_HEDGES} (q: percent_quantity)",
        _growth_from,
        {
            "Export growth eased from 8% in 2022 to 5% in 2023.": (
                "8% relative_change increase baseline; 5% relative_change increase"
            )
        },
    ),
    Relation(
        "rose by 14%",
        f"(v: rise|went) (by {_GAP} {_HEDGES} | {_GAP} by? {_HEDGES}) (q: quantity)",
        _by_verb,
        {
            "Exports rose by 14% to $3bn.": "14% relative_change increase; $3bn level",
            "Imports narrowed by €2bn.": "€2bn change decrease",
        },
    ),
    Relation(
        "14% higher",
        "(q: quantity) (v: higher|less|more|updown|above|hedge)",
        _more_than,
        {
            "Imports were 26.7% higher than a year before.": "26.7% relative_change increase",
            "Exports were $5bn, $1bn less than planned.": "$5bn level; $1bn change decrease",
        },
    ),
    Relation(
        "$1bn more than in June",
        "(q: quantity) (v: versus)",
        _more_than_then,
        {"Exports were $5bn, $1bn more than in June.": "$5bn level; $1bn change increase"},
    ),
    Relation(
        "a 14% rise",
        "(q: quantity) (versus|low_word|annual_rate|hyphen){0,3} (v: change_noun)",
        _up,
        {"A 0.7% gain in exports followed.": "0.7% relative_change increase"},
    ),
    Relation(
        "a rise of 14%",
        f"(v: change_noun) (versus|low_word|in|flow|comma|subject){{0,4}} (of|at|be|amount|by) {_HEDGES} (q: quantity)",
        _up,
        {"Exports saw an increase of 14%.": "14% relative_change increase"},
    ),
    Relation(
        "growth to 2.6%",
        f"(v: change_noun) (status|low_word){{0,2}} (any){{0,6}} to {_HEDGES} (q: percent_quantity)",
        _growth_to,
        {"It cut its growth forecast to 2.6%.": "2.6% relative_change increase"},
    ),
    Relation(
        "growth in exports slowed to 1.2%",
        f"(v: change_noun|carrier) (in|of) (place|possessive|demonym|low_word|cap_word|hyphen|the|its|flow|flow_bare|subject|and){{1,8}} (rise|went) (to|at) {_HEDGES} (q: percent_quantity)",
        _growth_to,
        {
            "The decline in exports slowed to 1.5% in May.": "1.5% relative_change decrease",
            "Growth in Chad's non-oil exports slowed to 1.2% in May from 12% in April.": (
                "1.2% relative_change increase; 12% relative_change increase"
            ),
        },
        ("A rise in Chad's exports cut the tax to 3%.",),
    ),
    Relation(
        "a 25% tariff",
        "(q: percent_quantity) (low_word|demonym|place|flow_bare|cap_word|status|hyphen|and){0,3} (r: rate_word)",
        _rate,
        {"A 25% import duty hit steel.": "25% rate"},
    ),
    Relation(
        "tariff of 25%",
        f"(r: rate_word) (any){{0,12}} (of|at|to|by|from|be|amount) {_HEDGES} (q: percent_quantity) ((from|to) {_HEDGES} (p: percent_quantity))?",
        _rate,
        {
            "It raised the duty on lumber to 14 percent from 8 percent.": "14 percent rate; 8 percent rate baseline"
        },
    ),
    Relation(
        "accounted for 30%",
        f"share_verb {_HEDGES} (q: percent_quantity|fraction)",
        _share,
        {"Oil accounted for 48% of exports.": "48% share"},
    ),
    Relation(
        "a share of 30%",
        f"share (any){{0,10}} (to|at|of|be|from|above|amount|went|comma) {_HEDGES} (q: percent_quantity|bare|fraction) ({_OF_LATE}* to {_HEDGES} (p: percent_quantity|bare|fraction))?",
        _share,
        {"Its share fell to 40% in May.": "40% share"},
    ),
    *moves.LATER,
    *multiples.RELATIONS,
    Relation(
        "half that of a year earlier",
        "(q: fraction|ratio) (that: that|those|the|versus|which)",
        _of_whole,
        {"The June surplus was half that of a year earlier.": "half ratio decrease"},
    ),
    Relation(
        "30% of exports",
        "(q: percent_quantity|fraction) of",
        _of_whole,
        {"Some 40% of exports went to Russia.": "40% share"},
    ),
    Relation(
        "€4bn ($4.3bn)",
        "(q: money) (open|comma or|or|slash) (equals|hedged)* (p: money)",
        _conversion,
        {"It paid €4bn ($4.3bn).": "€4bn level; $4.3bn level conversion"},
    ),
    Relation(
        "£3.4 billion (7.3%)",
        "(q: quantity) (open|comma or|or) (p: percent_quantity)",
        _change_in_brackets,
        {
            "Imports rose by £3.4 billion (7.3%).": "£3.4 billion change increase; 7.3% relative_change increase"
        },
    ),
    Relation(
        "from $69bn to $71bn",
        f"from {_HEDGES} (p: quantity) (any){{0,8}} to {_HEDGES} (q: quantity)",
        _pair,
        {"Exports rose from $69bn in 2021 to $71bn in 2022.": "$69bn level baseline; $71bn level"},
    ),
    Relation(
        "from $69bn in 2021, it sank to $60bn",
        f"from {_HEDGES} (p: money|physical|count|bare) (in|the|period|of){{1,3}} comma (filler){{1,12}} (rise|went) to {_HEDGES} (q: quantity)",
        _pair,
        {
            "From 5 tonnes in 2021, Chad's exports sank to 3 tonnes in May.": "5 tonnes level baseline; 3 tonnes level"
        },
    ),
    Relation(
        "to $71bn from $69bn",
        f"(q: quantity) {_OF_LATE}{{0,6}} comma? (updown|change|low_word)? from {_HEDGES} (low_word|a|previous|the|of)* (p: quantity)",
        _pair,
        {"Exports rose to $71bn from $69bn.": "$71bn level; $69bn level baseline"},
    ),
    Relation(
        "$185mn, up from $85mn",
        "(q: quantity) (filler){1,14} updown low_word? from (filler){0,5} (p: quantity)",
        _pair,
        {
            "It gave $185mn to the relief effort, up from a previous commitment of $85mn.": "$185mn level; $85mn level baseline"
        },
    ),
    Relation(
        "$5bn, up 3% from $4.9bn",
        f"(q: money|physical|bare|count) (filler){{0,8}} (updown|off) {_HEDGES} percent_quantity (filler)? from {_HEDGES} (low_word|a|the|previous)* (p: money|physical|bare|count)",
        _pair,
        {
            "Exports were $5bn, up 3% from $4.9bn a year earlier.": (
                "$5bn level; 3% relative_change increase; $4.9bn level baseline"
            )
        },
    ),
    Relation(
        "$31, versus $18",
        f"(q: quantity) {_OF_LATE}{{0,6}} comma? against {_HEDGES} (the|a|low_word)? (p: quantity)",
        _pair,
        {
            "The discount was $31 a tonne, versus $18 a tonne in May.": "$31 a tonne price; $18 a tonne price baseline"
        },
    ),
    Relation(
        "$17.9bn, not the $17.5bn",
        f"(q: money|physical) (filler){{0,2}} not {_HEDGES} (the|filler){{0,1}} (p: money|physical)",
        _pair,
        {
            "The deficit was $17.9bn, not the $17.5bn published before.": "$17.9bn level; $17.5bn level baseline"
        },
    ),
    Relation(
        "70 dlrs a share",
        "(q: money) (a|per|each) share",
        _a_share,
        {"It offered 70 dlrs a share.": "70 dlrs price"},
    ),
    Relation("three times the level", "(q: ratio) (the|its|as|versus|higher|more|that)", _times_that),
    Relation(
        "4% less than in May, Sweden 7%",
        f"(p: percent_quantity|fraction) {_REST} (comma? and|comma|while|semicolon) the? (place|capital|bloc|demonym) possessive? (by|to)? {_HEDGES} (q: percent_quantity|fraction)",
        _parallel,
        {
            "Norway bought 4% less than a year earlier, Sweden 7%.": (
                "4% relative_change decrease; 7% relative_change decrease"
            ),
            "Japan's imports fell 2% in May, Korea's 3%.": (
                "2% relative_change decrease; 3% relative_change decrease"
            ),
        },
    ),
    Relation(
        "31%, 44% and 212%",
        "(p: quantity) (higher|updown)? (comma? and|comma) (the|to|from|flow|place|trade|its|demonym|by|those|region|of|in|low_word|hedge){0,6} (q: quantity)",
        _parallel,
        {
            "Sales to Georgia and Armenia grew by 31% and 44%.": "31% relative_change increase; 44% relative_change increase"
        },
    ),
    Relation("prices of $60", f"price_noun (any){{0,6}} (of|at|to|from) {_HEDGES} (q: money)", _price),
)


#: Each with the letters without which it cannot match, which most sentences lack.
_NEEDS = [(one, needed_by(one.pattern)) for one in RELATIONS]


def relate(tokens: list[Token], letters: str, drafts: Drafts) -> None:
    """Let every relation mark the drafts of a sentence. `drafts` has them by where their token starts."""
    here = frozenset(letters)
    for relation, needed in _NEEDS:
        if not needed <= here:
            continue
        expression, at = compiled(relation.pattern), 0
        while match := expression.search(letters, at):
            relation.mark(Found(match, tokens), drafts, relation.name)
            at = _next(match)


def _next(match: object) -> int:
    """Go on from the last quantity matched, which may be the first of the next match."""
    return max(match.start() + 1, match.end() - 1)  # type: ignore[attr-defined]
