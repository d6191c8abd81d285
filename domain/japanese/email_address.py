"""E-mail addresses as they may be written to and may stand in a certificate (S4-85, S4-86)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from email_validator import EmailNotValidError, validate_email

from domain.errors import InvalidInput

LONGEST: Final = 254
"""Octets of an address: RFC 5321 §4.5.3.1.3 less the angle brackets (RFC 3696 erratum 1690)."""

_LONGEST_LOCAL_PART: Final = 64  # RFC 5321 §4.5.3.1.1
_CARRIER_DOMAIN: Final = re.compile(
    r"(?:docomo|(?:[a-z0-9]{1,3}\.)?ezweb|(?:[a-z]\.)?vodafone|softbank|jp-[a-z]|disney|(?:[a-z0-9]{1,3}\.)?pdx|emnet)\.ne\.jp"
    r"|au\.com|i\.softbank\.jp|willcom\.com"
)
"""Mobile carriers that once gave out addresses which RFC 5322 forbids (a..b@, abc.@); people keep them."""

_CARRIER_LOCAL_PART: Final = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9._+?/\-]+")


def email_address(text: str) -> str:
    """Gives an address in ASCII: half width, the domain in small letters (an IDN in its xn-- form).

    The local part keeps its case (RFC 5321 §2.4). No name server is asked. The documentation domains
    example.jp and example.com pass; .test, .local and the like do not.
    Raises ``InvalidInput``: "too_long" with ``limit``, else "not_email_address". Source: S4-85; S4-86 because
    an rfc822Name is an IA5String (RFC 5280 §4.2.1.6).
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if len(typed) > LONGEST:
        raise InvalidInput("too_long", limit=LONGEST)
    local_part, _, domain = typed.rpartition("@")
    if _is_old_carrier_address(local_part, domain.lower()):
        return f"{local_part}@{domain.lower()}"
    try:
        checked = validate_email(typed, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise InvalidInput("not_email_address") from None
    return f"{checked.ascii_local_part}@{checked.ascii_domain}"


def same_address(first: str, second: str) -> bool:
    """Says whether the address typed twice is one address; width and the case of the domain do not count.

    Compares what was typed and refuses nothing, so that a slip in both is reported once (S4-85).
    """
    return _comparable(first) == _comparable(second)


def _comparable(text: str) -> tuple[str, str]:
    local_part, _, domain = unicodedata.normalize("NFKC", text).strip().rpartition("@")
    return local_part, domain.lower()


def _is_old_carrier_address(local_part: str, domain: str) -> bool:
    return (
        _CARRIER_DOMAIN.fullmatch(domain) is not None
        and _CARRIER_LOCAL_PART.fullmatch(local_part) is not None
        and len(local_part) <= _LONGEST_LOCAL_PART
    )
