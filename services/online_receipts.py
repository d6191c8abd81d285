"""The holder confirms the receipt with the new certificate itself, in place of the sealed sheet.

A signature of the statement can only be made by whoever has fetched the file and opened it with the PIN: that is what
the sheet says, and more than a seal proves.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from adapters.db.models import Application, Certificate
from adapters.pki.detached_signature import BadSignature, UnreadableSignature, require_signed
from domain.access import Actor
from domain.certificates.application import ApplicationState
from domain.certificates.numbering import read_code
from domain.certificates.receipt import statement
from domain.errors import InvalidInput, RuleViolation, TooManyTries
from services import receipts, throttles
from services.office import Office

TRIES: Final = 20
WINDOW: Final = timedelta(hours=1)
"""A holder tries a few times; who tries all contract numbers does not get far."""


def text_to_sign(typed_number: str) -> str:
    """The statement for a contract number, whether there is such a contract or not: the page tells nothing.

    Raises ``InvalidInput`` at ``number``.
    """
    return statement(_number(typed_number))


def confirm(office: Office, actor: Actor, typed_number: str, signature: bytes) -> None:
    """Completes the application if the statement was signed with the certificate that was issued under this number.

    Whoever holds no such key learns nothing, not even whether the number exists: every failure reads the same. Raises
    ``InvalidInput`` at ``number`` or ``file``, ``RuleViolation('receipt_not_awaited')``, ``TooManyTries``.
    """
    number = _number(typed_number)
    with office.database.write() as session:
        throttles.count(
            session,
            office,
            f"online_receipt|{actor.address}",
            most=TRIES,
            window=WINDOW,
            refusal=TooManyTries("too_many_signatures", minutes=throttles.minutes(WINDOW)),
        )
    with office.database.read() as session:
        issued = session.execute(
            select(Certificate.der, Certificate.application_id).where(
                Certificate.contract_number == number, Certificate.der.is_not(None)
            )
        ).one_or_none()
    try:
        # Outside any transaction: to read what strangers send takes as long as they like, within bounds.
        require_signed(statement(number).encode(), signature, by=issued.der if issued and issued.der else None)
    except UnreadableSignature as problem:
        raise InvalidInput("signature_unreadable", "file") from problem
    except BadSignature as problem:
        raise InvalidInput("signature_invalid", "file") from problem
    with office.database.write() as session:
        application = session.get_one(Application, issued.application_id if issued else 0)
        certificate = session.scalars(select(Certificate).where(Certificate.contract_number == number)).one()
        if not receipts.taken_online(office, session):
            raise RuleViolation("receipt_not_online")
        if application.state == ApplicationState.COMPLETED:
            raise RuleViolation("receipt_confirmed_already")
        if application.state != ApplicationState.DISPATCHED or certificate.revoked_at is not None:
            raise RuleViolation("receipt_not_awaited")
        receipts.complete_online(office, actor, session, application, signature)
    office.database.forget_old_pages()


def _number(typed: str) -> str:
    try:
        return read_code(typed)
    except InvalidInput as problem:
        raise InvalidInput("not_a_contract_number", "number") from problem
