"""Signed bonds: a root, a signer it certifies, and pyHanko's own way of signing."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=not signs, crl_sign=not signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Sealer:
    """An insurer's seal and the root it leads to; ``root_pem`` is what an office puts into ``trusted-signers``."""

    signer: signers.SimpleSigner
    root_pem: bytes

    def sign(self, content: bytes, field: str = "Seal") -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        out = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), signer=self.signer)
        return bytes(out.getvalue())


def sealer(name: str = "見本損害保険株式会社") -> Sealer:
    """Good from yesterday, for ten days."""
    now = datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def certificate(subject: str, holder: ec.EllipticCurvePrivateKey, *, is_root: bool) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("見本ルート"))
            .public_key(holder.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=10))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(_usage(signs=not is_root), critical=True)
            .sign(root_key, hashes.SHA256())
        )

    root, own = certificate("見本ルート", root_key, is_root=True), certificate(name, key, is_root=False)
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)))
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(own.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        cert_registry=store,
    )
    return Sealer(signer, root.public_bytes(Encoding.PEM))
