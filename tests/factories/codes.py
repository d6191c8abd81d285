"""Codes of an authenticator app, as a member of staff would read them off."""

from __future__ import annotations

from datetime import datetime

import pyotp

from tests.log_scan import LEDGER


def code_at(secret: str, moment: datetime, *, steps: int = 0) -> str:
    """The code of that moment, or of so many steps of 30 seconds later; the scan of the logs is told of it."""
    code = pyotp.TOTP(secret).at(moment, counter_offset=steps)
    LEDGER.know(code)
    return code
