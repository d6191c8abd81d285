"""Issuing, so that a crash anywhere leaves no certificate the office does not know (S4-146…S4-152, design §5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, Download, KeyBundle, Medium
from adapters.passwords import token_hash
from adapters.pki.pkcs12 import BundleFormat, bundle, friendly_name
from adapters.pki.subscriber_key import make_subscriber_key, public_key_of
from adapters.witness import KnownSerial
from domain.access import SYSTEM, Actor, Permission, require_second_person
from domain.certificates.application import APPLICATION_LIFE, ApplicationEvent, ApplicationState
from domain.certificates.download import closes_at
from domain.certificates.numbering import new_code, new_pin
from domain.errors import NotFound, RuleViolation
from domain.pki import lint
from domain.pki.contents import CertificateContents
from domain.pki.revocation import RevocationReason
from domain.pki.template import fill
from domain.pki.validity import validity_of
from domain.programme import Programme, Series
from services import audit, continuity, crl_entries, mails, settings, timekeeping
from services.authorities import (
    SERIAL_BITS,
    Issuer,
    certificate_uri,
    crl_uri,
    issuer,
    ocsp_uri,
    require_key_at_hand,
)
from services.office import Office
from services.programmes import programme_of
from services.records import advance, applications_by_code, subject_of


class NotNoted(OSError):
    """The folder that witnesses could not be written: nothing was signed."""


BROKEN_OFF_AFTER = timedelta(minutes=2)
"""Signing takes a second: an intent this old belongs to a process that is gone."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose certificate, and in whose name it is issued."""

    actor: Actor
    code: str


@dataclass(frozen=True, slots=True)
class Intent:
    """What is committed before anything is signed."""

    wish: Wish
    row: Certificate
    contents: CertificateContents
    authority: Issuer
    programme: Programme
    series: Series
    name: str
    version: int
    """Of the application: what is stored afterwards must be what was accepted and checked here."""


@dataclass(frozen=True, slots=True)
class Made:
    """What leaves the signing room: the certificate, and its key sealed."""

    intent: Intent
    certificate: bytes
    bundle: KeyBundle
    url: _Url | None
    """None: the file is posted on a medium."""


@dataclass(frozen=True, slots=True)
class Unmade:
    """Nothing was signed, or nothing that leaves the room: the serial number is given up."""

    intent: Intent
    refusal: RuleViolation


@dataclass(frozen=True, slots=True)
class _Url:
    """What a download needs besides the PIN."""

    password: str
    password_hash: str
    token: str


@dataclass(frozen=True, slots=True)
class _Moment:
    """What holds for every application that is declared in one transaction."""

    now: datetime
    authority: Issuer
    two_person: bool
    under_way: Sequence[Certificate]


def issue(office: Office, actor: Actor, code: str) -> int:
    """Issues the certificate of an accepted application; gives its id.

    Order: validate → store serial and intent → note the serial outside → lint → sign → store with the mail. Raises
    ``RuleViolation('second_person_needed')`` for whoever accepted it, ``'issue_in_progress'``, ``'issuing_shut'``,
    ``'clock_behind'``, ``LintFailed``, ``NotNoted``.
    """
    actor.require(Permission.ISSUE)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # A key takes a tenth of a second of computing, and is nobody's yet: the records are gone through meanwhile.
        drawing = beside.submit(make_subscriber_key)
        (intent,) = declare(office, [Wish(actor, code)])
        if isinstance(intent, RuleViolation):
            raise intent
        made = make(office, intent, drawing.result)
    (stored,) = store(office, [made])
    if isinstance(stored, RuleViolation):
        raise stored
    return stored


def declare(office: Office, wishes: Sequence[Wish]) -> list[Intent | RuleViolation]:
    """First transaction: whoever can be refused is refused, then serials and intents are on record, here and outside.

    Several share it, as the wishes of a batch do; each application may be named once. Raises what refuses them all:
    ``RuleViolation('issuing_shut')``, ``'clock_behind'``, ``NotFound('no_authority')``, ``NotNoted``, or what keeps the
    authority's key from signing.
    """
    found: list[Intent | RuleViolation] = []
    with office.database.read() as session:
        # Without it serial numbers would be put on record only to be given up, again and again while a batch waits.
        require_key_at_hand(office, session)
    with office.database.write() as session:
        continuity.require_unbroken(office, session)
        timekeeping.require_right_clock(office, session)
        applications = applications_by_code(session, [wish.code for wish in wishes])
        moment = _Moment(
            now=office.clock(),
            authority=issuer(office, session),
            two_person=settings.two_person(session),
            under_way=_under_way(session, applications.values()),
        )
        # Everything goes to the database together, not application by application.
        with session.no_autoflush:
            for wish in wishes:
                try:
                    found.append(_declare(session, office, wish, applications.get(wish.code), moment))
                except RuleViolation as refusal:
                    found.append(refusal)
    if intents := [one for one in found if isinstance(one, Intent)]:
        _note_outside(office, intents)
    return found


def _declare(session: Session, office: Office, wish: Wish, application: Application | None, moment: _Moment) -> Intent:
    wish.actor.require(Permission.ISSUE)
    if application is None:
        raise NotFound("no_such_application")
    APPLICATION_LIFE.after(ApplicationState(application.state), ApplicationEvent.ISSUE)
    require_second_person(wish.actor, application.accepted_by, two_person=moment.two_person)
    _refuse_second_intent(session, office, application, moment)
    programme, authority = programme_of(office, session, application), moment.authority
    template = programme.profile(application.profile).certificate
    years = int(application.answers["validity_years"])
    validity = validity_of(moment.now, years=years, issuer_not_after=authority.not_after)
    contract_number = new_code(office.randomness.letters)
    if template is None:
        raise RuleViolation("no_certificate_template")
    contents = fill(
        template,
        {**application.certificate_values, "contract_number": contract_number},
        serial_number=office.randomness.bits(SERIAL_BITS),
        not_before=validity.not_before,
        not_after=validity.not_after,
        crl_uris=[crl_uri(office, authority.id)],
        ca_issuers_uris=[certificate_uri(office, authority.id)],
        ocsp_uris=[ocsp_uri(office, authority.id)],
    )
    row = Certificate(
        application_id=application.id,
        authority_id=authority.id,
        serial_number=f"{contents.serial_number:040x}",
        contract_number=contract_number,
        intended_at=moment.now,
        not_before=contents.not_before,
        not_after=contents.not_after,
        issued_by=wish.actor.staff_id,
    )
    session.add(row)
    audit.record(
        session,
        office.clock,
        wish.actor,
        "intend_certificate",
        subject_of(application),
        serial_number=row.serial_number,
        contract_number=contract_number,
    )
    return Intent(
        wish=wish,
        row=row,
        contents=contents,
        authority=authority,
        programme=programme,
        series=programme.series_of(application.series),
        name=application.name,
        version=application.version,
    )


def _note_outside(office: Office, intents: Sequence[Intent]) -> None:
    """Before they are signed the serial numbers are on record outside the database too (services/continuity.py)."""
    serials = [KnownSerial(intent.authority.id, intent.row.serial_number) for intent in intents]
    try:
        office.witness.note_serials(serials, office.clock())
    except OSError as fault:
        with office.database.write() as session:
            for intent in intents:
                _abandon(session, office, session.get_one(Certificate, intent.row.id))
        raise NotNoted(fault.errno, f"the serial numbers could not be noted: {fault}") from fault


def make(office: Office, intent: Intent, draw_key: Callable[[], bytes] = make_subscriber_key) -> Made | Unmade:
    """Key, signature, passwords and sealed files: slow, and therefore outside any transaction."""
    try:
        lint.require_clean(intent.contents, intent.authority.signer.issuer_facts)
        url = None if intent.series.on_medium else _new_url(office, intent.programme)
        key = draw_key()
        certificate = intent.authority.signer.sign_certificate(intent.contents, public_key_of(key))
    except RuleViolation as refusal:
        return Unmade(intent, refusal)
    return Made(intent, certificate, _sealed_bundle(office, intent, key, certificate, url), url)


def _new_url(office: Office, programme: Programme) -> _Url:
    password = office.randomness.letters("0123456789", programme.download.password_digits)
    return _Url(password=password, password_hash=office.passwords.hash_code(password), token=office.randomness.token())


def store(office: Office, finished: Sequence[Made | Unmade]) -> list[int | RuleViolation]:
    """Second transaction: certificate, sealed bundle, download or medium, state, audit and mail, or none of them.

    Gives the id of each certificate, or why there is none: then its serial number is given up, since nothing was
    stored and its key dies with this call. Several share the transaction, as in ``declare``.
    """
    with office.database.write() as session, session.no_autoflush:
        rows = _rows(session, finished)
        return [_settle(session, office, one, *rows[one.intent.row.id]) for one in finished]


def _rows(session: Session, finished: Sequence[Made | Unmade]) -> dict[int, tuple[Certificate, Application]]:
    asked = select(Certificate, Application).join(Application, Application.id == Certificate.application_id)
    found = session.execute(asked.where(Certificate.id.in_([one.intent.row.id for one in finished])))
    return {certificate.id: (certificate, application) for certificate, application in found}


def _settle(
    session: Session, office: Office, one: Made | Unmade, certificate: Certificate, application: Application
) -> int | RuleViolation:
    if isinstance(one, Unmade):
        refusal = one.refusal
    elif certificate.revoked_at is not None or application.version != one.intent.version:
        refusal = RuleViolation("issue_broken_off")
    else:
        _store(session, office, one, certificate, application)
        return certificate.id
    _abandon(session, office, certificate)
    return refusal


def _store(session: Session, office: Office, made: Made, certificate: Certificate, application: Application) -> None:
    intent = made.intent
    certificate.der, certificate.signed_at = made.certificate, office.clock()
    session.add(made.bundle)
    last = closes_at(certificate.not_before, intent.programme.download)
    if made.url is None:
        session.add(Medium(certificate_id=certificate.id, closes_at=last, made_count=0, posted_number=""))
    else:
        session.add(
            Download(
                certificate_id=certificate.id,
                token_hash=token_hash(made.url.token),
                password_hash=made.url.password_hash,
                closes_at=last,
            )
        )
    advance(
        session,
        office,
        intent.wish.actor,
        application,
        ApplicationEvent.ISSUE,
        serial_number=certificate.serial_number,
    )
    mails.enqueue(
        session,
        office,
        "download_url" if made.url else "certificate_on_medium",
        application,
        values={"certificate": certificate},
        secrets={"download_url": download_url(office, intent.programme, made.url.token)} if made.url else None,
    )


def _sealed_bundle(office: Office, intent: Intent, key: bytes, certificate: bytes, url: _Url | None) -> KeyBundle:
    name = friendly_name(intent.name, intent.contents.serial_number)
    pin = new_pin(office.randomness.letters)

    def seal(content: bytes, column: str) -> bytes:
        return office.secret_box.seal(content, context=bundle_context(intent.row.id, column))

    def pkcs12(format: BundleFormat) -> bytes:
        return bundle(key, certificate, intent.authority.chain, pin=pin, friendly_name=name, format=format)

    return KeyBundle(
        certificate_id=intent.row.id,
        standard=seal(pkcs12("standard"), "standard"),
        compatible=seal(pkcs12("compatible"), "compatible"),
        pin=seal(pin.encode(), "pin"),
        password=seal(url.password.encode(), "password") if url else None,
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


def _under_way(session: Session, applications: Iterable[Application]) -> Sequence[Certificate]:
    ids = [application.id for application in applications]
    return session.scalars(_open_intents().where(Certificate.application_id.in_(ids))).all()


def _refuse_second_intent(session: Session, office: Office, application: Application, moment: _Moment) -> None:
    own = [certificate for certificate in moment.under_way if certificate.application_id == application.id]
    for certificate in own:
        if certificate.intended_at > moment.now - BROKEN_OFF_AFTER:
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
