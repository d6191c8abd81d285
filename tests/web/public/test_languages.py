"""Every public screen in English, by a switch in the header; the office, papers and mails stay Japanese (design §2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from domain.certificates.printed import RevocationRequestPaper
from domain.english import JAPANESE
from services.office import Office
from tests.factories.offices import FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter
from tests.web.office.conftest import token_of

SERVICE = "/services/gid/"
# What stays Japanese on an English page: names of things one holds in one's hand, and what is written on an envelope.
BRACKETS = re.compile(r"[(（「][^()（）「」]*[)）」]")
STAYS = (
    "電子証明書窓口",
    "日本語",
    "東京都三鷹市下連雀 8-10-16 セコム SC センター",
    "金融機関又は",
    "受注者は、前項の",
)
PAGES = (
    *("/", "/notices", "/bonds", "/b", "/verify", "/orderer", "/domains", "/domains/apply", "/ca/", "/nowhere"),
    *(SERVICE + page for page in ("", "forms", "forms/change", "forms/revocation", "questions", "environment")),
    *(SERVICE + f"terms/{key}" for key in ("subscriber_agreement", "practice_statement", "certificate_policy")),
    *(SERVICE + f"apply/{page}" for page in ("", "types", "preparation", "consent", "agreement")),
)


@pytest.fixture(scope="module")
def printer() -> QuickPrinter:
    return QuickPrinter()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, printer: QuickPrinter) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("languages")
    made = make_office(folder, printer, clock=FixedClock(), public_url="http://localhost")
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def app(office: Office) -> Flask:
    return create_app(make_config(office.database.path.parent, public_url="http://localhost"), office=office)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Shown(HTMLParser):
    """The texts of a page that people see or hear, one for each element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value or "" for name, value in attrs if name in {"alt", "aria-label", "title", "data-busy"}]

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def japanese_left(page: str) -> list[str]:
    reader = Shown()
    reader.feed(page)
    texts = [text for text in reader.texts if not any(words in text for words in STAYS)]
    return [text for text in texts if JAPANESE.search(BRACKETS.sub("", BRACKETS.sub("", text)))]


def test_pages_are_japanese_until_somebody_chooses(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="ja"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert (
        '<a class="masthead__language" href="?language=en" lang="en" hreflang="en" rel="nofollow">English</a>'
        in answer.text
    )


def test_a_choice_holds_from_page_to_page_and_back(client: FlaskClient) -> None:
    chosen = client.get(SERVICE + "?language=en")
    assert '<html lang="en"' in chosen.text
    assert chosen.headers["Set-Cookie"].startswith("madoguchi-language=en; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(chosen.headers["Set-Cookie"].split("; "))
    later = client.get("/")
    assert '<html lang="en"' in later.text
    assert "Set-Cookie" not in later.headers, "said once"
    assert "Cookie" in later.vary, "a cache on the way keeps the languages apart"
    assert '<html lang="ja"' in client.get("/?language=ja").text
    assert '<html lang="ja"' in client.get("/").text


@pytest.mark.parametrize("asked", ["de", "", "en%0d%0aX: y", "../en"])
def test_there_are_two_languages(client: FlaskClient, asked: str) -> None:
    answer = client.get("/?language=" + asked)
    assert '<html lang="ja"' in answer.text
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("madoguchi-language", asked)
    assert '<html lang="ja"' in client.get("/").text


def test_the_switch_keeps_what_else_the_address_says(client: FlaskClient) -> None:
    page = client.get(SERVICE + "apply/?group=administrative_scrivener&language=en").text
    assert 'href="?group=administrative_scrivener&amp;language=ja"' in page


@pytest.mark.parametrize("path", PAGES)
def test_no_japanese_is_left_on_an_english_page(client: FlaskClient, path: str) -> None:
    page = client.get(f"{path}?language=en").text
    assert '<html lang="en"' in page
    assert japanese_left(page) == []


def test_japanese_that_is_left_is_found() -> None:
    assert japanese_left('<p>Residence record (住民票)</p><p>住民票</p><button data-busy="送信">x</button>') == [
        "住民票",
        "送信",
    ]


def test_what_was_typed_into_a_form_is_there_after_the_switch(client: FlaskClient, printer: QuickPrinter) -> None:
    path = SERVICE + "forms/revocation"
    shown = client.get(path).text
    assert 'form="holder-form" formaction="?language=en"' in shown
    typed = {"csrf_token": token_of(shown), "holder": "見本 太郎", "details": "", "reason": "misuse"}
    switched = client.post(path + "?language=en", data=typed)
    assert switched.status_code == 200
    assert '<html lang="en"' in switched.text
    assert 'value="見本 太郎"' in switched.text
    assert "Please fill this in" not in switched.text
    assert not printer.printed


def test_a_paper_is_japanese_whoever_prints_it(client: FlaskClient, printer: QuickPrinter) -> None:
    path = SERVICE + "forms/revocation"
    page = client.get(path + "?language=en").text
    typed = {"csrf_token": token_of(page), "holder": "", "details": "", "reason": "misuse"}
    assert client.post(path, data=typed).mimetype == "application/pdf"
    paper = printer.printed.pop()
    assert isinstance(paper, RevocationRequestPaper)
    assert "Passport" not in repr(paper)
    assert "セコムパスポート" in repr(paper)


def test_a_secret_is_not_said_again_by_the_switch(client: FlaskClient) -> None:
    typed = {
        "csrf_token": token_of(client.get("/orderer").text),
        "email": "orderer@city.example.jp",
        "url": "http://localhost/b/x",
        "password": "SECRETSECRET",
    }
    page = client.post("/orderer?language=en", data=typed).text
    assert 'value="orderer@city.example.jp"' in page
    assert "SECRETSECRET" not in page


def test_the_office_stays_japanese(client: FlaskClient) -> None:
    client.get("/?language=en")
    page = client.get("/office/login").text
    assert '<html lang="ja"' in page
    assert "masthead__language" not in page


def test_an_answer_to_a_form_that_cannot_be_come_back_to_has_no_switch(client: FlaskClient) -> None:
    assert "masthead__language" not in client.post("/services/gid/apply/price").text


def test_what_is_kept_to_agree_to_is_the_binding_text(client: FlaskClient) -> None:
    kept = client.get(SERVICE + "terms/subscriber_agreement.txt?language=en")
    assert "この加入者利用規定は" in kept.text
