"""A folder: the bonds and notices of one policy number of an insurer (S3-03, S3-06, S3-17)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.width import half_width, plain_text
from domain.transitions import Transitions

LONGEST_NAME: Final = 200
LONGEST_POLICY_NUMBER: Final = 40
LONGEST_FILE_NAME: Final = 150
MOST_FILES: Final = 20
"""Of one upload."""

LARGEST_UPLOAD: Final = 64 * 1024 * 1024
"""Octets of one request with files; what is larger goes file by file."""

_POLICY_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z/.-]*")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\u30fc\uff70]")
_NOT_IN_A_FILE_NAME: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


class BondKind(StrEnum):
    """What the folder's contract is (S3-03)."""

    PERFORMANCE_BOND = "performance_bond"
    BID_BOND_INSURANCE = "bid_bond_insurance"
    PERFORMANCE_INSURANCE = "performance_insurance"


KIND_NAMES: Final = {
    BondKind.PERFORMANCE_BOND: "公共工事履行保証証券（公共工事履行ボンド）",
    BondKind.BID_BOND_INSURANCE: "入札保証保険",
    BondKind.PERFORMANCE_INSURANCE: "履行保証保険",
}
"""The manual's own words, on screens, papers and in mails alike."""


class PaperKind(StrEnum):
    """What one file is (S3-06)."""

    BOND = "bond"
    ANNEX = "annex"
    NOTICE_OF_CHANGE = "notice_of_change"


PAPER_NAMES: Final = {
    PaperKind.BOND: "証券",
    PaperKind.ANNEX: "証券別紙など付属資料",
    PaperKind.NOTICE_OF_CHANGE: "契約内容変更のお知らせ",
}


class FolderState(StrEnum):
    """Where a folder stands. What is over keeps its row as a tombstone, without any file."""

    OPEN = "open"
    DELETED = "deleted"
    EXPIRED = "expired"


class FolderEvent(StrEnum):
    """What moves a folder."""

    DELETE = "delete"
    EXPIRE = "expire"


FOLDER_LIFE = Transitions(
    {
        (FolderState.OPEN, FolderEvent.DELETE): FolderState.DELETED,
        (FolderState.OPEN, FolderEvent.EXPIRE): FolderState.EXPIRED,
    }
)
"""誤登録 (S3-48) or the end of the time (S3-47)."""


class DeletionState(StrEnum):
    """Where a wish to delete something registered by mistake stands."""

    REQUESTED = "requested"
    DONE = "done"
    DECLINED = "declined"


class DeletionEvent(StrEnum):
    """What a second person says."""

    APPROVE = "approve"
    DECLINE = "decline"


DELETION_LIFE = Transitions(
    {
        (DeletionState.REQUESTED, DeletionEvent.APPROVE): DeletionState.DONE,
        (DeletionState.REQUESTED, DeletionEvent.DECLINE): DeletionState.DECLINED,
    }
)


def policy_number(text: str) -> str:
    """A 証券番号 as it is compared: half width, capitals, no spaces.

    Raises ``InvalidInput``: ``required``, ``too_long``, ``not_a_policy_number``.
    """
    number = _DASHES.sub("-", half_width("".join(text.split()))).upper()
    if not number:
        raise InvalidInput("required", "policy_number")
    if len(number) > LONGEST_POLICY_NUMBER:
        raise InvalidInput("too_long", "policy_number", limit=LONGEST_POLICY_NUMBER)
    if not _POLICY_NUMBER.fullmatch(number):
        raise InvalidInput("not_a_policy_number", "policy_number")
    return number


def name_of(text: str, field: str) -> str:
    """工事名 or 受注者名 as one line. Raises ``InvalidInput``: ``required``, ``too_long``, ``forbidden_character``."""
    try:
        line = plain_text(text)
    except InvalidInput as refusal:
        raise refusal.at(field) from refusal
    if not line:
        raise InvalidInput("required", field)
    if len(line) > LONGEST_NAME:
        raise InvalidInput("too_long", field, limit=LONGEST_NAME)
    return line


def file_name(text: str) -> str:
    """The name under which an orderer saves a file: its last part, and nothing a file system could misread.

    Only ``.pdf`` and ``.PDF`` (S3-15); ``.Pdf`` too, since nobody tells them apart. Raises
    ``InvalidInput('not_named_pdf')``.
    """
    last = re.split(r"[/\\]", text)[-1]
    stem, dot, extension = _NOT_IN_A_FILE_NAME.sub("", last).strip(" .").rpartition(".")
    if not dot or extension.lower() != "pdf" or not stem.strip():
        raise InvalidInput("not_named_pdf", "file")
    return f"{stem.strip()[:LONGEST_FILE_NAME]}.{extension}"
