"""Which country a word names, and which words that look like a country name none."""

import pytest

from extraction.flow.flows import PLACES
from extraction.language.tokens import Token, tokenize
from schemas.places import countries, country_code

NAMED = {
    # names, and what the press makes of them
    "America": "USA",
    "Great Britain": "GBR",
    "Northern Ireland": "GBR",
    "Türkiye": "TUR",
    "Czech Republic": "CZE",
    "Holland": "NLD",
    "Burma": "MMR",
    "Ivory Coast": "CIV",
    "Côte d’Ivoire": "CIV",
    "Cabo Verde": "CPV",
    "Zaire": "COD",
    "Republic of Congo": "COG",
    "Republic of China": "TWN",
    "People's Republic of China": "CHN",
    "Republic of Korea": "KOR",
    "Democratic People's Republic of Korea": "PRK",
    "N. Korea": "PRK",
    "S. Africa": "ZAF",
    "Emirates": "ARE",
    "Bosnia": "BIH",
    "St. Lucia": "LCA",
    "EEC": "EUU",
    "EU-27": "EUU",
    "EU27": "EUU",
    "euro zone": "EMU",
    "Eurozone": "EMU",
    # adjectives and peoples
    "Philippine": "PHL",
    "Ivorian": "CIV",
    "Papua New Guinean": "PNG",
    "Bissau-Guinean": "GNB",
    "Persian": "IRN",
    "Dutch": "NLD",
    "Danes": "DNK",
    "POLES": "POL",
    "Sri Lankans": "LKA",
    # capitals
    "Brussels": "EUU",
    "Peking": "CHN",
    "Pentagon": "USA",
    "Wellington": "NZL",
    # cities, ports and provinces
    "Texas": "USA",
    "New Jersey": "USA",
    "New Mexico": "USA",
    "British Columbia": "CAN",
    "New South Wales": "AUS",
    "Baja California": "MEX",
    "Inner Mongolia": "CHN",
    "Thai Nguyen": "VNM",
    "Niger Delta": "NGA",
    "Mato Grosso do Sul": "BRA",
    "Bahía Blanca": "ARG",
    "Ponta da Madeira": "BRA",
    "Ras Tanura": "SAU",
    "Ust-Luga": "RUS",
    "St. Petersburg": "RUS",
    "Frankfurt": "DEU",
    "Kaohsiung": "TWN",
    # offices
    "USDA": "USA",
    "Stats NZ": "NZL",
    "Statistics Korea": "KOR",
    "General Administration of Customs": "CHN",
    "Ministry of Economy, Trade and Industry": "JPN",
    "Secex": "BRA",
    "GASC": "EGY",
    "Ukrstat": "UKR",
    "European Central Bank": "EMU",
}

#: Groups, seas and former countries: an end of a flow, without a code.
GROUPS = [
    "south America",
    "Latin American",
    "Central African",
    "Eastern Europe",
    "sub-Saharan Africa",
    "Persian Gulf",
    "Gulf of Mexico",
    "South China Sea",
    "Mercosur",
    "Global South",
    "Soviet",
    "East Germany",
    "Nordic",
]

#: No word of these may pass for a country.
NOBODY = [
    "Male workers",
    "Morgan Stanley",
    "McDonnell Douglas",
    "Lewis Hamilton",
    "Sheikh Ali al-Sabah",
    "Queen Victoria",
    "Bath",
    "Cork",
    "Split",
    "Orange",
    "poles",
    "turkey",
    "china clay",
    "World Bank",
    "World Trade Organization",
    "Bank of America",
    "European Investment Bank",
    "Uruguay Round",
    "US-Mexico-Canada Agreement",
    "New York Times",
    "Washington Post",
    "London Metal Exchange",
    "West Texas Intermediate",
    "Bursa Malaysia",
    "Royal Dutch Shell",
    "Panama Canal",
    "African swine fever",
    "Chinese New Year",
    "Brazil nuts",
    "French fries",
]


def places_in(text: str) -> list[Token]:
    return [token for token in tokenize(text, 0, len(text)) if token.kind in PLACES]


@pytest.mark.parametrize(("phrase", "code"), NAMED.items())
@pytest.mark.parametrize("frame", ["{}", "Shipments to {} rose.", "{} and others"])
def test_a_phrase_names_one_country(phrase: str, code: str, frame: str) -> None:
    text = frame.format(phrase)
    assert [(text[one.start : one.end], one.value) for one in places_in(text)] == [(phrase, code)]


@pytest.mark.parametrize("phrase", GROUPS)
def test_a_group_is_a_place_without_a_code(phrase: str) -> None:
    assert [(one.kind, one.end - one.start) for one in places_in(phrase)] == [("region", len(phrase))]


@pytest.mark.parametrize("phrase", NOBODY)
def test_a_word_that_only_looks_like_a_country_names_none(phrase: str) -> None:
    assert places_in(phrase) == []


def test_every_country_is_known_by_its_name() -> None:
    unknown = {one.name for one in countries().values() if country_code(one.name) != one.code}
    assert not unknown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Holland", "NLD"),
        ("Great Britain", "GBR"),
        ("cote d'ivoire", "CIV"),
        ("eurozone", "EMU"),
        ("x", None),
    ],
)
def test_what_people_type_for_a_country(typed: str, code: str | None) -> None:
    assert country_code(typed) == code
