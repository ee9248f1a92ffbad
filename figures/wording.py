"""Numbers, periods and names as people write them: `$631m`, `−39%`, `Jan–Sep 2023`, `Turkey’s exports`."""

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from schemas.places import country_name
from schemas.records import Fact
from schemas.units import currencies, is_currency

MINUS = "−"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

#: What stands behind a scaled number, and the word for it in an axis title.
_SCALES = ((1e12, "tn", "trillion"), (1e9, "bn", "billion"), (1e6, "m", "million"))
_NO_SCALE = (1.0, "", "")
_UNSCALED = frozenset({"percent", "percentage_point", "basis_point", "ratio", "rank", "index"})

#: Units that are spoken in words: short (behind a number) and long (in an axis title).
_UNITS = {
    "percent": ("%", "percent"),
    "percentage_point": (" points", "percentage points"),
    "basis_point": (" basis points", "basis points"),
    "ratio": (" times", "times"),
    "count": ("", "number"),
    "rank": ("", "rank"),
    "index": ("", "index"),
    "barrel/day": (" barrels a day", "barrels a day"),
    "meter**3": (" m³", "cubic metres"),
    "meter**3/day": (" m³ a day", "cubic metres a day"),
    "board_foot": (" board feet", "board feet"),
    "kiloboard_foot": (" thousand board feet", "thousand board feet"),
}
_HEDGES = {
    "approx": "about ",
    "at_least": "at least ",
    "more_than": "over ",
    "at_most": "up to ",
    "less_than": "under ",
}
_HOW_FIRM = {"provisional": "provisional", "estimate": "estimate", "forecast": "forecast", "target": "target"}
_MEASURES = {
    "change": "change",
    "relative_change": "change",
    "share": "share",
    "ratio": "multiple",
    "rate": "rate",
    "price": "price",
    "rank": "rank",
}


def number(value: float, digits: int = 3) -> str:
    """Return a number at `digits` significant digits, or all of its whole part: `1,034`, `20.2`, `0.35`."""
    if value == 0 or not math.isfinite(value):
        return "0"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 1 - math.ceil(-math.log10(abs(value)))
    text = f"{abs(value):,.{max(0, digits - whole)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if value < 0 else text


def rounded(value: float, digits: int) -> float:
    """Return a value with so many digits that count: `838,945` with three is `839,000`."""
    return float(f"{value:.{digits}g}")


def short(value: float) -> float:
    """Return a fraction that words give without the digits that nobody meant: a third is `0.33`.

    >>> short(2 / 3), short(0.125), short(200 / 3)
    (0.67, 0.125, 67.0)
    """
    return value if abs(value - round(value, 3)) < 1e-9 else rounded(value, 2)


def scale_of(value: float) -> tuple[float, str, str]:
    """Return (divisor, short word, long word) that suit an amount: `(1e6, "m", "million")` for 631e6."""
    for scale in _SCALES:
        # 999.9 million is written as one billion.
        if abs(value) >= scale[0] * 0.9995:
            return scale
    return _NO_SCALE


def amount(value: float, unit: str, digits: int = 3) -> str:
    """Return a value with its unit as people write it: `$631m`, `€144m`, `39%`, `1.2m barrels a day`.

    The same value is written in the same way wherever it stands: one page has it in a figure, beside a mark,
    in a table and in a sentence.
    """
    before, after = _around(unit)
    divisor, scale, _ = _NO_SCALE if unit in _UNSCALED else scale_of(value)
    sign = MINUS if value < 0 else ""
    return f"{sign}{before}{number(abs(value) / divisor, digits)}{scale}{after}"


def unitless(text: str, unit: str) -> str:
    """Return an amount without its unit's words, where an axis names them: `543,000`, but `$631m`, `39%`."""
    after = _around(unit)[1]
    return text.removesuffix(after) if after.startswith(" ") else text


def _around(unit: str) -> tuple[str, str]:
    """Return what stands before and behind a number of this unit."""
    if unit in _UNITS:
        return "", _UNITS[unit][0]
    if is_currency(unit):
        symbol = currencies()[unit].symbol
        return (symbol, "") if symbol else ("", f" {currencies()[unit].name}")
    top, _, per = unit.partition("/")
    if per:
        before, after = _around(top)
        return before, f"{after} a {_spelled(per, 1)}"
    return "", f" {_spelled(unit, 2)}"


def _spelled(unit: str, how_many: int) -> str:
    if unit in _UNITS:
        return _UNITS[unit][1]
    if is_currency(unit):
        return currencies()[unit].name if how_many > 1 else currencies()[unit].name.removesuffix("s")
    words = unit.replace("_", " ").replace("**3", " cubed").replace("**2", " squared").replace(" * ", " ")
    return words if how_many == 1 or words.endswith("s") else f"{words}s"


def unit_title(unit: str, largest: float = 0.0) -> str:
    """Return a unit as an axis title, with the scale that suits `largest`: `US dollars, million`."""
    scale = "" if unit in _UNSCALED else scale_of(largest)[2]
    return capital(f"{_unit_words(unit)}, {scale}" if scale else _unit_words(unit))


def unit_list(units: Iterable[str]) -> str:
    """Return the units that something is measured in: `US dollars and euros`."""
    names = [unit_title(one) for one in dict.fromkeys(units)]
    return listed([*names[:1], *(uncapital(one) for one in names[1:])])


def _unit_words(unit: str) -> str:
    top, _, per = unit.partition("/")
    if per and unit not in _UNITS:
        return f"{_spelled(top, 2)} per {_spelled(per, 1)}"
    return _spelled(unit, 2)


def hedge(fact: Fact) -> str:
    """Return the word before a value that the text does not give exactly: `about `, `over `; or nothing."""
    return _HEDGES.get(fact.bound, "")


def fact_amount(fact: Fact) -> str:
    """Return a fact's value as written in prose: `about $631m`, `€4–5bn`, `−39%`, `18 companies`."""
    if fact.measure in ("relative_change", "share", "rate") and fact.unit == "ratio":
        fact = fact._replace(value=short(fact.value * 100), unit="percent")
    sign = fact.value if fact.direction != "decrease" or fact.measure == "ratio" else -fact.value
    text = amount(sign, fact.unit)
    if fact.value_high is not None:
        text = f"{text.removesuffix(_around(fact.unit)[1])}–{amount(fact.value_high, fact.unit)}"
    if fact.measure == "ratio" and fact.unit == "ratio":
        text = f"×{MINUS if sign < 0 else ''}{number(short(abs(fact.value)))}"
    if fact.measure == "rank":
        text = f"no. {number(fact.value)}"
    if fact.unit == "count" and fact.counted:
        text = f"{text} {fact.counted}"
    return f"{hedge(fact)}{text}"


def in_full(fact: Fact) -> str:
    """Return a fact's value with all its digits: `631,000,000 US dollars`, `39 percent`, `18 companies`."""
    values = [one for one in (fact.value, fact.value_high) if one is not None]
    numbers = "–".join(f"{one:,.6f}".rstrip("0").rstrip(".") for one in values)
    name = (fact.counted or "") if fact.unit == "count" else _unit_words(fact.unit)
    return f"{hedge(fact)}{numbers} {name}".strip()


def signed(value: float, unit: str) -> str:
    """Return a change with its sign: `−39%`, `+$100m`."""
    return amount(value, unit) if value < 0 else f"+{amount(value, unit)}"


#: More digits than the end of an interval ever has, which is a multiple of a power of ten.
_ALL_DIGITS = 9


def within(low: float, high: float, unit: str) -> str:
    """Return an interval rounded inwards: `$1.026bn–$1.043bn`, each end a value that the interval holds."""
    divisor = scale_of(high)[0]
    step = divisor * 10.0 ** min(0, math.floor(math.log10((high - low) / divisor)) - 1) if high > low else 0
    if step:
        ends = (math.ceil(low / step - 1e-9) * step, math.floor(high / step + 1e-9) * step)
        first, last = (amount(one, unit, _ALL_DIGITS) for one in ends)
    else:
        first, last = amount(low, unit), amount(high, unit)
    return f"{first.removesuffix(_around(unit)[1])}–{last}"


def day(when: date | None) -> str:
    """Return `8 Aug 2024`, or `undated`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}" if when else "undated"


def month(when: date) -> str:
    """Return `Jan 2024`."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def period(start: date | None, end: date | None) -> str:
    """Return `Jan 2024`, `Q3 2024`, `Jan–Sep 2023`, `2015–2021`, `2023`, `3–9 Jun 2024`; empty for None."""
    if start is None or end is None:
        return ""
    if start == end:
        return day(start)
    if not _whole_months(start, end):
        return f"{day(start)} – {day(end)}"
    if start.month == 1 and end.month == 12:
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
    if (start.year, start.month) == (end.year, end.month):
        return f"{first} {start.year}"
    if start.year != end.year:
        return f"{first} {start.year} – {last} {end.year}"
    if start.month % 3 == 1 and end.month == start.month + 2:
        return f"Q{end.month // 3} {start.year}"
    return f"{first}–{last} {start.year}"


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def middle(start: date, end: date) -> date:
    """Return the day in the middle of a period, where its mark stands."""
    return start + timedelta(days=(end - start).days // 2)


def place(code: str | None) -> str:
    """Return a country as it stands in a phrase: `Russia`, `the US`, `the EU`."""
    return {
        "USA": "the US",
        "GBR": "the UK",
        "EUU": "the EU",
        "EMU": "the euro area",
        "WLD": "the world",
    }.get(code or "", country_name(code) or "")


def possessive(code: str) -> str:
    """Return whose it is: `Turkey’s`, `US`, `EU`, `the Netherlands’`."""
    if code in ("USA", "GBR", "EUU"):
        return place(code).removeprefix("the ")
    name = place(code)
    return f"{name}’" if name.endswith("s") else f"{name}’s"


_FLOWS = {
    "export": ("exports", "to"),
    "import": ("imports", "from"),
    "balance": ("trade balance", "with"),
    "total_trade": ("trade", "with"),
    "aid": ("aid", "to"),
    "investment": ("investment", "in"),
}
FLOW_NAMES = {
    "export": "Exports",
    "import": "Imports",
    "balance": "Balance",
    "total_trade": "Total trade",
    "aid": "Aid",
    "investment": "Investment",
}


def flow_phrase(flow: str | None, reporter: str | None, partner: str | None) -> str:
    """Return what flows between whom: `Turkey’s exports to Russia`; empty where nothing is known."""
    if flow not in _FLOWS:
        return place(reporter)
    noun, link = _FLOWS[flow]
    whose = f"{possessive(reporter)} " if reporter else ""
    return capital(f"{whose}{noun}{f' {link} {place(partner)}' if partner else ''}")


#: A fact that knows neither flow nor indicator is called by so many letters of its sentence.
_MOST_SAID = 60
#: An indicator that holds a quantity is a clause, which names nothing: `rose 2 percent and those to China`.
_QUANTITY = re.compile(r"\d\s*(?:%|per ?cent\b|pct\b|[mbt]n\b|(?:m|b|tr)illion\b)|[$€£¥]\s*\d", re.I)


def subject(fact: Fact) -> str:
    """Return in a few words what a fact is about: `Turkey’s exports to Russia: 45 types of goods`."""
    what = flow_phrase(fact.flow, fact.reporter, fact.partner)
    if fact.balance:
        # A deficit of $5bn that grows is a balance that falls.
        what = what.replace("trade balance", f"trade {fact.balance}").replace(
            "Trade balance", f"Trade {fact.balance}"
        )
    if fact.measure == "rate" and fact.flow in ("export", "import"):
        # A duty of 50% is no half of what is traded.
        what = f"rate on {phrase_inside(what)}"
    indicator = fact.indicator if fact.indicator and not _QUANTITY.search(fact.indicator) else None
    if indicator and not _says_the_same(indicator, what):
        names_it = _says_the_same(what, indicator)
        what = indicator if names_it else f"{what}: {indicator}"
    # Points are lost or won by a share or a rate, which its flow alone does not name.
    if (fact.flow is None or fact.unit in _POINTS) and not indicator and not fact.counted:
        said = f"“{words_around(fact, _MOST_SAID)}”"
        what = f"{what}: {said}" if what else said
    return capital(what or fact.counted or "")


def phrase_inside(phrase: str) -> str:
    """Return a phrase of a flow inside a sentence: `exports`, but `Turkey’s exports`."""
    bare = phrase.split(" ")[0].casefold() in {noun.split(" ")[0] for noun, _ in _FLOWS.values()}
    return uncapital(phrase) if bare else phrase


def words_around(fact: Fact, most: int) -> str:
    """Return the words of a fact's sentence that lead to its quantity, and that: at most `most` letters.

    The words behind it stand there as well, as far as there is room: `Arabica in New York jumped 2.8% to…`.
    """
    before = fact.sentence[: max(0, fact.end - fact.sentence_start)]
    before = _opening(" ".join((before or fact.sentence).split()))
    if len(before) > most:
        return f"…{before[-most:].partition(' ')[2] or before[-most:]}"
    longer = first_words(_opening(" ".join(fact.sentence.split())), most)
    return longer if len(longer) > len(before) else f"{before}…"


#: Inside quotation marks stand single ones.
_INNER_MARKS = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_BEFORE_THE_WORDS = re.compile(r"(?:[•·*–—-]\s)?[\s\"“”‘’]*")


def _opening(text: str) -> str:
    """Return a sentence without dateline, bullet and quotation marks at its ends: it is to stand in some."""
    dateline = _DATELINE.match(text)
    text = text[dateline.end() if dateline else 0 :]
    return _BEFORE_THE_WORDS.sub("", text, count=1).rstrip(' "“”‘’').translate(_INNER_MARKS)


_EMPTY_WORDS = frozenset({"to", "from", "of", "the", "with", "in", "s", "goods", "value", "total", "sales"})


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether every word of the one stands in the other as well."""
    return _words(one) <= _words(other)


def _words(text: str) -> set[str]:
    plain = text.casefold().replace("’", " ").replace("'", " ")
    return {word.rstrip("s") for word in plain.split()} - _EMPTY_WORDS


def measure_name(fact: Fact) -> str:
    """Return the measure as a reader would say it; empty for a plain level."""
    return _MEASURES.get(fact.measure, "")


def firmness(fact: Fact) -> str:
    """Return `provisional`, `estimate`, `forecast` or `target`; empty for what is simply reported."""
    return _HOW_FIRM.get(fact.status, "")


_POINTS = frozenset({"percentage_point", "basis_point"})


def compared_with(fact: Fact) -> str:
    """Return what a fact is compared with: a period, a stated value, or nothing."""
    when = period(fact.baseline_period_start, fact.baseline_period_end)
    # Of a multiple or of percent, the earlier value is in the unit of a level that this fact does not know.
    own = fact.measure not in ("ratio", "relative_change") and fact.unit not in _POINTS
    value = amount(fact.baseline_value, fact.unit) if own and fact.baseline_value is not None else ""
    return ", ".join(part for part in (when, value) if part)


def is_a_year_before(fact: Fact) -> bool:
    """Tell whether a fact is compared with the same days a year before, whatever February ends on."""
    days = (
        (fact.baseline_period_start, fact.period_start),
        (fact.baseline_period_end, fact.period_end),
    )
    return all(
        before is not None
        and after is not None
        and (before.year + 1, before.month) == (after.year, after.month)
        and (before.day == after.day or {before.day, after.day} == {28, 29})
        for before, after in days
    )


def listed(parts: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def title_of(title: str | None, text: str, most: int = 60) -> str:
    """Return a document's title, or the first words of its text where it has none."""
    return title or first_words(text.strip().partition("\n")[0], most) or "Untitled"


#: `SAO PAULO (Agência) — `, `NEW DELHI: `, `WASHINGTON, June 6 (Reuters) - `: where and when, not what.
_DATELINE = re.compile(r"[A-Z][A-Z.'/ -]{3,}(?:,[^:—–(-]{1,30})?(?:\([^)]{1,30}\))?\s*(?:[—–:]|--?)\s+(?=\S)")


def first_words(text: str, most: int) -> str:
    """Return the beginning of a text without its dateline, whole words of at most `most` letters."""
    text = " ".join(text.split())
    dateline = _DATELINE.match(text)
    rest = text[dateline.end() :] if dateline else text
    return shortened(rest, most)


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` letters: all of it, or its first whole words with `…` behind them."""
    if len(text) <= most:
        return text
    whole = text[:most].rpartition(" ")[0] or text[: most - 1]
    return f"{whole.rstrip(' ,;:.–—-')}…"


def uncapital(text: str) -> str:
    """Return a title as it stands inside a sentence: `euros`, but `US dollars`."""
    return text if text[:2].isupper() or text.split(" ")[0] in _PROPER else text[:1].lower() + text[1:]


#: The words that currencies' names begin with and that keep their capital: `Swiss francs`.
_PROPER = frozenset(one.name.split(" ")[0] for one in currencies().values() if one.name[:1].isupper())


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]
