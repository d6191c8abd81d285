"""Revoking, holding and releasing: two people, at once visible, never taken back (S4-189…S4-198, design §4, §5)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.ocsp import OCSPCertStatus

from adapters.db.models import Application, Authority, Certificate, Download, KeyBundle, OutgoingMail, RevocationRequest
from adapters.pki.signer import LocalSigner
from adapters.witness import KnownSerial
from domain.access import Actor
from domain.certificates.revocation_request import RevocationAct as Act
from domain.pki.revocation import OF_SUBSCRIBERS, RevocationReason
from services import continuity, ocsp_signers, revocation, revocation_lists
from services.ocsp import OcspDesk
from services.office import Office
from services.revocation import LONGEST_NOTE, Wish
from tests.factories.applications import Crew, hire, issued
from tests.factories.issued_rows import ISSUING, given_out
from tests.factories.ocsp import question, read
from tests.factories.offices import FixedClock, make_office, one_person_office
from tests.factories.own_services import with_holds
from tests.factories.records import acts, all_of, certificates, mails, newest_mail
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

MINUTE = timedelta(minutes=1)
COMPROMISED = Wish(act=Act.REVOKE, reason=RevocationReason.KEY_COMPROMISE, note="名義人から電話で盗難の申し出")
HOLD, RELEASE = Wish(act=Act.HOLD, note="紛失の申し出"), Wish(act=Act.RELEASE, note="見つかったとの申し出")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office whose employees' certificates may be held."""
    with_holds(tmp_path / "office")
    made = make_office(tmp_path / "office", QuickPrinter())
    yield made
    made.database.close()


@pytest.fixture
def code(office: Office) -> str:
    given_out(office)
    with office.database.read() as session:
        return session.get_one(Application, 1).code


def request_of(office: Office) -> RevocationRequest:
    return all_of(office, RevocationRequest)[-1]


def carry(office: Office, crew: Crew, code: str, wish: Wish) -> None:
    """One proposes, another carries out."""
    revocation.carry_out(office, crew.issuer, revocation.propose(office, crew.reviewer, code, wish))


def on_list(office: Office) -> dict[int, x509.RevokedCertificate]:
    return {entry.serial_number: entry for entry in x509.load_der_x509_crl(revocation_lists.current(office, ISSUING))}


def asked(office: Office, serial: int) -> OCSPCertStatus:
    issuer = x509.load_der_x509_certificate(all_of(office, Authority)[1].certificate)
    ocsp_signers.renew_due(office)
    return read(OcspDesk(office).answer(ISSUING, question(issuer, serial)).der, issuer).certificate_status


def serial_of(office: Office, code: str) -> int:
    return int(certificates(office, code)[0].serial_number, 16)


def test_one_proposes_another_carries_it_out_and_the_holder_gets_both_mails_s4_204_s4_205(
    office: Office, crew: Crew, code: str, clock: FixedClock
) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    assert mails(office, code) == ["revocation_planned"]
    assert newest_mail(office, code).subject == "失効作業実施のご連絡"
    assert certificates(office, code)[0].revoked_at is None
    clock.advance(MINUTE)
    revocation.carry_out(office, crew.issuer, request_id)
    (row,) = certificates(office, code)
    assert (row.revoked_at, row.revocation_reason) == (clock(), "keyCompromise")
    assert mails(office, code) == ["revocation_planned", "revocation_done"]
    assert newest_mail(office, code).subject == "失効完了のご連絡"
    assert acts(office, code)[-2:] == ["propose_revocation", "carry_out_revocation"]
    found = request_of(office)
    assert (found.state, found.reviewed_by, found.decided_by, found.decided_at) == (
        "carried_out",
        crew.reviewer.staff_id,
        crew.issuer.staff_id,
        clock(),
    )


def test_whoever_proposed_it_cannot_carry_it_out(office: Office, crew: Crew, code: str) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    with expect_refusal("second_person_needed"):
        revocation.carry_out(office, crew.reviewer, request_id)
    assert certificates(office, code)[0].revoked_at is None
    assert request_of(office).state == "reviewed"


def test_where_one_person_is_enough_it_is_done_at_once_with_one_mail(office: Office, crew: Crew, code: str) -> None:
    one_person_office(office)
    revocation.propose(office, crew.reviewer, code, COMPROMISED)
    assert certificates(office, code)[0].revoked_at is not None
    assert mails(office, code) == ["revocation_done"]
    assert request_of(office).state == "carried_out"


def test_list_and_answer_show_it_at_once(office: Office, crew: Crew, code: str) -> None:
    serial = serial_of(office, code)
    assert asked(office, serial) is OCSPCertStatus.GOOD
    since = office.clock() - timedelta(days=3)
    carry(office, crew, code, replace(COMPROMISED, invalid_since=since))
    entry = on_list(office)[serial]
    extensions = {type(extension.value): extension.value for extension in entry.extensions}
    reason, invalidity = extensions[x509.CRLReason], extensions[x509.InvalidityDate]
    assert isinstance(reason, x509.CRLReason)
    assert isinstance(invalidity, x509.InvalidityDate)
    assert reason.reason is x509.ReasonFlags.key_compromise
    assert invalidity.invalidity_date_utc == since
    assert asked(office, serial) is OCSPCertStatus.REVOKED


@pytest.mark.parametrize("reason", OF_SUBSCRIBERS)
def test_every_reason_of_a_subscriber_can_be_given(
    office: Office, crew: Crew, code: str, reason: RevocationReason
) -> None:
    carry(office, crew, code, replace(COMPROMISED, reason=reason))
    assert certificates(office, code)[0].revocation_reason == reason


@pytest.mark.parametrize("reason", [None, RevocationReason.CA_COMPROMISE, RevocationReason.CERTIFICATE_HOLD])
def test_other_reasons_cannot(office: Office, crew: Crew, code: str, reason: RevocationReason | None) -> None:
    with expect_refusal("choose_one", "reason"):
        revocation.propose(office, crew.reviewer, code, replace(COMPROMISED, reason=reason))


def test_a_hold_can_be_lifted_and_can_be_made_final(office: Office, crew: Crew, code: str) -> None:
    serial = serial_of(office, code)
    carry(office, crew, code, HOLD)
    assert certificates(office, code)[0].revocation_reason == "certificateHold"
    assert (serial in on_list(office), asked(office, serial)) == (True, OCSPCertStatus.REVOKED)
    carry(office, crew, code, RELEASE)
    assert certificates(office, code)[0].revoked_at is None
    assert (serial in on_list(office), asked(office, serial)) == (False, OCSPCertStatus.GOOD)
    carry(office, crew, code, HOLD)
    carry(office, crew, code, COMPROMISED)
    assert certificates(office, code)[0].revocation_reason == "keyCompromise"
    assert mails(office, code) == [
        *("certificate_held", "certificate_released", "certificate_held"),
        *("revocation_planned", "revocation_done"),
    ]


def test_what_is_revoked_for_good_stays_so_s4_209(office: Office, crew: Crew, code: str) -> None:
    carry(office, crew, code, COMPROMISED)
    for wish, refusal in ((RELEASE, "not_held"), (HOLD, "already_revoked"), (COMPROMISED, "already_revoked")):
        with expect_refusal(refusal):
            revocation.propose(office, crew.reviewer, code, wish)


def test_a_held_certificate_is_not_held_twice(office: Office, crew: Crew, code: str) -> None:
    carry(office, crew, code, HOLD)
    with expect_refusal("already_revoked"):
        revocation.propose(office, crew.reviewer, code, HOLD)


def test_a_profile_that_allows_no_hold_has_none(tmp_path: Path) -> None:
    made = make_office(tmp_path, QuickPrinter())
    crew = hire(made)
    given_out(made)
    with made.database.read() as session:
        code = session.get_one(Application, 1).code
    with expect_refusal("hold_not_allowed"):
        revocation.propose(made, crew.reviewer, code, HOLD)
    made.database.close()


def test_there_is_one_open_request_for_a_certificate(office: Office, crew: Crew, code: str) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    with expect_refusal("revocation_requested_already"):
        revocation.propose(office, crew.issuer, code, HOLD)
    revocation.refuse(office, crew.issuer, request_id, note="本人の勘違いと判明")
    assert request_of(office).state == "refused"
    with expect_refusal("not_possible_now"):
        revocation.carry_out(office, crew.issuer, request_id)
    assert acts(office, code)[-1] == "refuse_revocation"
    revocation.propose(office, crew.reviewer, code, HOLD)


def test_the_holders_own_request_is_received_reviewed_and_carried_out_s4_193_s4_195_s4_211(
    office: Office, crew: Crew, code: str
) -> None:
    request_id = revocation.receive(office, crew.reviewer, code, COMPROMISED)
    assert (request_of(office).state, request_of(office).source, mails(office, code)) == ("received", "holder", [])
    with expect_refusal("not_possible_now"):
        revocation.carry_out(office, crew.issuer, request_id)
    revocation.approve(office, crew.reviewer, request_id)
    assert mails(office, code) == ["revocation_planned"]
    assert "電子証明書失効申請書" in newest_mail(office, code).body
    with expect_refusal("second_person_needed"):
        revocation.carry_out(office, crew.reviewer, request_id)
    revocation.carry_out(office, crew.issuer, request_id)
    assert acts(office, code)[-3:] == ["receive_revocation_request", "approve_revocation", "carry_out_revocation"]


def test_a_reason_in_words_is_asked_for(office: Office, crew: Crew, code: str) -> None:
    for note, refusal in (("  ", "required"), ("あ" * (LONGEST_NOTE + 1), "too_long")):
        with expect_refusal(refusal, "note"):
            revocation.propose(office, crew.reviewer, code, replace(COMPROMISED, note=note))
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    with expect_refusal("required", "note"):
        revocation.refuse(office, crew.issuer, request_id, note="")


def test_a_key_is_not_lost_in_the_future(office: Office, crew: Crew, code: str) -> None:
    with expect_refusal("day_in_future", "invalid_since"):
        wish = replace(COMPROMISED, invalid_since=office.clock() + MINUTE)
        revocation.propose(office, crew.reviewer, code, wish)


def test_what_has_expired_needs_no_revocation(office: Office, crew: Crew, code: str, clock: FixedClock) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    clock.advance(timedelta(days=731))
    with expect_refusal("certificate_over"):
        revocation.carry_out(office, crew.issuer, request_id)


def test_a_request_that_does_not_exist_is_not_found(office: Office, crew: Crew) -> None:
    for act in (revocation.carry_out, revocation.approve):
        with expect_refusal("no_such_revocation_request"):
            act(office, crew.issuer, 99)


def test_a_list_that_cannot_be_published_now_takes_nothing_back(office: Office, crew: Crew, code: str) -> None:
    """The key is away: the revocation stands, answers show it, the list follows when the key is there."""

    class Away(LocalSigner):
        def sign_crl(self, *_arguments: object) -> bytes:
            raise OSError("the token does not answer")

    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    revocation.carry_out(replace(office, signer_from=Away), crew.issuer, request_id)
    serial = serial_of(office, code)
    assert certificates(office, code)[0].revoked_at is not None
    assert asked(office, serial) is OCSPCertStatus.REVOKED
    assert ISSUING in revocation_lists.publish_due(office)
    assert serial in on_list(office)


def test_a_database_that_was_set_back_revokes_nothing(office: Office, crew: Crew, code: str) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    office.witness.note_serials([KnownSerial(ISSUING, "f" * 40)], office.clock())
    assert continuity.is_broken(office)
    with expect_refusal("issuing_shut"):
        revocation.carry_out(office, crew.issuer, request_id)
    assert request_of(office).state == "reviewed"


def test_the_key_file_goes_with_the_certificate_but_not_with_a_hold(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    carry(office, crew, code, HOLD)
    assert len(all_of(office, KeyBundle)) == 1
    carry(office, crew, code, COMPROMISED)
    assert all_of(office, KeyBundle) == []
    assert all_of(office, Download)[0].state == "closed"


class Refusing:
    """Something that fails while it is carried out."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def render(self, *_arguments: object) -> tuple[str, str]:
        raise RuntimeError("the words of the mail are missing")


def test_a_revocation_is_whole_or_not_at_all(office: Office, crew: Crew, code: str) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    before = (acts(office, code), len(all_of(office, OutgoingMail)))
    broken = replace(office, mail_templates=Refusing(office))  # type: ignore[arg-type]  # because only render is asked
    with pytest.raises(RuntimeError):
        revocation.carry_out(broken, crew.issuer, request_id)
    assert certificates(office, code)[0].revoked_at is None
    assert request_of(office).state == "reviewed"
    assert (acts(office, code), len(all_of(office, OutgoingMail))) == before
    revocation.carry_out(office, crew.issuer, request_id)


def test_two_at_once_revoke_once(office: Office, crew: Crew, code: str) -> None:
    request_id = revocation.propose(office, crew.reviewer, code, COMPROMISED)
    second = hire(office).issuer

    def attempt(actor: Actor) -> str:
        try:
            revocation.carry_out(office, actor, request_id)
        except Exception as refusal:
            return str(getattr(refusal, "code", refusal))
        return "done"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(attempt, [crew.issuer, second]))
    assert outcomes.count("done") == 1
    assert mails(office, code).count("revocation_done") == 1
    assert [row.revocation_reason for row in all_of(office, Certificate)] == ["keyCompromise"]
