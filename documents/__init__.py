"""A file -> a Document: its text as it stands, what is known of where it comes from, and its sections.

    reading      read and read_all: a file, a folder or standard input -> documents
    text         plain text (.txt, .md)
    jsonl        one document a line
    record       NAME.meta.json beside NAME.txt: title, publisher, published, sha256
    building     the checks and the sections that every document passes through
    sections     text -> passages: headline, body, boilerplate
    boilerplate  the lines that belong to the page and not to the article, as data with examples

A new format is a module with one reader, and one entry in `reading.READERS`.
"""

from documents.errors import DocumentError, Refusal
from documents.reading import STANDARD_INPUT, read, read_all

__all__ = ["STANDARD_INPUT", "DocumentError", "Refusal", "read", "read_all"]
