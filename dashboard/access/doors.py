"""What an application gets of this room, by its mode: the gate, the way in and the way out."""

import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.access import auditing, forms, guard
from dashboard.access.settings import Access, Mode
from store import Role, Store


def add_to(server: Flask, access: Access, store: Store, on_this_machine: Role) -> None:
    """Put the gate before an application; without a log-in who comes through has the role that is given."""
    guard.add_to(server, access, store, on_this_machine)
    if not access.has_log_in:
        return
    auditing.add_to(server, store)
    if access.mode is Mode.PASSWORD:
        forms.add_to(server, access, store)
    elif access.mode is Mode.OIDC:
        # Only who needs it loads what it needs.
        from dashboard.access.oidc import add_to as add_oidc

        add_oidc(server, access, store)
    if access.has_sessions:
        forms.add_log_out(server, store)
    if access.proxies:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=access.proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )


def tell_of_set_up(access: Access, store: Store) -> None:
    """Print the link by which the first admin gets in, where nobody was added yet, or that there is none."""
    if access.mode is not Mode.PASSWORD:
        return
    if link := forms.link_for_set_up(access, store):
        told = (
            f"Nobody can log in yet. Open {link} within 24 hours"
            f"{'' if access.url else ', at the address of this server'}, and become the first admin."
        )
    elif not store.accounts.has_admin():
        told = "There is no admin: tradefacts user role NAME admin makes one of somebody who was added."
    else:
        return
    print(told, file=sys.stderr, flush=True)
