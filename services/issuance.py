"""Issuing, so that a crash anywhere leaves no certificate the office does not know (S4-146…S4-152, design §5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, Download, KeyBundle, Medium
from adapters.passwords import token_hash
from adapters.pki.pkcs12 import bundle, friendly_name
from adapters.pki.subscriber_key import make_subscriber_key, public_key_of
from domain.access import SYSTEM, Actor, Permission, require_second_person
from domain.certificates.application import APPLICATION_LIFE, ApplicationEvent, ApplicationState
from domain.certificates.download import closes_at
from domain.certificates.numbering import new_code, new_pin
from domain.errors import RuleViolation
from domain.pki import lint
from domain.pki.contents import CertificateContents
from domain.pki.revocation import RevocationReason
from domain.pki.template import fill
from domain.pki.validity import validity_of
from domain.programme import Programme, Series
from services import audit, continuity, crl_entries, mails, settings, timekeeping
from services.authorities import SERIAL_BITS, Issuer, certificate_uri, crl_uri, issuer, ocsp_uri
from services.office import Office
from services.programmes import programme_of
from services.records import advance, application_by_code, subject_of


class NotNoted(OSError):
    """The folder that witnesses could not be written: nothing was signed."""


BROKEN_OFF_AFTER = timedelta(minutes=2)
"""Signing takes a second: an intent this old belongs to a process that is gone."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What is committed before anything is signed."""

    certificate_id: int
    contract_number: str
    contents: CertificateContents
    authority: Issuer
    programme: Programme
    series: Series
    name: str
    version: int
    """Of the application: what is stored afterwards must be what was accepted and checked here."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What leaves the signing room; exists in memory only until it is sealed."""

    key: bytes
    certificate: bytes
    pin: str
    way: _Url | None
    """None: the file is posted on a medium."""


@dataclass(frozen=True, slots=True)
class _Url:
    """What a download needs besides the PIN."""

    password: str
    password_hash: str
    token: str


def issue(office: Office, actor: Actor, code: str) -> int:
    """Issues the certificate of an accepted application; gives its id.

    Order: validate → store serial and intent → note the serial outside → lint → sign → store with the mail. Raises
    ``RuleViolation('second_person_needed')`` for whoever accepted it, ``'issue_in_progress'``, ``'issuing_shut'``,
    ``'clock_behind'``, ``LintFailed``, ``NotNoted``.
    """
    actor.require(Permission.ISSUE)
    intent = _declare(office, actor, code)
    try:
        _note_outside(office, intent)
        lint.require_clean(intent.contents, intent.authority.signer.issuer_facts)
        _store(office, actor, code, intent, _make(office, intent))
    except (RuleViolation, NotNoted):
        # Nothing was stored, and the key dies with this call: the serial number can be given up at once.
        with office.database.write() as session:
            _abandon(session, office, session.get_one(Certificate, intent.certificate_id))
        raise
    return intent.certificate_id


def _note_outside(office: Office, intent: Intent) -> None:
    """Before it is signed the serial number is on record outside the database too (services/continuity.py)."""
    serial_number = f"{intent.contents.serial_number:040x}"
    try:
        office.witness.note_serial(intent.authority.id, serial_number, intent.contents.not_before)
    except OSError as fault:
        raise NotNoted(fault.errno, f"the serial number could not be noted: {fault}") from fault


def _declare(office: Office, actor: Actor, code: str) -> Intent:
    """First transaction: everything that can be refused is refused, then serial and intent are on record."""
    now = office.clock()
    serial = office.randomness.bits(SERIAL_BITS)
    with office.database.write() as session:
        continuity.require_unbroken(office, session)
        timekeeping.require_right_clock(office, session)
        application = application_by_code(session, code)
        APPLICATION_LIFE.after(ApplicationState(application.state), ApplicationEvent.ISSUE)
        require_second_person(actor, application.accepted_by, two_person=settings.two_person(session))
        _refuse_second_intent(session, office, application)
        programme = programme_of(office, session, application)
        template = programme.profile(application.profile).certificate
        authority = issuer(office, session)
        years = int(application.answers["validity_years"])
        validity = validity_of(now, years=years, issuer_not_after=authority.not_after)
        contract_number = new_code(office.randomness.letters)
        if template is None:
            raise RuleViolation("no_certificate_template")
        contents = fill(
            template,
            {**application.certificate_values, "contract_number": contract_number},
            serial_number=serial,
            not_before=validity.not_before,
            not_after=validity.not_after,
            crl_uris=[crl_uri(office, authority.id)],
            ca_issuers_uris=[certificate_uri(office, authority.id)],
            ocsp_uris=[ocsp_uri(office, authority.id)],
        )
        certificate = Certificate(
            application_id=application.id,
            authority_id=authority.id,
            serial_number=f"{serial:040x}",
            contract_number=contract_number,
            intended_at=now,
            not_before=contents.not_before,
            not_after=contents.not_after,
            issued_by=actor.staff_id,
        )
        session.add(certificate)
        audit.record(
            session,
            office.clock,
            actor,
            "intend_certificate",
            subject_of(application),
            serial_number=certificate.serial_number,
            contract_number=contract_number,
        )
        session.flush()
        return Intent(
            certificate_id=certificate.id,
            contract_number=contract_number,
            contents=contents,
            authority=authority,
            programme=programme,
            series=programme.series_of(application.series),
            name=application.name,
            version=application.version,
        )


def _make(office: Office, intent: Intent) -> _Made:
    """Key, signature and passwords: slow, and therefore outside any transaction."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Both take a tenth of a second of computing: done at the same time they cost one.
        hashing = None if intent.series.on_medium else beside.submit(_new_url, office, intent.programme)
        key = make_subscriber_key()
        certificate = intent.authority.signer.sign_certificate(intent.contents, public_key_of(key))
        return _Made(
            key=key,
            certificate=certificate,
            pin=new_pin(office.randomness.letters),
            way=hashing.result() if hashing else None,
        )


def _new_url(office: Office, programme: Programme) -> _Url:
    password = office.randomness.letters("0123456789", programme.download.password_digits)
    return _Url(password=password, password_hash=office.passwords.hash_code(password), token=office.randomness.token())


def _store(office: Office, actor: Actor, code: str, intent: Intent, made: _Made) -> None:
    """Second transaction: certificate, sealed bundle, download or medium, state, audit and mail, or none of them."""
    key_bundle = _sealed_bundle(office, intent, made)
    now = office.clock()
    with office.database.write() as session:
        application = application_by_code(session, code)
        certificate = session.get_one(Certificate, intent.certificate_id)
        if certificate.revoked_at is not None or application.version != intent.version:
            raise RuleViolation("issue_broken_off")
        certificate.der, certificate.signed_at = made.certificate, now
        session.add(key_bundle)
        last = closes_at(certificate.not_before, intent.programme.download)
        if made.way is None:
            session.add(Medium(certificate_id=certificate.id, closes_at=last, made_count=0, posted_number=""))
        else:
            session.add(
                Download(
                    certificate_id=certificate.id,
                    token_hash=token_hash(made.way.token),
                    password_hash=made.way.password_hash,
                    closes_at=last,
                )
            )
        advance(session, office, actor, application, ApplicationEvent.ISSUE, serial_number=certificate.serial_number)
        mails.enqueue(
            session,
            office,
            "download_url" if made.way else "certificate_on_medium",
            application,
            values={"certificate": certificate},
            secrets={"download_url": download_url(office, intent.programme, made.way.token)} if made.way else None,
        )


def _sealed_bundle(office: Office, intent: Intent, made: _Made) -> KeyBundle:
    name = friendly_name(intent.name, intent.contents.serial_number)

    def seal(content: bytes, column: str) -> bytes:
        return office.secret_box.seal(content, context=bundle_context(intent.certificate_id, column))

    def pkcs12(kind: str) -> bytes:
        return bundle(
            made.key,
            made.certificate,
            intent.authority.chain,
            pin=made.pin,
            friendly_name=name,
            format="standard" if kind == "standard" else "compatible",
        )

    return KeyBundle(
        certificate_id=intent.certificate_id,
        standard=seal(pkcs12("standard"), "standard"),
        compatible=seal(pkcs12("compatible"), "compatible"),
        pin=seal(made.pin.encode(), "pin"),
        password=seal(made.way.password.encode(), "password") if made.way else None,
    )


def bundle_context(certificate_id: int, column: str) -> str:
    """Where a sealed value of a key bundle belongs (design §3)."""
    return f"key_bundle|{certificate_id}|{column}"


def download_url(office: Office, programme: Programme, token: str) -> str:
    """Begins with https and ends with the programme's name, as the mail's help says (S4-162)."""
    return f"{office.public_url}/download/{token}/{programme.slug}"


def abandon_broken_off(office: Office) -> int:
    """Revokes every serial number whose signing was broken off; gives their count.

    A signature may have existed in a process that died before storing it. Its key died with it, and the
    serial number goes onto the revocation list, so that the certificate is worthless should it turn up.
    """
    stale = _open_intents().where(Certificate.intended_at < office.clock() - BROKEN_OFF_AFTER)
    with office.database.read() as session:
        if session.scalars(stale.limit(1)).first() is None:
            return 0
    with office.database.write() as session:
        found = list(session.scalars(stale))
        for certificate in found:
            _abandon(session, office, certificate)
    return len(found)


def _open_intents() -> Select[Certificate]:
    return select(Certificate).where(Certificate.der.is_(None), Certificate.revoked_at.is_(None))


def _refuse_second_intent(session: Session, office: Office, application: Application) -> None:
    for certificate in session.scalars(_open_intents().where(Certificate.application_id == application.id)):
        if certificate.intended_at > office.clock() - BROKEN_OFF_AFTER:
            raise RuleViolation("issue_in_progress")
        _abandon(session, office, certificate)


def _abandon(session: Session, office: Office, certificate: Certificate) -> None:
    if certificate.revoked_at is not None:
        return
    crl_entries.put_on_list(session, certificate, RevocationReason.CESSATION_OF_OPERATION, at=office.clock())
    application = session.get_one(Application, certificate.application_id)
    audit.record(
        session,
        office.clock,
        SYSTEM,
        "abandon_certificate",
        subject_of(application),
        serial_number=certificate.serial_number,
    )
