"""Issue of one certificate, beside drawing a key and signing with it and nothing else (S4-146…S4-152).

Ours is the whole use case as in service: two transactions on a file that is synced, lint, argon2, two PKCS#12
files, sealing, audit, mail. How long a key takes to draw is luck (a factor of ten), so that even the medians of
many rounds wander. Hence a second figure: on both sides the key comes from a store, and the time of drawing is
stood in for by a computation that always takes the same (the median time of a key, measured just before).
"""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Callable, Iterator
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from adapters.clock import system_clock
from adapters.pki.subscriber_key import make_subscriber_key
from bench.figure import Figure, compare, in_turns, timed
from bench.sample_office import copies, office_in
from domain.access import Actor
from domain.certificates.application import ApplicationState
from services import issuance
from services.office import Office
from tests.factories.applications import accepted, hire

PEER = "key + signature"
SEAM = "make_subscriber_key"
"""The one call of the use case that is replaced for the second figure."""
Draw = Callable[[], rsa.RSAPrivateKey]


def measure(quick: bool) -> list[Figure]:
    """Medians; aim: 1.15 × a key and a signature."""
    rounds = 10 if quick else 150
    authority = rsa.generate_private_key(65537, 4096)
    with office_in() as office:
        crew = hire(office)
        codes = iter(copies(office, accepted(office, crew), 2 * (rounds + 3), [ApplicationState.ACCEPTED]))
        drawn = in_turns(
            rounds,
            {
                "bare": timed(lambda: _sign(authority, _key())),
                "ours": timed(lambda: _issue(office, crew.issuer, codes)),
            },
        )
        stored, stand_in = _store_of_keys(rounds)
        setattr(issuance, SEAM, stand_in)
        try:
            level = in_turns(
                rounds,
                {
                    "bare": timed(lambda: _sign(authority, stored())),
                    "ours": timed(lambda: _issue(office, crew.issuer, codes)),
                },
            )
        finally:
            setattr(issuance, SEAM, make_subscriber_key)
    return [
        compare(drawn["ours"], drawn["bare"], bench="issue", name="one certificate, keys drawn", peer=PEER),
        compare(
            level["ours"], level["bare"], bench="issue", name="one certificate, keys of even cost", peer=PEER, aim=1.15
        ),
    ]


def _issue(office: Office, actor: Actor, codes: Iterator[str]) -> None:
    issuance.issue(office, actor, next(codes))


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)


def _sign(authority: rsa.RSAPrivateKey, key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Taro Sekomu")])
    now = system_clock()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=730))
        .sign(authority, hashes.SHA256())
    )


def _store_of_keys(rounds: int) -> tuple[Draw, Callable[[], bytes]]:
    """A key at an even price, once for the peer and once (as PKCS#8) in place of ``make_subscriber_key``."""
    draw = timed(_key)
    price = statistics.median(draw() for _ in range(max(20, rounds // 2)))
    # Like drawing a key, this computes without the interpreter's lock.
    trial = timed(lambda: hashlib.pbkdf2_hmac("sha256", b"", b"", 50_000))
    work = round(50_000 * price / statistics.median(trial() for _ in range(15)))
    key = _key()
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    def priced() -> None:
        hashlib.pbkdf2_hmac("sha256", b"", b"", work)

    def of_peer() -> rsa.RSAPrivateKey:
        priced()
        return key

    def of_ours() -> bytes:
        priced()
        return der

    return of_peer, of_ours
