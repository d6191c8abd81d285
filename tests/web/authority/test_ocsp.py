"""OCSP over HTTP (RFC 6960 appendix A, RFC 9919 §6)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.x509 import ocsp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from adapters.db.models import Authority
from app import create_app
from blueprints.authority.ocsp import MOST_OCTETS
from services import ocsp_signers
from services.office import Office
from tests.factories.issued_rows import given_out
from tests.factories.ocsp import question, read
from tests.factories.offices import FixedClock, make_config, make_office
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter

URL = "/authority/2/ocsp"
OCSP_REQUEST = "application/ocsp-request"
MALFORMED = b"\x30\x03\x0a\x01\x01"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("office"), QuickPrinter(), clock=FixedClock())
    ocsp_signers.renew_due(made)
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def serial(office: Office) -> int:
    return given_out(office)[0]


@pytest.fixture(scope="module")
def issuer(office: Office) -> x509.Certificate:
    return x509.load_der_x509_certificate(all_of(office, Authority)[1].certificate)


@pytest.fixture
def client(office: Office, tmp_path: Path) -> FlaskClient:
    return create_app(make_config(tmp_path), office=office).test_client()


def post(client: FlaskClient, body: bytes, url: str = URL) -> TestResponse:
    return client.post(url, data=body, content_type=OCSP_REQUEST)


def in_address(request: bytes) -> str:
    return f"{URL}/{quote(base64.b64encode(request).decode(), safe='')}"


def test_a_question_may_be_posted(client: FlaskClient, issuer: x509.Certificate, serial: int) -> None:
    answer = post(client, question(issuer, serial))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ocsp-response")
    assert read(answer.data, issuer).certificate_status is ocsp.OCSPCertStatus.GOOD
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate", "no cache keeps what was posted"


def test_a_question_may_stand_in_the_address_and_every_cache_may_keep_the_answer(
    client: FlaskClient, office: Office, issuer: x509.Certificate, serial: int
) -> None:
    """RFC 9919 §6: the headers, each with its meaning."""
    answer = client.get(in_address(question(issuer, serial)))
    response = read(answer.data, issuer)
    assert response.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert answer.headers["Cache-Control"] == "max-age=60, public, no-transform, must-revalidate"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
    assert answer.last_modified == response.this_update_utc
    assert answer.expires == response.next_update_utc == office.clock() + timedelta(hours=1)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: quote(text, safe=""),
        lambda text: quote(quote(text, safe=""), safe=""),
        lambda text: text.rstrip("="),
    ],
    ids=["as it is", "percent", "twice percent", "without padding"],
)
def test_addresses_as_clients_write_them(
    client: FlaskClient, issuer: x509.Certificate, serial: int, written: object
) -> None:
    """Base64 has +, / and =: some clients escape them, some twice, some not at all."""
    assert callable(written)
    for number in range(12):  # so that + and / come up
        text = base64.b64encode(question(issuer, serial + number)).decode()
        assert read(client.get(f"{URL}/{written(text)}").data, issuer).serial_number == serial + number


def test_head_tells_the_length_and_sends_nothing(client: FlaskClient, issuer: x509.Certificate, serial: int) -> None:
    url = in_address(question(issuer, serial))
    answer = client.head(url)
    assert (answer.data, answer.headers["Content-Length"]) == (b"", str(len(client.get(url).data)))


def test_an_answer_to_a_nonce_and_one_that_is_unknown_are_not_to_be_kept(
    client: FlaskClient, issuer: x509.Certificate, serial: int
) -> None:
    for request in (question(issuer, serial, nonce=b"n" * 16), question(issuer, (1 << 150) + 9)):
        headers = client.get(in_address(request)).headers
        # RFC 9919 §7.2: never no-store on what is signed.
        assert headers["Cache-Control"] == "max-age=0, must-revalidate"
        assert "Expires" not in headers


@pytest.mark.parametrize(
    "body",
    [b"", b"nonsense", b"\x30\x80", b"\x00" * 1000, b"x" * (MOST_OCTETS + 1), b"\x30\x83\x01\x00\x00" + b"x" * 65536],
    ids=["empty", "text", "indefinite", "zeros", "too long", "much too long"],
)
def test_what_is_no_question_gets_an_answer_of_the_protocol(client: FlaskClient, body: bytes) -> None:
    answer = post(client, body)
    assert (answer.status_code, answer.data) == (200, MALFORMED)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["", "/", "/!!!", "/AAAA", "/日本", "/%00", "/" + "A" * 20_000, "/====", "/A", "/..%2F..", "/MAMC\n"]
)
def test_addresses_that_hold_no_question_are_malformed_too(client: FlaskClient, path: str) -> None:
    answer = client.get(URL + path)
    assert (answer.status_code, answer.data) == (200, MALFORMED)


@pytest.mark.parametrize("length", ["-1", "x", ""])
def test_a_length_that_is_none_is_met(client: FlaskClient, length: str) -> None:
    answer = client.post(URL, input_stream=None, environ_overrides={"CONTENT_LENGTH": length})
    assert (answer.status_code, answer.data) == (200, MALFORMED)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    answer = client.open(URL, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("authority_id", ["99", str(2**63), "9" * 19])
def test_an_authority_that_does_not_exist_has_no_responder(
    client: FlaskClient, issuer: x509.Certificate, authority_id: str
) -> None:
    assert post(client, question(issuer, 5), f"/authority/{authority_id}/ocsp").status_code == 404


@pytest.mark.parametrize("path", ["/authority/x/ocsp", "/authority/2/ocspx", "/authority/2/OCSP"])
def test_other_addresses_are_the_applications(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<html" in answer.text, "the office's own page"


def test_when_the_records_cannot_be_read_one_is_told_to_ask_later(
    tmp_path: Path, issuer: x509.Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    broken = make_office(tmp_path / "broken", QuickPrinter(), clock=FixedClock())
    client = create_app(make_config(tmp_path), office=broken).test_client()
    own = x509.load_der_x509_certificate(all_of(broken, Authority)[1].certificate)
    ocsp_signers.renew_due(broken)
    assert read(post(client, question(own, 1 << 100)).data, own).certificate_status is ocsp.OCSPCertStatus.UNKNOWN
    with broken.database.writing.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ocsp_signer RENAME TO ocsp_signer_away")
    answer = post(client, question(own, 1 << 100))
    assert answer.status_code == 200
    assert ocsp.load_der_ocsp_response(answer.data).response_status is ocsp.OCSPResponseStatus.TRY_LATER
    assert "could not be answered" in caplog.text
    broken.database.close()


def test_the_address_in_certificates_is_the_one_that_answers(
    client: FlaskClient, office: Office, issuer: x509.Certificate, serial: int
) -> None:
    from services.authorities import ocsp_uri

    path = ocsp_uri(office, 2).removeprefix(office.repository_url)
    assert read(post(client, question(issuer, serial), path).data, issuer).serial_number == serial


def test_only_a_question_that_was_answered_for_all_is_at_hand(
    client: FlaskClient, issuer: x509.Certificate, serial: int
) -> None:
    """RFC 9919 §5: what must be signed anew, or looked for, is not answered on the way."""
    at_hand = client.application.extensions["at_hand"]
    asked, once = question(issuer, serial), question(issuer, serial, nonce=b"0123456789abcdef")
    for body in (asked, once, question(issuer, serial + 1), b"nothing"):
        assert not at_hand("POST", URL, body)
        post(client, body)
    assert at_hand("POST", URL, asked)
    assert not at_hand("DELETE", URL, asked)
    assert not any(at_hand("POST", URL, body) for body in (once, question(issuer, serial + 1), b"nothing"))
    client.get(in_address(asked))
    assert at_hand("GET", URL + "/" + base64.b64encode(asked).decode(), b"")
