"""Sources -> Documents: the text as it stands, what is known of where it comes from, and its sections.

    finding      a file, a folder, a pattern or standard input -> files
    files        a file and its folder on this machine; `remote` has those of object storage
    unpacking    .gz and .zst around any file
    raw          one document as it was cut out of a file, undecoded
    text         plain text (.txt, .md)
    jsonl        one document a line
    parquet      one document a row
    record       NAME.meta.json beside NAME.txt: title, publisher, published, sha256
    reading      raw_all: sources -> raw documents; parse: raw -> document; read_all: both, and the ids
    seen         an id stands for one document
    limits       how long one document may be
    building     the checks and the sections that every document passes through
    sections     text -> passages: headline, body, boilerplate
    boilerplate  the lines that belong to the page and not to the article, as data with examples

A new format is a module with a cutter and a parser, an entry for each in `reading`, and its endings in
`finding.KINDS`.
"""

from documents.errors import DocumentError, Refusal
from documents.finding import STANDARD_INPUT, Found, Survey, find, fingerprint, survey
from documents.raw import Raw
from documents.reading import cut, parse, raw_all, read, read_all
from documents.seen import Seen
from documents.unpacking import PACKINGS

__all__ = [
    "PACKINGS",
    "STANDARD_INPUT",
    "DocumentError",
    "Found",
    "Raw",
    "Refusal",
    "Seen",
    "Survey",
    "cut",
    "find",
    "fingerprint",
    "parse",
    "raw_all",
    "read",
    "read_all",
    "survey",
]
