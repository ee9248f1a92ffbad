"""Logging in and out, as a person does: with a keyboard, without JavaScript, in either theme."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect
from test_accessible import violations
from visits import Visit, visiting
from werkzeug.serving import make_server

from dashboard.access import passwords
from dashboard.access.settings import Access, Mode
from dashboard.access.tokens import hash_of
from dashboard.app import create_app
from store import By, Role, Store

PASSWORD = "violet tram by the canal"
BY = By(datetime(2024, 3, 5, tzinfo=UTC), None)


@pytest.fixture
def address(file_store: Store) -> Iterator[str]:
    """Give the address of a server on which ada is an admin and bob may read."""
    for name, role in (("ada", Role.ADMIN), ("bob", Role.VIEWER)):
        file_store.accounts.add(name, role, BY, password=passwords.hashed(PASSWORD))
    yield from _served(file_store)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, 1200, 800) as one:
        one.page.context.clear_cookies()
        yield one
        one.page.context.clear_cookies()


def _served(store: Store) -> Iterator[str]:
    app = create_app(store, access=Access(mode=Mode.PASSWORD))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _log_in(visit: Visit, name: str, password: str = PASSWORD) -> None:
    visit.page.get_by_label("Name").fill(name)
    visit.page.get_by_label("Password").fill(password)
    visit.page.keyboard.press("Enter")


def test_one_logs_in_where_one_was_going_and_out_again(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}read?theme=dark")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    _log_in(visit, "Ada")
    expect(page).to_have_url(f"{visit.address}read?theme=dark")
    expect(page.get_by_role("link", name="Review")).to_be_visible()
    page.locator("#open-me").click()
    expect(page.get_by_text("You are an admin.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.goto(f"{visit.address}read")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_what_is_wrong_is_said(visit: Visit) -> None:
    visit.page.goto(visit.address)
    _log_in(visit, "ada", "wrong")
    expect(visit.page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
    expect(visit.page.get_by_label("Name")).to_have_value("ada")
    assert violations(visit.page) == []
    # The browser tells of every answer that is a refusal.
    assert all("403" in one for one in visit.errors)
    visit.errors.clear()


def test_who_only_reads_has_nothing_to_write_with(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}add")
    _log_in(visit, "bob")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_text(
        ["Explore", "Read", "Compare"]
    )
    page.locator("#open-views").click()
    expect(page.locator("#saved-views")).to_contain_text("No view has a name yet.")
    expect(page.get_by_role("button", name="Save view")).to_have_count(0)


def test_who_was_logged_out_meanwhile_is_led_to_the_log_in(visit: Visit, file_store: Store) -> None:
    page = visit.page
    page.goto(f"{visit.address}read")
    _log_in(visit, "bob")
    page.wait_for_selector("#open-views")
    page.wait_for_load_state("networkidle")
    file_store.accounts.set_disabled("bob", True, BY)
    page.locator("#open-views").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert "next=%2Fread" in page.url
    assert all("401" in one for one in visit.errors)
    visit.errors.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_need_no_javascript_and_hold_to_axe(
    browser: Browser, address: str, scheme: str, file_store: Store
) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}login")
    assert violations(page) == []
    context.close()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{address}audit")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("log-in")
    plain.close()


def test_the_first_admin_sets_a_server_up(browser: Browser, file_store: Store) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    file_store.accounts.offer_set_up(hash_of("link"), datetime.now(UTC), until)
    for address in _served(file_store):
        with visiting(browser, address, 1200, 800) as visit:
            page = visit.page
            page.context.clear_cookies()
            page.goto(f"{address}setup?token=link")
            assert violations(page) == []
            page.get_by_label("Name").fill("ada")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_label("Password again").fill(PASSWORD)
            page.get_by_role("button", name="Set up").click()
            expect(page.locator("#open-me")).to_have_text("ada")
            page.goto(f"{address}audit")
            assert violations(page) == []
            page.context.clear_cookies()
