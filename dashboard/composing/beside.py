"""What stands beside a picture, as a file: the table of what it shows, how to cite it, and it in words."""

import pandas as pd

from dashboard.address import read
from figures.catalogue import CATALOGUE
from figures.confidential import confidential, without_words
from figures.described import described
from figures.pictures.picture import Picture
from figures.pictures.record import Record
from figures.table import citation, sources_table, table
from figures.words import Words, words_of
from pipeline.beside import BESIDE

#: Every kind, by what stands behind the picture's name, with what it is called.
KINDS = {
    "csv": "CSV",
    "xlsx": "Excel, with a sheet of sources",
    "json": "JSON",
    "parquet": "Parquet",
    "sdmx.csv": "SDMX-CSV 2.0",
    "citation.txt": "Citation for a brief",
    "alt.txt": "Description in words",
}


def beside(picture: Picture, facts: pd.DataFrame, documents: pd.DataFrame, kind: str) -> bytes:
    """Return a file of one of KINDS; `facts` and `documents` are the frames that the picture was built of."""
    words, record = words_of(picture.figure), picture.record
    if kind == "alt.txt":
        return f"{_described(words, record, facts, documents)}\n".encode()
    if kind == "citation.txt":
        used = [str(one["document_id"]) for one in record.documents]
        return citation(words, documents, used, record.version, record.made).encode()
    restriction = read(record.query).filters.restriction
    return BESIDE[kind](table(words, facts, documents, restriction), sources_table(words, facts, documents))


def _described(words: Words, record: Record, facts: pd.DataFrame, documents: pd.DataFrame) -> str:
    """Return a picture in words; where one of its documents is confidential, in those of its codes alone."""
    secret = confidential(documents) & {str(one["document_id"]) for one in record.documents}
    if not secret:
        return words.described
    return described(CATALOGUE[record.figure].label, without_words(words.rows, facts, secret))
