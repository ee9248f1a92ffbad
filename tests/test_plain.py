"""Plain quantities of any news text: value and unit of each, and what is none."""

import csv
import re
from importlib import resources
from pathlib import Path

import pytest

from extraction import extract
from extraction.language.pattern import compiled
from extraction.rules.lone import RULES, Lone
from schemas.records import Document, Fact
from schemas.units import is_unit

READ = {
    "The car's 2.0-litre engine makes 306 horsepower and hits 60 mph in 4.8 seconds.": (
        "2 liter; 306 horsepower; 60 mile/hour; 4.8 second"
    ),
    "The phone has a 6.7-inch display and a 5,000mAh battery.": "6.7 inch; 5000 milliampere_hour",
    "The turbocharged V8 produces 295 lb-ft of torque.": "295 foot_pound",
    "The Dow fell 486 points, or 1.4%, to 33,045.": "486 index; 1.4 percent; 33045 index",
    "The vaccine is stored at minus 70 degrees Celsius.": "-70 degree_Celsius",
    "A 35-year-old man signed a two-year deal worth £5m.": "35 year; 2 year; 5e+06 GBP",
    "Woods, 46, has waited 20 days.": "46 year; 20 day",
    "It comes with 16GB of memory, runs at 3.2GHz and draws 65W.": "16 gigabyte; 3.2 gigahertz; 65 watt",
    "The train can reach 250 km/h.": "250 kilometer/hour",
    "The hybrid emits 95 g/km and needs 4.1 litres per 100 km.": (
        "95 gram/kilometer; 4.1 liter_per_hundred_kilometers"
    ),
    "The Fed raised rates by three-quarters of a percentage point.": "0.75 percentage_point",
    "The pound was down half a cent.": "0.005 USD",
    "One person was killed and two were hurt.": "1 count person; 2 count",
    "The fighting has left half a million displaced.": "500000 count",
    "A crowd of 60,000 watched.": "60000 count",
    "The 349-member parliament met.": "349 count member",
    "It has 620 stores and 12 loans.": "620 count stores; 12 count loans",
    "Between 50,000 and 60,000 people marched.": "50000 to 60000 count people",
    "The tower is 828m tall.": "828 meter",
    "The 6ft 3in, 210-kilogram statue stands.": "6.25 foot; 210 kilogram",
    "A magnitude 6.8 earthquake struck.": "6.8 index",
    "There are twice as many of them.": "2 ratio",
    "A pint of milk costs 80p.": "0.8 GBP",
    "He paid twenty-five dollars.": "25 USD",
    "The number of visitors fell to 1.2 million.": "1.2e+06 count visitors",
}
NONE = (
    "Real Madrid won 3-1, and Federer beat Murray 6-4, 7-6 (7-5).",
    "Apple unveiled the iPhone 14 Pro, the Watch Series 8 and iOS 16.1 in 4K.",
    "The Boeing 737 MAX 8, the CX-5, the M1 and the RTX 3080 were shown on Channel 4.",
    "Covid-19 and 5G were talked of at COP27 and by the G20 in the 1990s and after 9/11.",
    "He is one of those who said at one point that a two-way street is a one-off.",
    "In six months, over five years and a year earlier, the first of them left within two weeks.",
)


#: `text => value unit noun way; …`, a line each.
AUDIT = [
    line.split(" =>")
    for line in Path(__file__).with_name("plain.txt").read_text(encoding="utf-8").splitlines()
    if " =>" in line and not line.startswith("#")
]
_BOUNDS = {"approx": "~", "more_than": ">", "less_than": "<", "at_least": ">=", "at_most": "<=", "exact": ""}
_WAYS = {"increase": "up", "decrease": "down"}
_LABEL = re.compile(r"([~<>]?=?)(-?[\d.e]+?)(?:\.\.([\d.e]+))? (\S+)((?: \S+)*?)( up| down)?")


def labelled(label: str) -> tuple[str, ...]:
    """Return what a label of plain.txt says, its numbers written in one way."""
    said = _LABEL.fullmatch(label)
    assert said, label
    high = f"{float(said[3]):.6g}" if said[3] else ""
    return (said[1], f"{float(said[2]):.6g}", high, said[4], said[5].strip(), (said[6] or "").strip())


def found(fact: Fact, *, noun: bool) -> tuple[str, ...]:
    """Return a fact as `labelled` gives a label; its noun only where the label has one."""
    high = f"{fact.value_high:.6g}" if fact.value_high is not None else ""
    counted = (fact.counted or "") if noun else ""
    way = _WAYS.get(fact.direction or "", "")
    return (_BOUNDS[fact.bound], f"{fact.value:.6g}", high, fact.unit, counted, way)


def told(fact: Fact) -> str:
    high = f" to {fact.value_high:g}" if fact.value_high is not None else ""
    return f"{fact.value:g}{high} {fact.unit}" + (f" {fact.counted}" if fact.counted else "")


@pytest.mark.parametrize(("text", "quantities"), READ.items(), ids=lambda one: one[:40])
def test_quantities_are_read(text: str, quantities: str) -> None:
    assert "; ".join(told(fact) for fact in extract(Document("d", text))) == quantities


@pytest.mark.parametrize(
    ("rule", "text", "quantities"),
    [(rule, text, told) for rule in RULES for text, told in rule.examples.items()],
    ids=lambda one: str(one)[:40],
)
def test_a_rule_for_lone_numbers_reads_its_examples(rule: Lone, text: str, quantities: str) -> None:
    assert "; ".join(told(fact) for fact in extract(Document("d", text))) == quantities
    assert compiled(rule.pattern).groupindex["n"]


@pytest.mark.parametrize(("text", "labels"), AUDIT, ids=lambda one: str(one)[:40])
def test_value_unit_bound_and_way_are_read(text: str, labels: str) -> None:
    wanted = [labelled(label) for label in labels.strip().split("; ")] if labels.strip() else []
    facts = extract(Document("d", text))
    assert len(facts) == len(wanted)
    assert [found(fact, noun=bool(want[4])) for fact, want in zip(facts, wanted, strict=True)] == wanted


@pytest.mark.parametrize("text", NONE, ids=lambda one: one[:40])
def test_what_is_no_quantity_is_left_alone(text: str) -> None:
    assert extract(Document("d", text)) == []


def test_what_is_not_traded_is_of_low_salience() -> None:
    text = "The 35-year-old drove 60 mph for 20 days, scored 25 points and paid $5."
    assert [fact.salience for fact in extract(Document("d", text))] == ["low"] * 4 + ["high"]


def test_every_unit_of_the_tables_is_one_of_the_contract() -> None:
    with resources.files("extraction").joinpath("words/units.csv").open(encoding="utf-8") as lines:
        units = {row["value"].rpartition(" ")[2] for row in csv.DictReader(lines) if "unit" in row["kind"]}
    assert [unit for unit in sorted(units) if not is_unit(unit)] == []
