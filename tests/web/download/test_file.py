"""The file, the page that hands it over, and what must not leak (S4-162, S4-167…S4-172)."""

from __future__ import annotations

import logging
import re
import subprocess
from pathlib import Path

import pytest

from app import create_app
from services.office import Office
from tests import programs
from tests.factories.offices import make_config

from .conftest import Holder, Issued


@pytest.fixture
def started(holder: Holder) -> Holder:
    holder.enter()
    holder.press()
    return holder


def openssl(file: Path, pin: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = ["openssl", "pkcs12", "-in", str(file), "-passin", f"pass:{pin}", "-noenc", *more]
    # The friendly name comes in the encoding of the terminal.
    return programs.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)


@pytest.mark.parametrize("kind,more", [("standard", ()), ("compatible", ("-legacy",))])
def test_s4_169_the_file_opens_with_the_pin_and_only_with_it(
    holder: Holder, tmp_path: Path, kind: str, more: tuple[str, ...]
) -> None:
    holder.enter()
    assert holder.press(kind).location == f"{holder.url}/done/{kind}"
    file = tmp_path / "cert.p12"
    file.write_bytes(holder.fetch(kind).data)
    opened = openssl(file, holder.pin, *more)
    assert opened.returncode == 0, opened.stderr
    assert "BEGIN PRIVATE KEY" in opened.stdout
    assert opened.stdout.count("BEGIN CERTIFICATE") == 3
    assert openssl(file, holder.password, *more).returncode != 0


def test_s4_169_the_browser_saves_it_as_cert_p12(started: Holder) -> None:
    answer = started.fetch()
    assert answer.headers["Content-Disposition"] == "attachment; filename=cert.p12"
    assert answer.headers["Content-Type"] == "application/x-pkcs12"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_s4_168_the_completion_page_fetches_the_file_by_itself_and_offers_it_again(started: Holder) -> None:
    page = started.client.get(f"{started.url}/done/standard").text
    file = f"{started.url}/file/standard"
    assert f'<meta http-equiv="refresh" content="0; url={file}">' in page
    assert re.search(rf'<a class="button[^>]* href="{re.escape(file)}"', page)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("取り込む(インポート)", id="S4-167"),
        pytest.param("cert.p12", id="S4-169"),
        pytest.param("「×」で閉じて", id="S4-169-close"),
        pytest.param("USBメモリーやCD-R", id="S4-170"),
        pytest.param("契約番号", id="S4-172"),
        pytest.param("PINコード送付のお知らせ", id="PIN"),
        pytest.param("受領書送付期限日", id="S4-176"),
        pytest.param("2026年11月20日(金) 13:00まで", id="S4-166"),
    ],
)
def test_the_completion_page_says_what_to_do_next(started: Holder, words: str) -> None:
    assert words in started.client.get(f"{started.url}/done/standard").text


@pytest.mark.parametrize("path", ["/download/{token}/other", "/download/{token}x/gid", "/download/x/gid"])
def test_s4_162_a_url_that_does_not_end_right_or_is_cut_is_not_found(holder: Holder, path: str) -> None:
    answer = holder.client.get(path.format(token=holder.token))
    assert answer.status_code == 404
    assert "「https」から末尾まで" in answer.text


@pytest.mark.parametrize("path", ["/file/pem", "/start/pem", "/done/pem"])
def test_there_are_two_formats_and_no_other(started: Holder, path: str) -> None:
    assert started.client.get(started.url + path).status_code == 404


def test_s4_153_no_page_gives_the_url_away(started: Holder) -> None:
    for path in ("", "/done/standard", "/file/standard"):
        answer = started.client.get(started.url + path)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        # Nothing on the page is fetched from anywhere else.
        assert not re.search(rb'(?:src|href|action)="(?:https?:)?//', answer.data)


def test_s4_153_no_secret_is_logged(holder: Holder, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        holder.enter()
        holder.press()
        holder.fetch()
    for secret in (holder.token, holder.password, holder.pin):
        assert secret not in caplog.text


def test_s4_162_the_whole_path_works_over_tls_where_no_referer_is_sent(
    office: Office, folder: Path, certificate: Issued
) -> None:
    app = create_app(make_config(folder, public_url="https://office.example.jp"), office=office)
    browser = app.test_client()
    holder = Holder(browser, certificate.path, certificate.secrets["password"], certificate.secrets["pin"])
    answer = holder.enter(base_url="https://office.example.jp")
    assert "__Host-madoguchi=" in answer.headers["Set-Cookie"]
    page = browser.get(holder.url, base_url="https://office.example.jp").text
    csrf_token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert csrf_token is not None
    pressed = browser.post(
        f"{holder.url}/start/standard",
        data={"csrf_token": csrf_token[1]},
        base_url="https://office.example.jp",
    )
    assert pressed.status_code == 303
