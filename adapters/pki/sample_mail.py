"""A mail with an electronic signature, as a holder's mail program makes it: for the demo, which has no holders."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.text import MIMEText
from email.policy import SMTP
from typing import Final

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

_SHA256: Final = {"algorithm": "sha256"}


def signed_mail(file: bytes, pin: str, words: str, *, at: datetime, sender: str, subject: str) -> bytes:
    """An .eml (RFC 8551 §3.5.2) signed with key and certificate of a PKCS#12 ``file``, whose key is RSA."""
    holder = load_pkcs12(file, pin.encode())
    if holder.cert is None or not isinstance(holder.key, RSAPrivateKey):
        raise ValueError("no RSA key with its certificate in the file")
    certificate = x509.Certificate.load(holder.cert.certificate.public_bytes(Encoding.DER))
    entity = MIMEText(words, "plain", "utf-8", policy=SMTP).as_bytes(policy=SMTP)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [hashlib.sha256(entity).digest()]},
            # To the second: UTCTime knows no parts of one.
            {"type": "signing_time", "values": [cms.Time({"utc_time": at.astimezone(UTC).replace(microsecond=0)})]},
        ]
    )
    issuer = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
            "digest_algorithm": _SHA256,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": holder.key.sign(attributes.dump(), PKCS1v15(), hashes.SHA256()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [_SHA256],
            "encap_content_info": {"content_type": "data", "content": entity},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, "desk@example.jp", subject
    content = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    message.set_content(content, "application", "pkcs7-mime", params={"smime-type": "signed-data"})
    return message.as_bytes()
