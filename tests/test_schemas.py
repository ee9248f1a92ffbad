"""The contract: what does not hold is refused with row, column, value and reason."""

from dataclasses import fields
from datetime import date

import pandas as pd
import pint
import pytest
from making import made_fact, made_reading

from schemas.contract import ContractError
from schemas.filters import Filters
from schemas.frames import check_documents, check_facts, documents_frame, facts_frame
from schemas.places import countries, country_code, country_name
from schemas.records import Document, Fact, fact_id
from schemas.units import currencies, is_unit, registry
from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS, FACT_COLUMNS

DOCUMENT = made_reading().document
TEXTS = {DOCUMENT.document_id: DOCUMENT.text}


def refusal(**columns: object) -> str:
    with pytest.raises(ContractError) as refused:
        check_facts(facts_frame([made_fact(DOCUMENT, "39%", **columns)]), TEXTS)
    return str(refused.value)


def test_a_good_fact_passes_with_its_types() -> None:
    day = date(1602, 3, 20)
    facts = [made_fact(DOCUMENT, "39%", period_start=day, period_end=day), made_fact(DOCUMENT, "20%")]
    frame = check_facts(facts_frame(facts), TEXTS)
    assert tuple(frame.columns) == FACT_COLUMNS
    assert frame["period_start"].tolist() == [pd.Timestamp(day), pd.NaT]
    assert frame["value"].dtype == "float64"
    assert frame["start"].dtype == "int64"


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"measure": "guess"}, "row 0, column 'measure': 'guess' is none of level, change,"),
        ({"status": None}, "row 0, column 'status'"),
        ({"reporter": "Turkey"}, "row 0, column 'reporter': 'Turkey' is no ISO 3166 alpha-3 code"),
        ({"unit": "smoot²³"}, "row 0, column 'unit': 'smoot²³' is no unit that is defined"),
        ({"value": float("inf")}, "row 0, column 'value': inf is not finite"),
        ({"value": "many"}, "row 0, column 'value': 'many' is of the wrong type"),
        ({"confidence": 1.5}, "row 0, column 'confidence': 1.5 is not between 0 and 1"),
        (
            {"period_start": "soon", "period_end": "later"},
            "row 0, column 'period_start': 'soon' is of the wrong type",
        ),
        ({"period_start": date(2024, 1, 1)}, "period_start and period_end are not both there and in order"),
        ({"direction": None}, "a change has a direction, and only changes and ratios have one"),
        ({"measure": "level"}, "a change has a direction, and only changes and ratios have one"),
        ({"balance": "deficit"}, "balance is filled exactly where the flow is balance"),
        ({"value_high": 1.0}, "value_high is below value"),
        ({"sentence_start": 60}, "the quantity is outside its sentence"),
        ({"quote": "40%"}, "row 0, column 'quote': '40%' is not text[start:end], which reads '39%'"),
        ({"sentence": "Other."}, "column 'sentence': 'Other.' is not text[sentence_start:sentence_end]"),
    ],
)
def test_a_fact_that_does_not_hold_is_refused(columns: dict[str, object], says: str) -> None:
    assert says in refusal(**columns)


def test_every_fault_is_named_at_once() -> None:
    facts = [made_fact(DOCUMENT, "39%", flow="exports"), made_fact(DOCUMENT, "20%", partner="XXX")]
    with pytest.raises(ContractError) as refused:
        check_facts(facts_frame(facts))
    found = {(problem.row, problem.column, problem.value) for problem in refused.value.problems}
    assert found == {(0, "flow", "exports"), (1, "partner", "XXX")}


def test_a_fact_stands_there_once() -> None:
    fact = made_fact(DOCUMENT, "39%")
    with pytest.raises(ContractError, match="stands there twice"):
        check_facts(facts_frame([fact, fact]))


def test_a_fact_has_a_document() -> None:
    with pytest.raises(ContractError, match="names a document that is not there"):
        check_facts(facts_frame([made_fact(DOCUMENT, "39%")]), {})


def test_columns_are_those_of_the_contract() -> None:
    frame = facts_frame([made_fact(DOCUMENT, "39%")])
    with pytest.raises(ContractError, match="column 'rule' is lacking"):
        check_facts(frame.drop(columns="rule"))
    with pytest.raises(ContractError, match="column 'more' is not in the contract"):
        check_facts(frame.assign(more=1))


def test_documents_are_checked() -> None:
    frame = documents_frame([DOCUMENT, Document("", "x")])
    with pytest.raises(ContractError, match="row 1, column 'document_id': '' is empty"):
        check_documents(frame)
    with pytest.raises(ContractError, match="is no SHA-256"):
        check_documents(documents_frame([DOCUMENT]).assign(sha256="x"))
    assert check_documents(documents_frame([])).empty


def test_the_columns_of_the_contract_are_a_facts_fields() -> None:
    assert (*FACT_COLUMNS, "evidence") == Fact._fields
    assert set(CLOSED_COLUMNS) | set(DATE_COLUMNS) <= set(FACT_COLUMNS)
    assert {field.name for field in fields(Filters)} - {
        "since",
        "until",
        "document",
        "min_confidence",
        "search",
        "copies",
        "product",
        "publisher",
        "review",
    } <= set(FACT_COLUMNS)


def test_the_id_is_of_what_is_said() -> None:
    first = fact_id("a", 1, 2, {"value": 1.0, "unit": "USD"})
    assert first == fact_id("a", 1, 2, {"unit": "USD", "value": 1.0})
    assert first != fact_id("a", 1, 2, {"value": 2.0, "unit": "USD"})


def test_euros_are_not_added_to_dollars() -> None:
    units = registry()
    with pytest.raises(pint.DimensionalityError):
        units.Quantity(1, "EUR") + units.Quantity(1, "USD")


def test_an_oil_barrel_is_42_gallons() -> None:
    assert registry().Quantity(1, "barrel").to("US_liquid_gallon").magnitude == pytest.approx(42)


@pytest.mark.parametrize(
    "unit",
    [
        "USD",
        "percent",
        "count",
        "tonne",
        "meter**3",
        "barrel/day",
        "gigawatt_hour",
        "EUR/megawatt_hour",
        "TRY/EUR",
    ],
)
def test_units_of_the_contract(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize("unit", ["", "US$", "widgets", "1/0", "(", "USD+", "import os"])
def test_what_is_no_unit(unit: str) -> None:
    assert not is_unit(unit)


def test_places_and_currencies_have_names() -> None:
    assert country_name("TUR") == "Turkey"
    assert country_name(None) is None
    assert all(
        country_code(country.name) == code == country_code(code.lower())
        for code, country in countries().items()
    )
    assert country_code("UK") == "GBR"
    assert country_code("Atlantis") is None
    assert all(currency.name for currency in currencies().values())


def test_filters_say_what_they_keep() -> None:
    assert Filters().described() == ""
    told = Filters(reporter=("TUR", "RUS"), since=date(2023, 1, 1)).described()
    assert told == "reporter TUR or RUS, since 2023-01-01"


@pytest.mark.parametrize(
    "name", ["10**10**10", "meter**9**9**9", "meter^3", "m" * 500, "USD/barrel/2", "", "()"]
)
def test_what_would_have_to_be_worked_out_is_no_unit(name: str) -> None:
    assert not is_unit(name)


@pytest.mark.parametrize("name", ["meter**3/day", "EUR/megawatt_hour", "kilogram * meter / (second)"])
def test_products_quotients_and_small_powers_are_units(name: str) -> None:
    assert is_unit(name)
