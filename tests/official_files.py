"""Files of official figures, shaped as offices write them: their columns, their order, their bad habits."""

import gzip
import io
import zipfile

#: The new table of UN Comtrade, as its downloads have it.
COMTRADE = (
    "typeCode freqCode refPeriodId refYear refMonth period reporterCode reporterISO reporterDesc flowCode "
    "flowDesc partnerCode partnerISO partnerDesc partner2Code partner2ISO partner2Desc classificationCode "
    "classificationSearchCode isOriginalClassification cmdCode cmdDesc aggrLevel isLeaf customsCode "
    "customsDesc mosCode motCode motDesc qtyUnitCode qtyUnitAbbr qty isQtyEstimated altQtyUnitCode "
    "altQtyUnitAbbr altQty isAltQtyEstimated netWgt isNetWgtEstimated grossWgt isGrossWgtEstimated cifvalue "
    "fobvalue primaryValue legacyEstimationFlag isReported isAggregate"
).split()
OLD_COMTRADE = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,"
    "Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,"
    "2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,"
    "Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),"
    "Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag"
).split(",")
_USUAL = {
    "typeCode": "C",
    "freqCode": "A",
    "refPeriodId": "20230101",
    "refYear": "2023",
    "refMonth": "52",
    "period": "2023",
    "reporterCode": "792",
    "reporterISO": "TUR",
    "reporterDesc": "Türkiye",
    "flowCode": "X",
    "partnerCode": "276",
    "partnerISO": "DEU",
    "partner2Code": "0",
    "classificationCode": "H6",
    "classificationSearchCode": "HS",
    "cmdCode": "TOTAL",
    "customsCode": "C00",
    "mosCode": "0",
    "motCode": "0",
    "isNetWgtEstimated": "False",
    "legacyEstimationFlag": "0",
    "isReported": "False",
    "isAggregate": "True",
}


def comtrade(
    *rows: dict[str, str], trailed: bool = False, pascal: bool = False, encoding: str = "utf-8"
) -> bytes:
    """The new table; each row says how it differs from Turkey's exports to Germany in 2023."""
    names = [name[0].upper() + name[1:] if pascal else name for name in COMTRADE]
    lines = [",".join(names)]
    for row in rows:
        cells = [(_USUAL | row).get(name, "") for name in COMTRADE]
        lines.append(",".join(cells) + ("," if trailed else ""))
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def old_comtrade(*rows: dict[str, str]) -> bytes:
    """The table that was downloaded until 2022."""
    usual = {
        "Classification": "HS",
        "Year": "2019",
        "Period": "2019",
        "Trade Flow Code": "2",
        "Reporter Code": "792",
        "Partner Code": "276",
        "Commodity Code": "TOTAL",
        "Commodity": '"All Commodities, of all kinds"',
        "Flag": "0",
    }
    lines = [",".join((usual | row).get(name, "") for name in OLD_COMTRADE) for row in rows]
    return "\r\n".join([",".join(OLD_COMTRADE), *lines, ""]).encode()


_EUROSTAT = "DATAFLOW,LAST UPDATE,freq,stk_flow,indic_et,partner,sitc06,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
_LABELS = {
    "DATAFLOW": "",
    "LAST UPDATE": "",
    "freq": "Time frequency",
    "stk_flow": "Stock or flow",
    "indic_et": "External trade indicator",
    "partner": "Geopolitical entity (partner)",
    "sitc06": "Standard international trade classification (Rev. 4, 2006)",
    "geo": "Geopolitical entity (reporting)",
    "TIME_PERIOD": "Time",
    "OBS_VALUE": "",
    "OBS_FLAG": "Observation status (Flag) V2 structure",
}


def eurostat(*rows: str, labelled: bool = False) -> bytes:
    """Eurostat's table of trade in goods; each row is what stands behind the day of its last update."""
    header = _EUROSTAT
    if labelled:
        names = _EUROSTAT.split(",")
        header = ",".join(f'"{name}:{_LABELS[name]}"' if _LABELS[name] else name for name in names)
    head = "ESTAT:EXT_ST_27_2020SITC(1.0),16/10/26 23:00:00,"
    return "\n".join([header, *(head + row for row in rows), ""]).encode()


def comext(*rows: str, dataset: str = "DS-059341") -> bytes:
    """A table of Comext; each row is what stands behind the frequency."""
    header = (
        "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
    )
    head = f"ESTAT:{dataset}(1.0),15/11/26 11:00:00,"
    return "\n".join([header, *(head + row for row in rows), ""]).encode()


def baci(*rows: str) -> bytes:
    """BACI, with the blanks that it puts before its figures."""
    return "\n".join(["t,i,j,k,v,q", *rows, ""]).encode()


def packed(data: bytes) -> bytes:
    """The same, as .gz."""
    return gzip.compress(data, mtime=0)


def archive(files: dict[str, bytes]) -> bytes:
    """The same, as .zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return stream.getvalue()


_21 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_HEADER = """<mes:Header><mes:ID>IREF1</mes:ID><mes:Test>false</mes:Test>
<mes:Prepared>2026-11-02T10:00:00</mes:Prepared><mes:Sender id="IMF"/><mes:Receiver id="x"/>
<mes:Structure structureID="DOT" dimensionAtObservation="TIME_PERIOD"{more}>
<com:Structure>{reference}</com:Structure></mes:Structure></mes:Header>"""
_REFERENCE = '<Ref agencyID="IMF" id="DOT" version="1.0" class="DataStructure"/>'


def generic_xml() -> bytes:
    """Generic SDMX-ML 2.1: Turkey's exports to Germany in millions of dollars, of two years."""
    key = {"FREQ": "A", "REF_AREA": "TR", "INDICATOR": "TXG_FOB_USD", "COUNTERPART_AREA": "DE"}
    values = "".join(f'<gen:Value id="{name}" value="{code}"/>' for name, code in key.items())
    observations = "".join(
        f'<gen:Obs><gen:ObsDimension value="{year}"/><gen:ObsValue value="{value}"/>'
        f'<gen:Attributes><gen:Value id="OBS_STATUS" value="{status}"/></gen:Attributes></gen:Obs>'
        for year, value, status in (("2022", "21143.789", "A"), ("2023", "21085.3", "E"))
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><mes:GenericData xmlns:mes="{_21}/message" '
        f'xmlns:gen="{_21}/data/generic" xmlns:com="{_21}/common">'
        f"{_HEADER.format(more='', reference=_REFERENCE)}"
        '<mes:DataSet structureRef="DOT" action="Replace"><gen:Series>'
        f"<gen:SeriesKey>{values}</gen:SeriesKey>"
        f'<gen:Attributes><gen:Value id="UNIT_MULT" value="6"/></gen:Attributes>{observations}'
        "</gen:Series></mes:DataSet></mes:GenericData>"
    ).encode()


def specific_xml(version: str = "v2_1") -> bytes:
    """Structure-specific SDMX-ML of the same series, with a commodity that begins with a zero."""
    root = f"http://www.sdmx.org/resources/sdmxml/schemas/{version}"
    reference = _REFERENCE
    if version == "v3_0":
        reference = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=IMF:DOT(1.0)"
    own = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=IMF:DOT(1.0):ObsLevelDim:TIME_PERIOD"
    header = _HEADER.format(more=f' namespace="{own}"', reference=reference)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><mes:StructureSpecificData xmlns:mes="{root}/message" '
        f'xmlns:ss="{root}/data/structurespecific" xmlns:com="{root}/common" xmlns:ns1="{own}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{header}"
        '<mes:DataSet ss:structureRef="DOT" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure" '
        'ss:action="Replace"><Series FREQ="A" REF_AREA="TR" COUNTERPART_AREA="DE" TRADE_FLOW="X" '
        'COMMODITY="0101" UNIT_MEASURE="USD" UNIT_MULT="6">'
        '<Obs TIME_PERIOD="2022" OBS_VALUE="21143.789" OBS_STATUS="A"/>'
        '<Obs TIME_PERIOD="2023" OBS_VALUE="21085.3" OBS_STATUS="P"/>'
        '<Obs TIME_PERIOD="2024" OBS_STATUS="M"/></Series></mes:DataSet></mes:StructureSpecificData>'
    ).encode()
