"""A PDF behind a password (S3-22): our own papers only, never a file that strangers made."""

from __future__ import annotations

from io import BytesIO


def encrypted(pdf: bytes, password: str) -> bytes:
    """The document in AES-256 (ISO 32000-2 §7.6, revision 6)."""
    # Not before somebody asks for one: it is a megabyte of C++ that most processes never need.
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6, aes=True, metadata=True))
    return out.getvalue()
