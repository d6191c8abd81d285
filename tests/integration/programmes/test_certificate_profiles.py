"""Every certificate of every service is one that lint and pkilint accept; others stop the office (design §5)."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pkilint.bin import lint_crl, lint_ocsp_response, lint_pkix_cert, lint_pkix_signer_signee_cert_chain

from adapters.pki.authority import make_issuing, make_root
from adapters.pki.ocsp_request import read_question
from adapters.pki.ocsp_response import Good, Responder, Revoked
from adapters.pki.responder_key import make_responder_key
from adapters.pki.revocation_list import entry_der
from adapters.pki.signer import LocalSigner
from adapters.pki.subscriber_key import make_subscriber_key, public_key_of
from adapters.programmes import BadProgramme, load
from domain.certificates.profile_check import certificate_problems
from domain.pki.contents import ListContents, ResponderContents, RevokedEntry, SealContents, StatusAnswer
from domain.pki.name_template import CERTIFICATE_VALUES, TextTemplate
from domain.pki.revocation import RevocationReason
from domain.pki.specimen import ISSUED_AT, VALUES, specimen
from domain.programme import Profile
from tests.factories.ocsp import question
from tests.integration.programmes.test_loader import OWN, SHIPPED, edit

PROFILES = [
    (programme.slug, years, profile)
    for programme in load(SHIPPED, OWN)
    for profile in programme.profiles
    if profile.certificate is not None
    for years in programme.validity_years
]
ID = [f"{slug}-{profile.key}-{years}" for slug, years, profile in PROFILES]
DAY = timedelta(days=1)

# pkilint's commands leave the file they read to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


class House:
    """An authority of the specimens' time, with everything it signs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        begin = ISSUED_AT - DAY
        names = [(("countryName", "JP"), ("organizationName", "見本"), ("commonName", name)) for name in ("根", "枝")]
        self.root = make_root(
            subject=names[0], serial_number=1 << 100, not_before=begin, not_after=begin + 7000 * DAY, key="p-384"
        )
        self.issuing = make_issuing(
            root_certificate_der=self.root[0],
            root_private_key_der=self.root[1],
            subject=names[1],
            serial_number=1 << 101,
            not_before=begin,
            not_after=begin + 6000 * DAY,
            crl_uris=["http://office.example.jp/authority/1/revoked.crl"],
            ca_issuers_uris=["http://office.example.jp/authority/1/certificate.cer"],
            key="p-384",
        )
        self.signer = LocalSigner(*self.issuing)
        key, public_key = make_responder_key(like=self.issuing[0])
        responder = ResponderContents(
            serial_number=1 << 102,
            subject=(("countryName", "JP"), ("organizationName", "見本"), ("commonName", "見本 OCSP")),
            not_before=ISSUED_AT,
            not_after=ISSUED_AT + 7 * DAY,
        )
        self.responder_certificate = self.signer.sign_responder(responder, public_key)
        self.responder = Responder(self.responder_certificate, key)
        seal = SealContents(
            serial_number=1 << 103,
            subject=(("countryName", "JP"), ("organizationName", "見本"), ("commonName", "見本 実施記録 第1号")),
            not_before=ISSUED_AT,
            not_after=ISSUED_AT + 3000 * DAY,
            crl_uris=("http://office.example.jp/authority/2/revoked.crl",),
            ca_issuers_uris=("http://office.example.jp/authority/2/certificate.cer",),
        )
        self.seal_certificate = self.signer.sign_seal(seal, public_key)
        self.public_key = public_key_of(make_subscriber_key(2048))

    def certificate(self, profile: Profile, years: int) -> bytes:
        assert profile.certificate is not None
        return self.signer.sign_certificate(specimen(profile.certificate, years=years), self.public_key)

    def file(self, name: str, der: bytes) -> str:
        path = self.folder / name
        path.write_bytes(der)
        return str(path)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


def findings(main: Callable[[list[str]], int], *arguments: str) -> str:
    """What pkilint has above NOTICE; run in this process, as each start of its own takes a second."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        count = main(["lint", "-s", "WARNING", *arguments])
    return said.getvalue() if count else ""


@pytest.mark.parametrize("slug,years,profile", PROFILES, ids=ID)
def test_pkilint_has_nothing_against_certificate_list_and_answer(
    house: House, slug: str, years: int, profile: Profile
) -> None:
    leaf = house.certificate(profile, years)
    serial = x509.load_der_x509_certificate(leaf).serial_number
    certificate = house.file("leaf.der", leaf)
    assert findings(lint_pkix_cert.main, certificate) == ""
    assert findings(lint_pkix_signer_signee_cert_chain.main, house.file("ca.der", house.issuing[0]), certificate) == ""
    entry = RevokedEntry(serial, ISSUED_AT, RevocationReason.KEY_COMPROMISE, ISSUED_AT - DAY)
    head = ListContents(number=1, this_update=ISSUED_AT, next_update=ISSUED_AT + 7 * DAY)
    revoked = house.file("list.crl", house.signer.sign_crl(head, [entry_der(entry)]))
    assert findings(lint_crl.main, "-t", "CRL", "-p", "PKIX", revoked) == ""
    asked = read_question(question(x509.load_der_x509_certificate(house.issuing[0]), serial)).certificates[0]
    times = StatusAnswer(
        produced_at=ISSUED_AT, this_update=ISSUED_AT, next_update=ISSUED_AT + timedelta(hours=1), nonce=b"n" * 32
    )
    for status in (Good(), Revoked(ISSUED_AT, RevocationReason.KEY_COMPROMISE)):
        answer = house.responder.answer([(asked, status)], times)
        assert findings(lint_ocsp_response.main, house.file("answer.ors", answer)) == ""


def test_pkilint_has_nothing_against_what_the_authority_itself_is(house: House) -> None:
    signed = {"ocsp": house.responder_certificate, "seal": house.seal_certificate}
    for name, der in {"root": house.root[0], "ca": house.issuing[0], **signed}.items():
        assert findings(lint_pkix_cert.main, house.file(f"{name}.der", der)) == ""
    files = [house.file(f"{n}.der", d) for n, d in (("root", house.root[0]), ("ca", house.issuing[0]))]
    assert findings(lint_pkix_signer_signee_cert_chain.main, *files) == ""


def test_pkilint_would_find_something(house: House) -> None:
    """So that the silence above means something: a certificate one octet of which was changed."""
    spoiled = bytearray(house.responder_certificate)
    at = spoiled.index(bytes.fromhex("0603551d23")) + 4  # authorityKeyIdentifier → an extension nobody knows
    spoiled[at] = 0x7F
    assert findings(lint_pkix_cert.main, house.file("spoiled.der", bytes(spoiled)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(OWN / "mihon", tmp_path / "programmes" / "mihon")
    return tmp_path / "programmes"


@pytest.mark.parametrize(
    "old,new,key",
    [
        ('key_usage = ["digitalSignature"]', "key_usage = []", "profiles.person.certificate.key_usage"),
        ('["emailProtection"]', '["serverAuth"]', "profiles.person.certificate.extended_key_usage"),
        ('["emailProtection"]', '["anyExtendedKeyUsage"]', "profiles.person.certificate.extended_key_usage"),
        (
            'key_usage = ["digitalSignature"]\nextended_key_usage = ["emailProtection"]',
            'key_usage = ["keyEncipherment"]\nextended_key_usage = ["clientAuth"]',
            "profiles.person.certificate.extended_key_usage",
        ),
        ('oid = "1.3.6.1.4.1.32473.2.1"', 'oid = "2.5.29.32.0"', "profiles.person.certificate.policies"),
        ('["commonName", "{name_roman}"], ', "", "profiles.person.certificate.subject"),
        ('["commonName", "{name_roman}"], ', '["commonName", "{email}"], ', "profiles.person.certificate.subject"),
        (
            'attributes = [["countryName", "JP"], ["commonName"',
            'attributes = [["countryName", "Japan"], ["commonName"',
            "profiles.person.certificate.directory_names",
        ),
        # What the form does not ask for cannot be in the subject.
        ('"roman_name", ', "", "profiles.person.certificate.subject"),
        ("validity_years = [2]", "validity_years = [6]", "validity_years"),
        (
            'key_usage = ["digitalSignature"]',
            'key_usage = ["digitalSignature"]\ngender = "{birth_date}"',
            "profiles.person.certificate: with everything: gender_not_m_or_f",
        ),
    ],
)
def test_a_profile_whose_certificates_could_not_be_signed_stops_the_office(
    folder: Path, old: str, new: str, key: str
) -> None:
    edit(folder, old, new)
    if "validity_years" in old:
        edit(folder, 'series = "web"\nyears = 2', 'series = "web"\nyears = 6')
        edit(folder, 'series = "card"\nyears = 2', 'series = "card"\nyears = 6')
        edit(folder, 'series = "stick"\nyears = 2', 'series = "stick"\nyears = 6')
    with pytest.raises(BadProgramme) as refused:
        load(folder)
    words = str(refused.value)
    assert words.startswith(f"{folder}/mihon/programme.toml: {key}"), words


def test_the_specimen_has_a_value_for_each_place_of_a_template() -> None:
    assert set(VALUES) == CERTIFICATE_VALUES


@pytest.mark.parametrize("slug,years,profile", PROFILES, ids=ID)
def test_shipped_profiles_pass(slug: str, years: int, profile: Profile) -> None:
    template: Any = profile.certificate
    assert list(certificate_problems(template, items=profile.items, validity_years=[years])) == []


def test_what_is_wrong_is_told_for_each_term_and_for_the_fullest_and_the_barest_certificate() -> None:
    _, _, profile = PROFILES[0]
    assert profile.certificate is not None
    template = replace(profile.certificate, gender=TextTemplate(("X",)))
    told = list(certificate_problems(template, items=profile.items, validity_years=[1, 2]))
    assert (
        told
        == [
            "certificate: with everything: gender_not_m_or_f",
            "certificate: with the least: gender_not_m_or_f",
        ]
        * 2
    )
