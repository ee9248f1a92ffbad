"""Whose flow to whom, where a sentence leaves it to the sentences before."""

from datetime import date

import pytest

from extraction import extract
from schemas.records import Document, Passage
from schemas.vocabulary import Section

PERU = "Peru exported copper worth $9.5 billion in 2023. "
EGYPT = "Egypt imported 12 million tonnes of wheat in 2023. "
POLAND = "Poland's exports were worth $4 billion. "
INDIA = "India raised its tariffs. The world's biggest buyer of oils covers 70% of its needs abroad. "
UNION = "The EU's exports to Kyrgyzstan came to €2.1 billion in 2023. "
DUTY = "China imposed duties of 20% on barley from Australia on Friday. "

RANKED = "Among suppliers, India slipped to third place, with 12% of the total, behind Russia (24.2%)."

#: A text, one of its quantities, and flow, reporter and partner of that.
READINGS = [
    # a ranking of partners
    (PERU + "China was on top with $5.1 billion, then Japan $1.2 billion.", "$1.2 billion", "export PER JPN"),
    (PERU + "China and Japan were the top buyers with 54 and 12 percent of it.", "54", "export PER CHN"),
    (PERU + "India replaced Japan as top market, with $9 billion.", "$9 billion", "export PER IND"),
    (EGYPT + "Russia led by a wide margin: 8 million tonnes.", "8 million tonnes", "import EGY RUS"),
    (EGYPT + "Russia led with 8mn tonnes. Chad came next (2mn tonnes).", "2mn tonnes", "import EGY TCD"),
    (EGYPT + RANKED, "12%", "import EGY IND"),
    (EGYPT + RANKED, "24.2%", "import EGY RUS"),
    (POLAND + "On the import side China led the list with $2 billion.", "$2 billion", "import POL CHN"),
    # but of rivals, and of anything else that leads
    (PERU + "Chile was the biggest exporter with $21 billion.", "$21 billion", "export CHL None"),
    (PERU + "Spending on defence in Germany topped $70 billion.", "$70 billion", "None"),
    # a part of a union
    (UNION + "Germany alone accounts for 28% of the total.", "28%", "export DEU KGZ"),
    (
        UNION + "Germany led with €6 billion, followed by Spain with €1 billion.",
        "€1 billion",
        "export ESP KGZ",
    ),
    ("The EU imported goods worth €9 billion. Chad accounts for 28% of it.", "28%", "import EUU TCD"),
    # the world's biggest is whom the text speaks of
    (INDIA + "Imports came to 16.5 million tonnes.", "16.5 million tonnes", "import IND None"),
    # a region's flow, that country, parts of imports
    (PERU + "Latin America's exports grew 3%.", "3%", "export None None"),
    (PERU + "Across Asia, imports grew 3%.", "3%", "import None None"),
    (PERU + "In Chad it is another matter. That country's exports fell 3%.", "3%", "export TCD None"),
    (EGYPT + "Romania supplied 2 million tonnes of that.", "2 million tonnes", "import EGY ROU"),
    (EGYPT + "Bread alone brought in $9 billion.", "$9 billion", "import EGY None"),
    (PERU + "Exports to Chad rose 5%, as Lanyon, a Singapore consultancy, says.", "5%", "export PER TCD"),
    ("Peru had a surplus of $9bn. With Chad alone it was $2bn.", "$2bn", "balance PER TCD"),
    ("Peru imported 12mn tonnes, three-quarters from Chad.", "12mn tonnes", "import PER None"),
    (PERU + "Pakistan's purchases grew 4% to $1 billion. Egypt's fell 12%.", "12%", "import EGY PER"),
    # who takes, takes of what was spoken of
    (PERU + "Shipments to China fell; Chad took 11% more.", "11%", "export PER TCD"),
    (PERU + "Japan took $1 billion worth, Chad $2 million.", "$2 million", "export PER TCD"),
    (EGYPT + "Greek mills took 2 million tonnes.", "2 million tonnes", "import GRC None"),
    # another country's paragraph ends with it
    (
        PERU + "\n\nChad's exports fell 3% in 2023.\n\nThe outlook is $5bn.",
        "$5bn",
        "export PER None",
    ),
    # whose goods a duty hits
    (DUTY + "Growers shipped 4 million tonnes last year.", "4 million tonnes", "export AUS CHN"),
    (DUTY + "China's exports of rice rose. Farmers exported 9,000 tonnes.", "9,000 tonnes", "export CHN AUS"),
    ("Turkey hits US cars with a 120% tariff. It is in force.", "120%", "import TUR USA"),
    ("Brussels hits Chinese e-bikes with a 70% duty. It is in force.", "70%", "import EUU CHN"),
    # two flows, each with its figure
    (PERU + "It expects a decline of 3% and a deficit of $4bn.", "3%", "export PER None"),
    (PERU + "They were 15% above the level of 2022, and those to Chad even 20%.", "15%", "export PER None"),
    # the two, and each of a row
    ("Peru's exports to Chad rose. Trade between the two was $9bn.", "$9bn", "total_trade PER TCD"),
    ("Peru had a surplus of $9bn. With Chad it was $2bn, with Mali $1bn.", "$1bn", "balance PER MLI"),
    # who is named and then meant by `it`
    (PERU + "Who else? Chad left in May. In 2022 it had shipped $1bn.", "$1bn", "export TCD None"),
    ("Egypt is short of oil. The country brought in 9 mt of crude.", "9 mt", "import EGY None"),
    # average prices
    (
        PERU + "In May it exported 4,000 tonnes at an average price of $82 a tonne.",
        "$82 a tonne",
        "export PER None",
    ),
    (PERU + "The average price fell to $8,200 per tonne.", "$8,200 per tonne", "export PER None"),
    (PERU + "The average price of Brent fell to $82 a barrel.", "$82 a barrel", "None"),
    (PERU + "Chad bought ore for $9m at an average price of $80 a tonne.", "$80 a tonne", "import TCD PER"),
    (PERU + "Farmers sold their leaf at an average price of $2 a kilo.", "$2 a kilo", "None"),
    # a part of a month's exports, those who come from somewhere
    (PERU + "Gold made up 7% of May exports.", "7%", "export PER None"),
    ("Exports from Peru rose 5%, those from Chad 3%.", "3%", "export TCD None"),
    (
        "FDI in Peru rose 5%. Investors from Chad put in $9m, those from Mali $7m.",
        "$9m",
        "investment TCD PER",
    ),
    (
        "FDI in Peru rose 5%. Investors from Chad put in $9m, those from Mali $7m.",
        "$7m",
        "investment MLI PER",
    ),
    ("Trade between Peru and Mali was worth $6m, of which $5m were Malian exports.", "$5m", "export MLI PER"),
    (PERU + "Bananas went the other way, soaring 61 percent.", "61 percent", "export PER None"),
    (PERU + "In the other direction goods for $9m were moved.", "$9m", "import PER None"),
    (PERU + "The central bank lifted its rate by 50 basis points.", "50 basis points", "None PER None"),
    ("Mozambique, which sends 54 percent of its ore to Chad, is poor.", "54 percent", "export MOZ TCD"),
    (PERU + "Chad took in 40,000 tonnes of it.", "40,000 tonnes", "export PER TCD"),
    # another's of the same, the same goods, to whoever speaks
    (
        PERU + "German shipments of the same goods to us tripled, and Dutch ones rose 6%.",
        "6%",
        "export NLD PER",
    ),
    (EGYPT + "Imports from Chad rose 4%, Malian ones 6%, Omani ones fell 9%.", "9%", "import EGY OMN"),
    (PERU + "Refiners brought in 15 tonnes of ore.", "15 tonnes", "import PER None"),
    (
        "Exports of Peru came to $4bn and imports to $3bn, down 5% and 4% respectively.",
        "5%",
        "export PER None",
    ),
    # all that a country buys, and who buys after somebody has sold to it
    ("India's imports from Chad rose 3%. India's import bill came to $9bn.", "$9bn", "import IND None"),
    ("India's imports from Chad rose 3%. Overall purchases fell 9%.", "9%", "import IND None"),
    (
        "India's imports rose 3%. Iraq supplied India with 7 tonnes. Purchases fell 9%.",
        "9%",
        "import IND None",
    ),
    (PERU + "The ore fetched $3.16 a kilo on average.", "$3.16 a kilo", "export PER None"),
    # a giver that was spoken of, a part of all that was given
    ("In 2018 donors spent $2bn on aid. Chad was the biggest. It disbursed $9m.", "$9m", "aid TCD None"),
    ("Norway gave $9bn in aid in 2018. Loans made up 29% of the total.", "29%", "aid NOR None"),
    # what does not go on about the flow
    (PERU + "Banks ask about any transfer above $100,000.", "$100,000", "None"),
    (PERU + "The canal authority took in $428 million.", "$428 million", "None"),
    (PERU + "It costs $1,800 to bring a container from Shanghai to Callao.", "$1,800", "None None None"),
    (PERU + "A truck may sit there for up to three days.", "three days", "None None None"),
    (PERU + "The sol lost 5% against the dollar.", "5%", "None"),
    (PERU + "Ports handled 12% more containers.", "12%", "None"),
    (PERU + "The company's shares fell 3%.", "3%", "None"),
    (PERU + "The sector employs 30,000 people, a third more than in 2015.", "a third", "None"),
    (PERU + "The central bank cut its growth forecast to 2%.", "2%", "None"),
    # a note of the editor borrows from what it corrects
    ("(Corrects sum to $4 billion, not $5 billion)\n\n" + PERU, "$5 billion", "export PER None"),
    # said of the goods, not of the country beside them
    ("US exports grew. Sales to China, which brought in $12bn in 2017, rose.", "$12bn", "export USA CHN"),
    (
        "The euro area had a surplus of €6 billion in its trade with the rest of the world.",
        "€6 billion",
        "balance EMU None",
    ),
]


@pytest.mark.parametrize(("text", "quote", "reading"), READINGS)
def test_the_sentences_before_tell_whose_flow_it_is(text: str, quote: str, reading: str) -> None:
    facts = extract(Document("d", text, published=date(2024, 3, 5)))
    fact = next(fact for fact in facts if fact.quote == quote)
    flow, *sides = reading.split()
    assert str(fact.flow) == flow
    assert not sides or [str(fact.reporter), str(fact.partner)] == sides


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("China accounts for 61 percent of world output of the metal.", "CHN"),
        ("Global coffee production fell. Colombia's output fell 15% to 1.1 million bags.", "COL"),
    ],
)
def test_output_is_of_the_country_that_has_it(text: str, reporter: str) -> None:
    facts = extract(Document("d", text, published=date(2024, 3, 5)))
    assert {fact.reporter for fact in facts} == {reporter}


def test_figures_that_an_office_tells_of_nobody_by_name_are_its_countrys() -> None:
    text = (
        "Dairy lifts exports\n\nGoods exports were $6.2bn in July, Stats NZ said today.\n\n"
        "Exports to Algeria rose by $96m.\n\nPartners\n• China: exports fell $71 million to $1.3 billion.\n\n"
        "Imports were $7.1bn."
    )
    facts = extract(Document("d", text, published=date(2024, 8, 21)))
    assert {(fact.reporter, fact.unit) for fact in facts} == {("NZL", "NZD")}


@pytest.mark.parametrize(
    ("lede", "partner"),
    [
        ("Peru's exports fell 3% in July to $4 billion.", None),
        ("Peru's exports of ore fell 3% in July to $4 billion.", "JPN"),
        ("Peruvian shipments to Japan fell 3% in July to $4 billion.", "JPN"),
    ],
)
def test_the_partner_of_a_headline_is_not_that_of_totals(lede: str, partner: str | None) -> None:
    headline = "Peru's exports to Japan sink as tariff bites"
    text = f"{headline}\n\n{lede} Imports fell 9%."
    end = len(headline)
    passages = (Passage(0, end, Section.HEADLINE), Passage(end, len(text), Section.BODY))
    facts = extract(Document("d", text, published=date(2024, 8, 3), passages=passages))
    assert [fact.partner for fact in facts if fact.quote in ("3%", "9%")] == [partner, partner]


@pytest.mark.parametrize(
    ("text", "unit", "measure"),
    [
        ("The euro rose 0.3% to $1.08.", "USD/EUR", "price"),
        ("The dollar cost 0.81 Swiss francs.", "CHF/USD", "price"),
        ("The euro's rise cost exporters $5.", "USD", "level"),
        ("The dollar fell, and oil rose to €70.", "EUR", "level"),
    ],
)
def test_what_a_currency_costs_is_a_rate_of_exchange(text: str, unit: str, measure: str) -> None:
    fact = extract(Document("d", text, published=date(2024, 3, 5)))[-1]
    assert (fact.unit, fact.measure) == (unit, measure)
