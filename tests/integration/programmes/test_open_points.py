"""Points that the manual leaves open or says in two ways (S4-213…S4-225): what was decided, so that it stays so."""

from __future__ import annotations

import pytest

from adapters.mail.templates import MailTemplates
from adapters.programmes import load
from domain.certificates.catalogue import ITEMS
from domain.certificates.download import DownloadRules
from domain.certificates.numbering import ALPHABET, CODE_LENGTH, grouped, new_pin
from domain.mail_texts import MESSAGES
from domain.programme import Programme
from services.printing import contact_desk
from tests.contract.tree import ROOT

SHOWN = (ROOT / "templates", ROOT / "programmes", ROOT / "blueprints", ROOT / "domain")


@pytest.fixture(scope="module")
def gid() -> Programme:
    return load(ROOT / "programmes").get("gid")


def test_papers_and_mails_name_one_desk_where_the_manual_has_two(gid: Programme) -> None:
    """S4-213, S4-217: §9.1 and 図5-1 give two telephones and addresses; papers and mails take the programme's."""
    desk = contact_desk(gid)
    assert (desk.phone, desk.email, desk.hours) == (gid.support.phone, gid.support.email, gid.support.hours)
    # 図5-1's own number and mailbox stand nowhere.
    for folder in SHOWN:
        for file in folder.rglob("*"):
            if file.suffix in {".html", ".txt", ".toml", ".py"}:
                text = file.read_text(encoding="utf-8")
                assert not any(other in text for other in ("0422-76-2072", "ml.secom-trs.co.jp")), file


def test_the_contract_number_has_twelve_characters_in_fours() -> None:
    """S4-218: 12 in the head and 「XXXX XXXX」 in the receipt of one sheet; it is 12 in both."""
    assert CODE_LENGTH == 12
    assert [len(part) for part in grouped("ABCDEFGHJKLM").split("-")] == [4, 4, 4]


def test_the_reminder_has_the_name_of_the_text_and_the_title_of_the_sample() -> None:
    """S4-219."""
    subject, body = MailTemplates(ROOT / "templates" / "mail").text("certificate_expiry")
    assert subject == "電子証明書有効期限のお知らせ"
    assert "「{{ programme.name }}」 有効期限 {{ days }} 日前のご案内" in body


def test_the_name_is_always_written_in_the_certificate(gid: Programme) -> None:
    """S4-221: 図2-3 asks for a choice that the form does not offer."""
    assert ITEMS["name"].in_certificate({})
    assert "name_in_certificate" not in ITEMS
    assert all("name" in profile.items for profile in gid.profiles)


def test_what_the_manual_does_not_give_is_decided(gid: Programme) -> None:
    """S4-222: length of the PIN, tries of the password, words of the mails; the discount is the coupon's."""
    assert len(new_pin(lambda letters, count: letters[0] * count)) == 16
    assert len(ALPHABET) == 32
    assert gid.download.tries == 10
    assert {"papers_arrived", "review_complete", "download_url", "certificate_expiry", "registration_changed"} <= set(
        MESSAGES
    )


def test_kinds_are_basic_or_attribute_and_five_of_them_carry_attributes(gid: Programme) -> None:
    """S4-223, S4-225: 「簡易型」 is a misreading of 「属性型」, and 図2-9's fifth kind is offered."""
    heads = [profile.type_label.split("(")[0].split("（")[0] for profile in gid.profiles]
    assert set(heads) == {"基本型", "属性型"}
    assert heads.count("属性型") == 5
    assert any("電子委任状付き" in profile.label for profile in gid.profiles)
    for folder in SHOWN:
        assert not [file for file in folder.rglob("*.html") if "簡易型" in file.read_text(encoding="utf-8")]


def test_the_password_has_eight_digits() -> None:
    """S4-224: 「8桁」 says neither letters nor digits. Whether day 30 counts: unit/certificates/test_download.py."""
    assert DownloadRules().password_digits == 8
