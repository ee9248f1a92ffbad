"""What a fact's words say of its product: certain codes, and the words that only look like a good."""

import csv
import time
from importlib import resources
from typing import Any

import pytest
from builders import fact_in

from analysis.goods import goods_of, normal
from analysis.products import high_priority_codes, is_high_priority, product_of
from schemas.records import Document, Fact

_SEED = (
    "Euronews reported that in the first nine months of 2023, Turkey exported 45 types of goods to Russia "
    "and five “former Soviet countries” acting as intermediaries for Moscow (such as Kazakhstan, Serbia), "
    "including chips classified as “high priority” by the US, totaling 144 million euros."
)
_FILE = resources.files("analysis").joinpath("products.csv").read_text(encoding="utf-8")
_PHRASES = [(row["phrase"], row["code"], row["name"]) for row in csv.DictReader(_FILE.splitlines())]


def _fact(indicator: str | None, **says: Any) -> Fact:
    about: dict[str, Any] = {"value": 1e6, "unit": "USD", "flow": "export", "indicator": indicator}
    return fact_in(Document("d", "It was $1m."), "$1m", **about | says)


def _code(fact: Fact) -> str | None:
    product = product_of(fact)
    return product.code if product else None


def _code_in(text: str, quote: str, **says: Any) -> str | None:
    about: dict[str, Any] = {"value": 1e6, "unit": "EUR", "flow": "export"}
    return _code(fact_in(Document("d", text), quote, **about | says))


@pytest.mark.parametrize(
    ("indicator", "code"),
    [
        ("wheat exports", "1001"),
        ("Wheat Exports to Egypt", "1001"),
        ("maize imports", "1005"),
        ("U.S. corn", "1005"),
        ("barley exports to China", "1003"),
        ("rice shipments to Ivory Coast", "1006"),
        ("soybean purchases", "1201"),
        ("exports of soya beans", "1201"),
        ("wheat flour exports", "1101"),
        ("crude imports", "2709"),
        ("Russian crude", "2709"),
        ("seaborne crude oil exports", "2709"),
        ("crude palm oil exports", "151110"),
        ("palm oil exports", "1511"),
        ("soyoil exports to India", "1507"),
        ("olive oil sales to Japan", "1509"),
        ("coal tar exports", "2706"),
        ("volume of coal from Indonesia", "2701"),
        ("brown coal output", "2702"),
        ("LNG sold to the EU", "271111"),
        ("imports of liquefied natural gas", "271111"),
        ("pipeline gas exports to the EU", "271121"),
        ("oil products", "2710"),
        ("iron-ore exports", "2601"),
        ("copper ores and concentrates exports", "2603"),
        ("copper concentrate", "2603"),
        ("exports of refined copper", "7403"),
        ("unwrought aluminum imports", "7601"),
        ("aluminium foil imports", "7607"),
        ("scrap steel imports", "7204"),
        ("cotton imports", "5201"),
        ("raw cotton import bill", "5201"),
        ("average coffee export price", "0901"),
        ("bags of coffee", "0901"),
        ("tea bought by Pakistan", "0902"),
        ("Belgium's share of cocoa bean exports", "1801"),
        ("cocoa butter exports", "1804"),
        ("butter exports", "0405"),
        ("potato chips exports", "200520"),
        ("sweet potatoes", "071420"),
        ("sugar beet imports", "121291"),
        ("fertilizer imports from Russia", "31"),
        ("exports of nitrogen fertilisers", "3102"),
        ("urea exports", "310210"),
        ("whiskey exports to Canada", "220830"),
        ("gold share of merchandise exports", "7108"),
        ("soybeans' share of exports", "1201"),
        ("share of motor cars in exports", "8703"),
        ("car exports to Kyrgyzstan", "8703"),
        ("additional car sales to Kyrgyzstan and Kazakhstan", "8703"),
        ("battery electric cars", "870380"),
        ("exports of lithium-ion batteries", "850760"),
        ("smartphone imports", "851713"),
        ("solar panels", "854143"),
        ("integrated circuits", "8542"),
        ("microchip exports", "8542"),
        ("shipments of memory chips to Vietnam", "854232"),
        ("deliveries of chip-making machines to China", "8486"),
        ("pharmaceutical exports", "30"),
        ("footwear", "64"),
        ("toy exports", "9503"),
        ("tire imports", "4011"),
        ("lumber shipments to the United States", "4407"),
        ("tariff on Argentine soybeans", "1201"),
        ("anti-dumping duty on barley", "1003"),
        ("purchase of 1.5 mln tonnes of U.S. corn", "1005"),
        ("barley crop", "1003"),
        ("soybean trade with China", "1201"),
        ("wheat prices", "1001"),
        # one word, several headings
        ("chip exports", "8542"),
        ("exports of semiconductor chips", "8542"),
        ("semiconductor exports", None),
        ("natural gas imports", None),
        ("diesel imports", None),
        ("steel exports", None),
        ("iron and steel exports", None),
        ("beef exports", None),
        ("copper exports", None),
        ("truck exports", None),
        ("tractor exports", None),
        ("wood chips", None),
        # a word that only describes another good
        ("car parts exports", None),
        ("cotton yarn exports", None),
        ("cotton shirts", None),
        ("coffee machines", None),
        ("tea towels", None),
        ("gold-plated goods", None),
        ("gold coins", None),
        ("steel products", None),
        ("crude steel output", None),
        ("crude tankers", None),
        ("corn oil exports", None),
        ("rice bran exports", None),
        ("palm oil product exports", None),
        ("wine bottles", None),
        ("exports of coffee machines", None),
        # a kind of a good, or another good
        ("used car exports", None),
        ("electric cars", None),
        ("coking coal exports", None),
        ("synthetic diamonds", None),
        ("peanut butter exports", None),
        ("toy cars", None),
        ("imports of cars with electric motors", None),
        ("Apple exports from India", None),
        ("railway cars", None),
        ("non-monetary gold exports", None),
        # those who make, buy and carry it, and what is written on it
        ("chip makers", None),
        ("coffee growers", None),
        ("wheat exporters", None),
        ("buyer of Russian crude", None),
        ("palm oil futures", None),
        ("LNG carriers", None),
        ("gold reserves", None),
        ("gold share prices", None),
        ("rank among miners of nickel ore", None),
        ("capacity of the Ferrara ammonia plant", None),
        # all but the good
        ("non-oil exports", None),
        ("ex-gold imports", None),
        ("exports excluding gold", None),
        ("imports excluding crude", None),
        ("wheat exports excluding durum", None),
        ("non-crude imports", None),
        # two goods
        ("wheat and barley exports", None),
        ("wheat/barley exports", None),
        ("exports of wine, whisky and gin to Russia", None),
        ("exports of wheat to Egypt and barley to Algeria", None),
        ("wheat exports to Egypt and cloth to Kenya", None),
        ("coal and gas exports", None),
        # no good at all
        ("exports to Russia", None),
        ("high-priority projects", None),
        ("", None),
        (None, None),
    ],
)
def test_a_product_is_told_where_it_is_certain(indicator: str | None, code: str | None) -> None:
    assert _code(_fact(indicator)) == code


def test_a_product_shows_its_name_and_the_words_that_told_it() -> None:
    product = product_of(_fact("Russia’s share of Egypt's Soya Bean imports"))
    assert product == ("1201", "HS", "Soya beans", "Soya Bean")


@pytest.mark.parametrize(
    ("indicator", "counted", "flow", "code"),
    [
        ("exports", "passenger cars", "export", "8703"),
        (None, "drones", "export", "8806"),
        ("passenger cars", "passenger cars", "import", "8703"),
        ("containers of avocado sent to China", "containers", "export", "080440"),
        # the carriers of goods, and what is no trade at all
        ("cars", "cars", None, None),
        ("bicycles", "bicycles", "aid", None),
        # two goods
        ("wheat exports", "cars", "export", None),
        ("car parts", "cars", "export", None),
    ],
)
def test_a_counted_noun_tells_the_product_of_trade(
    indicator: str | None, counted: str, flow: str | None, code: str | None
) -> None:
    assert _code(_fact(indicator, unit="count", counted=counted, flow=flow)) == code


def test_another_good_of_the_sentence_is_not_read() -> None:
    text = "Exports rose to $5m, and wheat was cheap."
    assert _code_in(text, "$5m", indicator="Exports", unit="USD") is None


def test_both_facts_of_the_seed_sentence_are_of_listed_goods() -> None:
    assert _code_in(_SEED, "144 million euros") == "CHPL"
    assert _code_in(_SEED, "45", unit="count", counted="types of goods") == "CHPL"
    assert _code_in(_SEED, "five", unit="count", counted="former Soviet countries") is None
    product = product_of(
        fact_in(Document("d", _SEED), "144 million euros", value=144e6, unit="EUR", flow="export")
    )
    assert product is not None and (product.classification, product.words) == (
        "CHPL",
        "classified as “high priority”",
    )


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Exports of high-priority goods fell to €144m while total exports rose to €2bn", "€144m"),
        ("Exports of high priority goods in 2023 fell by 40% to about €144m.", "€144m"),
        ("Turkey exported common high-priority items to Russia worth €144m.", "€144m"),
        ("Turkey sold Russia €144m worth of goods classified as 'high priority'.", "€144m"),
        ("Turkey exported €144m of “high-priority” battlefield items.", "€144m"),
        ("It shipped goods designated as «high priority» by the US and the EU, valued at €144m.", "€144m"),
    ],
)
def test_a_sentence_tells_listed_goods_of_its_amount(text: str, quote: str) -> None:
    assert _code_in(text, quote) == "CHPL"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Exports of high-priority goods fell to €144m while total exports rose to €2bn", "€2bn"),
        ("Turkey exported high-priority goods worth €144m and textiles worth €2bn.", "€2bn"),
        ("Turkey exported high-priority goods, textiles and shoes worth €2bn.", "€2bn"),
        ("Turkey exported textiles and high-priority goods worth €2bn.", "€2bn"),
        ("Turkey exported cars and other goods, including high-priority items, worth €2bn.", "€2bn"),
        ("Turkey exported goods, including high-priority items, worth €2bn.", "€2bn"),
        ("Turkey exported €2bn of goods, including high-priority items.", "€2bn"),
        ("Goods not classified as high priority were exported: €2bn.", "€2bn"),
        ("Exports other than high-priority goods rose to €2bn.", "€2bn"),
        ("Exports rose to €2bn, a high priority of the government.", "€2bn"),
        ("Exports to high-priority markets rose to €2bn.", "€2bn"),
        ("Officials banned high-priority goods, and exports rose to €2bn.", "€2bn"),
    ],
)
def test_a_sentence_that_has_another_reading_tells_nothing(text: str, quote: str) -> None:
    assert _code_in(text, quote) is None


def test_types_of_goods_are_not_listed_where_only_some_of_them_are() -> None:
    types = {"unit": "count", "counted": "types of goods"}
    some = "Turkey exported 45 types of goods, five of which were classified as high priority."
    assert _code_in(some, "45", **types) is None
    other = "Turkey exported 45 types of goods, and imports of high-priority goods fell."
    assert _code_in(other, "45", **types) is None


def test_listed_goods_are_those_of_trade() -> None:
    for flow, code in [("export", "CHPL"), ("import", "CHPL"), ("total_trade", "CHPL"), ("aid", None)]:
        assert _code(_fact("re-exports of high-priority goods", flow=flow)) == code
    assert _code(_fact("exports excluding high-priority goods")) is None
    assert _code(_fact("share of machine-tool parts in high-priority exports")) is None
    assert _code_in(_SEED, "144 million euros", flow=None) is None
    assert _code_in(_SEED, "144 million euros", indicator="textile exports") is None
    assert _code_in(_SEED, "144 million euros", measure="change", direction="increase") is None


def test_every_phrase_of_the_file_tells_its_own_code() -> None:
    for phrase, code, _ in _PHRASES:
        product = goods_of(phrase).product
        assert product is not None and (product.code, product.words) == (code, phrase)


def test_the_file_has_well_formed_codes_and_each_phrase_once() -> None:
    chapters = {f"{chapter:02}" for chapter in range(1, 98)} - {"77"}
    for _, code, name in _PHRASES:
        assert code.isdecimal() and len(code) in (2, 4, 6) and code[:2] in chapters
        assert name
    assert [code for _, code, _ in _PHRASES] == sorted(code for _, code, _ in _PHRASES)
    assert len({(code, name) for _, code, name in _PHRASES}) == len({code for _, code, _ in _PHRASES})
    assert len({normal(phrase) for phrase, _, _ in _PHRASES}) == len(_PHRASES)


def test_the_list_has_fifty_codes_in_tiers() -> None:
    codes = high_priority_codes()
    assert len(codes) == 50
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert {tier for tier, _ in codes.values()} == {"1", "2", "3.A", "3.B", "4.A", "4.B"}
    assert codes["854232"] == ("1", "memory chips")


@pytest.mark.parametrize(
    ("code", "listed"),
    [("854232", True), ("85423290", True), ("8542", False), ("854290", False), ("", False), ("CHPL", False)],
)
def test_a_code_is_on_the_list(code: str, listed: bool) -> None:
    assert is_high_priority(code) is listed


def test_many_facts_take_little_time() -> None:
    facts = [_fact(f"{row[0]} exports to Egypt") for row in _PHRASES]
    started = time.process_time()
    for _ in range(100_000 // len(facts)):
        for fact in facts:
            product_of(fact)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "piece", ["exports of ", "wheat ", "the ", "a.", "“", "1,", "total ", "share and ", "by "]
)
def test_long_words_take_linear_time(piece: str) -> None:
    started = time.process_time()
    goods_of(piece * 20_000)
    _code_in(f"exported high-priority goods {piece * 20_000} €1m", "€1m")
    assert time.process_time() - started < 3
