"""Files of statistical offices become observations: figures, marks and refusals, computed by hand."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import official_files as made
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from official import Given, OfficialError, Report, Wanted, read_official
from official.areas import lettered_area, named_area, numbered_area
from official.columns import disagree
from official.formats import baci as baci_module
from official.meanings import meaning_of, status_of
from official.numbers import plain_number, shifted
from official.spelled import spelled_days
from schemas.observations import OBSERVATION_COLUMNS
from schemas.places import countries

Read = Callable[..., tuple[pd.DataFrame, Report]]
BACI_NAME = "BACI_HS17_Y2021_V202401b.csv"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function from a file's bytes to its observations by series and period, and the report."""

    def reader(
        data: bytes, name: str = "a.csv", wanted: Wanted | None = None, **told: object
    ) -> tuple[pd.DataFrame, Report]:
        path = tmp_path / name
        path.write_bytes(data)
        os.utime(path, (1_700_000_000, 1_700_000_000))  # 14 November 2023
        report = Report()
        frames = list(read_official(path, Given(**told), wanted or Wanted(), report))  # type: ignore[arg-type]
        frame = pd.concat(frames, ignore_index=True)
        assert tuple(frame.columns) == OBSERVATION_COLUMNS
        assert len(frame) == report.observations
        return frame, report

    return reader


def row_of(frame: pd.DataFrame, **told: str) -> dict[str, object]:
    """Return the one row with these cells, with None for null."""
    for column, value in told.items():
        frame = frame[frame[column] == value]
    (row,) = frame.to_dict("records")
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


# --- UN Comtrade


@pytest.mark.parametrize("trailed", [False, True])
@pytest.mark.parametrize("pascal", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_comtrade_gives_a_value_and_a_weight(read: Read, trailed: bool, pascal: bool, encoding: str) -> None:
    told = {"fobvalue": "21085300123.45", "primaryValue": "21085300123.45", "netWgt": "8400.5"}
    frame, report = read(made.comtrade(told, trailed=trailed, pascal=pascal, encoding=encoding))
    assert report.kind == "UN Comtrade"
    value = row_of(frame, unit="USD")
    assert value | {"vintage": None} == {
        "dataset": "UN Comtrade",
        "series_key": "C.A.792.276.X.H6.TOTAL",
        "flow": "export",
        "reporter": "TUR",
        "partner": "DEU",
        "reporter_area": "792",
        "partner_area": "276",
        "product": "TOTAL",
        "classification": "HS",
        "coverage": "goods",
        "valuation": "FOB",
        "adjustment": None,
        "frequency": "A",
        "period_start": pd.Timestamp("2023-01-01"),
        "period_end": pd.Timestamp("2023-12-31"),
        "value": 21085300123.45,
        "unit": "USD",
        "status": "reported",
        "vintage": None,
    }
    weight = row_of(frame, unit="kilogram")
    assert (weight["value"], weight["series_key"]) == (8400.5, "C.A.792.276.X.H6.TOTAL.KG")
    assert (weight["valuation"], weight["status"]) == (None, "reported")


def test_the_world_is_a_series_of_its_own_and_never_added(read: Read) -> None:
    rows = [{"partnerCode": code, "primaryValue": value} for code, value in (("0", "7"), ("276", "4"))]
    frame, _ = read(made.comtrade(*rows))
    assert row_of(frame, partner="WLD")["value"] == 7
    assert row_of(frame, partner="DEU")["value"] == 4
    assert len(frame) == 2


def test_a_row_of_a_breakdown_is_not_counted_twice(read: Read) -> None:
    broken = [{"partner2Code": "251"}, {"customsCode": "C01"}, {"mosCode": "1"}, {"motCode": "2100"}]
    frame, report = read(
        made.comtrade({"primaryValue": "10"}, *(one | {"primaryValue": "3"} for one in broken))
    )
    assert list(frame["value"]) == [10]
    assert "4 rows of a breakdown, which the totals hold already: left out." in report.notes


def test_a_file_of_breakdowns_alone_is_refused(read: Read) -> None:
    with pytest.raises(OfficialError, match=r"nothing of it is left: 1 row of a breakdown"):
        read(made.comtrade({"motCode": "2100", "primaryValue": "3"}))


def test_other_flows_than_exports_and_imports_are_told_of(read: Read) -> None:
    rows = [{"flowCode": code, "primaryValue": "1"} for code in ("X", "RX", "RM", "RX")]
    frame, report = read(made.comtrade(*rows))
    assert list(frame["flow"]) == ["export"]
    assert "3 rows of flows besides exports and imports ('RX', 'RM'): left out." in report.notes


@pytest.mark.parametrize(
    ("told", "valuation"),
    [
        ({"cifvalue": "7", "fobvalue": "6", "primaryValue": "7"}, "CIF"),
        ({"cifvalue": "", "fobvalue": "6", "primaryValue": "6"}, "FOB"),
        ({"cifvalue": "", "fobvalue": "", "primaryValue": "6"}, None),
    ],
)
def test_the_columns_tell_how_imports_are_valued(
    read: Read, told: dict[str, str], valuation: str | None
) -> None:
    frame, _ = read(made.comtrade({"flowCode": "M"} | told))
    assert row_of(frame, flow="import")["valuation"] == valuation


@pytest.mark.parametrize("told", [{"isNetWgtEstimated": "True"}, {"legacyEstimationFlag": "6"}])
def test_an_estimated_weight_is_an_estimate_and_its_value_is_not(read: Read, told: dict[str, str]) -> None:
    frame, _ = read(made.comtrade({"primaryValue": "6", "netWgt": "5"} | told))
    assert row_of(frame, unit="kilogram")["status"] == "estimate"
    assert row_of(frame, unit="USD")["status"] == "reported"


def test_a_weight_of_zero_was_not_told_and_a_missing_value_is_none(read: Read) -> None:
    frame, report = read(made.comtrade({"primaryValue": "6", "netWgt": "0"}, {"partnerCode": "4"}))
    assert list(frame["unit"]) == ["USD"]
    assert any("Net weights of 0" in one for one in report.notes)
    assert "1 row without a value: left out." in report.notes


def test_months_and_services(read: Read) -> None:
    told = {"typeCode": "S", "classificationCode": "EB10", "cmdCode": "S", "freqCode": "M"}
    frame, _ = read(made.comtrade(told | {"period": "202402", "primaryValue": "6", "fobvalue": "6"}))
    row = row_of(frame, coverage="services")
    assert (row["frequency"], row["period_end"]) == ("M", pd.Timestamp("2024-02-29"))
    assert (row["classification"], row["product"], row["valuation"]) == ("EBOPS", "S", None)


def test_the_old_table_of_comtrade(read: Read) -> None:
    told = {"Trade Value (US$)": "15", "Netweight (kg)": "3", "Flag": "4"}
    rows = [told, told | {"Trade Flow Code": "1", "Flag": "0"}, {"Trade Flow Code": "3"}]
    frame, report = read(made.old_comtrade(*rows))
    assert report.kind == "UN Comtrade until 2022"
    exports = row_of(frame, flow="export", unit="USD")
    assert (exports["series_key"], exports["value"], exports["valuation"]) == (
        "792.276.2.HS.TOTAL",
        15,
        "FOB",
    )
    assert row_of(frame, flow="export", unit="kilogram")["status"] == "estimate"
    assert row_of(frame, flow="import", unit="USD")["valuation"] is None
    assert "1 row of flows besides exports and imports ('3'): left out." in report.notes


# --- Eurostat


def test_eurostat_in_millions_seasonally_adjusted_and_provisional(read: Read) -> None:
    rows = (
        "M,EXP,TRD_VAL_SCA,EXT_EU27_2020,TOTAL,EU27_2020,2026-08,212345.6,p",
        "M,IMP,TRD_VAL,US,0,EL,2026-08,3.001,e",
        "M,IMP,TRD_VAL,XK,7,UK,2026-08,:,c",
    )
    frame, report = read(made.eurostat(*rows))
    assert report.kind == "Eurostat's CSV"
    exports = row_of(frame, flow="export")
    assert (exports["value"], exports["unit"]) == (212_345_600_000, "EUR")
    assert (exports["reporter"], exports["reporter_area"]) == ("EUU", "EU27_2020")
    assert (exports["partner"], exports["partner_area"]) == (None, "EXT_EU27_2020")
    assert (exports["adjustment"], exports["status"]) == ("seasonal", "provisional")
    assert (exports["vintage"], exports["valuation"]) == (pd.Timestamp("2026-10-16"), "FOB")
    assert (exports["product"], exports["classification"]) == ("TOTAL", "SITC")
    assert exports["series_key"] == "M.EXP.TRD_VAL_SCA.EXT_EU27_2020.TOTAL.EU27_2020"
    imports = row_of(frame, flow="import")
    assert (imports["reporter"], imports["value"]) == ("GRC", 3_001_000)
    assert (imports["status"], imports["valuation"], imports["product"]) == ("estimate", "CIF", "0")
    assert "1 row without a value: left out." in report.notes


def test_eurostat_with_labels_is_the_same(read: Read) -> None:
    plain, _ = read(made.eurostat("M,EXP,TRD_VAL,US,TOTAL,EL,2026-08,5.5,p"))
    row = (
        'M:Monthly,EXP:Exports,"TRD_VAL:Value, million euro",US:USA,TOTAL:Total,EL:Greece,2026-08,5.5,p:prov'
    )
    labelled, _ = read(made.eurostat(row, labelled=True))
    pd.testing.assert_frame_equal(plain, labelled)


def test_labels_in_the_cells_alone_are_left_aside(read: Read) -> None:
    plain, _ = read(made.eurostat("M,EXP,TRD_VAL,US,TOTAL,EL,2026-08,5.5,p"))
    row = "M:Monthly,EXP:Exports,TRD_VAL:Value,US:USA,TOTAL: Total,EL: Greece,2026-08,5.5,p: provisional"
    labelled, _ = read(made.eurostat(row))
    pd.testing.assert_frame_equal(plain, labelled)


def test_labels_beside_the_codes_are_left_aside(read: Read) -> None:
    header = (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,LAST UPDATE,freq,Time frequency,stk_flow,Stock or flow,"
        "indic_et,Indicator,partner,Partner,geo,Country,TIME_PERIOD,Time,OBS_VALUE,Observation value,"
        "OBS_FLAG,Observation status,CONF_STATUS,Confidentiality"
    )
    row = (
        'dataflow,ESTAT:EXT(1.0),"Trade, monthly",2026-10-16T23:00:00+0200,M,Monthly,IMP,Imports,TRD_VAL,'
        "Value,US,United States,DE,Germany,2026-08,,5.5,,e,estimated,,"
    )
    frame, report = read(sdmx_csv(header, row))
    told = row_of(frame, reporter="DEU")
    assert (told["series_key"], told["status"]) == ("M.IMP.TRD_VAL.US.DE", "estimate")
    assert (told["vintage"], told["dataset"]) == (pd.Timestamp("2026-10-16"), "ESTAT:EXT(1.0)")
    # No column tells products, so all are meant; the labels are no dimensions that are not known.
    assert told["product"] == "TOTAL"
    assert report.notes == [
        "No dimension tells products, so the figures are taken for those of all goods together."
    ]


def test_a_dimension_that_is_not_known_may_tell_products(read: Read) -> None:
    header = "DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA,TRADE_FLOW,GROUP_X,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE"
    frame, report = read(sdmx_csv(header, "OECD:DF(1.0),M,TUR,RUS,X,G1,USD,2024-01,631"))
    assert frame["product"].isna().all()
    assert any("GROUP_X" in note for note in report.notes)


def test_an_indicator_that_is_not_known_is_left_out_and_named(read: Read) -> None:
    rows = [f"M,EXP,{code},US,TOTAL,DE,2026-08,5.5," for code in ("TRD_VAL", "IVU_RT12")]
    frame, report = read(made.eurostat(*rows))
    assert len(frame) == 1
    assert "1 row with a code of indic_et that is not known ('IVU_RT12'): left out." in report.notes


def test_comext_keeps_the_zeros_of_its_codes(read: Read) -> None:
    rows = (
        "M,DE,US,0101,2,VALUE_IN_EUROS,2026-08,123.5,",
        "M,DE,US,0101,1,QUANTITY_IN_100KG,2026-08,12.34,",
    )
    frame, _ = read(made.comext(*rows))
    exports, imports = row_of(frame, flow="export"), row_of(frame, flow="import")
    assert (exports["product"], exports["classification"]) == ("0101", "HS")
    assert (exports["value"], exports["unit"], exports["valuation"]) == (123.5, "EUR", "FOB")
    assert (imports["value"], imports["unit"], imports["valuation"]) == (1234, "kilogram", None)
    assert read(made.comext(rows[0], dataset="DS-045409"))[0]["classification"][0] == "CN"


def test_unions_are_told_apart_by_their_area(read: Read) -> None:
    rows = [f"A,EXP,MIO_EXP_VAL,CN_X_HK,TOTAL,{area},2019,1," for area in ("EU28", "EU27_2020", "EA20")]
    frame, report = read(made.eurostat(*rows))
    assert list(frame["reporter"]) == ["EUU", "EUU", "EMU"]
    assert list(frame["reporter_area"]) == ["EU28", "EU27_2020", "EA20"]
    assert "These areas are not known and count as no country: CN_X_HK." in report.notes


# --- SDMX


def sdmx_csv(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


@pytest.mark.parametrize(
    "data",
    [
        sdmx_csv(
            "DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MULT,OBS_STATUS",
            "IMF:DOT(1.0),A,TR,W1,TXG_FOB_USD,2023,255777.4,6,E",
        ),
        sdmx_csv(
            "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,COUNTERPART_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,"
            "UNIT_MULT,OBS_STATUS",
            "dataflow,IMF:DOT(1.0),I,A,TR,W1,TXG_FOB_USD,2023,255777.4,6,E",
            "dataflow,IMF:DOT(1.0),D,A,TR,W1,TXG_FOB_USD,2022,1,6,E",
        ),
        sdmx_csv(
            "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,FREQ,Frequency,REF_AREA,Area,COUNTERPART_AREA,Other,"
            "INDICATOR,Indicator,TIME_PERIOD,Time,OBS_VALUE,Value,UNIT_MULT,Multiplier,OBS_STATUS,Status",
            "dataflow,IMF:DOT(1.0),Directions,I,A,Annual,TR,Türkiye,W1,World,"
            "TXG_FOB_USD,Exports,2023,,255777.4,,6,Millions,E,Estimated",
        ),
        sdmx_csv(
            "DATAFLOW,FREQ: Frequency,REF_AREA: Area,COUNTERPART_AREA: Other,INDICATOR: Indicator,"
            "TIME_PERIOD: Time,OBS_VALUE,UNIT_MULT: Multiplier,OBS_STATUS: Status",
            "IMF:DOT(1.0): Directions,A: Annual,TR: Türkiye,W1: World,TXG_FOB_USD: Exports,2023,255777.4,"
            "6: Millions,E: Estimated",
        ),
    ],
    ids=["1.0", "2.0", "2.0 with names", "1.0 with labels"],
)
def test_every_shape_of_sdmx_csv_says_the_same(read: Read, data: bytes) -> None:
    frame, _ = read(data)
    row = row_of(frame, frequency="A")
    assert (row["dataset"], row["series_key"]) == ("IMF:DOT(1.0)", "A.TR.W1.TXG_FOB_USD")
    assert (row["value"], row["unit"], row["flow"]) == (255_777_400_000, "USD", "export")
    assert (row["reporter"], row["partner"], row["product"]) == ("TUR", "WLD", "TOTAL")
    assert (row["status"], row["valuation"], row["coverage"]) == ("estimate", "FOB", "goods")


def test_numbers_of_areas_and_commodities_keep_their_zeros(read: Read) -> None:
    header = "DATAFLOW,REF_AREA,PARTNER,TRADE_FLOW,PRODUCT,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    frame, _ = read(sdmx_csv(header, "UNSD:X(1.0),004,001,X,0101,2024-Q1,1.10,USD"))
    row = row_of(frame, product="0101")
    assert (row["reporter"], row["reporter_area"], row["partner"]) == ("AFG", "004", "WLD")


def test_the_rest_of_the_world_is_the_world_as_a_partner_only(read: Read) -> None:
    header = "DATAFLOW,REF_AREA,COUNTERPART_AREA,TRADE_FLOW,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    frame, report = read(sdmx_csv(header, "A:B(1.0),W1,W1,X,2024,1,USD"))
    assert frame["reporter"].isna().all()
    assert list(frame["partner"]) == ["WLD"]
    of_union, _ = read(sdmx_csv(header, "A:B(1.0),EA20,W1,X,2024,1,USD", "A:B(1.0),EA20,W0,X,2024,3,USD"))
    assert list(of_union["partner"].fillna("")) == ["", "WLD"]
    assert "These areas are not known and count as no country: W1." in report.notes


def test_a_dimension_that_is_not_known_tells_series_apart(read: Read) -> None:
    header = "DATAFLOW,REF_AREA,FIRM_SIZE,TRADE_FLOW,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    rows = [f"A:B(1.0),DE,{size},X,2024,{value},USD" for size, value in (("S", 1), ("L", 2))]
    frame, report = read(sdmx_csv(header, *rows))
    assert list(frame["series_key"]) == ["DE.S.X.USD", "DE.L.X.USD"]
    assert any("FIRM_SIZE" in one for one in report.notes)


def test_a_breakdown_in_sdmx_is_left_out_beside_its_total(read: Read) -> None:
    header = "DATAFLOW,REF_AREA,TRANSPORT,TRADE_FLOW,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    rows = [f"A:B(1.0),DE,{mode},X,2024,{value},USD" for mode, value in (("_T", 3), ("AIR", 1), ("SEA", 2))]
    frame, _ = read(sdmx_csv(header, *rows))
    assert list(frame["value"]) == [3]


def test_what_says_two_multiples_is_left_out(read: Read) -> None:
    header = "DATAFLOW,REF_AREA,TRADE_FLOW,UNIT,TIME_PERIOD,OBS_VALUE,UNIT_MULT"
    frame, report = read(sdmx_csv(header, "A:B(1.0),DE,X,MIO_EUR,2024,3,0", "A:B(1.0),DE,X,MIO_EUR,2023,3,6"))
    assert list(frame["value"]) == [3_000_000]
    assert any("say two things of one" in one for one in report.notes)


def test_generic_xml(read: Read) -> None:
    frame, report = read(made.generic_xml(), "a.xml")
    assert report.kind == "SDMX-ML"
    assert list(frame["value"]) == [21_143_789_000, 21_085_300_000]
    assert list(frame["status"]) == ["reported", "estimate"]
    assert set(frame["series_key"]) == {"A.TR.TXG_FOB_USD.DE"}
    assert set(frame["vintage"]) == {pd.Timestamp("2026-11-02")}


@pytest.mark.parametrize("version", ["v2_1", "v3_0"])
def test_structure_specific_xml(read: Read, version: str) -> None:
    frame, report = read(made.specific_xml(version), "a.xml")
    assert list(frame["value"]) == [21_143_789_000, 21_085_300_000]
    assert set(frame["product"]) == {"0101"}
    assert list(frame["status"]) == ["reported", "provisional"]
    assert "1 row without a value: left out." in report.notes


# --- BACI


ROWS = (
    "2021,4,842,010121,     0.384,     0.002",
    "2021,4,842,010129,     1.001,        NA",
    "2021,4,842,20210,     2.500,     1.000",
    "2021,842,4,020210,     7.000,     3.000",
)


def test_baci_is_in_dollars_and_tons_and_has_sums_of_our_making(read: Read) -> None:
    frame, report = read(made.baci(*ROWS), BACI_NAME)
    assert report.kind == "BACI"
    horse = row_of(frame, series_key="4.842.010121")
    assert (horse["reporter"], horse["partner"], horse["flow"]) == ("AFG", "USA", "export")
    assert (horse["value"], horse["unit"], horse["valuation"]) == (384, "USD", "FOB")
    assert (horse["dataset"], horse["vintage"]) == ("BACI HS17", pd.Timestamp("2024-01-02"))
    assert row_of(frame, series_key="4.842.010129")["value"] == 1001
    assert row_of(frame, series_key="4.842.020210")["product"] == "020210"
    assert row_of(frame, series_key="4.842.SUM4.0101")["value"] == 1385
    total = row_of(frame, series_key="4.842.SUM.TOTAL")
    assert (total["value"], total["product"], total["classification"]) == (3885, "TOTAL", "HS")
    weights = {key for key in frame["series_key"] if key.endswith(".T")}
    whole = {"842.4.020210.T", "842.4.SUM4.0202.T", "842.4.SUM.TOTAL.T"}
    assert weights == whole | {"4.842.010121.T", "4.842.020210.T", "4.842.SUM4.0202.T"}


def test_sums_do_not_depend_on_how_the_file_is_cut(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = read(made.baci(*ROWS), BACI_NAME)
    monkeypatch.setattr("official.rows.ROWS_AT_A_TIME", 1)
    monkeypatch.setattr(baci_module, "_MERGED_FROM", 1)
    parts, _ = read(made.baci(*ROWS), BACI_NAME)
    by = ["series_key"]
    pd.testing.assert_frame_equal(
        whole.sort_values(by, ignore_index=True), parts.sort_values(by, ignore_index=True)
    )


def test_a_part_of_baci_has_no_sums(read: Read) -> None:
    frame, report = read(made.baci(*ROWS), "turkey.csv")
    assert not frame["series_key"].str.contains("SUM").any()
    assert any("no sums are made" in one for one in report.notes)


def test_what_is_wanted_of_baci_is_summed_over_all_commodities(read: Read) -> None:
    frame, _ = read(
        made.baci(*ROWS), BACI_NAME, wanted=Wanted(reporters=("AFG",), products=("TOTAL", "0202"))
    )
    assert set(frame["reporter"]) == {"AFG"}
    assert row_of(frame, product="TOTAL", unit="USD")["value"] == 3885
    assert set(frame["product"]) == {"TOTAL", "0202", "020210"}


# --- tidy tables


def test_a_tidy_table_in_a_persons_words(read: Read) -> None:
    data = (
        "Reporting country;To;When;Amount\nTurkey;DE;Jan 2024;1.234.567,5\nUnited Kingdom;EU;2024-Q1;12,5\n"
    )
    mapping = {"reporter": "Reporting country", "partner": "To", "period": "When", "value": "Amount"}
    frame, report = read(data.encode(), columns=mapping, constants={"unit": "MIO_EUR", "flow": "Exports"})
    assert report.kind == "tidy table"
    assert list(frame["value"]) == [1_234_567_500_000, 12_500_000]
    assert list(frame["reporter"]) == ["TUR", "GBR"]
    assert list(frame["partner"]) == ["DEU", "EUU"]
    assert list(frame["frequency"]) == ["M", "Q"]
    assert set(frame["unit"]) == {"EUR"}
    assert set(frame["dataset"]) == {"a"}


TIDY = "reporter,partner,flow,product,period,value,unit"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            'TUR,DEU,export,TOTAL,2024,"1,234",USD',
            "row 1, column value: '1,234' is no number, or may be read as two",
        ),
        ("TUR,DEU,export,TOTAL,2024,about 5,USD", "'about 5' is no number"),
        ("TUR,DEU,gifts,TOTAL,2024,5,USD", "row 1, column flow: 'gifts' is none of export"),
        ("TUR,DEU,export,TOTAL,2024,5,doubloon", "'doubloon' is no unit that is known"),
        ("TUR,DEU,export,TOTAL,01/02/2024,5,USD", "1 row that tell no period"),
        ("TUR,DEU,export,TOTAL,2024,,USD", "1 row without a value"),
        ("TUR,DEU,export,TOTAL,2024,inf,USD", "'inf' is no number"),
        ("TUR,DEU,export,TOTAL,2024,1e999,USD", "is not finite"),
    ],
)
def test_a_tidy_cell_that_is_wrong_is_named(read: Read, row: str, reason: str) -> None:
    with pytest.raises(OfficialError) as refused:
        read(f"{TIDY}\n{row}\n".encode())
    assert reason in str(refused.value)


def test_multiples_of_a_tidy_table(read: Read) -> None:
    rows = "TUR,DEU,export,TOTAL,2024,1.001,USD,thousands\nTUR,DEU,import,all,2024,2,EUR,6\n"
    frame, _ = read(f"{TIDY},multiplier\n{rows}".encode(), "mine.csv")
    assert list(frame["value"]) == [1001, 2_000_000]
    assert set(frame["product"]) == {"TOTAL"}
    assert set(frame["dataset"]) == {"mine"}
    with pytest.raises(OfficialError, match=r"'MIO_EUR' is a multiple, and so says the multiplier"):
        read(f"{TIDY},multiplier\nTUR,DEU,export,TOTAL,2024,1,MIO_EUR,3\n".encode())


def test_two_ways_to_write_decimals_are_one_too_many(read: Read) -> None:
    rows = 'TUR,DEU,export,TOTAL,2023,"12,5",USD\nTUR,DEU,export,TOTAL,2024,1.234,USD\n'
    with pytest.raises(OfficialError, match=r"row 2.*decimal point, and others with a comma"):
        read(f"{TIDY}\n{rows}".encode())


def test_what_a_tidy_table_lacks_is_told(read: Read) -> None:
    with pytest.raises(OfficialError, match=r"lacks a column or a constant for flow, unit"):
        read(b"reporter,period,value\nTUR,2024,5\n")
    with pytest.raises(OfficialError, match=r"no column 'Amount' for value"):
        read(f"{TIDY}\nTUR,DEU,export,TOTAL,2024,5,USD\n".encode(), columns={"value": "Amount"})
    with pytest.raises(OfficialError, match=r"'colour' is no column of ours"):
        read(f"{TIDY}\nTUR,DEU,export,TOTAL,2024,5,USD\n".encode(), constants={"colour": "red"})


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(countries())),
            st.sampled_from(["export", "import", "balance"]),
            st.sampled_from(["2024", "2024-03", "2024-Q2", "2024-W05", "2024-02-29", "2023-01-01/P9M"]),
            st.floats(allow_nan=False, allow_infinity=False),
            st.sampled_from(["USD", "EUR", "tonne", "kilogram"]),
        ),
        min_size=1,
        unique_by=lambda row: (row[0], row[1], row[2], row[4]),
    )
)
def test_a_tidy_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, float, str]]
) -> None:
    path = tmp_path_factory.mktemp("tidy") / "a.csv"
    written = pd.DataFrame(rows, columns=["reporter", "flow", "period", "value", "unit"])
    written.to_csv(path, index=False)
    found = pd.concat(read_official(path, Given(vintage=date(2024, 5, 1)), Wanted(), Report()))
    assert list(found["value"]) == [row[3] for row in rows]
    for column in ("reporter", "flow", "unit"):
        assert list(found[column]) == list(written[column])


# --- the examples of docs/OFFICIAL.md


def examples() -> list[bytes]:
    text = (Path(__file__).parent.parent / "docs" / "OFFICIAL.md").read_text(encoding="utf-8")
    return [block.encode() for block in re.findall(r"```csv\n(.*?)```", text, re.DOTALL)]


def test_the_example_of_comtrade(read: Read) -> None:
    frame, _ = read(examples()[0])
    found = frame[["series_key", "partner", "valuation", "value", "unit", "status"]].fillna("")
    assert sorted(found.itertuples(index=False, name=None)) == [
        ("C.A.792.276.X.H6.TOTAL", "DEU", "FOB", 21_085_300_123.45, "USD", "reported"),
        ("C.A.792.842.M.H6.7204", "USA", "CIF", 1_716_000_000, "USD", "reported"),
        ("C.A.792.842.M.H6.7204.KG", "USA", "", 3_900_000_000, "kilogram", "estimate"),
    ]


def test_the_example_of_eurostat(read: Read) -> None:
    frame, _ = read(examples()[1])
    row = row_of(frame, reporter="EUU")
    assert (row["value"], row["unit"], row["adjustment"]) == (212_345_600_000, "EUR", "seasonal")
    assert (row["status"], row["vintage"]) == ("provisional", pd.Timestamp("2026-10-16"))


def test_the_example_of_a_tidy_table(read: Read) -> None:
    mapping = {"reporter": "Reporting country", "partner": "To", "period": "When", "value": "Amount"}
    frame, _ = read(examples()[2], columns=mapping, constants={"flow": "export", "unit": "MIO_EUR"})
    assert list(frame["value"]) == [1_234_567_500_000, 12_500_000]


# --- what every kind passes through


def test_the_report_tells_the_bytes_and_the_vintage(read: Read) -> None:
    data = made.comtrade({"primaryValue": "1"})
    frame, report = read(made.packed(data), "a.csv.gz")
    assert report.sha256 == hashlib.sha256(made.packed(data)).hexdigest()
    assert set(frame["vintage"]) == {pd.Timestamp("2023-11-14")}
    assert "2023-11-14" in report.notes[0]
    frame, report = read(data, vintage=date(2024, 2, 3), dataset="mine")
    assert (frame["vintage"][0], frame["dataset"][0]) == (pd.Timestamp("2024-02-03"), "mine")
    assert report.notes == []
    row = "M,EXP,TRD_VAL,US,TOTAL,DE,2026-08,5.5,"
    assert read(made.eurostat(row), vintage=date(2024, 2, 3))[0]["vintage"][0] == pd.Timestamp("2024-02-03")


def test_packed_files_are_read_by_what_is_in_them(read: Read) -> None:
    data = made.baci(*ROWS)
    plain, _ = read(data, BACI_NAME)
    zipped, _ = read(made.archive({BACI_NAME: data, "__MACOSX/._x": b"x"}), "download.bin")
    pd.testing.assert_frame_equal(plain, zipped)
    gzipped, _ = read(made.packed(data), f"{BACI_NAME}.gz")
    pd.testing.assert_frame_equal(plain, gzipped)


def test_utf_16_is_read(read: Read) -> None:
    frame, _ = read(f"{TIDY}\nTürkiye,DEU,export,TOTAL,2024,5,USD\n".encode("utf-16"))
    assert list(frame["reporter"]) == ["TUR"]


@pytest.mark.parametrize("rows_at_a_time", [1, 2, 100])
def test_what_stands_twice_counts_once_and_a_contradiction_is_refused(
    read: Read, monkeypatch: pytest.MonkeyPatch, rows_at_a_time: int
) -> None:
    monkeypatch.setattr("official.rows.ROWS_AT_A_TIME", rows_at_a_time)
    rows = [f"M,EXP,TRD_VAL,US,TOTAL,DE,2026-0{month},{month}," for month in (1, 2, 3, 4, 1)]
    frame, report = read(made.eurostat(*rows))
    assert sorted(frame["value"]) == [1e6, 2e6, 3e6, 4e6]
    assert "1 of its observations were there before, and count once." in report.notes
    with pytest.raises(
        OfficialError, match=r"series M\.EXP\.TRD_VAL\.US\.TOTAL\.DE twice for 2026-02, with different"
    ):
        read(made.eurostat(*rows, "M,EXP,TRD_VAL,US,TOTAL,DE,2026-02,2,p"))


def test_only_what_is_wanted_is_kept(read: Read) -> None:
    rows = [
        f"M,EXP,TRD_VAL,{partner},{product},DE,2026-01,1," for partner in ("US", "FR") for product in "07"
    ]
    frame, _ = read(made.eurostat(*rows), wanted=Wanted(partners=("USA",), products=("7",)))
    assert list(frame["partner_area"] + frame["product"]) == ["US7"]
    with pytest.raises(OfficialError, match="none of its 4 observations is of what is wanted"):
        read(made.eurostat(*rows), wanted=Wanted(reporters=("TUR",)))


# --- codes


@pytest.mark.parametrize(
    ("number", "country"),
    [
        *[("842", "USA"), ("840", "USA"), ("699", "IND"), ("356", "IND"), ("251", "FRA"), ("757", "CHE")],
        *[("579", "NOR"), ("490", "TWN"), ("380", "ITA"), ("381", "ITA"), ("56", "BEL"), ("58", "BEL")],
        *[("276", "DEU"), ("280", "DEU"), ("710", "ZAF"), ("711", "ZAF"), ("97", "EUU"), ("0", "WLD")],
        *[("004", "AFG"), ("4", "AFG"), ("810", None), ("899", None), ("492", None)],
    ],
)
def test_numbers_of_comtrade_and_baci(number: str, country: str | None) -> None:
    area = numbered_area(number)
    assert area is not None
    assert area.iso3 == country


@pytest.mark.parametrize(
    ("code", "country"),
    [
        *[("EL", "GRC"), ("GR", "GRC"), ("UK", "GBR"), ("GB", "GBR"), ("XK", "XKX"), ("XS", "SRB")],
        *[("EU27_2020", "EUU"), ("EU28", "EUU"), ("EA19", "EMU"), ("U2", "EMU"), ("WORLD", "WLD")],
        *[
            ("G001", "WLD"),
            ("W00", "WLD"),
            ("TUR", "TUR"),
            ("TR", "TUR"),
            ("492", "MCO"),
            ("EXT_EU28", None),
            ("QU", None),
        ],
    ],
)
def test_letters_of_sdmx(code: str, country: str | None) -> None:
    area = lettered_area(code)
    assert area is not None
    assert area.iso3 == country


def test_every_country_has_its_codes() -> None:
    from official.areas import _table

    unions = {"EUU", "EMU", "WLD"}
    for system in ("iso2", "m49"):
        assert {area.iso3 for (one, _), area in _table().items() if one == system} >= set(
            countries()
        ) - unions
    assert {area.iso3 for area in _table().values()} <= {*countries(), None}
    assert named_area("Côte d'Ivoire") == named_area("CI")


def test_every_code_says_what_the_contract_can_hold() -> None:
    from official.meanings import _codes
    from schemas.units import is_unit
    from schemas.vocabulary import Coverage, Flow, Status, Valuation

    for told in _codes().values():
        assert told.flow is None or Flow(told.flow)
        assert told.status is None or Status(told.status)
        assert told.coverage is None or Coverage(told.coverage)
        assert told.valuation in ("by flow", None) or Valuation(told.valuation)
        assert told.unit is None or is_unit(told.unit)


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        *[("", "reported"), ("A", "reported"), ("E", "estimate"), ("S", "reported"), ("s", "estimate")],
        *[("p", "provisional"), ("bp", "provisional"), ("e,f", "forecast"), ("u", "reported"), ("q?", None)],
    ],
)
def test_marks(marks: str, status: str | None) -> None:
    assert status_of(marks) == status


def test_an_unknown_code_is_not_an_empty_one() -> None:
    assert meaning_of("indicator", "XYZ") is None
    assert meaning_of("indicator", "") is not None
    assert list(disagree([pd.Series(["a", "a"]), pd.Series(["a", "b"])])) == [False, True]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *[
            ("Jan 2024", "2024-01"),
            ("January 2024", "2024-01"),
            ("01/2024", "2024-01"),
            ("202401", "2024-01"),
        ],
        *[("2024/1", "2024-01"), ("Sept. 2024", "2024-09"), ("Q1 2024", "2024-Q1"), ("2024 Q1", "2024-Q1")],
    ],
)
def test_periods_as_people_write_them(text: str, period: str) -> None:
    assert spelled_days(text) == spelled_days(period) is not None


@pytest.mark.parametrize(
    "text", ["01/02/2024", "1/24", "202413", "May", "24", "13/2024", "2024-25", "Janu 2024"]
)
def test_periods_that_are_none_or_two(text: str) -> None:
    assert spelled_days(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5")],
        *[("12,5", "12.5"), ("1 234 567", "1234567"), ("-3", "-3"), ("−3.5", "-3.5"), ("1e6", "1e6")],
    ],
)
def test_numbers_as_people_write_them(text: str, number: str) -> None:
    found = plain_number(text)
    assert found is not None
    assert found[0] == number


@pytest.mark.parametrize("text", ["1,234", "1.2.3", "1,23,456", "12a", "--3", "١٢٣", ""])
def test_numbers_that_are_none_or_two(text: str) -> None:
    assert plain_number(text) is None


def test_decimals_are_shifted_and_not_multiplied() -> None:
    cells = pd.Series(["1.001", "0.1", "-2", "1.5e2", ".5"])
    assert list(shifted(cells, 3)) == [1001, 100, -2000, 150_000, 500]
    assert 1.001 * 1000 != 1001


# --- files that are damaged, hostile, or something else


BOMB = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><a>&b;</a>"
COMTRADE = made.comtrade({"primaryValue": "1"})


def locked() -> bytes:
    data = bytearray(made.archive({"a.csv": COMTRADE}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "it is empty"),
    "blanks": (lambda: b"\n\n", "its first line is empty"),
    "a header alone": (lambda: COMTRADE.splitlines()[0] + b"\n", "it has no rows"),
    "bytes": (lambda: bytes(range(256)) * 9, "NUL bytes"),
    "NUL bytes in a table": (lambda: COMTRADE + b"\0", "NUL bytes"),
    "half a gz": (lambda: made.packed(COMTRADE * 500)[:-300], "damaged or end too early"),
    "a gz with other bytes in it": (
        lambda: made.packed(os.urandom(3000))[:1000] + bytes(50) + os.urandom(2000),
        "damaged or end too early",
    ),
    "half a zip": (lambda: made.archive({"a.csv": COMTRADE})[:200], "damaged or end too early"),
    "a zip of two": (lambda: made.archive({"a.csv": b"1", "b.csv": b"2"}), "holds 2 files and one is read"),
    "a zip of none": (lambda: made.archive({}), "holds 0 files and one is read"),
    "a zip of a file without a name": (
        lambda: made.archive({"?": b"id,text\n1,Exports rose\n"}).replace(b"?", b"\0"),
        "it is none of SDMX",
    ),
    "a locked zip": (locked, "locked by a password"),
    "a workbook": (lambda: made.archive({"xl/workbook.xml": b"", "x": b""}), "an Excel workbook"),
    "a zip bomb": (lambda: made.archive({"a.csv": b"0,0\n" * 5_000_000}), "far more than a table of figures"),
    "a gz bomb": (lambda: made.packed(b"0,0\n" * 5_000_000), "far more than a table of figures"),
    "a PDF": (lambda: b"%PDF-1.7 x", "it is a PDF"),
    "JSON": (lambda: b'\n{"dataSets": []}', "download the same figures as SDMX-CSV"),
    "XML with entities": (lambda: BOMB, "document type or entities"),
    "XML that ends early": (lambda: made.generic_xml()[:900], "broken XML"),
    "XML of another kind": (lambda: b"<?xml version='1.0'?><rss></rss>", "no SDMX-ML data that can be read"),
    "XML without end of depth": (lambda: b"<a>" * 100_000, "lie more than 40 deep"),
    "XML in another encoding": (
        lambda: made.generic_xml().replace(b"utf-8", b"utf-99"),
        "not in the encoding that it tells (utf-99)",
    ),
    "a billion columns": (lambda: b"a," * 5_000_000, "more than 1,000,000 bytes"),
    "many columns": (
        lambda: ",".join(f"c{n}" for n in range(900)).encode() + b"\n1\n",
        "more than 500 columns",
    ),
    "a long header": (lambda: b"a" * 200_000 + b"\n1\n", "more than 100,000 letters"),
    "two columns of one name": (lambda: b"a,b,a\n1,2,3\n", "two of its columns are called 'a'"),
    "columns that differ in their letters' size": (
        lambda: COMTRADE.replace(b"refYear", b"CMDCODE"),
        "two of its columns are called 'cmdcode'",
    ),
    "two columns of one id": (
        lambda: b"DATAFLOW,geo,geo:Area,TIME_PERIOD,OBS_VALUE\nA:B(1.0),DE,DE,2024,1\n",
        "two of its columns are called 'geo'",
    ),
    "a quotation mark without end": (lambda: COMTRADE + b'C,"', "never closed"),
    "a last line that breaks off": (lambda: COMTRADE + b"C,A,2023", "breaks off"),
    "a row that is too long": (
        lambda: COMTRADE + COMTRADE.splitlines()[1] + b",1,2,3\n",
        "Expected 47 fields",
    ),
    "rows with a cell too many": (
        lambda: made.comtrade({"primaryValue": "1", "isAggregate": "True,5"}),
        "has more cells than the header",
    ),
    "a comma between no quotation marks": (
        lambda: COMTRADE + made.comtrade({"primaryValue": "1", "cmdDesc": "Cheese, fresh"}).splitlines()[1],
        "Expected 47 fields",
    ),
    "a value that is none": (lambda: made.comtrade({"primaryValue": "1.2.3"}), "row 1, column primaryValue"),
    "a table of texts": (lambda: b"id,text\n1,Exports rose\n", "it is none of SDMX"),
    "SDMX without values": (lambda: b"DATAFLOW,FREQ\nA:B(1.0),A\n", "no column OBS_VALUE"),
    "BACI with letters": (lambda: made.baci("2021,x,4,010121,1,1"), "row 1, column i: 'x'"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_in_a_sentence(tmp_path: Path, what: str) -> None:
    data, reason = BAD[what]
    path = tmp_path / "a.csv"
    path.write_bytes(data())
    with pytest.raises(OfficialError) as refused:
        list(read_official(path, Given(), Wanted(), Report()))
    assert reason in str(refused.value)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OfficialError, match="cannot be opened"):
        list(read_official(tmp_path / "none.csv", Given(), Wanted(), Report()))
    with pytest.raises(OfficialError, match="it is no file"):
        list(read_official(tmp_path, Given(), Wanted(), Report()))


GOOD = {
    "comtrade": made.comtrade(
        {"primaryValue": "1", "netWgt": "2"}, {"partnerCode": "0", "primaryValue": "3"}
    ),
    "eurostat": made.eurostat("M,EXP,TRD_VAL,US,TOTAL,DE,2026-08,5.5,p"),
    "baci": made.baci(*ROWS),
    "generic": made.generic_xml(),
    "specific": made.specific_xml("v3_0"),
    "tidy": f"{TIDY}\nTUR,DEU,export,TOTAL,2024,5,USD\n".encode(),
    "gz": made.packed(made.baci(*ROWS)),
    "zip": made.archive({"a.csv": made.baci(*ROWS)}),
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_damage_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, kind: str, draw: st.DataObject
) -> None:
    data = bytearray(GOOD[kind])
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(data) - 1))
        data[at : at + draw.draw(st.integers(0, 3))] = draw.draw(st.binary(max_size=4))
    path = tmp_path_factory.mktemp("damaged") / "a.csv"
    path.write_bytes(bytes(data))
    with contextlib.suppress(OfficialError):
        list(read_official(path, Given(), Wanted(), Report()))


def test_nothing_is_fetched(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert len(read(made.generic_xml(), "http.xml")[0]) == 2


def test_a_tidy_table_without_products_or_partners_is_of_all_of_them(read: Read) -> None:
    frame, report = read(b"reporter,flow,period,value,unit\nTUR,export,2024-01,5,USD\n")
    told = row_of(frame, reporter="TUR")
    assert (told["product"], told["partner"]) == ("TOTAL", "WLD")
    notes = [note for note in report.notes if note.startswith("It has no column")]
    assert notes == [
        "It has no column product, so its figures are taken for those of all goods together.",
        "It has no column partner, so its figures are taken for those of all partners together.",
    ]
    blank, _ = read(b"reporter,partner,product,flow,period,value,unit\nTUR,,,export,2024-01,5,USD\n")
    assert blank[["product", "partner"]].isna().all(axis=None)
