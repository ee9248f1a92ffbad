"""Programs read the same facts as people, page by page or all at once, and are told what they got wrong."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from builders import ECHO, TRADE, echo_facts, trade_facts
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from making import made_fact, made_reading
from openapi_spec_validator import OpenAPIV31SpecValidator
from people import add, log_in, with_passwords

from dashboard.address import read
from dashboard.api.description import description
from dashboard.api.endpoints import DESCRIPTION, LISTINGS, SINGLES
from dashboard.api.parameters import FILTERS, MOST_PER_PAGE
from dashboard.api.shapes import IDS, WORDS
from dashboard.app import create_app
from pipeline.answers import plain_rows
from schemas.filters import Filters
from schemas.records import Document, Reading
from schemas.vocabulary import FACT_COLUMNS
from store import Role, Store

#: An id with all that an address has to write otherwise.
ODD = "/wire//2024 #1?é%.txt"
SECRET = replace(ECHO, document_id="secret", confidential=True, author="Somebody", url="https://x.example/")


@pytest.fixture
def filled(store: Store) -> Store:
    """Give a store with facts of several kinds, a document without any, one of an odd id, a secret one."""
    said = [one._replace(document_id="secret", fact_id=f"{n:016x}") for n, one in enumerate(echo_facts())]
    said[0] = said[0]._replace(attributed_to="Officials", indicator="exports")
    for reading in (
        Reading(TRADE, tuple(trade_facts())),
        Reading(SECRET, tuple(said)),
        made_reading(ODD, "=1+1 grew by 39% and by 20%, so there. Nothing here is a formula."),
        Reading(Document("bare", "Nothing was counted.", published=date(2020, 1, 1)), ()),
    ):
        store.save(reading, "1")
    return store


@pytest.fixture
def client(filled: Store) -> FlaskClient:
    return create_app(filled).server.test_client()


@pytest.fixture
def empty(file_store: Store) -> FlaskClient:
    return create_app(file_store).server.test_client()


def facts(client: FlaskClient, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/facts?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["facts"]
    return found


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["fact_id"] for row in rows]


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def walked(client: FlaskClient, first: str, items: str) -> Iterator[dict[str, Any]]:
    """Yield all rows by following the links to the next page."""
    path: str | None = first
    while path:
        answer = client.get(path)
        yield from answer.json[items]
        found = re.search(r'<([^>]+)>; rel="next"', answer.headers["Link"])
        path = found and found[1]


def test_a_fact_has_the_columns_of_the_contract_as_they_are_stored(
    client: FlaskClient, filled: Store
) -> None:
    found = {row["fact_id"]: row for row in facts(client, document="trade")}
    stored = plain_rows(filled.facts(Filters(document=("trade",), salience=("high",))))
    assert len(found) == len(stored) > 5
    for row in stored:
        assert found[row["fact_id"]] == json.loads(json.dumps(row, default=str))
    assert list(next(iter(found.values()))) == list(FACT_COLUMNS)


@pytest.mark.parametrize("path", ["/api/facts", "/api/documents"])
def test_an_answer_says_that_what_people_said_chose_its_facts(client: FlaskClient, path: str) -> None:
    only = "Only facts that a person accepted or corrected."
    chosen = client.get(f"{path}?review=accepted&review=corrected")
    assert (chosen.json["restriction"], chosen.headers["X-Restriction"]) == (only, only)
    assert client.get(f"{path}?review=unreviewed&format=csv").headers["X-Restriction"]
    every = client.get(path)
    assert every.json["restriction"] is None and "X-Restriction" not in every.headers


@pytest.mark.parametrize(
    "query",
    [
        "",
        "flow=export&flow=import",
        "reporter=TUR&unit=USD&since=2024-01-01",
        "search=18+companies",
        "publisher=The+Daily&min_confidence=0.5",
        "until=2023-12-31",
        "review=accepted",
        "low=1&copies=1",
        "document=secret&measure=level&status=reported&section=body",
    ],
)
def test_filters_choose_what_they_choose_on_a_page(client: FlaskClient, filled: Store, query: str) -> None:
    expected = set(filled.facts(read(query).asked)["fact_id"])
    answer = client.get(f"/api/facts?{query}")
    assert set(ids(answer.json["facts"])) == expected
    assert answer.json["total"] == len(expected) == int(answer.headers["X-Total-Count"])
    documents = client.get(f"/api/documents?{query}").json["documents"]
    if query:
        chosen = {row["document_id"] for row in answer.json["facts"]}
        assert {one["document_id"] for one in documents} == chosen


def test_every_filter_of_the_pages_is_a_parameter() -> None:
    assert {one.name for one in FILTERS} == {one.name for one in fields(Filters)} | {"low"}


@pytest.mark.parametrize("order", ["newest", "value", "-value", "-confidence", "period"])
def test_pages_one_after_the_other_are_all_facts_in_one_order(client: FlaskClient, order: str) -> None:
    whole = facts(client, order=order)
    paged = list(walked(client, f"/api/facts?order={order}&per_page=3", "facts"))
    assert ids(paged) == ids(whole)
    assert len(set(ids(whole))) == len(whole) > 9
    if order.endswith("value"):
        # A change that is a fall is below zero, as the pages show it.
        falls = [one["direction"] == "decrease" and "change" in one["measure"] for one in whole]
        values = [-one["value"] if fall else one["value"] for one, fall in zip(whole, falls, strict=True)]
        assert values == sorted(values, reverse=order.startswith("-"))


def test_documents_are_all_there_also_without_facts_the_newest_first(client: FlaskClient) -> None:
    found = list(walked(client, "/api/documents?per_page=1", "documents"))
    assert [one["document_id"] for one in found] == ["secret", "trade", ODD, "bare"]
    assert found[1]["title"] == TRADE.title and found[1]["sha256"] == TRADE.sha256
    assert "source" not in found[1]


def test_a_page_behind_the_last_one_is_empty_and_leads_back(client: FlaskClient) -> None:
    answer = client.get("/api/facts?page=900&per_page=5")
    assert (answer.status_code, answer.json["facts"]) == (200, [])
    assert 'page=3>; rel="prev"' in answer.headers["Link"] and "next" not in answer.headers["Link"]


def test_csv_is_all_rows_or_one_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # Rows come some at a time.
    monkeypatch.setattr("dashboard.api.rows._AT_ONCE", 4)
    whole = client.get("/api/facts?format=csv&order=value")
    assert whole.content_type == "text/csv; charset=utf-8" and whole.is_streamed
    head, *rows = lines(whole.text)
    assert tuple(head) == FACT_COLUMNS
    assert [row[0] for row in rows] == ids(facts(client, order="value"))
    page = client.get("/api/facts?order=value&page=2&per_page=3", headers={"Accept": "text/csv"})
    assert lines(page.text) == [head, *rows[3:6]]
    assert "Link" in page.headers and page.headers["X-Total-Count"] == str(len(rows))


def test_no_cell_of_csv_is_a_formula(client: FlaskClient) -> None:
    texts = {f"/api/documents/{quote(ODD)}", "/api/facts", "/api/documents"}
    cells = [cell for one in texts for row in lines(client.get(f"{one}?format=csv").text) for cell in row]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_format_goes_before_accept(client: FlaskClient) -> None:
    csv_please = {"Accept": "text/csv"}
    assert client.get("/api/facts", headers=csv_please).mimetype == "text/csv"
    assert client.get("/api/facts?format=json", headers=csv_please).mimetype == "application/json"
    assert client.get("/api/facts", headers={"Accept": "image/png"}).mimetype == "application/json"


@pytest.mark.parametrize("path", ["/api/facts?unit=USD", "/api/documents", "/api/documents/trade"])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, filled: Store, path: str) -> None:
    for headers in ({}, {"Accept-Encoding": "br"}):
        name = client.get(path, headers=headers).headers["ETag"]
        again = client.get(path, headers=headers | {"If-None-Match": name})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", name)
    assert client.get(path, headers={"Accept": "text/csv", "If-None-Match": name}).status_code == 200
    assert client.get("/api/facts?unit=EUR", headers={"If-None-Match": name}).status_code == 200
    filled.save(made_reading("new"), "1")
    changed = client.get(path, headers={"If-None-Match": name})
    assert changed.status_code == 200 and changed.headers["ETag"] != name
    assert "private" in changed.headers["Cache-Control"] and "Accept" in changed.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("colour=red", "There is no parameter 'colour' here; there are reporter, partner, "),
        ("figure=values", "There is no parameter 'figure' here"),
        ("flow=smuggling", "flow=smuggling is not understood; flow is one of export, import, "),
        ("reporter=Turkey", "reporter=Turkey is not understood; reporter is the code of the country"),
        ("unit=zorkmids", "unit=zorkmids is not understood; unit is a unit, such as USD"),
        ("since=soon", "since=soon is not understood; since is a day such as 2023-01-31."),
        ("min_confidence=2", "min_confidence=2 is not understood; min_confidence is a number from 0 to 1."),
        ("min_confidence=nan", "min_confidence=nan is not understood"),
        ("page=0", "page=0 is not understood; page is a whole number from 1 to "),
        ("page=-1", "page=-1 is not understood"),
        (f"page={'9' * 5000}", "is not understood"),
        ("per_page=1001", "per_page=1001 is not understood; per_page is a whole number from 1 to 1000."),
        ("format=xml", "format=xml is not understood; format is one of json, csv."),
        ("order=colour", "order=colour is not understood; order is one of period, "),
        ("copies=yes", "copies=yes is not understood; copies is one of 0, 1."),
        ("low=2", "low=2 is not understood; low is one of 0, 1."),
        ("search=", "search has no value; give it one, or leave it out."),
        ("since=2024-01-01&since=2024-02-01", "since is given 2 times; give it once."),
        ("search=a%00b", "search has a sign in it that no text has (NUL); leave it out."),
        ("%FF=1", "There is no parameter '\ufffd' here"),
        (f"publisher={'x' * 301}", "publisher is the name of who published the document; none where"),
        (
            "&".join(f"document=x{n}" for n in range(101)),
            "document is given 101 times; give it 100 times at most.",
        ),
        (f"search={'x' * 1001}", "is not understood; search is words of the sentence"),
    ],
)
def test_what_is_not_understood_is_refused_and_named(empty: FlaskClient, query: str, reason: str) -> None:
    answer = empty.get(f"/api/facts?{query}")
    assert answer.status_code == 400
    assert reason in answer.json["error"] and answer.json["error"].endswith(".")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/api/facts/none", "There is no fact with the id 'none'."),
        ("/api/facts/a%00b", "There is no fact with the id 'a\\x00b'."),
        ("/api/documents/none", "There is no document with the id 'none'."),
        ("/api/elsewhere", "There is nothing at /api/elsewhere; /api/openapi.json tells what there is."),
        ("/api/", "There is nothing at /api/; /api/openapi.json tells what there is."),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(client: FlaskClient, path: str, reason: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json) == (404, {"error": reason})


def test_nothing_can_be_written(empty: FlaskClient) -> None:
    for path in ("/api/facts", "/api/facts/a", "/api/documents", "/api/documents/a", "/api/openapi.json"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = empty.open(path, method=method)
            assert answer.status_code == 405
            assert "GET" in answer.headers["Allow"] and answer.json["error"]


def test_one_fact_has_its_evidence_and_one_document_its_text(client: FlaskClient, filled: Store) -> None:
    (fact,) = (one for one in trade_facts() if one.evidence)
    told = client.get(f"/api/facts/{fact.fact_id}").json
    assert told["quote"] == fact.quote
    assert told["evidence"] == [one._asdict() for one in fact.evidence]
    document = client.get("/api/documents/trade").json
    assert document["text"] == TRADE.text
    assert document["text"][told["start"] : told["end"]] == told["quote"]
    odd = client.get(f"/api/documents/{quote(ODD, safe='')}").json
    assert odd["document_id"] == ODD


def test_of_a_confidential_document_there_are_ids_and_codes(client: FlaskClient) -> None:
    rows = facts(client, document="secret")
    assert {row["value"] for row in rows} == {600e6, 18.0}
    assert {row["reporter"] for row in rows} == {"TUR"}
    assert {row[name] for row in rows for name in WORDS} == {None}
    one = client.get("/api/documents/secret").json
    listed = client.get("/api/documents?document=secret").json["documents"][0]
    for told in (one, listed):
        assert (told["document_id"], told["confidential"]) == ("secret", True)
        assert not any(value for name, value in told.items() if name not in IDS)
    paths = ["/api/facts", "/api/documents", f"/api/facts/{rows[0]['fact_id']}", "/api/documents/secret"]
    texts = [client.get(f"{path}?format={kind}").text for path in paths for kind in ("json", "csv")]
    words = [SECRET.text[:20], "600 million", "Eighteen", "Herald", "Somebody", "x.example"]
    assert not [word for word in words for text in texts if word in text]


def test_the_notes_of_a_confidential_facts_evidence_are_left_out(store: Store) -> None:
    document = replace(TRADE, confidential=True)
    fact = made_fact(document, "39%")._replace(evidence=(next(_evidence())._replace(note="for “Moscow”"),))
    store.save(Reading(document, (fact,)), "1")
    told = create_app(store).server.test_client().get(f"/api/facts/{fact.fact_id}").json
    assert [one["note"] for one in told["evidence"]] == [""]


def _evidence() -> Iterator[Any]:
    return (one for fact in trade_facts() for one in fact.evidence)


def test_the_description_is_openapi(client: FlaskClient) -> None:
    told = client.get("/api/openapi.json").json
    assert told["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(told).iter_errors()) == []


@pytest.mark.usefixtures("quick_passwords", "nothing_set")
def test_where_people_log_in_the_description_tells_of_tokens(file_store: Store) -> None:
    client = with_passwords(file_store)
    log_in(client, add(file_store, Role.VIEWER))
    told = client.get("/api/openapi.json").json
    assert list(OpenAPIV31SpecValidator(told).iter_errors()) == []
    assert told["security"] == [{"token": []}]
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path in told["paths"].values():
        assert {"401", "403"} <= set(path["get"]["responses"])
    assert "security" not in description() and "securitySchemes" not in description()["components"]
    for path in description()["paths"].values():
        assert "401" not in path["get"]["responses"] and "403" in path["get"]["responses"]


@pytest.mark.usefixtures("quick_passwords", "nothing_set")
@pytest.mark.parametrize("path", [*(one.path for one in (*LISTINGS, *SINGLES)), DESCRIPTION, "/api/nowhere"])
def test_a_refusal_is_told_as_it_is_described(file_store: Store, path: str) -> None:
    client = with_passwords(file_store)
    asked: list[dict[str, Any]] = [
        {},
        {"headers": {"Authorization": "Bearer wrong"}},
        {"headers": {"Accept": "text/csv"}},
    ]
    for one in asked:
        _check_refusal(client.get(path, **one), 401)
    # A page is asked for by a person, who reads words.
    assert client.get("/_dash-layout").mimetype == "text/plain"
    log_in(client, add(file_store, Role.VIEWER))
    _check_refusal(client.post(path, headers={"Sec-Fetch-Site": "cross-site"}), 403)
    alone = create_app(file_store).server.test_client()
    _check_refusal(alone.get(path, headers={"Host": "facts.example.org"}), 403)


def _check_refusal(answer: Any, status: int) -> None:
    assert answer.status_code == status
    told = description(has_log_in=True)
    described = told["paths"]["/api/facts"]["get"]["responses"][str(status)]
    schema = described["content"][answer.mimetype]["schema"] | {"components": told["components"]}
    Draft202012Validator(schema).validate(answer.json)
    assert answer.json["error"].endswith(".")
    assert set(described.get("headers", ())) <= set(answer.headers.keys())
    assert (answer.headers.get("WWW-Authenticate") == 'Bearer realm="Tradefacts"') is (status == 401)


def _paths() -> dict[str, Any]:
    return {path: told["get"] for path, told in description()["paths"].items()}


def _example(schema: dict[str, Any], name: str) -> str:
    if "enum" in schema:
        return str(schema["enum"][-1])
    if schema["type"] in ("integer", "number"):
        return str(schema["maximum"])
    return {"unit": "USD"}.get(name, "2024-01-01" if schema.get("format") == "date" else "39%")


def _filled_in(path: str, client: FlaskClient) -> str:
    (fact, *_), document = facts(client, document="trade"), quote(ODD, safe="")
    return path.replace("{fact_id}", fact["fact_id"]).replace("{document_id}", document)


def _check(told: dict[str, Any], client: FlaskClient, path: str) -> None:
    """Check that an answer is one of those that are described for its path."""
    answer = client.get(path)
    described = told["responses"][str(answer.status_code)]["content"]
    assert answer.mimetype in {kind.partition(";")[0] for kind in described}
    if answer.mimetype == "application/json":
        schema = described["application/json"]["schema"] | {"components": description()["components"]}
        Draft202012Validator(schema).validate(answer.json)


@pytest.mark.parametrize("path", list(_paths()))
def test_every_path_and_parameter_answers_as_it_is_described(client: FlaskClient, path: str) -> None:
    told, address = _paths()[path], _filled_in(path, client)
    _check(told, client, address)
    for one in told.get("parameters", ()):
        if one["in"] == "query":
            schema = one["schema"].get("items", one["schema"])
            example = f"{address}?{urlencode({one['name']: _example(schema, one['name'])})}"
            assert client.get(example).status_code == 200, example
            _check(told, client, example)
    if "400" in told["responses"]:
        _check(told, client, f"{address}?bogus=1")
    if "404" in told["responses"]:
        _check(told, client, path.replace("{", "").replace("}", ""))


def test_confidential_answers_are_as_they_are_described(client: FlaskClient) -> None:
    (fact, *_) = facts(client, document="secret")
    _check(_paths()["/api/facts/{fact_id}"], client, f"/api/facts/{fact['fact_id']}")
    _check(_paths()["/api/documents/{document_id}"], client, "/api/documents/secret")


def test_headers_that_are_described_come(client: FlaskClient) -> None:
    for path in ("/api/facts", "/api/documents"):
        headers = client.get(f"{path}?review=unreviewed").headers
        assert set(_paths()[path]["responses"]["200"]["headers"]) <= set(headers.keys())


def test_a_page_is_bounded(client: FlaskClient) -> None:
    assert client.get(f"/api/facts?per_page={MOST_PER_PAGE}").status_code == 200
    assert client.get(f"/api/facts?per_page={MOST_PER_PAGE + 1}").status_code == 400
