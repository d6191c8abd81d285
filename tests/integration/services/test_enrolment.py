"""The first steps of an account: link, password, second factor, recovery codes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from adapters.db.models import AccountLink, AuditEvent, OutgoingMail, Passkey, RecoveryCode, Staff
from domain.access import Actor, Role
from domain.account import LinkPurpose
from domain.errors import Gone, NotFound
from domain.settings import Group
from services import accounts, enrolment, log_in, one_time_codes, own_account, recovery_codes, settings, staff
from services.enrolment import Enrolled, NewFactor
from services.mails import open_secrets
from services.office import Office
from services.second_factor import Proof
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, FixedClock, make_staff
from tests.factories.records import all_of
from tests.fakes.authenticator import Authenticator
from tests.integration.services.refusals import expect_refusal

CHOSEN, EMAIL, HOME = "four green umbrellas", "newcomer@example.jp", "192.0.2.7"
PURPOSES = (LinkPurpose.INVITATION, LinkPurpose.FACTORS)


@pytest.fixture
def administrator(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR)[0]


def newest_token(office: Office) -> str:
    mail = all_of(office, OutgoingMail)[-1]
    assert mail.sealed_secrets is not None
    assert "/office/" not in mail.body, "the office cannot read the link"
    return open_secrets(office, mail.message_id, mail.sealed_secrets)["link"].rsplit("/", 1)[1]


def invited(office: Office, administrator: Actor) -> str:
    accounts.invite(office, administrator, email=EMAIL, name="新人 花子", roles=[Role.REVIEWER], organisation_id=None)
    return newest_token(office)


def app_factor(office: Office) -> NewFactor:
    secret = one_time_codes.new_secret(office)
    return NewFactor(secret=secret, code=code_at(secret, office.clock()))


def come(office: Office, token: str, factor: NewFactor, password: str = CHOSEN) -> Enrolled:
    who = enrolment.newcomer(office, token, *PURPOSES)
    return enrolment.enrol(office, who, token=token, password=password, factor=factor, address=HOME)


def test_the_invited_person_chooses_and_is_in(office: Office, administrator: Actor, clock: FixedClock) -> None:
    token = invited(office, administrator)
    who = enrolment.newcomer(office, token, *PURPOSES)
    assert (who.email, who.name, who.has_password) == (EMAIL, "新人 花子", False)
    factor = app_factor(office)
    done = come(office, token, factor)
    assert done.entry.actor.roles == {Role.REVIEWER}
    assert len(set(done.codes)) == 10
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{16}", code) for code in done.codes)
    assert [event.action for event in all_of(office, AuditEvent)][-2:] == ["enrol", "log_in"]
    with expect_refusal("log_in_refused"):
        log_in.log_in(office, email=EMAIL, password=CHOSEN, code=factor.code, address=HOME)
    clock.advance(timedelta(seconds=30))
    code = code_at(factor.secret, office.clock())
    assert (
        log_in.log_in(office, email=EMAIL.upper(), password=CHOSEN, code=code, address=HOME).actor.name == "新人 花子"
    )


def test_a_link_works_once_and_for_seven_days(office: Office, administrator: Actor, clock: FixedClock) -> None:
    token = invited(office, administrator)
    row = all_of(office, AccountLink)[0]
    assert token not in row.token_hash
    clock.advance(timedelta(days=7) - timedelta(seconds=1))
    come(office, token, app_factor(office))
    with pytest.raises(NotFound, match="no_such_link"):
        enrolment.newcomer(office, token, *PURPOSES)
    with pytest.raises(NotFound, match="no_such_link"):
        enrolment.newcomer(office, "never made", *PURPOSES)


def test_after_seven_days_it_says_so_until_a_month_later(
    office: Office, administrator: Actor, clock: FixedClock
) -> None:
    token = invited(office, administrator)
    clock.advance(timedelta(days=7))
    with pytest.raises(Gone, match="link_over"):
        enrolment.newcomer(office, token, *PURPOSES)
    assert enrolment.forget_old_links(office) == 0
    clock.advance(timedelta(days=30))
    assert enrolment.forget_old_links(office) == 1


def test_an_invitation_sent_again_replaces_the_first(office: Office, administrator: Actor) -> None:
    first = invited(office, administrator)
    staff_id = all_of(office, Staff)[-1].id
    accounts.invite_again(office, administrator, staff_id)
    with pytest.raises(NotFound, match="no_such_link"):
        enrolment.newcomer(office, first, *PURPOSES)
    come(office, newest_token(office), app_factor(office))
    with expect_refusal("not_possible_now"):
        accounts.invite_again(office, administrator, staff_id)


def test_a_wrong_code_or_a_bad_password_uses_nothing_up(office: Office, administrator: Actor) -> None:
    token, factor = invited(office, administrator), app_factor(office)
    with expect_refusal("code_differs", "code"):
        come(office, token, NewFactor(secret=factor.secret, code="000000"))
    with expect_refusal("password_of_own_words", "password"):
        come(office, token, factor, password="newcomer@example.jp")
    come(office, token, factor)


def test_the_office_is_known_by_the_name_that_is_set(office: Office, administrator: Actor) -> None:
    """Its name is what a stranger would try first, and what the authenticator shows beside the code."""
    settings.change(office, administrator, Group.OFFICE, {"office_name": "Lighthouse Counter"})
    token, factor = invited(office, administrator), app_factor(office)
    with expect_refusal("password_of_own_words", "password"):
        come(office, token, factor, password="Lighthouse Counter")
    assert "issuer=Lighthouse%20Counter" in one_time_codes.address_of(office, factor.secret, EMAIL)


def test_whoever_came_with_a_password_of_another_changes_both(office: Office) -> None:
    staff_id, old = staff.create(
        office, email=EMAIL, name="新人 花子", password="made by the machine", roles=[Role.AUDITOR], enrolled=False
    )
    assert (found := staff.present(office, staff_id, HOME)) is not None
    assert not found.enrolled
    who = enrolment.by_id(office, staff_id)
    enrolment.enrol(office, who, password=CHOSEN, factor=app_factor(office), address=HOME)
    assert (found := staff.present(office, staff_id, HOME)) is not None
    assert (found.enrolled, found.epoch) == (True, 1)
    with expect_refusal("log_in_refused"):
        old_code = code_at(old, office.clock())
        log_in.log_in(office, email=EMAIL, password="made by the machine", code=old_code, address=HOME)


def test_recovery_codes_work_once_each_and_new_ones_replace_them(office: Office, administrator: Actor) -> None:
    done = come(office, invited(office, administrator), app_factor(office))

    def enter(code: str) -> str:
        return log_in.log_in(office, email=EMAIL, password=CHOSEN, code=code, address=HOME).actor.name

    assert enter(done.codes[3]) == "新人 花子"
    assert all_of(office, AuditEvent)[-1].details == {"factor": "recovery_code"}
    for wrong in (done.codes[3], done.codes[4][:-1] + "2" if done.codes[4][-1] != "2" else done.codes[4][:-1] + "3"):
        with expect_refusal("log_in_refused"):
            enter(wrong)
    with office.database.read() as session:
        assert recovery_codes.left(session, done.entry.actor.staff_id or 0) == 9
    stored = " ".join(row.code_hash for row in all_of(office, RecoveryCode))
    assert not any(code[4:] in stored for code in done.codes)
    fresh = recovery_codes.renew(office, done.entry.actor)
    with expect_refusal("log_in_refused"):
        enter(done.codes[5])
    assert enter(fresh[0]) == "新人 花子"


ORIGIN = "https://office.example.jp"


def made(office: Office, actor: Actor, device: Authenticator, name: str = "事務所のパソコン") -> None:
    challenge = office.randomness.octets(32)
    question = own_account.passkey_question(office, actor, challenge)
    own_account.add_factor(office, actor, NewFactor(passkey=device.make(question), challenge=challenge, name=name))


def shown(office: Office, device: Authenticator, challenge: bytes = b"c" * 32) -> Proof:
    return Proof(passkey=device.use(office.passkeys.ask(challenge=challenge)), challenge=challenge)


def test_a_passkey_is_as_good_as_the_app(office: Office) -> None:
    actor, _ = make_staff(office, Role.ISSUER, email=EMAIL)
    device = Authenticator(ORIGIN)
    made(office, actor, device)
    entry = log_in.log_in(office, email=EMAIL, password=PASSWORD, proof=shown(office, device), address=HOME)
    assert entry.actor.staff_id == actor.staff_id
    assert all_of(office, AuditEvent)[-1].details == {"factor": "passkey"}
    (row,) = all_of(office, Passkey)
    assert (row.sign_count, row.last_used_at, row.name) == (1, office.clock(), "事務所のパソコン")


def test_a_passkey_does_not_open_for_others_nor_for_old_answers_nor_elsewhere(office: Office) -> None:
    actor, _ = make_staff(office, Role.ISSUER, email=EMAIL)
    make_staff(office, Role.ISSUER, email="other@example.jp")
    device = Authenticator(ORIGIN)
    made(office, actor, device)
    used = shown(office, device)
    log_in.log_in(office, email=EMAIL, password=PASSWORD, proof=used, address=HOME)
    copied = shown(office, device)
    device.count = 0
    behind = shown(office, device)
    log_in.log_in(office, email=EMAIL, password=PASSWORD, proof=copied, address=HOME)
    elsewhere = Authenticator("https://evil.example.com")
    elsewhere.key, elsewhere.credential_id, elsewhere.count = device.key, device.credential_id, 99
    wrong = {
        "the same answer again": (EMAIL, used),
        "a copy that is behind": (EMAIL, behind),
        "somebody else's": ("other@example.jp", shown(office, device)),
        "another site": (EMAIL, shown(office, elsewhere)),
        "without a question": (EMAIL, Proof(passkey=used.passkey)),
        "no answer at all": (EMAIL, Proof(passkey="{}", challenge=b"c" * 32)),
        "nonsense": (EMAIL, Proof(passkey="[1", challenge=b"c" * 32)),
        "unknown": (EMAIL, shown(office, Authenticator(ORIGIN))),
    }
    for cause, (email, proof) in wrong.items():
        with expect_refusal("log_in_refused"):
            log_in.log_in(office, email=email, password=PASSWORD, proof=proof, address=f"192.0.2.{len(cause)}")


def test_a_passkey_whose_user_was_not_verified_is_none(office: Office) -> None:
    actor, _ = make_staff(office, Role.ISSUER, email=EMAIL)
    with expect_refusal("passkey_refused", "passkey"):
        made(office, actor, Authenticator(ORIGIN, verifies=False))
    device = Authenticator(ORIGIN)
    made(office, actor, device)
    device.flags = 1
    with expect_refusal("log_in_refused"):
        log_in.log_in(office, email=EMAIL, password=PASSWORD, proof=shown(office, device), address=HOME)
    with expect_refusal("passkey_refused", "passkey"):
        made(office, actor, device)
    device.flags = 5
    with expect_refusal("passkey_refused", "passkey"):
        made(office, actor, device)  # known already


def test_one_can_begin_with_a_passkey_alone(office: Office, administrator: Actor) -> None:
    token, device, challenge = invited(office, administrator), Authenticator(ORIGIN), b"d" * 32
    question = office.passkeys.ask_for_new(staff_id=1, email=EMAIL, name="x", known=[], challenge=challenge)
    come(office, token, NewFactor(passkey=device.make(question), challenge=challenge, name="最初のパスキー"))
    entry = log_in.log_in(office, email=EMAIL, password=CHOSEN, proof=shown(office, device), address=HOME)
    assert entry.actor.name == "新人 花子"
    with expect_refusal("log_in_refused"):
        log_in.log_in(office, email=EMAIL, password=CHOSEN, code="123456", address=HOME)


def test_the_last_factor_stays(office: Office) -> None:
    actor, _ = make_staff(office, Role.ISSUER, email=EMAIL)
    with expect_refusal("last_factor"):
        own_account.remove_app(office, actor)
    made(office, actor, Authenticator(ORIGIN))
    own_account.remove_app(office, actor)
    own_account.remove_app(office, actor)  # gone already: nothing happens
    (row,) = all_of(office, Passkey)
    with expect_refusal("last_factor"):
        own_account.remove_passkey(office, actor, row.id)
    made(office, actor, Authenticator(ORIGIN), name="x" * 60)
    own_account.remove_passkey(office, actor, row.id)
    assert [passkey.name for passkey in all_of(office, Passkey)] == ["x" * 40]
    stranger, _ = make_staff(office, Role.ISSUER)
    with pytest.raises(NotFound, match="no_such_passkey"):
        own_account.remove_passkey(office, stranger, all_of(office, Passkey)[0].id)
