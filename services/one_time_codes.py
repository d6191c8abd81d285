"""One-time codes of an authenticator app (RFC 6238)."""

from __future__ import annotations

import pyotp

from adapters.db.models import Staff
from services.office import Office

CODE_SECONDS = 30


def seal_secret(office: Office, staff_id: int, secret: str) -> bytes:
    """The secret as it is stored: sealed to the person's id and not to the address, which may change."""
    return office.secret_box.seal(secret.encode(), context=_context(staff_id))


def use_code(office: Office, person: Staff, code: str) -> bool:
    """Whether the code is right now, one step early or late, and was not used before (RFC 6238 §5.2)."""
    secret = office.secret_box.open(person.sealed_totp, context=_context(person.id)).decode()
    totp = pyotp.TOTP(secret, interval=CODE_SECONDS)
    now = int(office.clock().timestamp()) // CODE_SECONDS
    for step in (now - 1, now, now + 1):
        if step > person.totp_step and pyotp.utils.strings_equal(totp.generate_otp(step), code.strip()):
            person.totp_step = step
            return True
    return False


def _context(staff_id: int) -> str:
    return f"staff|{staff_id}|sealed_totp"
