"""Read: a document as it was written, with every fact highlighted, and the list of all documents.

A document may be a book with ten thousand facts, so that one part of it is shown at a time:

    address ──> View, fact ──> documents   the list, where no single document is asked for
                           ──> head        title, filters, measures, ways to the parts before and after
                           ──> shown       the part's lines and facts as plain data, drawn by assets/read.js
            ──> fact       ──> source      the panel of dashboard.source

    layout      the parts that are always there
    parts       a text -> parts of bounded size, the same ones for every reader
    lines       a part with its facts -> lines made of pieces
    opened      which part of which document an address shows, with which facts
    head        what stands above and below the text
    documents   the list of documents
    callbacks   what fills them
"""

from dashboard.pages import Page
from dashboard.reading.callbacks import add_to
from dashboard.reading.layout import PATH, layout

READ = Page("Read", PATH, layout, add_to, filters=True)

__all__ = ["READ"]
