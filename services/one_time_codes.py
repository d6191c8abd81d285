"""One-time codes of an authenticator app (RFC 6238)."""

from __future__ import annotations

import base64

import pyotp

from adapters.db.models import Staff
from domain.settings.table import OFFICE_NAME
from services import settings
from services.office import Office

CODE_SECONDS = 30


def seal_secret(office: Office, staff_id: int, secret: str) -> bytes:
    """The secret as it is stored: sealed to the person's id and not to the address, which may change."""
    return office.secret_box.seal(secret.encode(), context=_context(staff_id))


def use_code(office: Office, person: Staff, code: str) -> bool:
    """Whether the code is right now, one step early or late, and was not used before (RFC 6238 §5.2)."""
    if person.sealed_totp is None:
        return False
    secret = office.secret_box.open(person.sealed_totp, context=_context(person.id)).decode()
    step = step_of(office, secret, code)
    if step is None or step <= person.totp_step:
        return False
    person.totp_step = step
    return True


def step_of(office: Office, secret: str, code: str) -> int | None:
    """Which time step the code belongs to: the present one, the one before or after; else None."""
    totp = pyotp.TOTP(secret, interval=CODE_SECONDS)
    now = int(office.clock().timestamp()) // CODE_SECONDS
    return next(
        (step for step in (now - 1, now, now + 1) if pyotp.utils.strings_equal(totp.generate_otp(step), code.strip())),
        None,
    )


def new_secret(office: Office) -> str:
    """A secret for an authenticator app: 160 bits, base32 (RFC 4226 §4)."""
    return base64.b32encode(office.randomness.octets(20)).decode()


def address_of(office: Office, secret: str, email: str) -> str:
    """The otpauth address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret, interval=CODE_SECONDS).provisioning_uri(
        name=email, issuer_name=settings.value(office, OFFICE_NAME)
    )


def _context(staff_id: int) -> str:
    return f"staff|{staff_id}|sealed_totp"
