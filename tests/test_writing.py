"""How a text writes its numbers and its money is decided once for the whole text."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extraction import extract
from extraction.language.cutting import pieces
from extraction.language.known_words import Words
from extraction.language.writing import writing_of
from schemas.records import Document

READ = {
    "Exports were US$ 4.086,3 million, 9,4 % less than the US$ 4.510 million of 2018.": (
        "4.0863e+09 USD; 9.4 percent; 4.51e+09 USD"
    ),
    "Exports were US$ 4.5 million, 9.4 % less than the US$ 4.510 million of 2018.": (
        "4.5e+06 USD; 9.4 percent; 4.51e+06 USD"
    ),
    "The surplus was R24.23 billion, at R16.6 to the dollar.": "2.423e+10 ZAR; 16.6 ZAR/USD",
    "The R16 and the R2 were sold for $5 million.": "5e+06 USD",
    "Zambia's surplus declined to K0.6 billion from K1.8 billion.": "6e+08 ZMW; 1.8e+09 ZMW",
    "Port Moresby said Papua New Guinea earned K1.8 billion.": "1.8e+09 PGK",
    "Kenya earned KSh11.8 billion and Sh29 a kilo.": "1.18e+10 KES; 29 KES/kilogram",
    "Tanzania's exports brought in TSh 521 billion.": "5.21e+11 TZS",
    "Tanzania's exports brought in Sh521 billion.": "5.21e+11 TZS",
    "Fiji's exports rose to F$2,328.4 million.": "2.3284e+09 FJD",
    "It cost 39 öre per kWh.": "0.39 SEK/kilowatt_hour",
}


@pytest.mark.parametrize(("text", "quantities"), READ.items(), ids=lambda one: one[:40])
def test_numbers_and_money_are_read_as_the_text_writes_them(text: str, quantities: str) -> None:
    told = [f"{fact.value:g} {fact.unit}" for fact in extract(Document("d", text))]
    assert "; ".join(told) == quantities


def test_only_numbers_that_can_be_read_in_one_way_decide() -> None:
    assert not writing_of("It sold 4.510 cars and 3,200 lorries.").continental
    assert writing_of("It sold 1.234,5 tonnes.").continental
    assert not writing_of("It sold 1,234.5 tonnes of 2.5 kg, on the 12,13 and 14 May.").continental


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Ottawa announced $43 million (US$32 million) in aid for Canadian partners.", "CAD"),
        ("Australia's exports fell to $38bn in May, the Australian Bureau of Statistics said.", "AUD"),
        ("Australia's exports fell to $38bn in May, a trader said.", "USD"),
        ("Canada's surplus was $2bn, or C$2.7bn, Statistics Canada said.", "USD"),
        ("Taiwan's exports were $38bn and its imports US$30bn.", "USD"),
    ],
)
def test_a_plain_dollar_is_the_one_of_the_country_that_writes_it_so(text: str, unit: str) -> None:
    assert extract(Document("d", text, published=date(2024, 6, 7)))[0].unit == unit


#: What numbers, times, money and abbreviations are made of, with the blanks that may stand inside them.
_SCRAPS = [
    *"12 145 2024 1,234 3.9 9M FY ’24 FY24 S/ S/. R Rs. US$ No. % - – , . ( a Q3 U.S. b/d 's m3 5th".split(),
    *[" ", " ", " ", "\n", "\u00a0"],
]


@example("It sold 1 145.6 tonnes.", False)
@example("In 9M 2024 and 10M FY 24 it grew.", False)
@example("It cost S/ 30.", True)
@given(st.lists(st.sampled_from(_SCRAPS), max_size=12).map("".join), st.booleans())
def test_what_is_cut_at_blanks_is_what_one_expression_cuts(text: str, continental: bool) -> None:
    words, begins = Words(continental=continental).cut(text, 0, len(text))
    cut = [
        (word.text, begin + word.start, begin + word.end) for word, begin in zip(words, begins, strict=True)
    ]
    assert cut == [(match.group(), *match.span()) for match in pieces(text, 0, len(text))]
