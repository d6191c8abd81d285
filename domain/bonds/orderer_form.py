"""発注者提出用フォーマット: what the contractor hands to the orderer (S3-21, S3-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.certificates.printed import Paper


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file of the folder, so that the orderer can tell it from another."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdererFormPaper(Paper):
    """The form; ``url``, ``works_name`` and ``contractor_name`` are empty where the contractor adds them."""

    template: ClassVar[str] = "orderer_form/document.html"
    title: ClassVar[str] = "発注者提出用フォーマット"

    service: str
    insurer: str
    policy_number: str
    kind: str
    password: str
    files: tuple[FormFile, ...]
    orderer_url: str
    """Where registered orderers log in."""
    made_on: date
    url: str = ""
    works_name: str = ""
    contractor_name: str = ""
