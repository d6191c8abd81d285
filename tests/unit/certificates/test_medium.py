"""The medium: what is on it, when it may be made again, when it may be posted (S4-06, S4-19, S4-153)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.certificates.medium import READ_ME, Medium, MediumFile, compatible_name, files_of, read_me
from domain.errors import InvalidInput, RuleViolation
from domain.programme import Delivery, Series

MADE = datetime(2026, 11, 20, 3, tzinfo=UTC)
PARCEL, DISC = "123-45-67890-1", "123-45-67890-2"


@pytest.mark.parametrize(
    "made_at,typed,words,refusal",
    [
        (None, "", "", ""),
        (None, " 初めて ", "初めて", ""),
        (MADE, "書き込みに失敗", "書き込みに失敗", ""),
        (MADE, "　", "", "required"),
        (MADE, "x" * 501, "", "too_long"),
    ],
)
def test_from_the_second_on_a_reason_is_needed_s4_19(
    made_at: datetime | None, typed: str, words: str, refusal: str
) -> None:
    medium = Medium(made_at=made_at)
    if not refusal:
        assert medium.reason_to_make(typed) == words
        return
    with pytest.raises(InvalidInput) as refused:
        medium.reason_to_make(typed)
    assert (refused.value.code, refused.value.field) == (refusal, "reason")


@pytest.mark.parametrize(
    "made_at,printed,number,refusal,field",
    [
        (MADE, True, DISC, "", None),
        (None, True, DISC, "medium_not_made", None),
        (MADE, False, DISC, "parcel_not_printed", None),
        (MADE, True, "", "required", "medium_number"),
        (MADE, True, PARCEL, "medium_in_the_same_envelope", "medium_number"),
    ],
)
def test_nothing_may_be_left_to_be_made_when_the_key_goes_s4_153(
    made_at: datetime | None, printed: bool, number: str, refusal: str, field: str | None
) -> None:
    def check() -> None:
        Medium(made_at=made_at).check_posting(printed=printed, posted_number=PARCEL, medium_number=number)

    if not refusal:
        check()
        return
    with pytest.raises(RuleViolation) as refused:
        check()
    assert (refused.value.code, refused.value.field) == (refusal, field)


def test_the_file_for_old_readers_has_a_name_of_its_own() -> None:
    assert [compatible_name(name) for name in ("cert.p12", "a.b.pfx")] == ["cert-compatible.p12", "a.b-compatible.pfx"]


def test_the_text_can_be_read_by_any_editor_and_has_no_secret() -> None:
    text = read_me(
        service="見本パスポート",
        contract_number="ABCDEFGHJKLM",
        last_day=date(2028, 11, 19),
        file_name="cert.p12",
        operator="見本商工会議所",
        phone="03-0000-0000",
        email="desk@example.jp",
    )
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").split("\r\n")
    assert lines[:4] == ["見本パスポート 電子証明書", "", "契約番号: ABCD-EFGH-JKLM", "有効期限: 2028年11月19日"]
    assert not any("\n" in line for line in lines)
    assert [line for line in lines if "cert-compatible.p12" in line and "互換形式" in line]


def test_the_short_names_fit_the_oldest_readers() -> None:
    chain = [("issuing", b"1", b"2"), ("root", b"3", b"4")]
    files = files_of(file_name="cert.p12", standard=b"s", compatible=b"c", chain=chain, text=b"t")
    assert files[0] == MediumFile("cert.p12", "CERT.P12", b"s")
    assert [file.name for file in files] == [
        *("cert.p12", "cert-compatible.p12", "issuing-ca.cer", "issuing-ca.pem", "root-ca.cer", "root-ca.pem", READ_ME),
    ]
    for file in files:
        stem, _, ending = file.short_name.partition(".")
        assert file.short_name.isascii()
        assert file.short_name == file.short_name.upper()
        assert (len(stem) <= 8, len(ending) <= 3) == (True, True), file.short_name
    assert len({file.short_name for file in files}) == len(files)


def test_a_series_is_downloaded_unless_its_programme_says_otherwise_s4_01() -> None:
    assert not Series(key="a", label="b", medium="c").on_medium
    assert Series(key="a", label="b", medium="c", delivery=Delivery.MEDIUM).on_medium
