"""Accounts of others: who may manage whom, and nobody oneself (design §4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.db.models import AccountReview, AuditEvent, FactorReset, OutgoingMail, Passkey, Staff, WebSession
from adapters.passwords import Passwords
from domain.access import Actor, Role
from domain.errors import Forbidden, InvalidInput, NotFound
from domain.organisation import OrganisationKind
from queries import accounts as people
from queries import organisations as known
from services import account_reviews, accounts, enrolment, log_in, own_account, staff, web_sessions
from services.enrolment import NewFactor
from services.office import Office
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, QUICK, FixedClock, make_organisation, make_staff, one_person_office
from tests.factories.records import all_of
from tests.fakes.authenticator import Authenticator
from tests.integration.services.refusals import expect_refusal
from tests.integration.services.test_enrolment import ORIGIN, PURPOSES, app_factor, made, newest_token, shown

HOME, CHOSEN = "192.0.2.7", "four green umbrellas"


@pytest.fixture
def boss(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR, name="管理 一郎")[0]


@pytest.fixture
def other_boss(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR, name="管理 二郎")[0]


def number(actor: Actor) -> int:
    assert actor.staff_id is not None
    return actor.staff_id


def acts(office: Office) -> list[str]:
    return [event.action for event in all_of(office, AuditEvent)]


def epoch(office: Office, actor: Actor) -> int:
    found = staff.present(office, number(actor), HOME)
    assert found is not None
    return found.epoch


def test_new_posts_count_at_once_and_end_every_session(office: Office, boss: Actor) -> None:
    person, _ = make_staff(office, Role.RECEPTION)
    web_sessions.save(office, "open", {"a": 1}, staff_id=person.staff_id)
    accounts.set_roles(office, boss, number(person), [Role.REVIEWER, Role.ISSUER])
    now = staff.actor_of(office, number(person), HOME)
    assert now is not None
    assert now.roles == {Role.REVIEWER, Role.ISSUER}
    assert (epoch(office, person), all_of(office, WebSession)) == (1, [])
    event = all_of(office, AuditEvent)[-1]
    assert (event.action, event.details) == ("set_roles", {"before": ["reception"], "after": ["issuer", "reviewer"]})
    assert "役割が変更されました" in all_of(office, OutgoingMail)[-1].body
    accounts.set_roles(office, boss, number(person), [Role.ISSUER, Role.REVIEWER])
    assert acts(office).count("set_roles") == 1, "the same posts again are no change"
    with pytest.raises(InvalidInput, match="post_of_another_house"):
        accounts.set_roles(office, boss, number(person), [Role.AGENT])


def test_a_closed_account_is_out_at_once_and_comes_back_as_it_was(office: Office, boss: Actor) -> None:
    person, secret = make_staff(office, Role.RECEPTION, email="x@example.jp")
    web_sessions.save(office, "open", {"a": 1}, staff_id=person.staff_id)
    for _twice in range(2):
        accounts.disable(office, boss, number(person))
    assert staff.present(office, number(person), HOME) is None
    assert all_of(office, WebSession) == []
    for _twice in range(2):
        accounts.enable(office, boss, number(person))
    assert [act for act in acts(office) if act.endswith("able_staff")] == ["disable_staff", "enable_staff"]
    code = code_at(secret, office.clock())
    log_in.log_in(office, email="x@example.jp", password=PASSWORD, code=code, address=HOME)


def test_nobody_changes_the_own_account(office: Office, boss: Actor, other_boss: Actor) -> None:
    own = number(boss)
    for act in (
        lambda: accounts.set_roles(office, boss, own, [Role.ISSUER, Role.ADMINISTRATOR]),
        lambda: accounts.disable(office, boss, own),
        lambda: accounts.enable(office, boss, own),
        lambda: accounts.reset_factors(office, boss, own),
    ):
        with expect_refusal("own_account"):
            act()


def test_two_administrators_who_demote_each_other_leave_one(office: Office, boss: Actor, other_boss: Actor) -> None:
    """The second acts on a page opened before; an invited administrator who has not come counts for nothing."""
    accounts.invite(
        office, boss, email="y@example.jp", name="未着 三郎", roles=[Role.ADMINISTRATOR], organisation_id=None
    )
    accounts.set_roles(office, boss, number(other_boss), [Role.AUDITOR])
    for act in (
        lambda: accounts.set_roles(office, other_boss, number(boss), []),
        lambda: accounts.disable(office, other_boss, number(boss)),
    ):
        with expect_refusal("last_administrator"):
            act()


def test_a_manager_sees_and_manages_the_own_house_only(office: Office, boss: Actor) -> None:
    """S3-13: whoever is of another house does not exist, for looking and for every act."""
    house = make_organisation(office, OrganisationKind.INSURER)
    manager, _ = make_staff(office, Role.INSURER, organisation_id=house)
    agent, _ = make_staff(office, Role.AGENT)
    mine = accounts.invite(
        office, manager, email="branch@example.jp", name="支店 楓", roles=[Role.BRANCH], organisation_id=house
    )
    assert {account.id for account in people.manageable(office, manager)} == {manager.staff_id, mine}
    assert [(h.id, h.posts) for h in people.houses(office, manager)] == [(house, (Role.BRANCH, Role.INSURER))]
    accounts.set_roles(office, manager, mine, [Role.BRANCH, Role.INSURER])
    for stranger in (number(boss), number(agent), 9999):
        for act in (
            lambda n: people.one(office, manager, n),
            lambda n: accounts.set_roles(office, manager, n, []),
            lambda n: accounts.disable(office, manager, n),
            lambda n: accounts.enable(office, manager, n),
            lambda n: accounts.invite_again(office, manager, n),
        ):
            with pytest.raises(NotFound, match="no_such_account"):
                act(stranger)
    for house_id in (None, agent.organisation_id):
        with pytest.raises(NotFound, match="no_such_account"):
            accounts.invite(
                office, manager, email="z@example.jp", name="x", roles=[Role.BRANCH], organisation_id=house_id
            )
    with pytest.raises(Forbidden):
        accounts.reset_factors(office, manager, mine)
    with pytest.raises(Forbidden):
        accounts.disable(office, agent, mine)
    assert {account.id for account in people.manageable(office, boss)} >= {mine, number(agent), number(boss)}
    assert [a.id for a in people.manageable(office, boss, state="invited")] == [mine]
    assert [a.organisation for a in people.manageable(office, boss, text="支店 楓")] == [
        row.name for row in known.listed(office) if row.id == house
    ]
    assert known.one(office, house).people == 2
    assert people.houses(office, boss)[0].id is None


def test_a_lost_device_needs_two_administrators(office: Office, boss: Actor, other_boss: Actor) -> None:
    person, secret = make_staff(office, Role.RECEPTION, email="x@example.jp")
    web_sessions.save(office, "open", {"a": 1}, staff_id=person.staff_id)
    assert not accounts.reset_factors(office, boss, number(person))
    assert people.one(office, boss, number(person)).reset_asked_by == boss.staff_id
    with expect_refusal("second_administrator_needed"):
        accounts.reset_factors(office, boss, number(person))
    assert people.one(office, boss, number(person)).has_app
    assert accounts.reset_factors(office, other_boss, number(person))
    assert acts(office)[-2:] == ["ask_factor_reset", "reset_factors"]
    assert (all_of(office, WebSession), all_of(office, FactorReset)) == ([], [])
    with expect_refusal("log_in_refused"):
        code = code_at(secret, office.clock())
        log_in.log_in(office, email="x@example.jp", password=PASSWORD, code=code, address=HOME)
    token = newest_token(office)
    who = enrolment.newcomer(office, token, *PURPOSES)
    with expect_refusal("password_differs", "password"):
        enrolment.enrol(office, who, token=token, password=CHOSEN, factor=app_factor(office), address=HOME)
    done = enrolment.enrol(office, who, token=token, password=PASSWORD, factor=app_factor(office), address=HOME)
    assert done.entry.actor.staff_id == person.staff_id


def test_a_wish_that_nobody_joined_is_over_after_a_week(
    office: Office, boss: Actor, other_boss: Actor, clock: FixedClock
) -> None:
    person, _ = make_staff(office, Role.RECEPTION)
    accounts.reset_factors(office, boss, number(person))
    clock.advance(timedelta(days=7))
    assert people.one(office, boss, number(person)).reset_asked_by is None
    assert not accounts.reset_factors(office, other_boss, number(person)), "this one only asks again"
    assert accounts.reset_factors(office, boss, number(person))


def test_one_administrator_does_it_where_the_rule_is_off_but_never_to_oneself(office: Office, boss: Actor) -> None:
    one_person_office(office)
    person, _ = make_staff(office, Role.RECEPTION)
    assert accounts.reset_factors(office, boss, number(person))
    invited = accounts.invite(office, boss, email="y@example.jp", name="x", roles=[], organisation_id=None)
    with expect_refusal("not_possible_now"):
        accounts.reset_factors(office, boss, invited)


def test_the_machine_lets_the_only_administrator_in_again(office: Office, boss: Actor) -> None:
    email = people.own(office, boss).email
    token = accounts.link_from_the_machine(office, email.upper()).rsplit("/", 1)[1]
    who = enrolment.newcomer(office, token, *PURPOSES)
    enrolment.enrol(office, who, token=token, password=PASSWORD, factor=app_factor(office), address=HOME)
    accounts.invite(office, boss, email="y@example.jp", name="x", roles=[], organisation_id=None)
    token = accounts.link_from_the_machine(office, "y@example.jp").rsplit("/", 1)[1]
    assert not enrolment.newcomer(office, token, *PURPOSES).has_password
    with pytest.raises(NotFound, match="no_such_account"):
        accounts.link_from_the_machine(office, "nobody@example.jp")


def test_a_password_that_changes_during_the_enrolment_is_not_put_back(office: Office, boss: Actor) -> None:
    """Two browsers with the same link: the second finds that the first has used it."""
    token = accounts.link_from_the_machine(office, people.own(office, boss).email).rsplit("/", 1)[1]
    who = enrolment.newcomer(office, token, *PURPOSES)
    enrolment.enrol(office, who, token=token, password=PASSWORD, factor=app_factor(office), address=HOME)
    with pytest.raises(NotFound, match="no_such_link"):
        enrolment.enrol(office, who, token=token, password=PASSWORD, factor=app_factor(office), address=HOME)


class Meanwhile(Passwords):
    """While a password is checked, something else happens."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(b"pepper of the tests".ljust(32), QUICK)
        self.act: Callable[[], object] | None = act

    def matches(self, stored: str | None, password: str) -> bool:
        act, self.act = self.act, None
        if act:
            act()
        return super().matches(stored, password)


def test_an_old_password_opens_nothing_once_another_is_set(office: Office, boss: Actor) -> None:
    """Both looked at it at the same moment; the change was committed first."""
    email = people.own(office, boss).email
    token = accounts.link_from_the_machine(office, email).rsplit("/", 1)[1]
    who = enrolment.newcomer(office, token, *PURPOSES)

    def change() -> None:
        own_account.change_password(office, boss, present=PASSWORD, password=CHOSEN)

    crowded = replace(office, passwords=Meanwhile(change))
    with expect_refusal("password_differs", "password"):
        enrolment.enrol(crowded, who, token=token, password=PASSWORD, factor=app_factor(office), address=HOME)


def test_a_passkey_that_is_removed_meanwhile_opens_nothing(office: Office) -> None:
    person, _ = make_staff(office, Role.RECEPTION, email="x@example.jp")
    device = Authenticator(ORIGIN)
    made(office, person, device)
    (passkey,) = all_of(office, Passkey)
    crowded = replace(office, passwords=Meanwhile(lambda: own_account.remove_passkey(office, person, passkey.id)))
    with expect_refusal("log_in_refused"):
        log_in.log_in(crowded, email="x@example.jp", password=PASSWORD, proof=shown(office, device), address=HOME)


def test_the_own_password_ends_every_session_but_goes_on(office: Office) -> None:
    person, _ = make_staff(office, Role.RECEPTION, email="x@example.jp")
    web_sessions.save(office, "open", {"a": 1}, staff_id=person.staff_id)
    with expect_refusal("password_differs", "present"):
        own_account.change_password(office, person, present="wrong", password=CHOSEN)
    with expect_refusal("password_common", "password"):
        own_account.change_password(office, person, present=PASSWORD, password="password1234")
    assert own_account.change_password(office, person, present=PASSWORD, password=CHOSEN) == 1
    assert (epoch(office, person), all_of(office, WebSession)) == (1, [])
    own_account.add_factor(office, person, app_factor(office))
    with expect_refusal("code_differs", "code"):
        own_account.add_factor(office, person, NewFactor(secret="A" * 32, code="000000"))
    assert "set_up_app" in acts(office)
    with office.database.write() as session:
        session.get_one(Staff, number(person)).active = False
    with pytest.raises(NotFound, match="no_such_account"):
        own_account.change_password(office, person, present=CHOSEN, password=PASSWORD)


def test_own_sessions_can_be_seen_and_ended(office: Office, boss: Actor, other_boss: Actor) -> None:
    for token in ("here", "phone", "library"):
        web_sessions.save(office, token, {}, staff_id=boss.staff_id, address=HOME, browser="B" * 999)
    web_sessions.save(office, "theirs", {}, staff_id=other_boss.staff_id)
    own = {one.current: one for one in web_sessions.of_person(office, boss, "here")}
    assert (own[True].address, own[True].browser) == (HOME, "B" * 300)
    web_sessions.end_own(office, boss, own[False].key)
    assert len(web_sessions.of_person(office, boss, "here")) == 2
    (foreign,) = web_sessions.of_person(office, other_boss, None)
    for key in (foreign.key, "nothing"):
        with pytest.raises(NotFound, match="no_such_session"):
            web_sessions.end_own(office, boss, key)
    web_sessions.end_others(office, boss, "here")
    assert [one.current for one in web_sessions.of_person(office, boss, "here")] == [True]
    assert len(web_sessions.of_person(office, other_boss, "theirs")) == 1


def test_all_accounts_are_looked_at_each_quarter(office: Office, boss: Actor, clock: FixedClock) -> None:
    assert not account_reviews.is_due(office)
    clock.advance(timedelta(days=91))
    assert account_reviews.is_due(office)
    seen = people.fingerprint(office)
    person, _ = make_staff(office, Role.RECEPTION)
    with expect_refusal("accounts_changed_meanwhile"):
        account_reviews.confirm(office, boss, seen=seen)
    account_reviews.confirm(office, boss, seen=people.fingerprint(office))
    assert not account_reviews.is_due(office)
    assert [(r.reviewer, r.accounts) for r in people.reviews(office)] == [("管理 一郎", 2)]
    assert len(all_of(office, AccountReview)) == 1
    with pytest.raises(Forbidden):
        account_reviews.confirm(office, person, seen=seen)


def test_an_office_nobody_works_in_has_nothing_to_look_at(office: Office) -> None:
    assert not account_reviews.is_due(office)
