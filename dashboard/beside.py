"""What stands beside a picture, as a file: the table of what it shows, how to cite it, and it in words."""

import pandas as pd

from figures.pictures.picture import Picture
from figures.table import citation, sources_table, table
from figures.words import words_of
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
        return f"{words.described}\n".encode()
    if kind == "citation.txt":
        used = [str(one["document_id"]) for one in record.documents]
        return citation(words, documents, used, record.version, record.made).encode()
    return BESIDE[kind](table(words, facts, documents), sources_table(words, facts, documents))
