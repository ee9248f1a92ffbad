"""Changes that are told otherwise than by `rose 5%`: of two amounts at once, against another growth, by whom."""

from extraction.draft import Draft
from extraction.language.lexicon import words_in
from extraction.language.rule import Found
from extraction.language.tokens import Token
from extraction.rules.comparisons import is_level
from extraction.rules.relation import Drafts, Relation, draft_of
from extraction.rules.times import Versus

_THAN = {"more_than": "increase", "less_than": "decrease"}
_POINTS = frozenset({"percentage_point", "basis_point"})
_TIMED = frozenset({"period", "versus", "before"})
_COVERS = words_in("cover verb")


def change_of(draft: Draft, rule: str, token: Token, direction: str) -> None:
    """Mark a draft as a change: of a percentage or a fraction a relative one, of all else an amount."""
    relative = draft.quantity.unit == "percent" or draft.quantity.kind == "fraction"
    draft.say(rule, token, measure="relative_change" if relative else "change", direction=direction)


def _direction(token: Token) -> str | None:
    if isinstance(token.value, Versus):
        return token.value.direction
    return _THAN.get(str(token.value), str(token.value)) or None


def _both(found: Found, drafts: Drafts, rule: str) -> None:
    """`$1bn, or 3%, more than in May`; of `700 ringgit, or 115 ringgit less than …` the second is a change."""
    direction = _direction(found["v"])
    first, last = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    amounts = ("money", "physical", "price", "count")
    alike = all(one is not None and one.quantity.kind in amounts for one in (first, last))
    for name in ("p",) if alike else ("q", "p"):
        draft = draft_of(found, drafts, name)
        if draft is not None and not draft.measure and direction in ("increase", "decrease"):
            change_of(draft, rule, found["v"], direction)


def _or_so_much(found: Found, drafts: Drafts, rule: str) -> None:
    """`fell 1.2 percent, or $68 million`: the same change in the level's own unit."""
    draft, other = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    if draft is None or other is None or other.measure or draft.measure != "relative_change":
        return
    other.say(rule, found["q"], measure="change", direction=draft.direction)


#: `off 3.1 pct from 6.98 mln` tells the level before, and no growth.
_MOST_GROWTH = 1000


def _other_growth(found: Found, drafts: Drafts, rule: str) -> None:
    """`growth of 5.1%, slower than the 5.7% of 2024`: both are growth."""
    draft, other = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    if draft is None or other is None or other.measure or draft.measure != "relative_change":
        return
    bare = other.quantity.kind == "bare" and other.quantity.value < _MOST_GROWTH
    if other.quantity.unit == "percent" or bare:
        other.say(rule, found["q"], measure="relative_change", direction=draft.direction)


def _beat(found: Found, drafts: Drafts, rule: str) -> None:
    """`beat the same month of 2016 by 10.9%`; but `exceeded imports by $5bn` tells of a balance."""
    draft = draft_of(found, drafts, "q")
    passed = found.tokens[1:]
    percent = draft is not None and draft.quantity.unit == "percent"
    if draft is None or draft.measure or not (percent or any(token.kind in _TIMED for token in passed)):
        return
    change_of(draft, rule, found["v"], str(_direction(found["v"])))


def _marked(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and not draft.measure:
        change_of(draft, rule, found["v"], str(found["v"].value))


def _points(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and draft.quantity.unit in _POINTS:
        _marked(found, drafts, rule)


def _above_then(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and draft.quantity.kind != "ratio":
        _marked(found, drafts, rule)


#: What is so far below something lies there, and is no amount of goods.
_LENGTHS = frozenset({"foot", "meter", "mile", "kilometer", "inch", "centimeter"})
_WHERE_IT_IS = frozenset({"to", "at", "of", "from", "from_verb"})
_STEPPED = frozenset("hedge hedge_plain hedge_estimate a over".split())


def is_length(draft: Draft) -> bool:
    """Tell whether a figure measures how far or how warm, and no amount of goods."""
    return draft.quantity.unit in _LENGTHS or draft.quantity.unit.startswith("degree")


def _off_level(found: Found, drafts: Drafts, rule: str) -> None:
    """`200,000 tonnes below the record crop`; but `fell to $50 below the cap` tells where it is."""
    draft, before = draft_of(found, drafts, "q"), found.behind(_STEPPED)
    where = before is not None and before.kind in _WHERE_IT_IS
    if draft is None or is_length(draft) or where:
        return
    _marked(found, drafts, rule)


def _under_then(found: Found, drafts: Drafts, rule: str) -> None:
    """`14.9% under the year-ago figure`; but `15% under the 2025 deal` tells by what right."""
    word, versus = found.get("w"), isinstance(found.tokens[-1].value, Versus)
    draft = draft_of(found, drafts, "q")
    level = versus or (word is not None and is_level(word)) or isinstance(found.tokens[-2].value, Versus)
    if draft is not None and not draft.measure and level and found["v"].value == "less_than":
        change_of(draft, rule, found["v"], "decrease")


def _bracketed_price(found: Found, drafts: Drafts, rule: str) -> None:
    """`38,000 rupees ($457) a ton`: both sums are for a tonne."""
    unit = str(found["u"].value).rpartition(" ")[2]
    for name in ("q", "p"):
        draft = draft_of(found, drafts, name)
        if draft is not None and "/" not in draft.quantity.unit and " " not in str(found["u"].value):
            price = draft.quantity._replace(kind="price", unit=f"{draft.quantity.unit}/{unit}")
            draft.quantity = price
    first, second = draft_of(found, drafts, "q"), draft_of(found, drafts, "p")
    if first is not None and second is not None:
        second.say(rule, found["p"], role="conversion", bound=first.bound)
        second.follows = second.follows or first


def _covers(found: Found, drafts: Drafts, rule: str) -> None:
    """`exports covered 73.6% of imports`: a coverage ratio."""
    if not any(str(token.value).lower() in _COVERS for token in (found["v"],)):
        return
    for name in ("q", "p"):
        draft = draft_of(found, drafts, name)
        if draft is not None and not draft.measure and draft.quantity.kind != "money":
            draft.say(rule, found["v"], measure="ratio")


_HEDGES = "(hedged|a|average|total){0,3}"

RELATIONS = (
    Relation(
        "38,000 rupees ($457) a ton",
        "(q: money) open (hedged)? (p: money) close (a|per) (u: unit)",
        _bracketed_price,
        {"Wheat was 38,000 rupees ($457) a ton.": "38,000 rupees price; $457 price conversion"},
    ),
    Relation(
        "$1bn, or 3%, more",
        f"(q: quantity) comma? or {_HEDGES} (p: quantity) comma? (v: higher|more|less|versus|hedge)",
        _both,
        {
            "Sales were $1bn, or 3%, more than in May.": "$1bn change increase; 3% relative_change increase",
        },
    ),
    Relation(
        "9.2% and imports 11.6% higher",
        "(q: percent_quantity) and (flow|low_word|those|demonym|cap_word|place){1,3} (p: percent_quantity) (v: higher|more|less|versus)",
        _both,
        {
            "Exports were 9.2% and imports 11.6% higher.": (
                "9.2% relative_change increase; 11.6% relative_change increase"
            )
        },
        ("Exports were 9% of GDP and imports 11% higher.",),
    ),
    Relation(
        "0.6 points above June",
        "(q: quantity) (v: above) (the|its)? (low_word){0,2} (period|versus)",
        _above_then,
        {"Exports were $2bn above May 2019.": "$2bn change increase"},
    ),
    Relation(
        "200,000 tonnes below the record",
        "(q: money|physical|price|bare) (v: above) (the|its|a|low_word|previous|price_noun|possessive|demonym|record|average|versus|period)",
        _off_level,
        {
            "Output was 3 tonnes, 1 tonne below its ceiling.": "3 tonnes level; 1 tonne change decrease",
            "Grades fetched $2 above official prices.": "$2 change increase",
        },
        ("The price fell to $50 below the cap.", "A shaft lies 300 feet below the surface."),
    ),
    Relation(
        "14.9% under the year-ago figure",
        "(q: percent_quantity) (v: hedge_over) the? (versus|period) (w: low_word|average|total)?",
        _under_then,
        {"Fuel cost 14.9% under the year-ago figure.": "14.9% relative_change decrease"},
        ("The duty is 15% under the 2025 deal.",),
    ),
    Relation(
        "beat the same month by 10.9%",
        f"(v: beat_verb|hedge) (calm){{1,8}} by {_HEDGES} (q: quantity)",
        _beat,
        {
            "Exports beat the same month of 2016 by 10.9%.": "10.9% relative_change increase",
            "Exports missed the target by 3%.": "3% relative_change decrease",
        },
    ),
    Relation(
        "wiped $10bn off",
        f"(v: wipe_verb) {_HEDGES} (q: quantity) (off|from)",
        _marked,
        {"The bust wiped $10bn off exports.": "$10bn change decrease"},
    ),
    Relation(
        "$3bn by which it shrank",
        "(q: quantity) by which (calm){1,6} (v: change)",
        _marked,
        {"It is less than the $3bn by which trade with Russia has contracted.": "$3bn change decrease"},
    ),
    Relation(
        "cut its forecast by 3 tonnes to 5",
        f"(v: change) (filler){{1,14}} by {_HEDGES} (q: physical|money) to {_HEDGES} quantity",
        _marked,
        {
            "It trimmed its forecast of wheat exports outside Europe by 10 tonnes to 3 tonnes.": (
                "10 tonnes change decrease; 3 tonnes level"
            )
        },
    ),
    Relation(
        "raised the repo rate 75 basis points",
        "(v: change) (the|its|low_word|rate_noun|price_noun|possessive|period){1,6} (q: percent_quantity)",
        _points,
        {"It raised the repo rate 75 basis points.": "75 basis points change increase"},
    ),
    Relation(
        "rose at an annual rate of 4.5%",
        f"(v: change) at (a|the|adverb|low_word){{1,3}} (rate_noun|annual_rate) of? {_HEDGES} (q: percent_quantity)",
        _marked,
        {"Sales rose at an annual rate of 4.5%.": "4.5% relative_change increase"},
    ),
    Relation(
        "the decline was 24.2%",
        f"(v: carrier) (be|amount|of) {_HEDGES} (q: percent_quantity|money|physical|fraction)",
        lambda found, drafts, rule: (
            _marked(found, drafts, rule) if found["v"].value in ("increase", "decrease") else None
        ),
        {"Exports fell, and the decline was 24%.": "24% relative_change decrease"},
    ),
    Relation(
        "exports covered 74% of imports",
        f"(v: low_word) {_HEDGES} (q: percent_quantity) of (its|the)? flow (comma? against {_HEDGES} (p: percent_quantity))?",
        _covers,
        {"Exports covered 74% of imports.": "74% ratio"},
    ),
    Relation(
        "the coverage ratio slipped to 65%",
        f"(v: low_word) (low_word|rate_noun|share) (calm|rise){{0,8}} (to|at|be|from|amount) {_HEDGES} (q: percent_quantity|bare) (to {_HEDGES} (p: percent_quantity))?",
        _covers,
        {"The coverage ratio slipped from 66.4 to 65.0 percent.": "66.4 ratio baseline; 65.0 percent ratio"},
    ),
)

#: Those that build on what others have said: they stand behind them.
LATER = (
    Relation(
        "off 25% from last week and 50% from the average",
        f"(q: percent_quantity) (versus|period) comma? and {_HEDGES} (p: percent_quantity) (versus|period|from|against|above|on|over)",
        _other_growth,
        {
            "Sales fell 25% from a year earlier and 50% from their peak.": (
                "25% relative_change decrease; 50% relative_change decrease"
            )
        },
    ),
    Relation(
        "1.2 percent, or $68 million",
        f"(q: percent_quantity|fraction) comma? or {_HEDGES} (p: money|physical|count)",
        _or_so_much,
        {
            "Imports fell 1.2 percent, or $68 million, to $5.7 billion.": (
                "1.2 percent relative_change decrease; $68 million change decrease; $5.7 billion level"
            )
        },
    ),
    Relation(
        "8.5%, slower than the 14.8% of March",
        "(q: percent_quantity) (comma|period|versus|in|the|low_word|higher|updown|place){0,6} (than|higher|more|less|hedge|behind|from|against|above) (the|its|a|hedge){0,2} (p: percent_quantity|bare)",
        _other_growth,
        {
            "Exports grew 8.5%, slower than the 14.8% of March.": (
                "8.5% relative_change increase; 14.8% relative_change increase"
            ),
            "Growth slowed to 4% from 19%.": "4% relative_change increase; 19% relative_change increase",
        },
    ),
    Relation(
        "growth forecast from 3.8 to 2.5 percent",
        f"from {_HEDGES} (p: percent_quantity|bare) to {_HEDGES} (q: percent_quantity)",
        _other_growth,
        {
            "It cut its growth forecast from 3.8 to 2.5 percent.": (
                "3.8 relative_change increase; 2.5 percent relative_change increase"
            )
        },
    ),
)
