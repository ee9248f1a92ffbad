"""Sources -> Documents: the text as it stands, what is known of where it comes from, and its sections.

    sources/     where documents come from: files, folders, patterns, object storage, archives
    formats/     what is in them: text, HTML, PDF, Word, RTF, e-mail, feeds, CSV, JSONL, Parquet
    kinds        which format a file has, by its first bytes and its ending
    raw          one document as it was cut out of a file, undecoded
    reading      raw_all: sources -> raw documents; parse: raw -> document; read_all: both, and the ids
    seen         an id stands for one document
    limits       how much of anything is read, by settings
    record       what is known of a document besides its text
    building     the checks, the date and the sections that every document passes through
    dating       the day of publication, where the words of a text tell it; `publishers.csv` for 12/03/2024
    sections     text -> passages: headline, byline, body, caption, boilerplate
    bylines      the lines that say who wrote an article, where and when, as data with examples
    boilerplate  the lines that belong to the page and not to the article, as data with examples

A text is taken as it is where it is one, and made where it is none (`formats.made`); then it never changes.
A new format is a module in `formats`, an entry in `reading` or `formats.making`, and its ending in `kinds`.
"""

from documents.errors import DocumentError, Refusal
from documents.raw import Raw
from documents.reading import cut, parse, raw_all, read, read_all, read_held
from documents.seen import Seen
from documents.sources.finding import STANDARD_INPUT, Found, Survey, find, fingerprint, survey
from documents.sources.unpacking import PACKINGS

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
    "read_held",
    "survey",
]
