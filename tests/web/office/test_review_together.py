"""Side by side with the paper, characters substituted, slips, phrases, and two people at one application."""

from __future__ import annotations

import html
from datetime import timedelta

from adapters.db.models import Substitution
from domain.access import Role
from services import applicant_links, applicants, presence, review
from services.records import application_by_code
from tests.factories import applications
from tests.factories.offices import VISITOR, make_staff
from tests.web.office.conftest import QUEUE, Desks, words
from tests.web.office.findings import all_good


def test_three_forms_of_a_row_stand_side_by_side_and_their_characters_are_marked(desks: Desks) -> None:
    """S4-68, S4-141: what was typed, what the paper says, what the certificate will say."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    typed = {"item_name": "no", "words_name": "セコム 太朗", "note_name": "字体"}
    assert "照合の結果を保存しました。" in words(clerk.on(code, "comparison", typed))
    page = clerk.open(code)
    assert "相違：郎 と 朗" in html.unescape(page.text)
    assert "相違：朗 と 郎" in html.unescape(page.text)
    assert "申込書 東京都三鷹市下連雀 8-10-15 セコムSCセンター 書類 — 証明書 記載なし" in words(page)
    assert "申込書 4011001040781 書類 — 証明書 4011001040781" in words(page)
    letter = clerk.get(f"{QUEUE}/{code}/deficiency").text
    assert "・氏名(漢字)：字体" in letter


def test_a_paper_that_says_otherwise_is_found_good_only_with_the_reason(desks: Desks) -> None:
    """Every decision with its why (S4-106, S4-141)."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    answer = clerk.on(code, "comparison", {"item_name": "yes", "words_name": "セコム 太朗"})
    assert answer.status_code == 422
    assert '<a href="#note_name">' in answer.text
    assert "理由をメモに入力してください。" in words(answer)
    assert 'value="セコム 太朗"' in answer.text
    good = {"item_name": "yes", "words_name": "セコム 太朗", "note_name": "申込書に訂正印あり"}
    assert clerk.on(code, "comparison", good).status_code == 200


def test_the_slip_must_show_the_fee_to_the_yen(desks: Desks) -> None:
    """S4-141: payment is matched with the amount; what was read off the slip is kept."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    for amount, said in (
        ("", "入力してください。"),
        ("15,000", "料金(15400円)と異なります"),
        ("x", "数字で入力してください。"),
    ):
        answer = clerk.on(code, "comparison", all_good(amount_transfer_slip=amount))
        assert answer.status_code == 422, amount
        assert '<a href="#amount_transfer_slip">' in answer.text
        assert said in words(answer)
        assert 'name="item_name" value="yes" checked' in answer.text
    assert clerk.on(code, "comparison", all_good(amount_transfer_slip="１５，４００円")).status_code == 200
    assert 'name="amount_transfer_slip" type="text" value="15400"' in clerk.open(code).text.replace("  ", " ") or (
        'value="15400"' in clerk.open(code).text
    )
    wrong = all_good(paper_transfer_slip="mismatch", amount_transfer_slip="15,000", remark_transfer_slip="400円不足")
    assert clerk.on(code, "comparison", wrong).status_code == 200


def test_the_checklist_names_everything_a_reviewer_must_see(desks: Desks) -> None:
    """S4-141, point by point, as the programme has it for this application."""
    crew = desks.crew
    code = applications.reviewing(
        desks.office, crew, proxy="yes", proxy_name="見本 花子", proxy_address="東京都三鷹市下連雀1-2-3"
    )
    shown = words(desks.clerk(Role.REVIEWER).open(code))
    for point in (
        "自筆の署名", "実印の捺印", "2枚の間の割印", "印影が利用申込書の実印と同じ",
        "代表者印の印影が「所属組織の印鑑証明書」と同じ", "振込金額が15,400円(税込)である",
        "代理受取人の氏名と住所が申込書と同じ", "発行日",
    ):  # fmt: skip
        assert point in shown


def test_the_office_substitutes_a_character_with_its_reason_and_the_issuer_sees_it(desks: Desks) -> None:
    """S4-105, S4-106, S4-149: the certificate changes, the application does not."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    page = f"{QUEUE}/{code}/substitution"
    same = {
        "name_kanji": "セコム 太郎",
        "organisation": "セコムトラストシステムズ株式会社",
        "representative": "セコム 一郎",
        "organisation_city": "渋谷区神宮",
        "organisation_street": "1-5-1",
        "organisation_building": "セコム本社ビル4F",
    }
    for changed, at in (
        ({"name_kanji": "セコム 太朗", "reason": ""}, "reason"),
        ({"name_kanji": "髙橋", "reason": "戸籍の字"}, "name_kanji"),
        ({"name_kanji": "", "reason": "戸籍の字"}, "name_kanji"),
        ({"reason": "何も変えない"}, "reason"),
    ):
        answer = clerk.post(page, same | changed, page=page)
        assert answer.status_code == 422
        assert f'<a href="#{at}">' in answer.text
    answer = clerk.post(page, same | {"name_kanji": "セコム 太朗", "reason": "住民票の字はJISにない"}, page=page)
    assert "証明書の文字を置き換えました。" in words(answer)
    assert "証明書記載情報 氏名(漢字) セコム 太朗" in words(answer)
    assert "セコム 太郎 → セコム 太朗 住民票の字はJISにない" in words(answer)
    with desks.office.database.read() as session:
        record = application_by_code(session, code)
        assert (record.certificate_values["name_kanji"], record.name) == ("セコム 太朗", "セコム 太郎")
        assert [row.reason for row in session.query(Substitution)] == ["住民票の字はJISにない"]
    clerk.on(code, "comparison", all_good(then="accept"))
    issue = words(desks.clerk(Role.ISSUER).get(f"{QUEUE}/{code}/issue"))
    assert "証明書の文字の置換え" in issue
    assert "住民票の字はJISにない" in issue
    assert clerk.post(page, same | {"reason": "x"}, page=page).status_code == 422


def test_phrases_of_the_office_are_added_to_the_letter(desks: Desks) -> None:
    """S4-142: a phrase book, kept by the office in its settings."""
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    page = f"{QUEUE}/{code}/deficiency"
    phrase = "利用申込書の2枚の間に割印がありません。割印のある利用申込書をお送りください。"
    sent = {"text": "はじめに", "phrases": phrase, "then": "phrases"}
    answer = clerk.post(page, sent, page=page)
    assert answer.status_code == 200
    assert f"はじめに\n・{phrase}" in html.unescape(answer.text).replace("\r", "")
    assert desks.state(code) == "reviewing"
    assert "偽の定型文" not in clerk.post(page, sent | {"phrases": "偽の定型文"}, page=page).text


def test_two_reviewers_at_one_application_see_each_other(desks: Desks) -> None:
    code, first = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    assert "いまこの申し込みを開いています" not in words(first.open(code))
    other, _secret = make_staff(desks.office, Role.REVIEWER, name="審査 二郎")
    presence.look_in(desks.office, other, code)
    assert "審査 二郎も、いまこの申し込みを開いています" in words(first.open(code))
    piece = first.on(code, "beside")
    assert "審査 二郎も" in words(piece)
    desks.clock.advance(timedelta(minutes=4))
    assert "審査 二郎も" not in words(first.open(code))
    assert [one.name for one in presence.look_in(desks.office, other, code)] == ["担当 reviewer"]


def test_a_stale_save_shows_both_versions(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    old = clerk.hidden(clerk.open(code).text)
    clerk.on(code, "comparison", {"item_name": "no", "words_name": "セコム 太朗", "note_name": "朗の字"})
    typed = {
        "item_name": "yes",
        "words_name": "",
        "note_name": "確認済み",
        "paper_registry": "mismatch",
        "remark_registry": "旧い社名",
    }
    answer = clerk.client.post(f"{QUEUE}/{code}/comparison", data=old | typed)
    shown = words(answer)
    assert answer.status_code == 422
    assert "最後の操作：2026年11月20日(金) 12:00 担当 reviewer 照合の結果を保存しました" in shown
    assert "氏名(漢字) 不一致 書類の記載「セコム 太朗」 朗の字 担当 reviewer 一致 確認済み" in shown
    assert "登記簿謄本・抄本または登記事項証明書 確認待ち 不備あり 旧い社名" in shown
    # The next press is about what is on record now, and is taken.
    again = typed | clerk.hidden(answer.text)
    assert clerk.client.post(f"{QUEUE}/{code}/comparison", data=again).status_code == 303


def test_an_application_withdrawn_during_review_says_so_and_keeps_what_was_typed(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    old = clerk.hidden(clerk.open(code).text)
    with desks.office.database.write() as session:
        token = applicant_links.make(session, desks.office, application_by_code(session, code))
    applicants.withdraw(desks.office, VISITOR, token)
    judged = {
        "note_name": "長いメモ",
        "words_name": "太朗",
        "paper_registry": "mismatch",
        "paper_transfer_slip": "arrived",
    }
    for act, typed in (("comparison", judged), ("deficiency", {"text": "割印がありません"})):
        answer = clerk.client.post(f"{QUEUE}/{code}/{act}", data=old | typed)
        assert answer.status_code == 422
        assert "審査の間に、申込者がこの申し込みを取り下げました。" in words(answer)
        assert next(iter(typed.values())) in answer.text
        if act == "comparison":
            assert "登記簿謄本・抄本または登記事項証明書：不備あり メモ：長いメモ 書類の記載：太朗" in words(answer)
            assert "arrived" not in answer.text.split('class="about"')[0], "what nobody touched is nothing to keep"
    assert desks.state(code) == "withdrawn"


def test_of_two_who_decide_at_once_the_second_reads_who_was_first(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    page = clerk.get(f"{QUEUE}/{code}/rejection").text
    other, _secret = make_staff(desks.office, Role.REVIEWER, name="審査 二郎")
    review.report_deficiency(desks.office, other, code, text="割印がありません。")
    answer = clerk.client.post(f"{QUEUE}/{code}/rejection", data=clerk.hidden(page) | {"reason": "意思を確認できない"})
    assert answer.status_code == 422
    assert "審査 二郎 書類の不備を連絡しました" in words(answer)
    assert "意思を確認できない" in answer.text
    assert desks.state(code) == "deficient"
