"""Documents, facts, observations <-> SQL.

    database     the address of a database, and an engine that behaves the same on SQLite and PostgreSQL
    tables       the tables as SQLAlchemy sees them
    owner        whose database it is
    rows         rows as tuples, Arrow tables and lines of CSV
    sentences    the sentences of facts, each stored once
    words        words that are looked for in them, on either kind of database
    index        the columns that facts are chosen by, in memory: Index, Selection
    indexing     the database -> an Index, made once and then kept up to date
    reviews      what people say of facts
    views        addresses of the dashboard that have names
    accounts     people, their sessions and tokens, tries to log in
    audit        who did what
    counting     the number of the last change
    likeness     how alike two texts are, and what finds those that are (MinHash)
    copies       which documents are copies of another, and which facts say again what another says
    saving       what becomes of each document of a batch
    official     what statistical offices published
    inserting    rows into a table by the fastest way
    streaming    rows out of a table, part by part, in one form for both kinds of database
    checking     what is wrong in a database, in sentences; checking_words, in its index of words
    admitting    who of one database gets into another
    copying      all rows of one database into another
    whole        both of these, of one state of a database
    migrations   how a database gets there, step by step (Alembic)
    store        Store: everything that is asked of the database, in the contract's own words

SQL is written nowhere else. This room knows neither files nor the extractor: it is handed a Reading,
a document with its facts, and keeps it whole or not at all.
"""

from store.accounts import ApiToken, By, Person, Role
from store.audit import Event, What
from store.database import StoreError, UnusableError
from store.index import STEPS, Counts, Selection
from store.official import Official, OfficialFile
from store.reviews import CORRECTABLE, Placed, Review, Said
from store.saving import CORRECTED, UNREAD, WITHOUT_EVIDENCE, Rows, Saved
from store.store import Store, Summary
from store.views import SavedView
from store.whole import Replaced
from store.words import terms

__all__ = [
    "CORRECTABLE",
    "CORRECTED",
    "STEPS",
    "UNREAD",
    "WITHOUT_EVIDENCE",
    "ApiToken",
    "By",
    "Counts",
    "Event",
    "Official",
    "OfficialFile",
    "Person",
    "Placed",
    "Replaced",
    "Review",
    "Role",
    "Rows",
    "Said",
    "Saved",
    "SavedView",
    "Selection",
    "Store",
    "StoreError",
    "Summary",
    "UnusableError",
    "What",
    "terms",
]
