"""Where one word, number or mark ends and the next begins. The lexicon's phrases are cut by the same rule."""

import re
from collections.abc import Iterator

#: The kinds of pieces, by the number of their group in the expression below.
LABEL, NUMBER, SYMBOL, WORD, POSSESSIVE, MARK = range(1, 7)

#: A time in letters and digits without blanks: 2Q24, 1H25, Q2FY24, 9M 2024, 10MFY24, FY'24, Jan'24.
_TIME = r"""(?<![\w$€£¥₹.,-])(?:
        (?: [1-4][QH][-/]? | [QH][1-4](?: [-/] | (?=FY|['’]) ) ) (?:FY)? ['’]? (?:20)?\d\d
      | (?: [1-9] | 1[0-2] )M (?: \ ?FY\ ?['’]?(?:20)?\d\d | \ ?20\d\d | ['’]?\d\d )
      | (?: FY | (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ) ['’]\d\d
    )(?![\w%])"""

_PIECE = re.compile(
    r"""
    ( """
    + _TIME
    + r"""
    | \d+(?:st|nd|rd|th)\b | [QH][1-4]\b | [1-4][QH]\b            # 5th, Q3, 3Q
    | (?<![\d.,])\d{4}\.\d\d(?![\d.,]*\d) )                      # 8542.31, an HS heading
    | ( \d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)                     # 1,234,567.8
    | \d{1,2}(?:,\d\d)+,\d{3}(?!\d)                          # 2,40,000 as India writes it
    | \d{1,3}(?:[\u00a0\u2009\u202f’']\d{3})+(?!\d)(?:[.,]\d+)?(?!\d)   # 1'200, thin spaces
    | (?<!\d[ ])\d{1,3}(?:[ ]\d{3}){1,2}(?![ ]?\d)(?:[.,]\d+)?(?!\d)   # 1 145.6, not a table's row
    | \d{1,3}(?:\.\d{3}){2,}(?!\d)                           # 1.145.600
    | \d{1,3}(?:\.\d{3})+,\d+(?![.,]?\d)                     # 4.086,3 as the continent writes it
    | \d+(?:[.,]\d+)?                                        # 12, 3.9 and 3,9
    | [.]\d+
    )
    | ( (?:US|U\.S\.|CA|Can|C|AU|A|NZ|HK|S|NT|MX|Mex|R|EC|F|FJ|TT|BZ|BDS|Z|N|J|B|G|T)?\$ | CN¥ | RMB¥
      | [SB]/\.?(?=[ ]?\d) | GH[₵¢] | (?:E|LE|S|L)?£ | [€¥₹₽₺₩₪₴₸₫₦₱₾₼฿֏₡₲₵₭₮] )
    | ( (?:[^\W\d_]\.){2,} | (?:b|kb|mb|mcm|bcf|y|m|q)/[dymq]\b | [YMQ]/[YMQ]\b | S&P
      | (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|No|no|approx|Rs|St)\.(?=\s|$)
      | Rs\.(?=\d)
      | [mM][23³]\b
      | [^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)* )
    | ( ['’][sS]?(?=\W|$) )
    | ( \S )
    """,
    re.VERBOSE,
)


def pieces(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the pieces of `text[start:end]`; a match's `lastindex` tells what kind of piece it is."""
    return _PIECE.finditer(text, start, end)


def is_time(piece: str) -> bool:
    """Tell whether a label is a time: 2Q24, 9M 2024, FY'24."""
    return _TIME_ALONE.fullmatch(piece) is not None


_TIME_ALONE = re.compile(_TIME, re.VERBOSE)


def words_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase's pieces; hyphens between words do not count."""
    words = tuple(phrase.split(" "))
    if all(map(str.isalpha, words)):
        return words  # as most phrases are; the same without the expression
    return tuple(m.group() for m in pieces(phrase, 0, len(phrase)) if m.group() != "-")
