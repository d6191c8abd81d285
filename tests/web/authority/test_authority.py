"""What the world fetches to check a certificate (RFC 5280 §4.2.1.13, §4.2.2.1; design §5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from adapters.paper import PaperPool
from app import create_app
from services import revocation_lists
from services.office import Office
from tests import programs
from tests.factories.offices import FixedClock, make_config, make_office

ROOT, ISSUING = 1, 2


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    # Nothing is printed here, so that the pool never starts a process.
    with PaperPool(tmp_path / "paper", workers=1) as pool:
        made = make_office(tmp_path / "office", pool, clock=clock)
        revocation_lists.publish_due(made)
        yield made
        made.database.close()


@pytest.fixture
def client(office: Office, tmp_path: Path) -> FlaskClient:
    return create_app(make_config(tmp_path / "office"), office=office).test_client()


def openssl(*command: str) -> str:
    return programs.run(["openssl", *command], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("authority_id", [ROOT, ISSUING])
def test_the_list_of_revoked_certificates_is_signed_by_its_authority(
    client: FlaskClient, tmp_path: Path, authority_id: int
) -> None:
    crl, cer = tmp_path / "revoked.crl", tmp_path / "certificate.cer"
    crl.write_bytes(client.get(f"/authority/{authority_id}/revoked.crl").data)
    cer.write_bytes(client.get(f"/authority/{authority_id}/certificate.cer").data)
    pem = tmp_path / "certificate.pem"
    pem.write_text(openssl("x509", "-inform", "DER", "-in", str(cer)))
    checked = programs.run(
        ["openssl", "crl", "-inform", "DER", "-in", str(crl), "-CAfile", str(pem), "-noout", "-crlnumber"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "verify OK" in checked.stderr
    assert "crlNumber=0x01" in checked.stdout


@pytest.mark.parametrize(
    "file,content_type,seconds",
    [
        ("revoked.crl", "application/pkix-crl", 60),
        ("certificate.cer", "application/pkix-cert", 86_400),
    ],
)
def test_both_may_be_kept_by_every_cache_and_asked_for_by_etag(
    client: FlaskClient, file: str, content_type: str, seconds: int
) -> None:
    url = f"/authority/{ISSUING}/{file}"
    answer = client.get(url)
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Cache-Control"] == f"public, max-age={seconds}"
    assert "Set-Cookie" not in answer.headers
    again = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(url).headers["Content-Length"] == str(len(answer.data))


def test_a_fresh_list_has_another_etag(client: FlaskClient, office: Office, clock: FixedClock) -> None:
    url = f"/authority/{ISSUING}/revoked.crl"
    before = client.get(url)
    clock.advance(timedelta(days=1))
    revocation_lists.publish_due(office)
    after = client.get(url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.data != before.data


@pytest.mark.parametrize("file", ["revoked.crl", "certificate.cer"])
def test_an_authority_that_does_not_exist_has_neither(client: FlaskClient, file: str) -> None:
    assert client.get(f"/authority/9/{file}").status_code == 404


def test_the_addresses_written_into_the_issuing_certificate_are_served(
    client: FlaskClient, office: Office, tmp_path: Path
) -> None:
    cer = tmp_path / "certificate.cer"
    cer.write_bytes(client.get(f"/authority/{ISSUING}/certificate.cer").data)
    text = openssl("x509", "-inform", "DER", "-in", str(cer), "-noout", "-text")
    written = re.findall(rf"URI:{re.escape(office.public_url)}(\S+)", text)
    assert sorted(written) == [f"/authority/{ROOT}/certificate.cer", f"/authority/{ROOT}/revoked.crl"]
    assert all(client.get(path).status_code == 200 for path in written)


def test_the_page_shows_the_fingerprints_that_openssl_shows(client: FlaskClient, tmp_path: Path) -> None:
    page = client.get("/authority/")
    assert page.status_code == 200
    for authority_id in (ROOT, ISSUING):
        cer = tmp_path / f"{authority_id}.cer"
        cer.write_bytes(client.get(f"/authority/{authority_id}/certificate.cer").data)
        shown = openssl("x509", "-inform", "DER", "-in", str(cer), "-noout", "-fingerprint", "-sha256")
        digits = shown.split("=")[1].strip().replace(":", "")
        assert " ".join(digits[at : at + 4] for at in range(0, 64, 4)) in page.text
        assert f'href="/authority/{authority_id}/revoked.crl"' in page.text
    assert page.text.index("発行認証局 G1") < page.text.index("ルート認証局")
    for words in ("第1号、2026年11月20日(金) 12:00 発行", "2026年11月27日(金) 12:00", "EC secp384r1"):
        assert words in page.text


def test_the_page_names_an_authority_without_a_list_yet(tmp_path: Path) -> None:
    with PaperPool(tmp_path / "paper", workers=1) as pool:
        office = make_office(tmp_path / "office", pool)
        client = create_app(make_config(tmp_path / "office"), office=office).test_client()
        page = client.get("/authority/").text
        assert "発行認証局 G1" in page
        assert "revoked.crl" not in page
        assert client.get(f"/authority/{ISSUING}/revoked.crl").status_code == 404
        office.database.close()


@pytest.mark.parametrize("authority_id", [ROOT, ISSUING])
def test_a_certificate_is_there_in_letters_too(client: FlaskClient, tmp_path: Path, authority_id: int) -> None:
    """RFC 7468: what a mail program or a server takes."""
    answer = client.get(f"/authority/{authority_id}/certificate.pem")
    (tmp_path / "certificate.pem").write_bytes(answer.data)
    der = client.get(f"/authority/{authority_id}/certificate.cer").data
    openssl("x509", "-in", str(tmp_path / "certificate.pem"), "-outform", "DER", "-out", str(tmp_path / "back.der"))
    assert (tmp_path / "back.der").read_bytes() == der
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_the_page_names_the_responder_and_leads_to_the_policies(client: FlaskClient, office: Office) -> None:
    page = client.get("/authority/").text
    assert page.count(f"{office.public_url}/authority/{ISSUING}/ocsp") == 1
    assert f"/authority/{ROOT}/ocsp" not in page, "a root has a list and no responder"
    for key in ("certificate_policy", "practice_statement", "subscriber_agreement"):
        assert f'href="/services/gid/terms/{key}"' in page
        assert client.get(f"/services/gid/terms/{key}").status_code == 200
