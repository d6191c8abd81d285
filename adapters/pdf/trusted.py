"""Root certificates of the signers an office knows: files in a folder, PEM or DER."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_ENDINGS = {".pem", ".crt", ".cer", ".der"}


def trusted_signers(folder: Path) -> tuple[bytes, ...]:
    """Their certificates in DER; none while the folder is not there. Raises ``ValueError`` naming a bad file."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix.lower() not in _ENDINGS:
            continue
        content = path.read_bytes()
        try:
            read = (
                x509.load_pem_x509_certificates(content)
                if b"-----BEGIN" in content
                else [x509.load_der_x509_certificate(content)]
            )
        except ValueError as problem:
            raise ValueError(f"{path}: not a certificate ({problem})") from problem
        found += [certificate.public_bytes(Encoding.DER) for certificate in read]
    return tuple(found)
