"""Questions about certificates, and answers as ``cryptography`` and OpenSSL read them."""

from __future__ import annotations

from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from adapters.pki import der
from adapters.pki.names import subject_der_of


def question(
    issuer: x509.Certificate,
    serial_number: int,
    *,
    algorithm: hashes.HashAlgorithm | None = None,
    nonce: bytes | None = None,
) -> bytes:
    """A question about one certificate as most clients ask it: SHA-1 unless told."""
    kind = algorithm or hashes.SHA1()  # noqa: S303 — what clients use to name a certificate
    builder = ocsp.OCSPRequestBuilder().add_certificate_by_hash(*hashes_of(issuer, kind), serial_number, kind)
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(Encoding.DER)


def question_of_several(*questions: bytes) -> bytes:
    """One question out of several about one certificate each."""
    singles = []
    for one in questions:
        (tbs,) = der.elements(der.only(one).contents)
        singles.append(der.only(next(der.elements(tbs.contents)).contents).whole)
    return der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, *singles)))


def hashes_of(issuer: x509.Certificate, algorithm: hashes.HashAlgorithm) -> tuple[bytes, bytes]:
    """issuerNameHash and issuerKeyHash. The name by its octets, since reading a long Japanese one warns."""
    name = hashes.Hash(algorithm)
    name.update(subject_der_of(issuer))
    probe = ocsp.OCSPRequestBuilder().add_certificate(issuer, issuer, algorithm).build()
    return name.finalize(), probe.issuer_key_hash


def read(answer: bytes, issuer: x509.Certificate) -> ocsp.OCSPResponse:
    """The answer, after its signature and its signer's were checked."""
    response = ocsp.load_der_ocsp_response(answer)
    assert response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL, response.response_status
    (signer,) = response.certificates
    signer.verify_directly_issued_by(issuer)
    key, algorithm = signer.public_key(), cast(hashes.HashAlgorithm, response.signature_hash_algorithm)
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
    return response
