"""Views with names: addresses of the dashboard that somebody wants to find again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from store.tables import SAVED_VIEWS

#: A name is a line, an address a page's path and query.
_LONGEST_NAME, _LONGEST_ADDRESS = 120, 8000

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
        """Keep an address under a name; one that has the name already gives it up. ValueError for no name."""
        view = SavedView(" ".join(name.split())[:_LONGEST_NAME], address[:_LONGEST_ADDRESS])
        if not view.name or not view.address.startswith("/") or view.address.startswith("//"):
            raise ValueError("A view has a name and an address of this dashboard; give it a name.")
        with self._writing() as connection:
            connection.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.name == view.name))
            connection.execute(SAVED_VIEWS.insert().values(**view._asdict(), saved_at=at))
        return view

    def remove(self, name: str) -> None:
        """Forget a name; forgetting one that is not there is no error."""
        with self._writing() as connection:
            connection.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.name == name))
