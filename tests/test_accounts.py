"""People, sessions, tokens, tries and the audit log, on either kind of database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from store import By, Event, Person, Role, Store, StoreError, What
from store.accounts import Lifetimes, name_of

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
BY = By(NOW, "ada", "192.0.2.7")
LIFETIMES = Lifetimes(timedelta(minutes=30), timedelta(hours=8))


def later(**much: float) -> datetime:
    return NOW + timedelta(**much)


@pytest.fixture
def ada(store: Store) -> Person:
    return store.accounts.add("Ada", Role.EDITOR, BY, password="hash")


def test_a_name_is_the_same_in_any_case_and_there_once(store: Store, ada: Person) -> None:
    assert ada == Person(ada.person_id, "ada", Role.EDITOR, by_password=True)
    assert store.accounts.person("ADA") == ada
    with pytest.raises(StoreError, match="There is a 'ada' already"):
        store.accounts.add("aDa", Role.VIEWER, BY)


@pytest.mark.parametrize("text", ["", " ", "a b", "=cmd", "<b>", "a" * 121, "-x", "a\nb"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="no name to log in with"):
        name_of(text)


def test_each_role_may_do_what_the_ones_before_may() -> None:
    assert [[one.includes(other) for other in Role] for one in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_a_session_ends_when_it_is_not_used(store: Store, ada: Person) -> None:
    store.accounts.start_session(ada, "s", BY)
    assert store.accounts.in_session("s", later(minutes=29), LIFETIMES) == ada
    assert store.accounts.in_session("s", later(minutes=58), LIFETIMES) == ada
    assert store.accounts.in_session("s", later(minutes=89), LIFETIMES) is None
    assert store.accounts.in_session("other", NOW, LIFETIMES) is None


def test_a_session_ends_however_much_it_is_used(store: Store, ada: Person) -> None:
    store.accounts.start_session(ada, "s", BY)
    for minutes in range(20, 8 * 60, 20):
        assert store.accounts.in_session("s", later(minutes=minutes), LIFETIMES) == ada
    assert store.accounts.in_session("s", later(hours=8), LIFETIMES) is None


def test_what_has_ended_is_removed_and_nothing_else(store: Store, ada: Person) -> None:
    store.accounts.start_session(ada, "old", BY)
    store.accounts.start_session(ada, "new", BY._replace(at=later(minutes=20)))
    store.accounts.forget_ended(later(minutes=40), LIFETIMES)
    forever = Lifetimes(timedelta(days=900), timedelta(days=900))
    assert store.accounts.in_session("old", later(minutes=40), forever) is None
    assert store.accounts.in_session("new", later(minutes=40), forever) == ada


def test_who_is_disabled_is_out_at_once_and_stays_out(store: Store, ada: Person) -> None:
    store.accounts.start_session(ada, "s", BY)
    store.accounts.make_token("ada", "laptop", "t", later(days=1), BY)
    store.accounts.set_disabled("ada", True, BY)
    assert store.accounts.in_session("s", NOW, LIFETIMES) is None
    assert store.accounts.by_token("t", NOW) is None
    assert store.accounts.password_of("ada") is None
    store.accounts.set_disabled("ada", False, BY)
    assert store.accounts.in_session("s", NOW, LIFETIMES) is None
    assert store.accounts.by_token("t", NOW) == ada


def test_a_new_password_ends_the_sessions(store: Store, ada: Person) -> None:
    store.accounts.start_session(ada, "s", BY)
    store.accounts.set_password("ada", "other", BY)
    assert store.accounts.in_session("s", NOW, LIFETIMES) is None
    assert store.accounts.password_of("ada") == (ada, "other")


def test_a_token_opens_until_its_day_or_until_it_is_revoked(store: Store, ada: Person) -> None:
    store.accounts.make_token("ada", "laptop", "t", later(days=1), BY)
    assert store.accounts.by_token("t", NOW) == ada
    assert store.accounts.by_token("t", later(days=1)) is None
    assert store.accounts.by_token("other", NOW) is None
    store.accounts.revoke_token("ada", "laptop", BY)
    assert store.accounts.by_token("t", NOW) is None
    (told,) = store.accounts.tokens()
    assert (told.person, told.name, told.used_at, told.revoked_at) == ("ada", "laptop", NOW, NOW)


def test_a_token_has_a_name_of_its_own(store: Store, ada: Person) -> None:
    store.accounts.make_token("ada", "laptop", "t", later(days=1), BY)
    with pytest.raises(StoreError, match="a token called 'laptop' already"):
        store.accounts.make_token("ada", " laptop ", "u", later(days=1), BY)
    with pytest.raises(StoreError, match="no token called 'phone'"):
        store.accounts.revoke_token("ada", "phone", BY)
    with pytest.raises(StoreError, match="There is no 'eve'"):
        store.accounts.make_token("eve", "laptop", "v", later(days=1), BY)


def test_a_set_up_link_works_once_and_not_for_ever(store: Store) -> None:
    for one in ("a", "b"):
        store.accounts.offer_set_up(one, NOW, later(hours=1))
    assert store.accounts.may_set_up("a", NOW)
    assert not store.accounts.may_set_up("a", later(hours=1))
    assert not store.accounts.may_set_up("c", NOW)
    # It is no token of a program.
    assert store.accounts.by_token("a", NOW) is None
    assert store.accounts.set_up("a", "ada", "hash", BY).role is Role.ADMIN
    for one in ("a", "b"):
        with pytest.raises(StoreError, match="This link was used"):
            store.accounts.set_up(one, "eve", "hash", BY)


def test_an_offer_is_none_once_there_is_somebody(store: Store) -> None:
    store.accounts.offer_set_up("a", NOW, later(hours=1))
    store.accounts.add("ada", Role.VIEWER, BY)
    assert not store.accounts.may_set_up("a", NOW)


def test_tries_are_counted_for_each_subject_and_forgotten_in_time(store: Store) -> None:
    within = timedelta(minutes=15)
    limits = {"account:ada": 2, "address:1": 3}
    assert [store.accounts.may_try(limits, NOW, within) for _ in range(3)] == [True, True, False]
    assert store.accounts.may_try({"account:eve": 2, "address:1": 3}, NOW, within)
    assert not store.accounts.may_try({"account:bob": 2, "address:1": 3}, NOW, within)
    assert store.accounts.may_try(limits, later(minutes=15), within)


def test_who_logs_in_has_tried_nothing(store: Store) -> None:
    within = timedelta(minutes=15)
    limits = {"account:ada": 2, "address:1": 2}
    for _ in range(5):
        assert store.accounts.may_try(limits, NOW, within)
        store.accounts.succeeded("account:ada", "address:1")


def test_of_many_tries_at_once_no_more_get_through(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        tried = list(
            threads.map(
                lambda _: store.accounts.may_try({"account:ada": 5}, NOW, timedelta(minutes=15)), range(24)
            )
        )
    assert sum(tried) == 5


def test_whom_a_provider_means_is_who_waited_for_it(store: Store, ada: Person) -> None:
    bob = store.accounts.add("bob@example.org", Role.ADMIN, BY)
    assert store.accounts.of_subject("issuer|1") is None
    assert store.accounts.join("Bob@Example.org", "issuer|1", BY) == bob
    assert store.accounts.of_subject("issuer|1") == bob
    known = Event(NOW, "ada", What.PERSON_KNOWN, "bob@example.org: issuer|1", "192.0.2.7")
    assert store.audit.events(1) == [known]
    # Nobody else becomes him, and who has a password is nobody's.
    assert store.accounts.join("bob@example.org", "issuer|2", BY) is None
    assert store.accounts.join("ada", "issuer|2", BY) is None


def test_changes_are_in_the_audit_log(store: Store, ada: Person) -> None:
    store.accounts.set_role("ada", Role.ADMIN, BY)
    store.accounts.start_session(ada, "s", BY)
    store.accounts.end_session("s", BY)
    store.accounts.end_session("s", BY)
    told = [(one.what, one.about) for one in store.audit.events()]
    assert told == [
        (What.LOG_OUT, None),
        (What.LOG_IN, None),
        (What.ROLE_CHANGED, "ada: editor to admin"),
        (What.PERSON_ADDED, "ada: editor"),
    ]
    assert store.audit.events(1) == [Event(NOW, "ada", What.LOG_OUT, None, "192.0.2.7")]
    assert store.audit.events(since=later(days=1)) == []


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'eve'", "DELETE FROM audit"])
def test_the_database_changes_no_event(store: Store, change: str) -> None:
    store.audit.write(Event(NOW, "ada", What.EXPORT, "values-over-time"))
    with pytest.raises(StoreError, match="the audit log is only added to"), store._writing() as connection:
        connection.execute(text(change))
    assert [one.who for one in store.audit.events()] == ["ada"]


def test_postgresql_does_not_empty_it_either(server_store: Store) -> None:
    server_store.audit.write(Event(NOW, "ada", What.EXPORT))
    with pytest.raises(StoreError, match="only added to"), server_store._writing() as connection:
        connection.execute(text("TRUNCATE audit"))
    assert len(server_store.audit.events()) == 1
