"""Keys on a token, in the shape in which ``cryptography`` and our own encoders sign with any key."""

from __future__ import annotations

from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import Hash

from adapters.pki.token import Token
from domain.errors import RuleViolation

Octets = bytes | bytearray | memoryview


class _OnToken:
    """What no key on a token does: leave it, or serve for anything but signing."""

    def _refuse(self, *_arguments: object, **_options: object) -> NoReturn:
        raise TypeError("a key on a token signs, and does nothing else")

    decrypt = exchange = private_numbers = private_bytes = _refuse

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, _memo: object) -> Any:
        return self


class TokenRsaKey(_OnToken, rsa.RSAPrivateKey):
    """Signs with RSA, PKCS#1 v1.5 and SHA-256, and nothing else: what an authority needs (RFC 4055 §5)."""

    def __init__(self, token: Token, uri: bytes, public_key: rsa.RSAPublicKey) -> None:
        self._token, self._uri, self._public_key = token, uri, public_key

    @property
    def key_size(self) -> int:
        return self._public_key.key_size

    def public_key(self) -> rsa.RSAPublicKey:
        return self._public_key

    def sign(self, data: Octets, padding_: Any, algorithm: Any) -> bytes:
        """Raises ``RuleViolation`` as the token does, and where what it made is no signature of this key."""
        if not isinstance(padding_, padding.PKCS1v15) or not isinstance(algorithm, hashes.SHA256):
            self._refuse()
        signature = self._token.sign_rsa(self._uri, bytes(data))
        try:
            self._public_key.verify(signature, bytes(data), padding.PKCS1v15(), algorithm)
        except InvalidSignature as wrong:
            raise RuleViolation("token_key_missing") from wrong
        return signature


class TokenEcKey(_OnToken, ec.EllipticCurvePrivateKey):
    """Signs by ECDSA."""

    def __init__(self, token: Token, uri: bytes, public_key: ec.EllipticCurvePublicKey) -> None:
        self._token, self._uri, self._public_key = token, uri, public_key

    @property
    def key_size(self) -> int:
        return self._public_key.key_size

    @property
    def curve(self) -> ec.EllipticCurve:
        return self._public_key.curve

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._public_key

    def sign(self, data: Octets, signature_algorithm: Any) -> bytes:
        """As ``TokenRsaKey.sign``."""
        algorithm = signature_algorithm.algorithm
        digest = Hash(algorithm)
        digest.update(data)
        signature = encode_dss_signature(*self._token.sign_ecdsa(self._uri, digest.finalize()))
        try:
            self._public_key.verify(signature, data, ec.ECDSA(algorithm))
        except InvalidSignature as wrong:
            raise RuleViolation("token_key_missing") from wrong
        return signature


def token_key(token: Token, uri: bytes, public_key: object) -> TokenRsaKey | TokenEcKey:
    """The key of this public half; nothing is asked of the token before it signs."""
    if isinstance(public_key, rsa.RSAPublicKey):
        return TokenRsaKey(token, uri, public_key)
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        return TokenEcKey(token, uri, public_key)
    raise ValueError("an authority's key is RSA or elliptic curve")
