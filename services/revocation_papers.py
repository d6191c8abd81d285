"""The holder's own request to revoke: a sealed paper, or a mail signed with the certificate itself (S4-193, S4-198)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Certificate, RevocationEvidence
from adapters.pki import signed_mail
from adapters.pki.detached_signature import BadSignature, UnreadableSignature
from adapters.pki.signed_mail import Checked, NotSigned, SignedMail, open_mail
from domain.access import Actor, Permission
from domain.certificates.revocation_evidence import RevocationWay, require_fresh
from domain.errors import InvalidInput
from domain.japanese.local_time import day_in_japan
from services import audit, revocation
from services.dispatch import certificate_of
from services.office import Office
from services.records import application_by_code, subject_of
from services.revocation import Wish

MEGABYTE: Final = 1024 * 1024
LARGEST_MAIL: Final = signed_mail.LARGEST_MAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """電子証明書失効申請書, as it arrived."""

    received_on: date
    seal_matches: bool
    """Whether its seal is that of the application; one that differs is on record and is not carried out."""


def receive_paper(office: Office, actor: Actor, code: str, wish: Wish, paper: Paper) -> int:
    """Registers the paper. Gives the request's id; raises ``InvalidInput('day_in_future')``, and as ``propose``."""
    if paper.received_on > day_in_japan(office.clock()):
        raise InvalidInput("day_in_future", "received_on")
    evidence = RevocationEvidence(
        way=RevocationWay.PAPER, received_on=paper.received_on, seal_matches=paper.seal_matches
    )
    return revocation.receive(office, actor, code, wish, evidence)


def receive_mail(office: Office, actor: Actor, code: str, wish: Wish, raw: bytes) -> int:
    """Verifies the signature of a mail (.eml) and registers it. Gives the request's id.

    A mail that proves nothing is not kept, but that it was refused, and why, is on record. Raises ``InvalidInput`` at
    ``mail``, and as ``propose``.
    """
    actor.require(Permission.REVOKE)
    try:
        evidence = _evidence(office, code, raw)
    except InvalidInput as refusal:
        with office.database.write() as session:
            subject = subject_of(application_by_code(session, code))
            audit.record(
                session, office.clock, actor, "refuse_signed_mail", subject, why=refusal.code, values=refusal.values
            )
        raise
    return revocation.receive(office, actor, code, wish, evidence)


def _evidence(office: Office, code: str, raw: bytes) -> RevocationEvidence:
    with office.database.read() as session:
        certificate = certificate_of(session, application_by_code(session, code))
        mail = _opened(raw)
        checked = _checked(session, certificate, mail)
        used = select(RevocationEvidence.request_id).where(RevocationEvidence.signature_sha256 == checked.digest)
        if session.scalars(used).first() is not None:
            raise InvalidInput("mail_used_already", "mail")
    now = office.clock()
    signed_at = require_fresh(checked.signed_at, not_before=certificate.not_before, now=now)
    return RevocationEvidence(
        way=RevocationWay.SIGNED_MAIL,
        received_on=day_in_japan(now),
        signature_sha256=checked.digest,
        signed_at=signed_at,
        sender=mail.sender,
        subject=mail.subject,
        words=checked.words,
        sealed=office.secret_box.seal(raw, context=f"revocation_evidence|{checked.digest}|sealed"),
    )


def _opened(raw: bytes) -> SignedMail:
    if not raw:
        raise InvalidInput("no_mail_file", "mail")
    if len(raw) > LARGEST_MAIL:
        raise InvalidInput("mail_too_large", "mail", megabytes=LARGEST_MAIL // MEGABYTE)
    try:
        return open_mail(raw)
    except NotSigned:
        raise InvalidInput("mail_not_signed", "mail") from None
    except UnreadableSignature:
        raise InvalidInput("mail_signature_unreadable", "mail") from None


def _checked(session: Session, certificate: Certificate, mail: SignedMail) -> Checked:
    """Says who signed it if it was not this certificate: the reviewer then knows whom to call."""
    if certificate.revoked_at is not None:
        # Whoever stole the key may sign as well; a held certificate proves nothing either.
        raise InvalidInput("mail_of_revoked_certificate", "mail")
    named = [f"{number:040x}" for number in mail.serial_numbers]
    if named and certificate.serial_number not in named:
        known = session.scalars(select(Certificate.id).where(Certificate.serial_number.in_(named))).first()
        raise InvalidInput("mail_of_another_holder" if known else "mail_of_foreign_certificate", "mail")
    try:
        return mail.check(certificate.der or b"")
    except (BadSignature, ValueError):
        raise InvalidInput("mail_altered", "mail") from None
