"""A printed sheet is lost: the parcel is printed anew, with new secrets, and the old ones open nothing (S4-159)."""

from __future__ import annotations

from typing import Final

from adapters.db.models import Download, KeyBundle, Medium
from adapters.pki.pkcs12 import with_new_pin
from domain.access import Actor, Permission
from domain.certificates.download import DownloadState
from domain.certificates.numbering import new_pin
from domain.errors import InvalidInput, RuleViolation
from services import audit
from services.applications import keep_document
from services.dispatch import (
    COVER_LETTER,
    Secrets,
    certificate_of,
    parcel_of,
    printable,
    rendered,
    require_issued,
    secrets_of,
)
from services.issuance import bundle_context
from services.office import Office
from services.programmes import programme_of
from services.records import application_by_code, subject_of

LONGEST_REASON: Final = 500
"""Characters."""


def reprint_parcel(office: Office, actor: Actor, code: str, *, reason: str) -> bytes:
    """All papers once more, with a new PIN and a new password, before the parcel is posted.

    Whoever found the lost sheet can neither fetch the file nor open it. A medium that was made before opens with the
    lost PIN: it is to be destroyed, and made anew. Raises ``RuleViolation`` with
    ``not_possible_now``, ``changed_meanwhile``, or ``fetched_before_dispatch``: somebody used the lost sheet already,
    and only a revocation helps; ``Gone('parcel_secrets_erased')``, ``InvalidInput`` at ``reason``.
    """
    actor.require(Permission.DISPATCH)
    words = _checked(reason)
    with office.database.read() as session:
        application = application_by_code(session, code)
        require_issued(application)
        certificate = certificate_of(session, application)
        old_pin = secrets_of(office, certificate).pin
        standard = certificate.bundle.standard if certificate.bundle else b""
        printed_before = certificate.bundle.printed_at if certificate.bundle else None
        digits = programme_of(office, session, application).download.password_digits if certificate.download else 0
        pin, password = new_pin(office.randomness.letters), office.randomness.letters("0123456789", digits)
        parcel = parcel_of(office, session, application, Secrets(pin=pin, password=password))
        _require_unfetched(session.get(Download, certificate.id))
    opened = office.secret_box.open(standard, context=bundle_context(certificate.id, "standard"))
    made = {
        "standard": with_new_pin(opened, pin=old_pin, new_pin=pin, format="standard"),
        "compatible": with_new_pin(opened, pin=old_pin, new_pin=pin, format="compatible"),
        "pin": pin.encode(),
    }
    if password:
        made["password"] = password.encode()
    password_hash = office.passwords.hash_code(password) if password else ""
    (printed,), pdf = rendered(office, [parcel])
    with office.database.write() as session:
        current, bundle = printable(session, code)
        if bundle.printed_at != printed_before:
            raise RuleViolation("changed_meanwhile")
        _replace(office, bundle, made)
        bundle.printed_at = office.clock()
        if (medium := session.get(Medium, bundle.certificate_id)) is not None:
            medium.made_at = None
        else:
            _open_again(session.get_one(Download, bundle.certificate_id), password_hash)
        keep_document(session, office, current, COVER_LETTER, printed.letter)
        audit.record(session, office.clock, actor, "reprint_parcel", subject_of(current), note=words)
    office.database.forget_old_pages()
    return pdf


def _replace(office: Office, bundle: KeyBundle, made: dict[str, bytes]) -> None:
    for column, content in made.items():
        sealed = office.secret_box.seal(content, context=bundle_context(bundle.certificate_id, column))
        setattr(bundle, column, sealed)


def _open_again(found: Download, password_hash: str) -> None:
    # Once more: between the two looks somebody may have used the old password.
    _require_unfetched(found)
    found.password_hash, found.wrong_tries = password_hash, 0
    found.state = DownloadState.STARTED if found.first_pressed_at else DownloadState.OPEN


def _require_unfetched(download: Download | None) -> None:
    if download is not None and download.fetch_count:
        raise RuleViolation("fetched_before_dispatch")


def _checked(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise InvalidInput("required", "reason")
    if len(words) > LONGEST_REASON:
        raise InvalidInput("too_long", "reason", limit=LONGEST_REASON)
    return words
