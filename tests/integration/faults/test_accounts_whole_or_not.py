"""Each write of each use case of accounts fails in turn: it is done whole or not at all (issue 6, item 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete

from adapters.db.models import AccountReview, Authority, Throttle
from domain.access import Actor, Role
from domain.account import LinkPurpose
from domain.pki.ceremony import CeremonyAct
from services import account_reviews, accounts, ceremony, enrolment, own_account, password_resets, recovery_codes
from services.ceremony import KeyFile
from services.office import Office
from services.second_factor import Proof
from tests.factories.ceremonies import Administrators, split
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, FixedClock, make_staff
from tests.factories.records import all_of
from tests.integration.faults.sabotage import Saboteur
from tests.integration.services.test_enrolment import app_factor, newest_token

EMAIL, HOME, CHOSEN = "new@example.jp", "192.0.2.7", "four green umbrellas"


@pytest.fixture
def boss(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR)[0]


@pytest.fixture
def saboteur(office: Office, boss: Actor) -> Iterator[Saboteur]:
    with Saboteur(office) as made:
        yield made


def forget_tries(office: Office) -> None:
    """Each failure counts as a try."""
    with office.database.write() as session:
        session.execute(delete(Throttle))


def test_somebody_comes_whole_or_not_at_all(office: Office, boss: Actor, saboteur: Saboteur, clock: FixedClock) -> None:
    every, made = saboteur.every_write, []
    invite = {"email": EMAIL, "name": "新人 花子", "roles": [Role.REVIEWER], "organisation_id": None}
    struck = every(lambda: made.append(accounts.invite(office, boss, **invite)))  # type: ignore[arg-type]  # because one dict holds values of several types
    assert {"INSERT staff", "INSERT account_link", "INSERT outgoing_mail", "INSERT audit_event"} <= set(struck)
    every(lambda: accounts.invite_again(office, boss, made[0]))
    token, factor = newest_token(office), app_factor(office)
    who = enrolment.newcomer(office, token, LinkPurpose.INVITATION)
    struck = every(
        lambda: enrolment.enrol(office, who, token=token, password=CHOSEN, factor=factor, address=HOME),
        may_change={"throttle"},
    )
    assert {"UPDATE staff", "INSERT recovery_code", "DELETE account_link", "INSERT audit_event"} <= set(struck)
    accounts.invite(office, boss, **invite | {"email": "never@example.jp"})  # type: ignore[arg-type]  # because as above
    clock.advance(timedelta(days=40))
    assert every(lambda: enrolment.forget_old_links(office))


def test_an_account_is_changed_whole_or_not_at_all(office: Office, boss: Actor, saboteur: Saboteur) -> None:
    every = saboteur.every_write
    person, _ = make_staff(office, Role.RECEPTION, email=EMAIL)
    other_boss, _ = make_staff(office, Role.ADMINISTRATOR)
    number = person.staff_id or 0
    struck = every(lambda: accounts.set_roles(office, boss, number, [Role.ISSUER]))
    assert {"INSERT outgoing_mail", "INSERT audit_event"} <= set(struck)
    every(lambda: accounts.disable(office, boss, number))
    every(lambda: accounts.enable(office, boss, number))
    every(lambda: accounts.reset_factors(office, boss, number))
    # Of an administrator two must want it.
    every(lambda: accounts.reset_factors(office, boss, other_boss.staff_id or 0))
    struck = every(lambda: accounts.link_from_the_machine(office, EMAIL))
    assert {"INSERT account_link", "INSERT audit_event"} <= set(struck)
    with office.database.read() as session:
        seen = account_reviews.fingerprint(session)
    struck = every(lambda: account_reviews.confirm(office, boss, seen=seen))
    assert {"INSERT account_review", "INSERT audit_event"} <= set(struck)
    assert len(all_of(office, AccountReview)) == 1


def test_ones_own_account_is_changed_whole_or_not_at_all(office: Office, saboteur: Saboteur, clock: FixedClock) -> None:
    every = saboteur.every_write
    person, secret = make_staff(office, Role.REVIEWER, email=EMAIL)
    struck = every(
        lambda: own_account.change_password(office, person, present=PASSWORD, password=CHOSEN), may_change={"throttle"}
    )
    assert {"UPDATE staff", "INSERT outgoing_mail", "INSERT audit_event"} <= set(struck)
    factor = app_factor(office)
    assert "INSERT audit_event" in every(lambda: own_account.add_factor(office, person, factor))
    assert "INSERT recovery_code" in every(lambda: recovery_codes.renew(office, person))
    clock.advance(timedelta(minutes=2))
    every(lambda: password_resets.ask(office, email=EMAIL, address=HOME), may_change={"throttle"})
    assert "INSERT account_link" in every(lambda: password_resets.answer_asked(office))
    token, proof = newest_token(office), Proof(code=code_at(factor.secret, clock()))
    assert proof.code != code_at(secret, clock())
    struck = every(
        lambda: password_resets.reset(office, token, password=f"{CHOSEN} two", proof=proof, address=HOME),
        may_change={"throttle"},
        then=lambda: forget_tries(office),
    )
    assert {"UPDATE staff", "DELETE account_link", "INSERT audit_event"} <= set(struck)


def test_the_roots_key_goes_and_comes_back_whole_or_not_at_all(office: Office, saboteur: Saboteur) -> None:
    two = Administrators.hired(office)
    sealed, sheets = split(office)
    keys = KeyFile(sealed=sealed, sheets=sheets[:2])
    for act, here_before in ((CeremonyAct.KEY_AWAY, True), (CeremonyAct.KEY_BACK, False)):
        two.propose(act, 1)

        def still(here_before: bool = here_before) -> None:
            assert (all_of(office, Authority)[0].sealed_key is not None) is here_before

        struck = saboteur.every_write(
            lambda: ceremony.carry_out(office, two.second, two.open_one, keys),
            # The lists signed before the key goes: a number that was taken is never given again (RFC 5280 §5.2.3).
            may_change={"authority", "revocation_list"},
            then=still,
            may_fail_after=True,
        )
        assert {"UPDATE authority", "UPDATE ceremony", "INSERT audit_event"} <= set(struck)
