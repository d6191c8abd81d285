"""A PKCS#11 token that holds authorities' keys: made there, used there, never seen here (docs/ceremony.md).

Tokens come and go: every signature opens the token anew, and says in words what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.pki.authority import AuthorityKeyKind
from domain.errors import RuleViolation

SCHEME = b"pkcs11:"
RSA_BITS = 4096

_ONE_AT_A_TIME = Lock()
"""A token knows one log-in of a process: whoever logs out ends the work of the others."""
_WRONG_PINS: set[tuple[str, str]] = set()
"""Those that a module's token has refused in this process: three lock many tokens, and the worker asks every minute."""


@dataclass(frozen=True, slots=True)
class Token:
    """Where the token is: the module that its maker ships (empty: there is none), its label, and a file with the PIN.

    Each method raises ``RuleViolation`` with ``token_missing``, ``token_pin_missing``, ``token_pin_wrong``,
    ``token_locked``, ``token_key_missing`` or ``token_failed``.
    """

    module: str = ""
    label: str = ""
    pin_file: Path = Path()

    @property
    def configured(self) -> bool:
        return bool(self.module)

    def make_key(self, kind: AuthorityKeyKind, name: str) -> tuple[bytes, bytes]:
        """A new key called ``name`` on the token. Gives (its URI by RFC 7512, SubjectPublicKeyInfo in DER)."""
        with self._open(self.label, writing=True) as (pkcs11, session):
            public = _make_rsa(pkcs11, session, name) if kind == "rsa-4096" else _make_ec(pkcs11, session, name)
        return SCHEME + f"token={quote(self.label)};object={quote(name)}".encode("ascii"), public

    def require_key(self, uri: bytes) -> None:
        """Opens the token and looks for the key."""
        with self._key(uri):
            pass

    def sign_rsa(self, uri: bytes, data: bytes) -> bytes:
        """PKCS#1 v1.5 over the SHA-256 of ``data``."""
        with self._key(uri) as (pkcs11, key):
            return bytes(key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))

    def sign_ecdsa(self, uri: bytes, digest: bytes) -> tuple[int, int]:
        """r and s over a digest."""
        with self._key(uri) as (pkcs11, key):
            both = bytes(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
        half = len(both) // 2
        return int.from_bytes(both[:half], "big"), int.from_bytes(both[half:], "big")

    @contextmanager
    def _key(self, uri: bytes) -> Iterator[tuple[Any, Any]]:
        named = dict(part.split("=", 1) for part in uri.removeprefix(SCHEME).decode("ascii").split(";"))
        with self._open(unquote(named["token"])) as (pkcs11, session):
            kind = pkcs11.ObjectClass.PRIVATE_KEY
            yield pkcs11, session.get_key(object_class=kind, label=unquote(named["object"]))

    @contextmanager
    def _open(self, label: str, *, writing: bool = False) -> Iterator[tuple[Any, Any]]:
        pkcs11, pin = self._library(), self._pin()
        faults = pkcs11.exceptions
        with _ONE_AT_A_TIME:
            try:
                with self._found(pkcs11, label).open(user_pin=pin, rw=writing) as session:
                    yield pkcs11, session
            except (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange) as fault:
                _WRONG_PINS.add((self.module, pin))
                raise RuleViolation("token_pin_wrong") from fault
            except faults.PinLocked as fault:
                raise RuleViolation("token_locked") from fault
            except faults.NoSuchKey as fault:
                raise RuleViolation("token_key_missing") from fault
            except (faults.NoSuchToken, faults.TokenNotPresent, faults.DeviceRemoved, faults.SlotIDInvalid) as fault:
                raise RuleViolation("token_missing") from fault
            except faults.PKCS11Error as fault:
                raise RuleViolation("token_failed") from fault

    def _found(self, pkcs11: Any, label: str) -> Any:
        try:
            module = pkcs11.lib(self.module)
        except pkcs11.exceptions.PKCS11Error as fault:
            raise RuleViolation("token_missing") from fault
        return module.get_token(token_label=label)

    def _library(self) -> Any:
        """python-pkcs11, which only who has a token needs: the single file is made without."""
        if not self.configured:
            raise RuleViolation("token_missing")
        try:
            import pkcs11  # noqa: PLC0415 — for the reason above
            import pkcs11.util.ec  # noqa: PLC0415 — as above
        except ImportError as missing:
            raise RuleViolation("token_missing") from missing
        return pkcs11

    def _pin(self) -> str:
        try:
            pin = self.pin_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as fault:
            raise RuleViolation("token_pin_missing") from fault
        if not pin:
            raise RuleViolation("token_pin_missing")
        if (self.module, pin) in _WRONG_PINS:
            raise RuleViolation("token_pin_wrong")
        return pin


def _make_rsa(pkcs11: Any, session: Any, name: str) -> bytes:
    public, _ = session.generate_keypair(pkcs11.KeyType.RSA, RSA_BITS, store=True, label=name)
    exponent, modulus = (
        int.from_bytes(public[part], "big") for part in (pkcs11.Attribute.PUBLIC_EXPONENT, pkcs11.Attribute.MODULUS)
    )
    made = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    return made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _make_ec(pkcs11: Any, session: Any, name: str) -> bytes:
    curve = pkcs11.util.ec.encode_named_curve_parameters("secp384r1")
    parameters = session.create_domain_parameters(pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: curve}, local=True)
    public, _ = parameters.generate_keypair(store=True, label=name)
    return bytes(pkcs11.util.ec.encode_ec_public_key(public))
