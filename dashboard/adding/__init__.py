"""The page on which documents are added: files and pasted text in, looked at and corrected, then stored.

It is there for editors, and at one's own machine. Nothing is kept on the server
before it is saved: what was recognised is in the browser (the component `drafts`), and goes back and forth.

    files ──> read, one after the other ──> drafts ──> corrected, read again ──> saved
              assets/add.js sends them        └── grid (a row each) and detail (sections and facts of one)

    page        the parts that are always there
    detail      the sections and the facts of one document, to be corrected
    callbacks   what the page asks for
"""

from dashboard.adding.callbacks import add_to
from dashboard.adding.page import layout
from dashboard.pages import Page

ADD = Page("Add", "/add", layout, add_to, writes=True)

__all__ = ["ADD"]
