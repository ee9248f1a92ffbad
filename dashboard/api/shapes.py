"""What is told of a fact and of a document: names of columns, and their JSON Schema by the contract."""

from typing import Any

from schemas.frames import DOCUMENT_COLUMNS, FACTS
from schemas.vocabulary import (
    CLOSED_COLUMNS,
    DATE_COLUMNS,
    EVIDENCE_FIELDS,
    FACT_COLUMNS,
    NUMBER_COLUMNS,
    OFFSET_COLUMNS,
    PublishedBy,
    Section,
)

#: The columns of a fact that hold words of its document; the others hold codes, numbers and days.
WORDS = ("quote", "sentence", "counted", "indicator", "attributed_to")
#: `source` is a path on the machine of whoever loaded it: nobody else's affair.
_OWN_AFFAIR = ("source", "text")
LISTED_DOCUMENT = (*(one for one in DOCUMENT_COLUMNS if one not in _OWN_AFFAIR), "copy_of")
WHOLE_DOCUMENT = (*LISTED_DOCUMENT, "text")
#: What is told of a confidential document.
IDS = ("document_id", "confidential", "copy_of")

_PLACE: dict[str, Any] = {"type": "integer", "minimum": 0}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    found = schema | {"type": [schema["type"], "null"]}
    return found | {"enum": [*schema["enum"], None]} if "enum" in schema else found


def _fact_column(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in OFFSET_COLUMNS:
        schema = _PLACE
    elif name in NUMBER_COLUMNS:
        schema = {"type": "number"}
    elif name in DATE_COLUMNS:
        schema = {"type": "string", "format": "date"}
    elif name in CLOSED_COLUMNS:
        schema = {"type": "string", "enum": [str(one) for one in CLOSED_COLUMNS[name]]}
    return _or_null(schema) if FACTS.columns[name].nullable or name in WORDS else schema


def _document_column(name: str) -> dict[str, Any]:
    if name == "confidential":
        return {"type": "boolean"}
    schema: dict[str, Any] = {"type": "string"}
    if name == "published":
        schema["format"] = "date"
    elif name == "published_by":
        schema["enum"] = [str(one) for one in PublishedBy]
    elif name == "sha256":
        schema["pattern"] = "^[0-9a-f]{64}$"
    return schema if name == "document_id" else _or_null(schema)


_EVIDENCE = {
    "field": {"type": "string", "enum": list(EVIDENCE_FIELDS)},
    "start": _PLACE,
    "end": _PLACE,
    "note": {"type": "string"},
}
_PASSAGE = {
    "start": _PLACE,
    "end": _PLACE,
    "section": {"type": "string", "enum": [str(one) for one in Section]},
}

_FACT = {name: _fact_column(name) for name in FACT_COLUMNS}
_DOCUMENT = {name: _document_column(name) for name in LISTED_DOCUMENT}
_WHOLE_DOCUMENT = {name: _document_column(name) for name in WHOLE_DOCUMENT}

SCHEMAS: dict[str, dict[str, Any]] = {
    "Fact": _object(_FACT),
    "FactWithEvidence": _object(_FACT | {"evidence": {"type": "array", "items": _object(_EVIDENCE)}}),
    "Document": _object(_DOCUMENT),
    "WholeDocument": _object(
        _WHOLE_DOCUMENT
        | {
            "passages": {"type": "array", "items": _object(_PASSAGE)},
            "pages": {"type": "array", "items": _PLACE},
            "notes": {"type": "array", "items": {"type": "string"}},
        }
    ),
    "Error": _object({"error": {"type": "string"}}),
}


def page_of(items: str, shape: str) -> dict[str, Any]:
    """Return the schema of a page of something that has a shape of SCHEMAS."""
    count = {"type": "integer", "minimum": 0}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{shape}"}}
    told = {"total": count, "page": count, "per_page": count, "restriction": _or_null({"type": "string"})}
    return _object(told | {items: rows})
