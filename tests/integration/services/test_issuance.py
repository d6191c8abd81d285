"""Issuing: serial first, two people, what was chosen and nothing else (S4-146…S4-152, design §5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.db.models import Application, Authority, Certificate, Download, KeyBundle, OutgoingMail
from adapters.passwords import token_hash
from adapters.pki.reader import CertificateFacts, read_certificate
from adapters.pki.signer import LocalSigner
from adapters.programmes import Programmes
from domain.access import Role
from domain.pki.contents import CertificateContents
from services import authorities, issuance, review
from services.office import Office
from tests.factories.applications import Crew, accepted, confirmed, hire, issued, reviewing, secrets_of
from tests.factories.offices import FixedClock, make_staff, one_person_office
from tests.factories.records import acts, all_of, application, certificates, mails, newest_mail, state
from tests.integration.services.refusals import expect_refusal


def facts(office: Office, code: str) -> CertificateFacts:
    (certificate,) = certificates(office, code)
    assert certificate.der is not None
    return read_certificate(certificate.der)


def values(facts: CertificateFacts) -> list[dict[str, str]]:
    """Each name of the subjectAltName as attribute → value."""
    return [{line.attribute: line.value for line in name} for name in facts.alternative_names]


def test_an_accepted_application_gets_its_certificate_s4_146_s4_152(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    certificate_id = issuance.issue(office, crew.issuer, code)
    (row,) = certificates(office, code)
    assert (row.id, row.issued_by, row.revoked_at) == (certificate_id, crew.issuer.staff_id, None)
    assert state(office, code) == "issued"
    assert acts(office, code)[-2:] == ["intend_certificate", "issue"]


def test_the_certificate_says_what_the_form_said_s4_97_s4_123_s4_149(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    found = facts(office, code)
    (row,) = certificates(office, code)
    assert {line.attribute: line.value for line in found.subject} == {
        "countryName": "JP",
        "organizationName": "セコムトラストシステムズ株式会社",
        "organizationIdentifier": "NTRJP-4011001040781",
        "commonName": "Taro Sekomu",
        "serialNumber": row.contract_number,
    }
    assert values(found) == [
        {"countryName": "JP", "commonName": "セコム 太郎"},
        {
            "countryName": "JP",
            "organizationName": "セコムトラストシステムズ株式会社",
            "organizationIdentifier": "NTRJP-4011001040781",
            "organizationalUnitName": "代表者 セコム 一郎",
            "stateOrProvinceName": "東京都",
            "localityName": "渋谷区神宮",
            "streetAddress": "1-5-1\u3000セコム本社ビル4F",
        },
    ]
    assert (found.date_of_birth, found.gender) == (None, None), "not chosen, not written (S4-74)"
    assert f"{found.serial_number:040x}" == row.serial_number


def test_what_was_chosen_is_written_too_s4_74_s4_76_s4_86_s4_91_s4_96(office: Office, crew: Crew) -> None:
    code = issued(
        office,
        crew,
        personal_in_certificate="yes",
        address_roman="8-10-15 Shimorenjaku, Mitaka-shi, Tokyo",
        gender="male",
        former_name_in_certificate="yes",
        former_surname="見本",
        email_in_certificate="yes",
        department_in_certificate="yes",
        department="営業部",
        department_address="東京都三鷹市下連雀8-10-16",
    )
    found = facts(office, code)
    email, person, former, roman, _organisation, department = values(found)
    assert (person["stateOrProvinceName"], person["localityName"], person["streetAddress"]) == (
        "東京都",
        "三鷹市下連雀",
        "8-10-15\u3000セコムSCセンター",
    )
    assert former["commonName"] == "見本 太郎"
    assert roman["streetAddress"] == "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo"
    assert (department["organizationalUnitName"], department["streetAddress"]) == (
        "営業部",
        "東京都三鷹市下連雀8-10-16",
    )
    assert email == {"rfc822Name": "gid-support@example.jp"}
    assert (found.date_of_birth, found.gender) == (date(1989, 1, 1), "M")


@pytest.mark.parametrize("years,last", [("2", datetime(2028, 11, 19)), ("3", datetime(2029, 11, 19))])  # noqa: DTZ001 — Tokyo's wall clock
def test_validity_begins_at_issue_and_ends_at_the_end_of_a_day_in_japan_s4_04_s4_147_s4_148(
    office: Office, crew: Crew, clock: FixedClock, years: str, last: datetime
) -> None:
    found = facts(office, issued(office, crew, validity_years=years))
    assert found.not_before == clock()
    in_japan = found.not_after.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=9)
    assert in_japan == last.replace(hour=23, minute=59, second=59)


def test_pin_and_password_open_what_they_should_s4_150(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    (row,) = certificates(office, code)
    given = secrets_of(office, code)
    with office.database.read() as session:
        bundle, download = session.get_one(KeyBundle, row.id), session.get_one(Download, row.id)
    for kind in ("standard", "compatible"):
        sealed = getattr(bundle, kind)
        file = office.secret_box.open(sealed, context=issuance.bundle_context(row.id, kind))
        opened = load_pkcs12(file, given["pin"].encode())
        assert opened.cert is not None
        assert opened.cert.certificate.serial_number == int(row.serial_number, 16)
        assert len(opened.additional_certs) == 2, "issuing CA and root come along"
    assert len(given["password"]) == 8
    assert given["password"].isdigit()
    assert office.passwords.matches(download.password_hash, given["password"])
    assert download.token_hash == token_hash(given["token"])


def test_the_url_goes_by_mail_and_ends_with_the_name_of_the_service_s4_154_s4_162_s4_201(
    office: Office, crew: Crew
) -> None:
    code = issued(office, crew)
    assert mails(office, code)[-1] == "download_url"
    mail, given = newest_mail(office, code), secrets_of(office, code)
    assert mail.subject == "電子証明書ダウンロード URL のお知らせ"
    assert mail.recipient == "gid-support@example.jp"
    assert given["url"].startswith("https://")
    assert given["url"].endswith("gid")
    assert "[[download_url]]" in mail.body


def test_no_secret_lies_open_in_the_records_s4_153(office: Office, crew: Crew) -> None:
    given = secrets_of(office, issued(office, crew))
    office.database.forget_old_pages()
    disk = office.database.path.read_bytes()
    assert "セコム".encode() in disk, "this search can find something"
    for secret in (given["token"], given["pin"], given["password"]):
        assert secret.encode() not in disk


def test_who_accepted_may_not_issue_s4_152(office: Office) -> None:
    both, _ = make_staff(office, Role.REVIEWER, Role.ISSUER)
    crew = replace(hire(office), reviewer=both)
    code = accepted(office, crew)
    with expect_refusal("second_person_needed"):
        issuance.issue(office, both, code)
    assert certificates(office, code) == []
    assert state(office, code) == "accepted"
    one_person_office(office)
    issuance.issue(office, both, code)
    assert state(office, code) == "issued"


@pytest.mark.parametrize("before", [reviewing, issued])
def test_only_accepted_applications_are_issued_s4_152(
    office: Office, crew: Crew, before: Callable[[Office, Crew], str]
) -> None:
    code = before(office, crew)
    count = len(certificates(office, code))
    with expect_refusal("not_possible_now"):
        issuance.issue(office, crew.issuer, code)
    assert len(certificates(office, code)) == count


def test_contents_that_break_a_rule_are_not_signed_and_the_serial_is_given_up(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = accepted(office, crew)
    with office.database.write() as session:
        row = session.get_one(Application, application(office, code).id)
        row.certificate_values = row.certificate_values | {"corporate_number": "5011001040781"}
    with expect_refusal("certificate_contents_refused"):
        issuance.issue(office, crew.issuer, code)
    (certificate,) = certificates(office, code)
    assert certificate.der is None
    assert (certificate.revoked_at, certificate.revocation_reason) == (clock(), "cessationOfOperation")
    assert state(office, code) == "accepted"
    assert acts(office, code)[-1] == "abandon_certificate"
    assert all_of(office, KeyBundle) == []


class Meddling(LocalSigner):
    """Signs, after something else has happened in the office."""

    meanwhile: Callable[[], object]

    def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
        self.meanwhile()
        return super().sign_certificate(contents, public_key_der)


def meddled(office: Office, meanwhile: Callable[[], object]) -> Office:
    def signer_from(certificate: bytes, key: bytes) -> LocalSigner:
        signer = Meddling(certificate, key)
        signer.meanwhile = meanwhile
        return signer

    return replace(office, signer_from=signer_from)


class Lost(Exception):
    """The power went."""


def lose_power() -> None:
    raise Lost


def test_two_at_the_same_time_make_one_certificate(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)

    def second() -> None:
        with expect_refusal("issue_in_progress"):
            issuance.issue(office, crew.issuer, code)

    issuance.issue(meddled(office, second), crew.issuer, code)
    assert len(certificates(office, code)) == 1


def test_a_broken_off_issue_can_be_taken_up_again_after_two_minutes(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = accepted(office, crew)
    with pytest.raises(Lost):
        issuance.issue(meddled(office, lose_power), crew.issuer, code)
    with expect_refusal("issue_in_progress"):
        issuance.issue(office, crew.issuer, code)
    clock.advance(timedelta(minutes=2))
    issuance.issue(office, crew.issuer, code)
    broken, good = certificates(office, code)
    assert (broken.der, broken.revocation_reason) == (None, "cessationOfOperation")
    assert good.der is not None
    assert good.revoked_at is None


def test_what_was_broken_off_is_revoked_by_itself(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = accepted(office, crew)
    with pytest.raises(Lost):
        issuance.issue(meddled(office, lose_power), crew.issuer, code)
    clock.advance(timedelta(minutes=2))
    assert issuance.abandon_broken_off(office) == 0, "not before two minutes are over"
    clock.advance(timedelta(seconds=1))
    assert issuance.abandon_broken_off(office) == 1
    assert issuance.abandon_broken_off(office) == 0
    assert acts(office, code).count("abandon_certificate") == 1


def test_a_process_that_comes_back_too_late_stores_nothing(office: Office, crew: Crew, clock: FixedClock) -> None:
    """A machine that was put to sleep while signing: its serial number is revoked by then."""
    code = accepted(office, crew)

    def sleep() -> None:
        clock.advance(timedelta(minutes=3))
        assert issuance.abandon_broken_off(office) == 1

    with expect_refusal("issue_broken_off"):
        issuance.issue(meddled(office, sleep), crew.issuer, code)
    assert state(office, code) == "accepted"
    assert [row.der for row in certificates(office, code)] == [None]
    assert acts(office, code).count("abandon_certificate") == 1
    assert not any(mail.kind == "download_url" for mail in all_of(office, OutgoingMail))


def test_what_is_sent_back_during_signing_is_not_issued(office: Office) -> None:
    """Else whoever accepts it anew might be the one who is issuing it just now."""
    both, _ = make_staff(office, Role.REVIEWER, Role.ISSUER)
    crew = hire(office)
    code = accepted(office, crew)

    def send_back() -> None:
        review.return_to_review(office, crew.issuer, code, reason="社名に誤記")
        review.accept(office, both, code)

    with expect_refusal("issue_broken_off"):
        issuance.issue(meddled(office, send_back), both, code)
    assert (state(office, code), application(office, code).accepted_by) == ("accepted", both.staff_id)
    assert [row.der for row in certificates(office, code)] == [None]
    assert certificates(office, code)[0].revoked_at is not None


def test_a_term_beyond_the_authoritys_own_is_refused_before_anything_is_recorded(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=365 * 9))
    code = accepted(office, crew)
    with expect_refusal("issuer_expires_first"):
        issuance.issue(office, crew.issuer, code)
    assert certificates(office, code) == []


def test_without_a_template_there_is_no_certificate(office: Office, crew: Crew) -> None:
    gid = office.programmes.get("gid")
    bare = replace(gid, profiles=tuple(replace(profile, certificate=None) for profile in gid.profiles))
    code = accepted(office, crew)
    with expect_refusal("no_certificate_template"):
        issuance.issue(replace(office, programmes=Programmes({"gid": bare})), crew.issuer, code)


@pytest.mark.parametrize("change,code", [("sealed_key", "authority_key_away"), ("retired_at", "no_authority")])
def test_without_an_authority_at_work_there_is_no_certificate(
    office: Office, crew: Crew, clock: FixedClock, change: str, code: str
) -> None:
    with office.database.write() as session:
        issuing = session.get_one(Authority, 2)
        setattr(issuing, change, None if change == "sealed_key" else clock())
    application_code = accepted(office, crew)
    with expect_refusal(code):
        issuance.issue(office, crew.issuer, application_code)
    assert all_of(office, Certificate) == []


def test_serial_numbers_are_long_random_and_unique(office: Office, crew: Crew) -> None:
    """159 random bits, positive, at most 20 octets (RFC 5280 §4.1.2.2)."""
    issued_twice = [issued(office, crew), issued(office, crew)]
    serials = {int(certificates(office, code)[0].serial_number, 16) for code in issued_twice}
    assert len(serials) == 2
    assert all(2**120 < serial < 2**159 for serial in serials)
    assert authorities.SERIAL_BITS == 159


def test_what_was_never_confirmed_or_never_existed_is_not_issued(office: Office, crew: Crew) -> None:
    with expect_refusal("no_such_application"):
        issuance.issue(office, crew.issuer, "ABCDEFGHJKLM")
    with expect_refusal("not_possible_now"):
        issuance.issue(office, crew.issuer, confirmed(office))
