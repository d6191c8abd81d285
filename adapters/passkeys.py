"""Passkeys: what a browser is asked, and whether its answer is right (WebAuthn Level 3).

``webauthn`` is imported where it is called: it takes a tenth of a start, and only pages ask for passkeys.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class PasskeyRefused(ValueError):
    """The answer of the browser proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    """A credential that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class PasskeyVerifier:
    """Asks for passkeys of this office's address and checks them; its user is always verified (PIN, finger, face).

    Credentials are discoverable: the log-in page asks without naming any, so that it tells nobody who works here.
    """

    def __init__(self, public_url: str, office_name: str) -> None:
        address = urlsplit(public_url)
        self._host, self._name = address.hostname or "", office_name
        self._origin = f"{address.scheme}://{address.netloc}"

    def ask_for_new(self, *, staff_id: int, email: str, name: str, known: Sequence[bytes], challenge: bytes) -> str:
        """Options for ``navigator.credentials.create`` as JSON."""
        import webauthn
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            PublicKeyCredentialDescriptor,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name=self._name,
            user_id=str(staff_id).encode(),
            user_name=email,
            user_display_name=name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
        return webauthn.options_to_json(options)

    def check_new(self, answer: str, *, challenge: bytes) -> NewPasskey:
        """Raises ``PasskeyRefused``."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            made = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
            raise PasskeyRefused from wrong
        return NewPasskey(
            credential_id=made.credential_id, public_key=made.credential_public_key, sign_count=made.sign_count
        )

    def ask(self, *, challenge: bytes) -> str:
        """Options for ``navigator.credentials.get`` as JSON."""
        import webauthn
        from webauthn.helpers.structs import UserVerificationRequirement

        options = webauthn.generate_authentication_options(
            rp_id=self._host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
        )
        return webauthn.options_to_json(options)

    def credential_of(self, answer: str) -> bytes:
        """Which credential an answer claims to be from; empty if it is no answer at all."""
        from webauthn.helpers import base64url_to_bytes

        try:
            given: Any = json.loads(answer)
            return base64url_to_bytes(given["rawId"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return b""

    def check(self, answer: str, *, challenge: bytes, public_key: bytes, sign_count: int) -> int:
        """The credential's new count of signatures. Raises ``PasskeyRefused``, also for a copied credential."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            checked = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=public_key,
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
            raise PasskeyRefused from wrong
        return checked.new_sign_count
