"""What a folder's values may be (S3-15, S3-17)."""

from __future__ import annotations

import pytest

from domain.bonds.folder import LONGEST_NAME, LONGEST_POLICY_NUMBER, file_name, name_of, policy_number
from domain.errors import InvalidInput


@pytest.mark.parametrize(
    "typed,read",
    [("ａ１２３－４５６７", "A123-4567"), (" 12 34 ", "1234"), ("a/b.c-d", "A/B.C-D"), ("A−1", "A-1")],
)
def test_a_policy_number_has_one_form(typed: str, read: str) -> None:
    """S3-17: the folder is found whatever width somebody typed."""
    assert policy_number(typed) == read


@pytest.mark.parametrize(
    "typed,code",
    [
        ("", "required"),
        (" 　", "required"),
        ("証券1", "not_a_policy_number"),
        ("-1", "not_a_policy_number"),
        ("1" * (LONGEST_POLICY_NUMBER + 1), "too_long"),
    ],
)
def test_what_is_no_policy_number(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        policy_number(typed)
    assert (refusal.value.code, refusal.value.field) == (code, "policy_number")


def test_a_name_is_one_line() -> None:
    assert name_of("　見本橋　補修工事\n", "works_name") == "見本橋 補修工事"


@pytest.mark.parametrize(
    "typed,code", [(" ", "required"), ("あ" * (LONGEST_NAME + 1), "too_long"), ("工事\x00", "forbidden_character")]
)
def test_what_is_no_name(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        name_of(typed, "works_name")
    assert (refusal.value.code, refusal.value.field) == (code, "works_name")


@pytest.mark.parametrize(
    "given,saved",
    [
        ("証券.pdf", "証券.pdf"),
        ("証券.PDF", "証券.PDF"),
        ("C:\\机\\証券.Pdf", "証券.Pdf"),
        ("../../etc/証券.pdf", "証券.pdf"),
        ('証"券<>|?*\u202e.pdf', "証券.pdf"),
        ("あ" * 300 + ".pdf", "あ" * 150 + ".pdf"),
    ],
)
def test_s3_15_a_file_is_named_pdf_and_nothing_that_misleads(given: str, saved: str) -> None:
    assert file_name(given) == saved


@pytest.mark.parametrize("given", ["", "証券", "証券.exe", ".pdf", "証券.pdf.exe", "証券.pdf/", "a.ｐｄｆ"])
def test_s3_15_anything_else_is_refused(given: str) -> None:
    with pytest.raises(InvalidInput, match="not_named_pdf"):
        file_name(given)
