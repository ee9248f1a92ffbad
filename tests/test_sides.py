"""Whose flow to whom within one sentence: what each construction says, and look-alikes that say nothing.

`sides.txt` has more sentences, with their quantities: measure, direction, flow, reporter, partner.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from extraction import extract
from schemas.records import Document

SIDES = {
    # Who is told of undergoes: the goods are somebody's, the buyer stands behind `by`, or first.
    "Some 40,000 tonnes of Ethiopian coffee were dispatched to Saudi Arabia in May.": "export ETH SAU",
    "Iran was sold 1.1m tonnes of Brazilian maize in November.": "export BRA IRN",
    "Jordan is supplied with about 3 bcm of gas by Israel.": "export ISR JOR",
    "Mexico supplied the US with 2,000 tonnes of tomatoes in May.": "export MEX USA",
    "A third of Tunisia's olive oil is sold to Spain.": "export TUN ESP",
    "Almost two-thirds of Laos's electricity exports were absorbed by Thailand.": "export LAO THA",
    "Of Rwanda's coffee, 38% was loaded for Switzerland in November.": "export RWA CHE",
    "Zambian copper worth $490 million left for Switzerland in July.": "export ZMB CHE",
    "Into Bangladesh went $23 million of Indian cotton.": "export IND BGD",
    # Nouns that are a flow where goods and places say so.
    "Sales of Danish pork in Japan came to DKK 3.1bn in 2021.": "export DNK JPN",
    "Sales of cars in Japan came to $3.1bn in 2021.": "None None None",
    "Arrivals of Australian ore at Chinese ports were down 3.5% in May.": "import CHN AUS",
    "Arrivals of Chinese tourists in Thailand were down 3.5% in May.": "None None None",
    "Flows of Algerian gas to Italy averaged 64 mcm/d in May.": "export DZA ITA",
    "Capital flows to Brazil averaged $3bn in May.": "None None None",
    "The offtake of Norwegian salmon by Poland was 190,000 tonnes in 2019.": "import POL NOR",
    "Cuba's spending on chicken from the US was $15.9 million in October.": "import CUB USA",
    # One flow of a sentence tells what the next one is of.
    "Nigeria's largest customer for crude in May was Spain, taking $812 million worth.": "import ESP NGA",
    "Greek feta sells well; Germany alone took 28,000 tonnes of it.": "import DEU GRC",
    "Brazil's exports were strong, and China bought 7 million tonnes.": "import CHN BRA",
    "Brazil's exports were strong, but China imported 7 million tonnes.": "import CHN None",
    "American smelters bought 58% of their foreign metal in Canada.": "import USA CAN",
    "Chile stayed Brazil's largest partner in the region, buying $9bn of it.": "export BRA CHL",
    "Lithuania imported 9,000 GWh of power, 36% of it from Sweden.": "import LTU None",
    "China is to take $200 billion of American goods.": "import CHN USA",
    "China is to take $200 billion of losses.": "None None None",
    "Malaysia approved $8.1 billion of foreign investment in May.": "investment None MYS",
    "Some 7,800 Chinese-made buses have been delivered to Chile.": "export CHN CHL",
    "The levy that Washington announced on Indian goods would apply to shipments worth $77 billion.": (
        "export IND USA"
    ),
    # A price is a flow's where the flow is what is priced.
    "The unit value of Kenya's tea exports was 201 shillings per kilogram.": "export KEN None",
    "Madagascar got $406 a kilo for the vanilla it exported in May.": "export MDG None",
    "Tea was 201 shillings per kilogram in Mombasa after exports rose.": "None None None",
}


@pytest.mark.parametrize("text", SIDES)
def test_a_sentence_says_whose_flow_to_whom(text: str) -> None:
    first, *_ = extract(Document("a", text, published=date(2024, 12, 20)))
    assert f"{first.flow} {first.reporter if first.flow else None} {first.partner}" == SIDES[text]


LINES = Path(__file__).with_name("sides.txt").read_text(encoding="utf-8").splitlines()
COLUMNS = ("measure", "direction", "flow", "reporter", "partner", "status")


def readings() -> Iterator[tuple[str, list[str]]]:
    """Yield each sentence of `sides.txt` with the lines under it."""
    starts = [at for at, line in enumerate(LINES) if not line.startswith(" ")]
    for start, end in zip(starts, [*starts[1:], len(LINES)], strict=True):
        yield LINES[start], [line.strip() for line in LINES[start + 1 : end]]


@pytest.mark.parametrize(("text", "told"), list(readings()), ids=lambda one: str(one)[:50])
def test_a_sentence_says_all_of_each_figure(text: str, told: list[str]) -> None:
    facts = extract(Document("example", text, published=date(2024, 7, 15)))
    columns = ([str(getattr(fact, name) or "-") for name in COLUMNS] for fact in facts)
    # some say the status, too
    read = (c[: line.partition(" = ")[2].count(" ") + 1] for c, line in zip(columns, told, strict=True))
    assert [f"{fact.quote} = {' '.join(c)}" for fact, c in zip(facts, read, strict=True)] == told
