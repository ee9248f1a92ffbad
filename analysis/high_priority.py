"""The Common High Priority List: goods that Russia needs for its weapons, and whose trade is watched.

`common_high_priority_list.csv` is the Common High Priority List of the EU, the UK, the US and Japan, version
of February 2024: 50 HS6 codes of HS 2022 in tiers 1 to 4, tiers 3 and 4 in parts A and B.

The press counts these goods as one group. A figure is of the group where its own noun says so (`exports of
high-priority goods`, see goods.py), or where its sentence does, in a place that leaves no other reading.
"""

import re
from functools import cache

from analysis.goods import goods_of, rows_of, words_of
from schemas.records import Fact

#: The flows in which goods cross a border; a balance is of two of them.
_TRADE = frozenset({"export", "import", "total_trade"})
_HS6 = 6

_CALLED = "(?:classified|listed|designated|labell?ed|deemed|treated|regarded|considered)"
_NOUNS = "(?:goods|items|products|list)"
#: The words that name the group, in quotation marks of all kinds or without.
_MARK = re.compile(
    rf"\b(?P<called>{_CALLED}) as [“”„«\"'‘]*(?:common[ -])?high[ -]priority\b[”“»\"'’]?"
    rf"|\b(?:goods|items|products) on the [“”„«\"'‘]*common[ -]high[ -]priority[ -]list\b"
    rf"|\b(?:common[ -])?high[ -]priority[”“»\"'’]* (?:battlefield )?{_NOUNS}\b",
    re.I,
)
_LAST_WORD = re.compile(r"[\w-]+\s*$")
_FLOW_WORD = re.compile(
    r"\b(?:re-?)?(?:export|import|ship(?:s|ped|ping|ment)|sales?|sell|sold|suppl(?:y|ie)|purchas|b[ou]ught"
    r"|buy|deliver|trade|turnover|sen[dt])\w*",
    re.I,
)
_TYPES_OF_GOODS = re.compile(r"\b(?:types|kinds|categories|groups) of (?:goods|items|products)\b", re.I)
_PART = re.compile(r"\b(?:including|includes|such as|among them|like|notably|especially)\b", re.I)
#: Between the group's name and its amount: by whom, to where, `worth`; no other goods, amount or sentence.
_LEADS_TO_AMOUNT = re.compile("(?:[oTWiFPNtvksw]|&[PNtvk])*")
_LEADS_FROM_AMOUNT = re.compile("k?[oi][PtA]*u?")
#: `textiles and high-priority goods`: the amount is of both.
_LISTS_ANOTHER = re.compile("&[otwi]*u?$")
_OTHER_SENTENCE = re.compile("[Gbx]")
#: Years and percentages stand between a flow and its amount; any other number is an amount of its own.
_NO_AMOUNT = re.compile(r"\b(?:19|20)\d\d\b|\b\d[\d.,]{0,9}\s?(?:%|per ?cent\b)", re.I)


@cache
def high_priority_codes() -> dict[str, tuple[str, str]]:
    """Return the tier and the description of each HS6 code on the list."""
    rows = rows_of("common_high_priority_list.csv")
    return {row["hs6"]: (row["tier"], row["description"]) for row in rows}


def is_high_priority(hs: str) -> bool:
    """Tell whether a code of six digits or more (CN8, HTS10) is, or begins with, one of the list."""
    return hs.isdecimal() and hs[:_HS6] in high_priority_codes()


def is_of_trade(fact: Fact) -> bool:
    """Tell whether a fact is of goods that cross a border."""
    return fact.flow in _TRADE


def words_for_listed_goods(fact: Fact) -> str | None:
    """Return the words of a sentence that say that a fact counts the goods of the list, or None.

    The fact counts types of goods and the name follows, or it is a level and the name stands between the flow
    word and the amount, or right behind the amount.
    """
    if not is_of_trade(fact) or "priority" not in fact.sentence.casefold():
        return None
    before = fact.sentence[: fact.start - fact.sentence_start]
    after = fact.sentence[fact.end - fact.sentence_start :]
    if fact.unit == "count":
        return _name_of_types(after) if _TYPES_OF_GOODS.search(fact.counted or "") else None
    if fact.measure != "level" or not _leaves_goods_open(fact):
        return None
    return _name_before(before) or _name_right_behind(after)


def _leaves_goods_open(fact: Fact) -> bool:
    return fact.indicator is None or goods_of(fact.indicator).is_open


def _name_of_types(after: str) -> str | None:
    """Return the name in `[45] types of goods to Russia, including chips classified as “high priority”`."""
    name = _MARK.search(after)
    if name is None:
        return None
    between = _lead(after, name)
    told_apart = _OTHER_SENTENCE.search(_letters(between)) or _FLOW_WORD.search(between)
    return None if told_apart or _has_amount(between) else name.group()


def _name_before(before: str) -> str | None:
    """Return the name in `exported high-priority goods worth [€144m]`, after the nearest flow word."""
    flow_words = list(_FLOW_WORD.finditer(before))
    if not flow_words:
        return None
    said = before[flow_words[-1].end() :]
    name = _MARK.search(said)
    if name is None or not _names_the_whole(_lead(said, name)):
        return None
    between = _NO_AMOUNT.sub("", said[name.end() :])
    leads = _LEADS_TO_AMOUNT.fullmatch(_letters(between)) and not _has_amount(between)
    return name.group() if leads else None


def _names_the_whole(lead: str) -> bool:
    """Tell whether goods that are named after such words are all of the amount.

    `goods, including high-priority items, worth €2bn` is more than those; where types of goods are counted,
    it is the types of the list.
    """
    letters = _letters(lead)
    if _OTHER_SENTENCE.search(letters):
        return False
    if _PART.search(lead):
        return _TYPES_OF_GOODS.search(lead) is not None
    return _LISTS_ANOTHER.search(letters) is None


def _name_right_behind(after: str) -> str | None:
    """Return the name in `[€144m] worth of goods classified as “high priority”`."""
    name = _MARK.search(after)
    if name is None or not _LEADS_FROM_AMOUNT.fullmatch(_letters(_lead(after, name))):
        return None
    return name.group()


def _lead(text: str, name: re.Match[str]) -> str:
    """Return what stands before the group's name, without the good that is named so.

    In `chips classified as “high priority”` the chips are of the group, and no good beside it.
    """
    lead = text[: name.start()]
    return lead if name["called"] is None else _LAST_WORD.sub("", lead)


def _letters(text: str) -> str:
    return "".join(word.letter for word in words_of(text))


def _has_amount(text: str) -> bool:
    return any(letter.isdigit() for letter in _NO_AMOUNT.sub("", text))
