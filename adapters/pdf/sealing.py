"""Seals a PDF of the office's own: a PAdES signature over the whole file, by pyHanko (ISO 32000-2 §12.8)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


def sealed(content: bytes, *, certificate: bytes, key: bytes, chain: Sequence[bytes], reason: str) -> bytes:
    """The file with an invisible signature; ``key`` is PKCS#8, ``chain`` the CAs above, all in DER."""
    above = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # because pyHanko gives it no types
    above.register_multiple([Certificate.load(der) for der in chain])
    signer = signers.SimpleSigner(
        signing_cert=Certificate.load(certificate), signing_key=PrivateKeyInfo.load(key), cert_registry=above
    )
    about = signers.PdfSignatureMetadata(
        field_name="Seal", reason=reason, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return bytes(signers.sign_pdf(writer, about, signer=signer).getvalue())
