"""The PDF as a file: fonts, tags, same bytes, nothing fetched."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from adapters.paper import PaperPool
from domain.certificates.printed import Paper
from tests.integration.paper import samples
from tests.integration.paper.conftest import Printed

Look = Callable[..., str]
EVERY_PAPER: dict[str, Paper] = {
    "form": samples.FORM,
    "employment": samples.EMPLOYMENT,
    "cover": samples.COVER_LETTER,
    "pin": samples.PIN_NOTICE,
    "password": samples.PASSWORD_NOTICE,
    "read first": samples.READ_FIRST,
    "fee receipt": samples.FEE_RECEIPT,
    "address label": samples.ADDRESS_LABEL,
    "medium label": samples.MEDIUM_LABEL,
    "change request": samples.CHANGE_REQUEST,
    "revocation request": samples.REVOCATION_REQUEST,
    "posting sheet": samples.POSTING_SHEET,
    "print set": samples.PRINT_SET,
    "dispatch set": samples.DISPATCH_SET,
}
every_paper = pytest.mark.parametrize("paper", EVERY_PAPER.values(), ids=EVERY_PAPER.keys())


@every_paper
def test_tagged_and_titled_in_japanese(printed: Printed, paper: Paper) -> None:
    """Design §6: PDF/UA-1."""
    reader = pypdf.PdfReader(io.BytesIO(printed(paper)))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "ja"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert reader.metadata is not None
    assert paper.title in (reader.metadata.title or "")
    assert reader.xmp_metadata is not None
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()
    assert all(abs(page.mediabox.width - 595.28) < 0.1 for page in reader.pages)


@every_paper
def test_every_font_is_ours_and_embedded(printed: Printed, look: Look, paper: Paper) -> None:
    """Design §6: no system font changes a printed form."""
    for row in look(printed(paper), "pdffonts", "{}").splitlines()[2:]:
        name, _, rest = row.partition(" ")
        assert any(family in name.replace("-", "") for family in ("BIZUDPMincho", "BIZUDPGothic", "NotoSerifCJKJP"))
        assert " yes yes yes " in rest


@every_paper
def test_same_paper_same_bytes(pool: PaperPool, printed: Printed, paper: Paper) -> None:
    """What was printed is stored with its SHA-256 (design §6): nothing may depend on clock or chance."""
    assert pool.render(paper) == printed(paper)


def test_last_font_is_used_for_rare_kanji_only(printed: Printed, look: Look) -> None:
    """𠮷 and 槗 come from the subset of Noto Serif CJK JP."""
    assert "Noto" in look(printed(samples.with_every_value("𠮷野 槗")), "pdffonts", "{}")
    assert "Noto" not in look(printed(samples.FORM), "pdffonts", "{}")


def test_typed_markup_is_printed_not_obeyed(printed: Printed, look: Look) -> None:
    """An applicant may type anything; the renderer must not read files or call addresses for him."""
    value = '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">'
    pdf = printed(samples.with_every_value(value))
    text = "".join(look(pdf, "pdftotext", "{}", "-").split())
    assert '<imgsrc="file:///etc/passwd">' in text
    assert "root:" not in text
    assert pypdf.PdfReader(io.BytesIO(pdf)).attachments == {}


def test_paper_is_small_enough_to_mail(printed: Printed) -> None:
    """Subset fonts: a form stays under 300 KB."""
    assert len(printed(replace(samples.FORM, copy="applicant"))) < 300_000
