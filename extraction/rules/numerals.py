"""Digits, number words and scales -> one `numeral`, whose value is a Numeral."""

from typing import NamedTuple

from extraction.language.lexicon import words_in
from extraction.language.rule import Found, Rule, Stage
from extraction.language.tokens import Token


class Numeral(NamedTuple):
    """A number as the text gives it, scales applied. `bound` is set where the words themselves hedge."""

    value: float
    scaled: bool = False
    in_words: bool = False
    bound: str | None = None

    def __str__(self) -> str:
        return f"{self.value:g}" + (f" {self.bound}" if self.bound else "")


#: Nothing that is traded is counted in more; what is, is a row of digits and no number.
_MOST = 1e18


def _numeral(found: Found, value: float, *, scaled: bool = False, in_words: bool = False) -> Token | None:
    if not 0 <= value < _MOST:
        return None
    value = float(f"{value:.15g}")  # 131.8 times a billion is 131,800,000,000 and not a hair more
    return found.token("numeral", Numeral(value, scaled=scaled, in_words=in_words))


def _digits_scaled(found: Found) -> Token | None:
    value = float(found["n"].value)  # type: ignore[arg-type]
    for scale in found.all("scales"):
        if scale.kind != "hyphen":
            value *= float(scale.value)  # type: ignore[arg-type]
    return _numeral(found, value, scaled=True)


def _attached(found: Found) -> Token | None:
    """`631m` always; `$5 m` only after a currency, for a lone `m` or `t` is seldom a scale."""
    number, scale = found.tokens
    money_before = found.before is not None and found.before.kind in ("symbol", "code")
    if not money_before and (number.end != scale.start or _are_metres(found)):
        return None
    value = float(number.value) * float(scale.value)  # type: ignore[arg-type]
    return _numeral(found, value, scaled=True)


#: `1.88m tall` and `the 200m final` are metres.
_MILLION = "1000000"
_EXTENTS = words_in("extent")
#: What is run: `she won the 100m in 10.7 seconds`.
_RACES = (60, 100, 110, 200, 400, 800, 1500, 3000, 5000)


def _are_metres(found: Found) -> bool:
    """Tell whether the `m` of `1.88m tall` is the unit: a word for a length or for a race follows."""
    word = found.after.value if found.after is not None else None
    if str(found.tokens[-1].value) != _MILLION:
        return False
    named = found.before is not None and found.before.kind in ("the", "possessive")
    alone = found.after is None or found.after.kind in ("point", "comma", "in", "and", "at")
    return str(word).lower() in _EXTENTS or (named and alone and found.tokens[0].value in _RACES)


def _trillions(found: Found) -> Token | None:
    """`$1.9t` are trillions; `816 000 t` are tonnes."""
    money_before = found.before is not None and found.before.kind in ("symbol", "code")
    return _attached(found) if money_before else None


_THOUSAND = 1000


def _two_scales(found: Found) -> Token | None:
    high = float(found["n"].value) * float(found["s"].value)  # type: ignore[arg-type]
    low, scale = float(found["m"].value), found.get("t")  # type: ignore[arg-type]
    low *= float(scale.value) if scale else 1  # type: ignore[arg-type]
    if scale is None and not low < float(found["s"].value) == _THOUSAND:  # type: ignore[arg-type]
        return None
    return _numeral(found, high + low, scaled=True) if high > low else None


def _and_a_part(found: Found) -> Token | None:
    """`two and a half million`, `1½`, `8¼`."""
    part = found.get("part")
    value = float(found["n"].value) + (float(str(part.value)) if part else 0.5)  # type: ignore[arg-type]
    scale = found.get("s")
    return _numeral(found, value * (float(str(scale.value)) if scale else 1), scaled=scale is not None)


def _part_alone(found: Found) -> Token | None:
    """`½ inch`, `¾ million`; `⅔ of` is a part of what follows."""
    if found.after is not None and found.after.kind == "of":
        return None
    scale = found.get("s")
    value = float(str(found.tokens[0].value)) * (float(str(scale.value)) if scale else 1)
    return _numeral(found, value, scaled=scale is not None)


def is_vulgar(above: float, below: float) -> bool:
    """Tell whether two numbers are a fraction as people write it: 1/3, 3/4, 5/16."""
    return 0 < above < below and above % 1 == 0 and below in _BELOW


_BELOW = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64})


def _mixed(found: Found) -> Token | None:
    """`24-1/2 dollars`, `8 1/4 percent`."""
    whole, above, below = (float(found[name].value) for name in ("n", "a", "b"))  # type: ignore[arg-type]
    if whole % 1 or not is_vulgar(above, below):
        return None
    return _numeral(found, whole + above / below)


_SMALLEST_SCALE = 1_000_000


def _part_of_scale(found: Found) -> Token | None:
    """`a quarter of a million`, `three-quarters of a billion`, `half of a million`."""
    below, scale = found["d"], float(found["s"].value)  # type: ignore[arg-type]
    if (below.kind in ("span", "spans") and below.value != "quarter") or scale < _SMALLEST_SCALE:
        return None
    above = found.get("n")
    over = float(above.value) if above is not None and above.kind != "a" else 1.0  # type: ignore[arg-type]
    under = (
        4.0 if below.kind in ("span", "spans") else 2.0 if below.kind == "half" else float(str(below.value))
    )
    return _numeral(found, over / under * scale, scaled=True, in_words=True) if over < under else None


def _plain(found: Found) -> Token | None:
    return _numeral(found, float(found.tokens[0].value))  # type: ignore[arg-type]


def _and_more(found: Found) -> Token | None:
    """`500+ employees`; but `2+2` is a sum."""
    sum_ = found.after is not None and found.after.kind in ("digits", "year")
    if sum_ or not found.close_knit():
        return None
    value = float(found["n"].value)  # type: ignore[arg-type]
    return found.token("numeral", Numeral(value, bound="at_least"))


def _dozens(found: Found) -> Token | None:
    value = float(found.tokens[0].value)  # type: ignore[arg-type]
    return Token("numeral", found.start, found.end, Numeral(value, in_words=True, bound="at_least"))


def _in_words(found: Found) -> Token | None:
    """Add and multiply as one speaks: `two hundred and five thousand` is (2 × 100 + 5) × 1000."""
    total = group = 0.0
    scaled = False
    for token in found.tokens:
        if token.kind in ("numword", "half"):
            value = float(token.value)  # type: ignore[arg-type]
            if group % 10 or (0 < group < 20 <= value < 100):
                return None  # `two three`, `five twenty` are two numbers, not one
            group += value
        elif token.kind in ("scale", "dozen"):
            value = float(token.value)  # type: ignore[arg-type]
            scaled = scaled or value >= 1000
            group = (group or 1) * value
            if value >= 1000:
                total, group = total + group, 0.0
    return _numeral(found, total + group, scaled=scaled, in_words=True)


RULES = Stage(
    Rule(
        "two and a half million",
        "(n: digits|numword) hyphen? and hyphen? a hyphen? half (s: scale)?",
        _and_a_part,
        {"two and a half million": "2.5e+06", "3 and a half": "3.5"},
    ),
    Rule("1½", "(n: digits) (part: part_sign) (s: scale)?", _and_a_part, {"1½": "1.5", "8¼": "8.25"}),
    Rule("¾ million", "part_sign (s: scale)?", _part_alone, {"¾ million": "750000", "½": "0.5"}, ("⅔ of",)),
    Rule(
        "24-1/2",
        "(n: digits) hyphen? (a: digits) slash (b: digits)",
        _mixed,
        {},
        ("24-12/25",),
    ),
    Rule(
        "a quarter of a million",
        "(n: a|numword|digits) hyphen? (d: span|spans|fraction|ordinal|half) of a (s: scale)",
        _part_of_scale,
        {"a quarter of a million": "250000", "two-thirds of a billion": "6.66667e+08"},
        ("a quarter of a hundred", "a month of a million"),
    ),
    Rule(
        "12 billion 104 million",
        "(n: digits|year) (s: scale) (m: digits) (t: scale)?",
        _two_scales,
        {"12 billion 104 million": "1.2104e+10", "9 thousand 870": "9870"},
        ("12 billion 104",),
    ),
    Rule(
        "2.4 lakh crore",
        "(n: digits|year|heading_number) (scales: (hyphen? scale)+)",
        _digits_scaled,
        {"2.4 million": "2.4e+06", "2 lakh crore": "2e+12", "100-trillion": "1e+14"},
    ),
    Rule(
        "631m",
        "(digits|year) attached_scale",
        _attached,
        {"631m": "6.31e+08"},
        ("5 m", "1.88m tall", "the 200m final", "the 100m"),
    ),
    Rule("$1.9t", "digits ton_or_trillion", _trillions),
    Rule("500+", "(n: digits) plus", _and_more, {"500+": "500 at_least"}, ("500 +", "2+2")),
    Rule(
        "1,234.5", "(digits|heading_number)", _plain, {"1,234.5": "1234.5", "3,9": "3.9", "1 145.6": "1145.6"}
    ),
    Rule("dozens of", "dozens", _dozens, {"hundreds": "100 at_least"}),
    Rule(
        "two hundred and five thousand",
        "numword ((hyphen? (numword|scale|dozen)) | (and numword (hyphen? numword)?) )*",
        _in_words,
        {"two hundred and five thousand": "205000", "forty-five": "45", "two": "2", "two dozen": "24"},
    ),
    Rule("four and five", "numword", _in_words),
    Rule(
        "a hundred thousand",
        "(a|half) a? (scale|dozen) ((hyphen? (numword|scale)) | (and numword (hyphen? numword)?))*",
        _in_words,
        {"half a million": "500000", "a dozen": "12", "a hundred and fifty thousand": "150000"},
    ),
    Rule("a hundred", "(a|half) a? (scale|dozen)", _in_words),
)
