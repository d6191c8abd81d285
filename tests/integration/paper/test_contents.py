"""What stands on the papers, in which order, on which sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.certificates.printed import Line, Recipient
from domain.certificates.printed_parcel import DispatchSet
from tests.integration.paper import samples
from tests.integration.paper.conftest import Printed

TextOf = Callable[[bytes], list[str]]


def in_order(text: str, *wanted: str) -> bool:
    """Whether all words stand in ``text``, in this order."""
    place = 0
    for word in wanted:
        bare = "".join(word.split())
        place = text.find(bare, place) + len(bare)
        assert place >= len(bare), f"{word} is missing, or comes too early"
    return True


def test_application_form_has_two_numbered_pages(printed: Printed, text_of: TextOf) -> None:
    """S4-117: 「1 / 2 ページ」, 「2 / 2 ページ」, each with date and title."""
    first, second = text_of(printed(samples.FORM))
    for page, number in ((first, "1/2ページ"), (second, "2/2ページ")):
        assert number in page
        assert "利用申込書" in page
        assert "申込書作成日2026年11月20日" in page
        assert "セコムパスポートforG-IDタイプB(一般向け)電子証明書" in page
        assert "属性型(組織社員)" in page


def test_first_page_reads_as_the_official_form(printed: Printed, text_of: TextOf) -> None:
    """S4-118…S4-123."""
    first = text_of(printed(samples.FORM))[0]
    assert in_order(
        first,
        "セコムトラストシステムズ株式会社 殿",
        "私は、貴社が提供する",
        "記",
        "発行媒体",
        "お申し込み者情報",
    )
    assert in_order(
        first,
        "証明書ダウンロード",
        "せこむ たろう",
        "組織情報",
        "4011001040781",
        "証明書記載情報",
        "Taro Sekomu",
    )
    for words in (
        "実印",
        "割",
        "※お申し込み者の方が自分で書き添えてください。",
        "※印鑑登録されている印鑑にて押印願います。",
    ):
        assert words in first
    assert "本申込は、貴社の承諾通知をもって成立するものとします。" in first
    assert re.search("K7QM2XWD9FHE", first)


def test_second_page_tells_fee_refund_and_privacy(printed: Printed, text_of: TextOf) -> None:
    """S4-124…S4-126."""
    second = text_of(printed(samples.FORM))[1]
    assert in_order(
        second,
        "電子証明書の用途",
        "サービス料金(税込)",
        "15,400円(税込)",
        "サービス料金の返金について",
        "【個人情報の取り扱いについて】",
    )
    assert all(value in second for value in ("電子署名", "2年間", "無し"))


def test_empty_value_is_a_dash_and_empty_section_is_left_out(printed: Printed, text_of: TextOf) -> None:
    """S4-69: a person without organisation gets no empty box of one."""
    text = "".join(text_of(printed(replace(samples.FORM, organisation=()))))
    assert "電話番号2―" in text
    assert "組織情報" not in text


def test_copy_to_keep_is_marked(printed: Printed, text_of: TextOf) -> None:
    """S4-115: the same form, marked on every page; the office's is not."""
    office, kept = text_of(printed(samples.FORM)), text_of(printed(samples.APPLICANT_COPY))
    assert all("お客様控え" in page for page in kept)
    assert not any("お客様控え" in page for page in office)


def test_many_contents_of_the_certificate_still_make_two_pages(printed: Printed, text_of: TextOf) -> None:
    """S4-117, S4-123: with every optional item the box goes to page 2 as a whole."""
    extra = {
        "旧姓": "東京",
        "住所(漢字)": "東京都三鷹市下連雀8-10-15 セコムSCセンター",
        "住所(ローマ字)": "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo",
        "生年月日": "1989年6月1日",
        "性別": "男",
        "電子メールアドレス": "taro.sekomu@example.jp",
        "部門名": "営業部",
        "部門所在地": "東京都渋谷区神宮前1-5-1 セコム本社ビル4F",
        "代理権内容": "入札および見積に関する一切の件",
    }
    lines = (*samples.FORM.certificate, *(Line(label, value) for label, value in extra.items()))
    pages = text_of(printed(replace(samples.FORM, certificate=lines)))
    assert len(pages) == 2
    assert "証明書記載情報注)" in pages[1]
    assert "代理権内容" in pages[1]


@pytest.mark.parametrize("count", range(1, 16))
def test_form_is_two_pages_whatever_goes_into_the_certificate(printed: Printed, text_of: TextOf, count: int) -> None:
    """S4-117."""
    lines = tuple(Line(f"項目{number}", "東京都三鷹市下連雀") for number in range(count))
    assert len(text_of(printed(replace(samples.FORM, certificate=lines)))) == 2


def test_print_set_counts_pages_for_each_paper(printed: Printed, text_of: TextOf) -> None:
    """S4-114, S4-115, S4-117, S4-129: form, copy, 所属証明書."""
    pages = text_of(printed(samples.PRINT_SET))
    numbers = [match[0] for page in pages if (match := re.search(r"\d/\dページ", page))]
    assert numbers == ["1/2ページ", "2/2ページ", "1/2ページ", "2/2ページ", "1/1ページ"]


def test_employment_certificate(printed: Printed, text_of: TextOf) -> None:
    """S4-129."""
    (page,) = text_of(printed(samples.EMPLOYMENT))
    assert in_order(page, "所属証明書(タイプB)", "セコムトラストシステムズ株式会社 殿", "お申し込み者情報欄")
    assert in_order(page, "お申し込み者情報欄", "セコム 太郎", "1911(明治44)年6月1日", "会社等証明書欄")
    assert in_order(page, "お申し込み者情報欄の記載内容に相違がないことを証します。", "組織所在地", "セコム 一郎")
    assert "(代表者印)" in page


def test_cover_letter_with_receipt_is_one_page(printed: Printed, text_of: TextOf) -> None:
    """S4-156, S4-175, S4-176; the contract number has its 12 characters in head and receipt alike (S4-218)."""
    (page,) = text_of(printed(samples.COVER_LETTER))
    assert in_order(page, "送付のお知らせ兼受領書", "<注意事項>", "受領書送付期限日", "<送付物>", "切り取り線", "御中")
    assert in_order(page, "電子証明書のダウンロード及び記載内容を確認しました。", "※利用申込書の捺印と同じ印判(実印)")
    assert "発送日:2026/12/01" in page
    assert page.count(samples.CONTRACT) == 2
    for enclosure in samples.COVER_LETTER.enclosures:
        assert "".join(enclosure.split()) in page


def test_letter_goes_to_the_proxy_while_the_receipt_names_the_holder(printed: Printed, text_of: TextOf) -> None:
    """S4-157."""
    proxy = Recipient(postcode="100-0001", address="東京都千代田区千代田1-1", name="受取 花子", organisation="受取商店")
    (page,) = text_of(printed(replace(samples.COVER_LETTER, recipient=proxy)))
    assert in_order(page, "〒100-0001", "受取商店", "受取花子様", "お申し込み者氏名", "セコム太郎")


def test_slips_carry_one_secret_each(printed: Printed, text_of: TextOf) -> None:
    """S4-159."""
    (pin,), (password,) = (
        text_of(printed(samples.PIN_NOTICE)),
        text_of(printed(samples.PASSWORD_NOTICE)),
    )
    assert samples.PIN in pin
    assert samples.PASSWORD not in pin
    assert samples.PASSWORD in password
    assert samples.PIN not in password
    for page in (pin, password):
        assert samples.CONTRACT in page
        assert "セコム太郎様" in page


@pytest.mark.parametrize("pin, words", [("2345ABCD", "使っていません"), ("0345ABCD", "「0」は数字のゼロ")])
def test_pin_slip_tells_zero_from_o(printed: Printed, text_of: TextOf, pin: str, words: str) -> None:
    """S4-159: what is copied by hand must have one reading."""
    assert words in text_of(printed(replace(samples.PIN_NOTICE, pin=pin)))[0]


def test_pin_and_password_never_share_a_sheet(printed: Printed, text_of: TextOf) -> None:
    """S4-159: not even when the printer uses both sides."""
    pages = text_of(printed(samples.DISPATCH_SET))
    sheet = {
        word: next(n // 2 for n, page in enumerate(pages) if word in page) for word in (samples.PIN, samples.PASSWORD)
    }
    assert sheet == {samples.PIN: 1, samples.PASSWORD: 2}


def test_parcel_may_hold_the_read_first_page(printed: Printed, text_of: TextOf) -> None:
    """S4-155, S4-161."""
    parcel = DispatchSet(
        cover_letter=samples.COVER_LETTER,
        pin_notice=samples.PIN_NOTICE,
        password_notice=samples.PASSWORD_NOTICE,
        read_first=samples.READ_FIRST,
    )
    pages = text_of(printed(parcel))
    assert "はじめにお読みください" in pages[6]
    assert "発行日から30日" in pages[6]
    assert len(pages) == 7


def test_a_letter_to_a_proxy_without_postcode_has_no_postal_mark(printed: Printed, text_of: TextOf) -> None:
    """S4-157: nobody asks a proxy's postcode."""
    proxy = Recipient(postcode="", address="東京都三鷹市下連雀1-2-3", name="見本 花子")
    (page,) = text_of(printed(replace(samples.COVER_LETTER, recipient=proxy)))
    assert "東京都三鷹市下連雀1-2-3" in page
    assert "見本花子様" in page
    assert "〒" not in page


def test_a_form_that_does_not_ask_for_a_receipt_prints_no_row_on_it(printed: Printed, text_of: TextOf) -> None:
    """S4-93."""
    assert "領収書の有無" in "".join(text_of(printed(samples.FORM)))
    assert "領収書の有無" not in "".join(text_of(printed(replace(samples.FORM, receipt=""))))


def test_dates_are_printed_as_the_manual_does(printed: Printed, text_of: TextOf) -> None:
    """S4-175: 「YYYY/MM/DD」 and 「YYYY年MM月DD日」."""
    paper = replace(samples.COVER_LETTER, dispatched_on=date(2027, 3, 1), receipt_due_on=date(2027, 4, 5))
    (page,) = text_of(printed(paper))
    assert "発送日:2027/03/01" in page
    assert "2027年04月05日" in page


def test_privacy_notice_always_names_the_policy(printed: Printed, text_of: TextOf) -> None:
    """S4-126, S4-217: one address on every paper, whatever the text of the notice."""
    for paper in (samples.FORM, samples.EMPLOYMENT, samples.COVER_LETTER):
        for notice in (samples.PRIVACY, "お客様の個人情報は適切に取り扱います。"):
            text = "".join(text_of(printed(replace(paper, privacy=notice))))
            assert text.count(samples.CONTACT.privacy_url) == 1


def test_change_request(printed: Printed, text_of: TextOf) -> None:
    """S4-187, S4-188, S4-189: a box to tick and to write in for each of the three."""
    (page,) = text_of(printed(samples.CHANGE_REQUEST))
    assert in_order(
        page, "登録情報変更申請書", "セコムトラストシステムズ株式会社 殿", "セコム 太郎", "taro.new@example.jp"
    )
    for words in ("実印", "受取代理人の氏名", "受取代理人の住所", "181-8528", "電子証明書失効申請書"):
        assert words in page
    assert "―" not in page, "what is empty is a box, not a dash"


def test_revocation_request(printed: Printed, text_of: TextOf) -> None:
    """S4-192, S4-193: the three occasions, the seal of the application, paper or signed mail."""
    (page,) = text_of(printed(samples.REVOCATION_REQUEST))
    assert in_order(page, "電子証明書失効申請書", "不正利用が確認された", "利用を止める", "記載内容に変更があった")
    for words in (
        "お申し込みの際に使用した実印",
        "電子署名を付した電子メール",
        "失効作業実施のご連絡",
        "失効完了のご連絡",
    ):
        assert words in page


def test_posting_sheet_has_label_and_list(printed: Printed, text_of: TextOf) -> None:
    """S4-50, S4-134, S4-135: the address to cut out, the sender, everything to put in, until when."""
    (page,) = text_of(printed(samples.POSTING_SHEET))
    assert in_order(
        page, "宛名", "〒181-8528", "東京都三鷹市下連雀8-10-16", "CAサポートセンター 宛", "差出人", "セコム 太郎"
    )
    for words in ("書類その9", "12,400円(税込)", "2027年2月18日までに届くように", "レターパック"):
        assert words in page


def test_the_fee_receipt_shows_amount_tax_and_registration_s4_136(printed: Printed, text_of: TextOf) -> None:
    """What a 適格請求書 must show (消費税法第57条の4)."""
    (page,) = text_of(printed(samples.FEE_RECEIPT))
    for words in ("領収書", "￥10,400", "クーポン割引", "10%対象(税込)", "945円", "登録番号T1234567890123"):
        assert words in "".join(page.split()), words


def test_the_labels_are_for_the_parcel_and_for_the_reply_s4_156(printed: Printed, text_of: TextOf) -> None:
    (page,) = text_of(printed(samples.ADDRESS_LABEL))
    assert page.index("本人限定受取郵便(基本型)") < page.index("受領書在中")
    assert page.count(samples.CONTACT.desk) == 2


def test_papers_with_a_medium_speak_of_no_download_s4_153_s4_156_s4_175(printed: Printed, text_of: TextOf) -> None:
    for paper in (samples.MEDIUM_LETTER, samples.READ_MEDIUM, samples.MEDIUM_NOTICE, samples.MEDIUM_LABEL):
        (page,) = text_of(printed(paper))
        assert "CD-R" in page
        assert "ダウンロード" not in page
        assert samples.PIN not in page
    (letter,) = text_of(printed(samples.MEDIUM_LETTER))
    assert in_order(letter, "別の封筒(簡易書留)", "受領書送付期限日", "2026年12月31日", "電子証明書の受領及び記載内容")


def test_the_label_of_a_medium_tells_whose_which_and_how_long_s4_19(printed: Printed, text_of: TextOf) -> None:
    (page,) = text_of(printed(samples.MEDIUM_LABEL))
    assert in_order(page, "7FQX2K9MWD4H", "セコム 太郎 様", samples.MEDIUM_LABEL.serial_number, "～2028年11月30日")
    longest = replace(samples.MEDIUM_LABEL, holder=samples.LONGEST)
    assert len(text_of(printed(longest))) == 1
