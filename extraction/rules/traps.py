"""What looks like a quantity and is none. What a rule here matches becomes one `name`, which nothing reads."""

from collections.abc import Callable

from extraction.language.lexicon import words_in
from extraction.language.rule import Found, Rule, Stage
from extraction.language.tokens import Token
from extraction.rules.numerals import is_vulgar


def _close(found: Found) -> Token | None:
    return found.token("name", None) if found.close_knit() else None


def _code(found: Found) -> Token | None:
    """`8542.31`: four digits, a point, two digits, and nothing after it that would make it an amount."""
    measured = found.after is not None and found.after.kind in _MEASURES
    counted = found.before is not None and found.before.kind in ("symbol", "code")
    return None if measured or counted else found.token("name", None)


def _clock_or_date(found: Found) -> Token | None:
    """`12/03/2024` and `09:12`, but not `1/3 of exports` or `8 1/4 percent`."""
    numbers = [float(token.value) for token in found.tokens[::2]]  # type: ignore[arg-type]
    fraction = len(numbers) == 2 and found.tokens[1].kind == "slash" and is_vulgar(*numbers)
    part = found.after is not None and found.after.kind in _PARTS
    return None if fraction and part else _close(found)


_PARTS = frozenset({"of", "percent", "unit", "currency", "cent", "points", "span", "spans", "scale"})


def _regulation(found: Found) -> Token | None:
    """`2023/1115`, but not the season `2023/24`."""
    return _close(found) if float(found.tokens[2].value) > 99 else None  # type: ignore[arg-type]


def _grouped(token: Token) -> bool:
    """Tell whether commas group the digits of a number, as in no telephone number: `45,000`."""
    value = float(token.value) if token.kind == "digits" else 0.0  # type: ignore[arg-type]
    return value >= _FEWEST_GROUPED and len(f"{value:,.0f}") == token.end - token.start


_FEWEST_GROUPED = 1000


def _telephone(found: Found) -> Token | None:
    if any(_grouped(token) for token in found.tokens):
        return None  # `$45,000-50,000 a day`
    digits = sum(token.end - token.start for token in found.tokens if token.kind in ("digits", "year"))
    return found.token("name", None) if digits >= 7 and found.tokens[-1].kind != "hyphen" else None


def _numbered(found: Found) -> Token | None:
    """`Chapter 10`, `Mill 2`: a name and its number, unless the number measures something."""
    if found.after is not None and found.after.kind in _MEASURES:
        return None
    return found.token("name", None)


def _capital_and_number(found: Found) -> Token | None:
    """An unknown word with a capital, inside a sentence, and a small number right after it: `Mill 2`."""
    word, number = found.tokens
    plain = number.kind == "digits" and float(number.value) < 1000 and float(number.value) % 1 == 0  # type: ignore[arg-type]
    inside = found.before is not None and found.before.kind not in ("bullet", "open", "colon")
    return _numbered(found) if plain and inside and number.start - word.end <= 1 else None


_MEASURES = frozenset(
    "percent unit attached_unit scale attached_scale currency cent hyphen per fold_word times spans points".split()
)


def _resolution(found: Found) -> Token | None:
    """`4K` and `8K` are sharper pictures, unless money stands before."""
    number, scale = found.tokens
    money = found.before is not None and found.before.kind in ("symbol", "code")
    sharp = number.value in _SHARPNESSES and scale.value == "1000"
    return _close(found) if sharp and not money else None


_SHARPNESSES = (4.0, 5.0, 8.0)
#: Between a verb and its object, and what the object's amount begins with.
_BEFORE_OBJECT = frozenset("hedge hedge_plain over above a another total record".split())
_AMOUNT = frozenset("symbol code digits numword half".split())


#: `24K` is gold of 24 carats.
_CARATS = frozenset({9.0, 14.0, 18.0, 22.0, 24.0})


def _carats(found: Found) -> Token | None:
    """`24K at Dh229 per gram`, `18K gold`; but not `24k jobs` or `$24k`."""
    number, scale = found.tokens
    before, after = found.before, found.after
    money = before is not None and before.kind in ("symbol", "code")
    gold = after is None or after.kind in ("at", "comma", "point") or str(after.value).lower() in _GOLD
    pure = number.value in _CARATS and scale.value == "1000"
    return _close(found) if pure and gold and not money else None


_GOLD = words_in("karat")


def _summit(found: Found) -> Token | None:
    """`COP27`, for which a Colombian peso is too little."""
    small = float(found["n"].value) < _MOST_SUMMITS  # type: ignore[arg-type]
    return _close(found) if found["c"].value == "COP" and small else None


_MOST_SUMMITS = 100


def _raised(found: Found) -> Token:
    """`raised $150 million` collects it; any other raising is a change."""
    begins = found.ahead(_BEFORE_OBJECT)
    beyond = found.ahead(_BEFORE_OBJECT | _AMOUNT | {"scale", "attached_scale"})
    collects = begins is not None and begins.kind in _AMOUNT
    if collects and beyond is not None and beyond.kind in ("percent", "points"):
        collects = False  # `the dividend was lifted 8%`
    if found.before is not None and found.before.kind == "be":
        collects = False  # `the price was raised $20`
    return found.token("low_word" if collects else "change", found.tokens[0].value)


def _models(found: Found) -> Token | None:
    """`720 Switchblade 300s`, but not `In the 80s`."""
    word, number, plural = found.tokens
    if word.kind not in ("cap_word", "name", "label") and word.end != number.start:
        return None  # `a 30s spot` lasts
    name = plural.value == "second" and plural.end - plural.start == 1 and number.end == plural.start
    return found.token("name", None) if name else None


def _model(found: Found) -> Token | None:
    """`TOW 2B`: capitals, and a number that a capital touches."""
    word, number, scale = found.tokens
    capitals = str(word.value).isupper() or word.kind == "weighs"
    small = float(number.value) < _FEWEST_SCALED  # type: ignore[arg-type]
    return found.token("name", None) if capitals and small and number.end == scale.start else None


#: What is scaled by a letter is rarely less: `TOW 2B` are no billions.
_FEWEST_SCALED = 10


def _is_euro(found: Found) -> bool:
    """`Euro 6` is a standard; the money is written small, or in capitals as EUR."""
    name, number = found.tokens
    small = float(number.value) <= _MOST_EURO and not float(number.value) % 1  # type: ignore[arg-type]
    return name.value == "EUR" and name.end - name.start == len("Euro") and small


_MOST_EURO = 7


def _clock_time(found: Found) -> Token | None:
    """`half past six`, `quarter to five`."""
    part, link, hour = found.tokens
    past = link.kind == "past" and part.value in ("0.5", "quarter")
    to = part.value == "quarter" and link.kind == "to" and hour.kind == "numword"
    hours = 1 <= float(str(hour.value)) <= _HOURS
    return found.token("name", None) if hours and (past or to) else None


_HOURS = 12


def _minutes_read(found: Found) -> Token | None:
    """`5 min read` stands over an article and tells how long it is."""
    said = str(found["what"].value).lower()
    return found.token("name", None) if found["u"].value == "minute" and said in ("read", "reading") else None


def _word_list(words: frozenset[str]) -> Callable[[Found], Token | None]:
    """Return what makes a match a name where its word `w` is one of some words."""
    return lambda found: found.token("name", None) if str(found["w"].value).lower() in words else None


RULES = Stage(
    Rule(
        "three-month delivery",
        "(numword|digits) hyphen span (w: low_word)",
        _word_list(words_in("traded for months ahead")),
        {"three-month delivery": "None", "3-month copper": "None"},
        ("three-month low",),
    ),
    Rule(
        "half past six",
        "(half|span) (past|to) (numword|digits)",
        _clock_time,
        {"half past six": "None"},
        ("half to 5",),
    ),
    Rule(
        "5 min read",
        "(digits|numword) hyphen? (u: unit|span) hyphen? (what: low_word)",
        _minutes_read,
        {"5 min read": "None", "5-minute read": "None"},
        ("5 min drive",),
    ),
    Rule(
        "Euro 6",
        "currency (digits)",
        lambda f: f.token("name", None) if _is_euro(f) else None,
        {"Euro 6": "None"},
        ("Euro 600", "Pound 6"),
    ),
    Rule("raised its rates", "raise_verb", _raised, {"raised": "increase"}),
    Rule("4K", "digits attached_scale", _resolution, {"4K": "None"}, ("20k", "$4k")),
    Rule("18K gold", "digits attached_scale", _carats, {}, ("24k jobs", "$24k")),
    Rule(
        "9 p.m.",
        "digits clock",
        lambda f: f.token("name", None),
        {"9 p.m.": "None", "7am": "None"},
        ("9 points",),
    ),
    Rule("COP27", "(c: code) (n: digits)", _summit, {"COP27": "None"}, ("COP 27",)),
    Rule("4x4", "(digits|year) times (digits|year)", _close, {"4x4": "None", "1920x1080": "None"}),
    Rule(
        "FTSE 100",
        "index_noun (digits|year)",
        lambda f: f.token("index_noun", None) if _numbered(f) else None,
        {"FTSE 100": "None", "Nasdaq 100": "None"},
        ("Dow 45 points",),
    ),
    Rule(
        "Altius-600M",
        "cap_word (hyphen|en_dash) digits (attached_scale|cap_word|unit)",
        _close,
        {"Altius-600M": "None"},
        ("Altius-600 m",),
    ),
    Rule(
        "T-72",
        "(ton_or_trillion|attached_scale|attached_unit) hyphen (digits|year)",
        lambda f: _close(f) if f.before is None or f.before.end < f.start else None,
        {"T-72": "None", "B-52": "None"},
        ("60t-70t", "60t-70"),
    ),
    Rule(
        "F-16",
        "(cap_word|low_word|label) (hyphen|en_dash) (digits|year)",
        _close,
        {"F-16": "None", "S-400": "None", "Covid-19": "None"},
    ),
    Rule(
        "M1A2Ts",
        "(cap_word|attached_scale|attached_unit) digits (cap_word|attached_scale|attached_unit|a) (digits (cap_word|low_word|unit)?)?",
        _close,
        {"M1A2Ts": "None", "M1A2": "None", "B2B": "None"},
    ),
    Rule(
        "Switchblade 300s",
        "(cap_word|name|label|a|attached_scale|attached_unit) digits unit",
        _models,
        {"Switchblade 300s": "None", "A320s": "None", "Boeing 737s": "None"},
        ("Switchblade 300 seconds", "a 30s spot"),
    ),
    Rule("TOW 2B", "(cap_word|weighs) digits attached_scale", _model, {"TOW 2B": "None"}, ("TOW 200B",)),
    Rule("G7", "(cap_word|low_word|attached_scale|attached_unit|a) (digits|year)", _close, {"A320": "None"}),
    Rule("5G", "digits (cap_word|low_word)", _close, {"5G": "None"}, ("5 tonnes",)),
    Rule(
        "09:12",
        "digits (colon|slash) (digits|year) ((colon|slash) (digits|year))?",
        _clock_or_date,
        {"12/03/2024": "None", "09:12": "None"},
    ),
    Rule(
        "2023/1115",
        "year slash digits",
        _regulation,
        {"2023/1115": "None"},
    ),
    Rule(
        "(212) 555-0142",
        "open digits close (digits|hyphen|year){1,12}",
        _telephone,
        {"(212) 555-0142": "None"},
    ),
    Rule(
        "+90 212 555 01 42",
        "(plus|digits) (digits|hyphen|year) (digits|hyphen|year){1,12}",
        _telephone,
        {"+90 212 555 0142": "None"},
    ),
    Rule("8542.31", "heading_number", _code, {"8542.31": "None"}),
    Rule(
        "Chapter 10",
        "label (digits|year|numeral) (((and|comma|to|hyphen|en_dash|through) label?)+ (digits|year))*",
        _numbered,
        {"Chapter 10": "None", "page 14": "None", "SITC 7 and 8": "None", "No. 2": "None"},
    ),
    Rule("Mill 2", "cap_word digits", _capital_and_number, {}, ("Mill 2 tonnes",)),
)
