"""Mails as a holder's mail program signs them: by OpenSSL, with the certificate that the office issued."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests import programs

WORDS = "電子証明書の失効を申請します。\n契約番号は別紙のとおりです。\n"


def written(words: str = WORDS, *, charset: str = "utf-8", subtype: str = "plain") -> bytes:
    """The part that is signed."""
    message = EmailMessage()
    message.set_content(words, charset=charset, subtype=subtype)
    return message.as_bytes()


def signed_mail(
    folder: Path,
    pair: tuple[rsa.RSAPrivateKey, x509.Certificate],
    entity: bytes,
    *options: str,
    command: str = "smime",
) -> bytes:
    """The whole mail, as ``openssl smime -sign`` or ``openssl cms -sign`` writes it."""
    key, certificate = pair
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "entity").write_bytes(entity)
    done = programs.run(
        ["openssl", command, "-sign", "-in", "entity", "-signer", "certificate.pem", "-inkey", "key.pem",
         "-from", "holder@example.jp", "-to", "desk@example.jp", "-subject", "Request to revoke", *options],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return done.stdout
