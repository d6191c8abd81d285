"""Signatures inside a PDF, by pyHanko; runs in a confined process only, since it is imported slowly and reads much."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import ValidationContext

from domain.pdf import Signature, SignatureState

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

_PROBLEMS = (
    PdfError, SigningError, SignatureValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError,
    RecursionError, NotImplementedError,
)  # fmt: skip
"""What pyHanko and its parts raise over a signature they cannot read; the last is theirs for what they do not know."""
_SEALS_AND_SIGNATURES = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
"""An insurer's seal is made with either."""


def signatures_of(content: bytes, trusted: Sequence[bytes]) -> tuple[Signature, ...]:
    """Every signature in its order; ``trusted`` are the root certificates in DER whose signers we know.

    Nothing is fetched from anywhere: what the file and the roots do not tell stays unknown.
    """
    try:
        found = PdfFileReader(io.BytesIO(content), strict=True).embedded_signatures
        roots = [Certificate.load(der) for der in trusted]
    except _PROBLEMS as problem:
        return (Signature("", SignatureState.INVALID, f"unreadable: {problem}"),)
    return tuple(_judged(one, roots, last=one is found[-1]) for one in found)


def _judged(one: EmbeddedPdfSignature, roots: list[Certificate], *, last: bool) -> Signature:
    """One signature. The last one must cover the whole file, those before it the whole of their revision.

    pyHanko itself calls a file valid to which something was appended after the signature.
    """
    wanted = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    try:
        status: DocumentTimestampStatus | PdfSignatureStatus
        if one.sig_object_type == "/DocTimeStamp":
            status, untouched = validate_pdf_timestamp(one, context), True
        else:
            status = validate_pdf_signature(one, context, key_usage_settings=_SEALS_AND_SIGNATURES)
            untouched = bool(status.docmdp_ok)
    except _PROBLEMS as problem:
        return Signature(_signer(one), SignatureState.INVALID, f"unreadable: {problem}")
    if not (status.intact and status.valid):
        return Signature(_signer(one), SignatureState.INVALID, "the signed bytes were changed")
    if status.coverage is None or status.coverage.value < wanted.value or not untouched:
        return Signature(_signer(one), SignatureState.INVALID, "something was added after the signature")
    if not status.trusted:
        return Signature(_signer(one), SignatureState.UNKNOWN_SIGNER, "no way to a trusted root")
    return Signature(_signer(one), SignatureState.VALID)


def _signer(one: EmbeddedPdfSignature) -> str:
    """The common name, or the organisation, as the certificate has it."""
    try:
        subject = one.signer_cert.subject.native
    except _PROBLEMS:
        return ""
    name = subject.get("common_name") or subject.get("organization_name") or ""
    return str(name[0] if isinstance(name, list) else name)[:200]
