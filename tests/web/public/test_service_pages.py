"""What one reads before applying (S4-01…S4-24, S4-48…S4-53, S4-187…S4-193, S4-214, S4-215)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from domain.certificates.printed import ChangeRequestPaper, RevocationRequestPaper
from services.office import Office
from tests.factories.offices import FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter
from tests.web.apply.conftest import Applicant
from tests.web.office.conftest import token_of, words

SERVICE = "/services/gid/"


@pytest.fixture(scope="module")
def printer() -> QuickPrinter:
    return QuickPrinter()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, printer: QuickPrinter) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("public")
    made = make_office(folder, printer, clock=FixedClock(), public_url="http://localhost")
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def app(office: Office) -> Flask:
    return create_app(make_config(office.database.path.parent, public_url="http://localhost"), office=office)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def section(page: str, heading: str) -> str:
    """The words of one section of a page."""
    found = re.search(rf"<h2[^>]*>{re.escape(heading)}</h2>(.*?)</section>", page, re.DOTALL)
    assert found, heading
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_no_line_breaks_between_two_hours(client: FlaskClient) -> None:
    range_of = '<span class="nowrap">{}</span>'.format
    assert f"{range_of('9:00～12:00')} {range_of('13:00～17:00')}(土日・祝日" in client.get(SERVICE).text
    assert range_of("9:00–12:00") in client.get(f"{SERVICE}?language=en").text


def test_the_service_page_says_who_offers_what_s4_01_s4_10(client: FlaskClient) -> None:
    page = client.get(SERVICE).text
    for expected in ("セコムパスポート for G-ID", "セコムトラストシステムズ株式会社", "タイプB(一般向け)"):
        assert expected in page
    assert 'href="https://www.secomtrust.net/index.html"' in page
    assert 'href="https://www.secomtrust.net/service/ninsyo/forgid.html"' in page
    assert {"ダウンロードシリーズ", "媒体(CD-R)シリーズ"} <= set(re.findall(r">([^<]+シリーズ)<", page))


@pytest.mark.parametrize(
    "words_",
    [
        "特定認証業務",
        "ブリッジ認証機関(BCA)と相互認証",
        "行政機関への電子申請・届出等",
        "名義人は個人の方",
        "2年間または3年間",
        "PKCS#12形式のファイルです。ダウンロードシリーズはインターネット経由で、媒体(CD-R)シリーズはCD-R",
        "電子署名に利用でき、法的効力(推定効)",
    ],
)
def test_the_overview_s4_02_s4_03_s4_04_s4_08_s4_09(client: FlaskClient, words_: str) -> None:
    assert words_ in section(client.get(SERVICE).text, "概要")


def test_the_path_has_four_steps_in_order_s4_12(client: FlaskClient) -> None:
    shown = section(client.get(SERVICE).text, "お手続きの流れ")
    places = [shown.index(step) for step in ("申込 ", "審査 ", "証明書発行 ", "送付 ")]
    assert places == sorted(places)


def test_the_uses_s4_13(client: FlaskClient) -> None:
    shown = section(client.get(SERVICE).text, "「一般向け」の主な用途")
    for use in ("(e-Tax)", "(eLTAX)", "e-Gov電子申請システム", "(GEPS)"):
        assert use in shown


def test_the_menu_leads_somewhere_s4_14(client: FlaskClient) -> None:
    page = client.get(SERVICE).text
    menu = re.search(r'<nav class="service-menu".*?</nav>', page, re.DOTALL)
    assert menu
    links = dict(re.findall(r'<a href="([^"]+)">([^<]+)</a>', menu[0]))
    assert list(links.values()) == [
        "リポジトリ",
        "注意事項",
        "電子証明書の利用環境",
        "各種申請書",
        "FAQ",
    ]
    for url in links:
        assert f'id="{url[1:]}"' in page if url.startswith("#") else client.get(url).status_code == 200, url


@pytest.mark.parametrize(
    "remark",
    [
        "お申し込みの前に必ず対応システムをご確認ください",  # S4-21
        "調達ポータルおよび政府電子調達(GEPS)では、属性型証明書の「組織代表者」「組織社員」「個人事業主」",  # S4-22
        "入力画面では住所等を「記載する」を必ず選択してください",  # S4-22
        "登記・供託オンライン申請システム成年後見登記システムでは、属性型証明書「個人」のみ",  # S4-23
        "取得した電子証明書をe-Taxに再度登録する必要があります",  # S4-24
    ],
)
def test_the_remarks_stand_where_one_applies_s4_21_s4_22_s4_23_s4_24(client: FlaskClient, remark: str) -> None:
    assert remark in words(client.get(f"{SERVICE}apply/"))
    assert remark in section(client.get(SERVICE).text, "注意事項")


def test_the_series_are_a_table_with_buttons_of_their_own_s4_18_s4_19_s4_20_s4_25(client: FlaskClient) -> None:
    page = client.get(f"{SERVICE}apply/").text
    menu = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', page[page.index("service-menu") : page.index("</nav>")])
    assert [label for _url, label in menu] == [
        "HOME", "サイトマップ", "サービスTOP", "セコムパスポート for G-ID お申し込み",
    ]  # fmt: skip
    assert all(client.get(url).status_code == 200 for url, _label in menu)
    assert re.findall(r"<th scope=\"col\"[^>]*>\s*([^<\s]+)", page) == ["サービス名", "料金", "備考"]
    assert "クーポンをご利用の方はこちらからお申し込みください。" in page
    assert ">商工会議所・商工会専用ボタン</a>" in page
    assert page.count("※提供価格・有効期限") == 2
    assert 'id="fees"' in client.get(SERVICE).text
    button = re.search(r'href="([^"]+)">お申し込み<span class="visually-hidden">\(ダウンロードシリーズ\)', page)
    assert button
    assert "ダウンロードシリーズ" in words(client.get(button[1].replace("&amp;", "&")))


def test_the_map_leads_to_every_public_page_s4_18(client: FlaskClient) -> None:
    page = client.get("/sitemap").text
    links = re.findall(r'href="(/[^"#]*)"', page[page.index("<main") : page.index("</main>")])
    assert len(links) > 15
    assert {url: client.get(url.replace("&amp;", "&")).status_code for url in links} == dict.fromkeys(links, 200)


def test_the_preparation_explains_the_whole_way_s4_48_to_s4_53(client: FlaskClient) -> None:
    """S4-48, S4-49, S4-50, S4-51, S4-52, S4-53."""
    shown = words(client.get(f"{SERVICE}apply/preparation"))
    for expected in (
        "※ご登録準備",
        "セコムパスポート for G-ID タイプB(一般向け)のお申し込み",
        "サービス料金をお振り込みになり",
        "「一般郵便」「簡易書留」「レターパック」",
        "平成15年総務省告示第270号",
        "公的書類の記載どおりに入力していただく項目があります",
        "ここをクリックして、よくある不備内容を確認",
        "利用申込書に誤りがあると、書類不備となります",
        "よくある不備内容を確認",
        "割引クーポンをお持ちの会員の方は",
        "所属の商工会議所・商工会にお問い合わせください",
    ):
        assert expected in shown
    assert re.search(r'href="/services/gid/apply/consent">Next<', client.get(f"{SERVICE}apply/preparation").text)


def test_the_environment_and_what_to_tell_the_desk_s4_214_s4_215(client: FlaskClient) -> None:
    shown = words(client.get(f"{SERVICE}environment"))
    for expected in ("TLS 1.2以降", "Windows", "OSとブラウザーの名前とバージョン", "画面に表示されたメッセージ"):
        assert expected in shown


def test_renewal_is_a_new_application_s4_185(client: FlaskClient) -> None:
    assert "更新は、新規のお申し込みと同じお手続きです" in words(client.get(f"{SERVICE}questions"))


def test_a_service_without_such_pages_has_no_such_links(app: Flask, office: Office) -> None:
    client = app.test_client()
    for name in ("environment", "questions", "forms", "forms/change"):
        assert client.get(f"/services/mars/{name}").status_code == 404
    assert client.get(f"{SERVICE}forms/marriage").status_code == 404


def fill(client: FlaskClient, name: str, typed: dict[str, str]) -> tuple[int, str | None, bytes]:
    page = f"{SERVICE}forms/{name}"
    answer = client.post(page, data={"csrf_token": token_of(client.get(page).text)} | typed)
    return answer.status_code, answer.mimetype, answer.data


def test_the_change_form_is_printed_with_what_was_typed_s4_187_s4_188_s4_189(
    client: FlaskClient, printer: QuickPrinter
) -> None:
    assert "証明書の記載内容が変わる場合は、いったん失効" in words(client.get(f"{SERVICE}forms"))
    typed = {
        "contract_number": "７ＦＱＸ2k9m-wd4h",
        "holder": "セコム　太郎",
        "new_email": "taro.new@example.jp",
        "proxy_address": "東京都三鷹市1-2-3",
    }
    assert fill(client, "change", typed)[:2] == (200, "application/pdf")
    paper = printer.printed[-1]
    assert isinstance(paper, ChangeRequestPaper)
    assert {line.label: line.value for line in (*paper.who, *paper.changes)} == {
        "契約番号": "7FQX-2K9M-WD4H",
        "お申し込みコード": "",
        "お申し込み者氏名": "セコム 太郎",
        "電子メールアドレス": "taro.new@example.jp",
        "受取代理人の氏名": "",
        "受取代理人の住所": "東京都三鷹市1-2-3",
    }
    assert [line.label for line in paper.changes] == ["電子メールアドレス", "受取代理人の氏名", "受取代理人の住所"]


@pytest.mark.parametrize("reason,place", [("misuse", 0), ("stop", 1), ("changed", 2), ("", None)])
def test_the_revocation_form_knows_the_three_occasions_s4_192_s4_193(
    client: FlaskClient, printer: QuickPrinter, reason: str, place: int | None
) -> None:
    assert fill(client, "revocation", {"reason": reason, "details": "11月1日に気づいた"})[:2] == (
        200,
        "application/pdf",
    )
    paper = printer.printed[-1]
    assert isinstance(paper, RevocationRequestPaper)
    assert [ticked for _, ticked in paper.reasons] == [n == place for n in range(3)]
    assert paper.details == "11月1日に気づいた"


@pytest.mark.parametrize("name", ["change", "revocation"])
def test_an_empty_form_is_printed_to_be_written_by_hand(client: FlaskClient, name: str) -> None:
    assert fill(client, name, {})[:2] == (200, "application/pdf")


@pytest.mark.parametrize(
    "name,wrong,field",
    [
        ("change", {"new_email": "nonsense"}, "new_email"),
        ("change", {"contract_number": "123"}, "contract_number"),
        ("change", {"application_code": "ABCDEFGHJKLL"}, "application_code"),
        ("change", {"holder": "髙橋"}, "holder"),
        ("revocation", {"address": "長" * 129}, "address"),
        ("revocation", {"reason": "boredom"}, "reason"),
        ("revocation", {"details": "🙂"}, "details"),
    ],
)
def test_a_slip_comes_back_at_its_field_with_everything_typed(
    client: FlaskClient, name: str, wrong: dict[str, str], field: str
) -> None:
    status, _, page = fill(client, name, {"holder": "セコム 太郎"} | wrong)
    assert status == 422
    assert f'id="{field}-error"' in page.decode()
    assert ('value="セコム 太郎"' in page.decode()) is ("holder" not in wrong)


def test_entrances_lead_from_the_service_page_s4_17(app: Flask) -> None:
    applicant = Applicant(app.test_client())
    page = applicant.client.get(SERVICE).text
    for label in ("一般向けお申込み専用ページ", "行政書士お申込み専用ページ"):
        assert label in page
