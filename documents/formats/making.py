"""Bytes of a file -> the texts that are made of it, by the module of its kind.

`reader` runs this module as a process of its own.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from documents.errors import DocumentError
from documents.formats.made import Made

#: The module and the function that make texts of a kind of file: they are imported with the first one.
#: `sign` is to be called now and then by what takes long.
MAKERS = {
    "html": ("html", "make_html"),
    "mhtml": ("mail", "make_page"),
    "mail": ("mail", "make_mail"),
    "pdf": ("pdf", "make_pdf"),
    "docx": ("docx", "make_docx"),
    "rtf": ("rtf", "make_rtf"),
    "feed": ("feed", "make_feed"),
}
#: The kinds of which one file may hold several documents.
SEVERAL = frozenset({"mail", "feed"})

_TOO_MUCH = "it takes too much memory to be read; divide it, or raise TRADEFACTS_MAX_MEMORY_MB"
#: What libxml2 says where the memory ended.
_NO_MEMORY = "unknown error"
_NAMES = {
    "html": "a web page",
    "mhtml": "a web page",
    "mail": "an e-mail",
    "pdf": "a PDF",
    "docx": "a Word file",
    "rtf": "an RTF file",
    "feed": "a feed",
}


def make(kind: str, data: bytes, sign: Callable[[], None]) -> dict[str, Any]:
    """Return `{"made": [...]}`, each as `Made.as_json`, or `{"refused": reason}`."""
    try:
        return {"made": [one.as_json() for one in makers(kind)(data, sign)]}
    except DocumentError as error:
        return {"refused": error.refusal.reason}
    except MemoryError:
        return {"refused": _TOO_MUCH}
    except Exception as error:  # the libraries raise what they like of a damaged file
        if _NO_MEMORY in str(error):
            return {"refused": _TOO_MUCH}
        told = f"{type(error).__name__}: {error}".strip()[:200].rstrip(".: \n")
        return {"refused": f"it cannot be read as {_NAMES[kind]} ({told}); save it anew, or as text"}


def makers(kind: str) -> Callable[[bytes, Callable[[], None]], Iterator[Made]]:
    """Return what makes texts of a kind of file."""
    module, name = MAKERS[kind]
    found: Callable[[bytes, Callable[[], None]], Iterator[Made]] = getattr(
        import_module(f"documents.formats.{module}"), name
    )
    return found


if __name__ == "__main__":
    from multiprocessing.connection import Connection

    from documents.formats.reader import serve

    serve(Connection(int(sys.argv[1])))
