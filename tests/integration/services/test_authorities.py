"""Root and issuing CA (design §5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from adapters.db.models import Authority
from adapters.passwords import Passwords
from adapters.randomness import SystemRandomness
from app import build_office
from services import authorities
from services.office import Office
from tests.factories.offices import QUICK, FixedClock, make_config
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal


def test_the_issuing_authority_is_signed_by_the_root_and_told_where_lists_are(office: Office) -> None:
    root, issuing = (x509.load_der_x509_certificate(row.certificate) for row in all_of(office, Authority))
    issuing.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    points = issuing.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert points[0].full_name is not None
    assert points[0].full_name[0].value == authorities.crl_uri(office, 1)
    assert (root.not_valid_after_utc - root.not_valid_before_utc).days == 365 * 20
    assert (issuing.not_valid_after_utc - issuing.not_valid_before_utc).days == 365 * 10


def test_its_key_is_sealed(office: Office) -> None:
    row = all_of(office, Authority)[1]
    assert row.sealed_key is not None
    key = office.secret_box.open(row.sealed_key, context="authority|2|sealed_key")
    assert key not in office.database.path.read_bytes()
    assert isinstance(x509.load_der_x509_certificate(row.certificate).public_key(), ec.EllipticCurvePublicKey)


def test_it_is_made_once(office: Office) -> None:
    before = [row.certificate for row in all_of(office, Authority)]
    assert authorities.establish(office, key="p-384") is False
    assert [row.certificate for row in all_of(office, Authority)] == before


class Rendezvous(SystemRandomness):
    """Two starters draw their serial numbers together: neither can have seen the other's authority."""

    def __init__(self) -> None:
        self.both = Barrier(2, timeout=30)

    def bits(self, count: int) -> int:
        self.both.wait()
        return super().bits(count)


def test_of_two_first_starters_one_makes_it(tmp_path: Path) -> None:
    office = build_office(
        make_config(tmp_path), clock=FixedClock(), renderer=QuickPrinter(), passwords=Passwords(b"pepper", QUICK)
    )
    together = replace(office, randomness=Rendezvous())
    with ThreadPoolExecutor(2) as starters:
        made = [starters.submit(authorities.establish, together, key="p-384") for _ in "ab"]
        assert sorted(one.result() for one in made) == [False, True]
    assert [(row.id, row.kind) for row in all_of(office, Authority)] == [(1, "root"), (2, "issuing")]
    office.database.close()


def test_an_office_without_authority_says_so(tmp_path: Path) -> None:
    office = build_office(make_config(tmp_path), renderer=QuickPrinter(), passwords=Passwords(b"pepper", QUICK))
    with office.database.read() as session, expect_refusal("no_authority"):
        authorities.issuer(office, session)
    office.database.close()
