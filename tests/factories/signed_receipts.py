"""What a holder does to confirm the receipt online: opens the file with the PIN and signs the statement."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.db.models import KeyBundle
from services.issuance import bundle_context
from services.office import Office
from tests.factories.records import certificates

Pair = tuple[rsa.RSAPrivateKey, x509.Certificate]


def opened(office: Office, code: str, pin: str) -> Pair:
    """Key and certificate of the newest certificate, out of the file that the holder downloads."""
    row = certificates(office, code)[-1]
    with office.database.read() as session:
        bundle = session.get_one(KeyBundle, row.id)
        file = office.secret_box.open(bundle.standard, context=bundle_context(row.id, "standard"))
    found = load_pkcs12(file, pin.encode())
    assert found.cert is not None
    assert isinstance(found.key, rsa.RSAPrivateKey)
    return found.key, found.cert.certificate


def signed(text: bytes, pair: Pair, *options: PKCS7Options, encoding: Encoding = Encoding.DER) -> bytes:
    """A detached signature, as OpenSSL's ``cms -sign`` makes it."""
    key, certificate = pair
    builder = PKCS7SignatureBuilder().set_data(text).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(encoding, [PKCS7Options.DetachedSignature, *options])
