"""What somebody who was let in may see of a folder: the same for contractors and for orderers (S3-10…S3-12, S3-35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import NotFound
from domain.pdf import Signature, SignatureState


class DocumentKind(StrEnum):
    """What a file of a folder is (S3-06)."""

    BOND = "bond"
    """証券."""
    ANNEX = "annex"
    """証券別紙など付属資料."""
    CHANGE_NOTICE = "change_notice"
    """契約内容変更のお知らせ."""


class Standing(StrEnum):
    """Whether a file is what counts (S3-48, S3-49)."""

    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    """Deleted as registered by mistake; its SHA-256 stays known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file as it is shown, without its bytes."""

    file_id: int
    kind: DocumentKind
    name: str
    """As the agent's machine had it."""
    pages: int
    size: int
    sha256: str
    standing: Standing
    uploaded_at: datetime
    signature_state: SignatureState
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """A folder that was opened, by whom, and with which ability."""

    insurer: str
    policy_number: str
    bond_kind: str
    """In words: 履行保証保険 …"""
    viewer: str
    """Written across every page: the orderer's mail address, or what is known of who has URL and password."""
    files: tuple[ShownFile, ...]
    """Newest first; what was withdrawn is not among them."""
    may_download: bool = False
    """Orderers of registered domains only (S3-10); never a contractor (S3-40)."""

    def file(self, file_id: int | None) -> ShownFile:
        """The file asked for, or the first. Raises ``NotFound``, also for a file of another folder."""
        for file in self.files:
            if file_id in {None, file.file_id}:
                return file
        raise NotFound("no_such_bond_file")


def signers_of(signatures: tuple[Signature, ...]) -> tuple[str, ...]:
    """Their names, each once, in the order of signing."""
    return tuple(dict.fromkeys(signature.signer for signature in signatures if signature.signer))
