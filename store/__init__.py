"""Documents, facts <-> SQL.

    database     the address of a database, and an engine that behaves the same on SQLite and PostgreSQL
    tables       the tables as SQLAlchemy sees them
    owner        whose database it is
    migrations   how a database gets there, step by step (Alembic)
    store        Store: everything that is asked of the database, in the contract's own words

SQL is written nowhere else. This room knows neither files nor the extractor: it is handed a Reading,
a document with its facts, and keeps it whole or not at all.
"""

from store.database import StoreError, UnusableError
from store.store import Saved, Store, Summary

__all__ = ["Saved", "Store", "StoreError", "Summary", "UnusableError"]
