"""Views with names: addresses of the dashboard that somebody wants to find again."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from store.database import StoreError
from store.tables import SAVED_VIEWS

#: A name is a line, an address a page's path and query: nothing that a browser reads as another host's.
_LONGEST_NAME, _LONGEST_ADDRESS = 120, 8000
_OWN = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")

Opening = Callable[[], AbstractContextManager[Connection]]


class SavedView(NamedTuple):
    """A name and the address, without a host, that it stands for."""

    name: str
    address: str


class Views:
    """The named views of one database."""

    def __init__(self, reading: Opening, writing: Opening) -> None:
        self._reading = reading
        self._writing = writing

    def all(self) -> list[SavedView]:
        """Return them by name."""
        wanted = select(SAVED_VIEWS.c.name, SAVED_VIEWS.c.address).order_by(SAVED_VIEWS.c.name)
        with self._reading() as connection:
            return [SavedView(*row) for row in connection.execute(wanted)]

    def save(self, name: str, address: str, at: datetime) -> SavedView:
        """Keep an address under a name; one that has the name already gives it up.

        Raises StoreError for no name, and for an address that is none of this dashboard.
        """
        view = SavedView(" ".join(name.split())[:_LONGEST_NAME], address)
        if len(address) > _LONGEST_ADDRESS:
            raise StoreError("This address is too long to be kept; take some filters away.")
        if not view.name or not _OWN.fullmatch(address):
            raise StoreError("A view has a name and an address of this dashboard; give it a name.")
        with self._writing() as connection:
            connection.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.name == view.name))
            connection.execute(SAVED_VIEWS.insert().values(**view._asdict(), saved_at=at))
        return view

    def remove(self, name: str) -> None:
        """Forget a name; forgetting one that is not there is no error."""
        with self._writing() as connection:
            connection.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.name == name))
