"""Signatures inside uploaded PDFs: valid, invalid, unsigned, unknown signer are four different words (S3-55)."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from adapters.pdf import SandboxedPdfReader
from adapters.pdf.trusted import trusted_signers
from domain.errors import InvalidInput
from domain.pdf import PdfFacts, SignatureState
from tests.factories.pdfs import bond, pdf_reader
from tests.factories.signed_pdfs import Sealer, sealer

NAME = "見本損害保険株式会社"


@pytest.fixture(scope="module")
def insurer() -> Sealer:
    return sealer(NAME)


@pytest.fixture(scope="module")
def sealed(insurer: Sealer) -> bytes:
    return insurer.sign(bond())


@pytest.fixture
def facts_of(insurer: Sealer, tmp_path: Path):
    """Checks as an office does that knows the insurer's root."""
    (tmp_path / "insurer.pem").write_bytes(insurer.root_pem)
    (tmp_path / "README.txt").write_text("which roots, and from where")
    reader = SandboxedPdfReader(tmp_path)

    def facts(content: bytes) -> PdfFacts:
        return reader.check(content)

    return facts


def test_a_seal_that_leads_to_a_known_root_is_valid(facts_of, sealed: bytes) -> None:
    facts = facts_of(sealed)
    (found,) = facts.signatures
    assert (found.state, found.signer) == (SignatureState.VALID, NAME)
    assert facts.signature_state == SignatureState.VALID


def test_without_its_root_the_signer_is_unknown(sealed: bytes) -> None:
    """No certificate of the machine and none from the network makes somebody known."""
    facts = pdf_reader().check(sealed)
    assert [found.state for found in facts.signatures] == [SignatureState.UNKNOWN_SIGNER]


def test_another_root_of_the_same_name_does_not_make_it_known(sealed: bytes, tmp_path: Path) -> None:
    (tmp_path / "other.crt").write_bytes(sealer(NAME).root_pem)
    assert SandboxedPdfReader(tmp_path).check(sealed).signature_state == SignatureState.UNKNOWN_SIGNER


def test_one_changed_figure_makes_it_invalid(facts_of, sealed: bytes) -> None:
    at = sealed.index(b"/MediaBox")
    changed = sealed[:at] + sealed[at : at + 60].replace(b"842", b"841") + sealed[at + 60 :]
    assert changed != sealed
    assert facts_of(changed).signature_state == SignatureState.INVALID


def test_what_is_added_after_the_seal_makes_it_invalid(facts_of, sealed: bytes) -> None:
    """Another page behind the seal: pyHanko alone would call what was signed intact."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Rotate")] = pdf_name("/None")
    writer.update_container(page)
    del page[pdf_name("/Rotate")]
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(sealed)
    assert facts_of(out.getvalue()).signature_state == SignatureState.INVALID


def test_saving_anew_breaks_a_seal_and_so_the_office_never_does(facts_of, sealed: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(out)
    assert facts_of(out.getvalue()).signature_state == SignatureState.INVALID


def test_two_seals_are_both_told_and_the_worse_one_counts(facts_of, sealed: bytes) -> None:
    facts = facts_of(sealer("見知らぬ会社").sign(sealed, "Second"))
    assert [(found.signer, found.state) for found in facts.signatures] == [
        (NAME, SignatureState.VALID),
        ("見知らぬ会社", SignatureState.UNKNOWN_SIGNER),
    ]
    assert facts.signature_state == SignatureState.UNKNOWN_SIGNER


def test_an_empty_signature_field_is_no_signature(facts_of) -> None:
    from tests.factories.pdfs import made

    def field(pdf: pikepdf.Pdf) -> None:
        empty = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("印"),
                Rect=pikepdf.Array([9, 9, 99, 30]),
            )
        )  # fmt: skip
        pdf.pages[0].obj.Annots = pikepdf.Array([empty])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([empty]))

    assert facts_of(made(field)).signature_state == SignatureState.UNSIGNED


def test_a_signature_that_cannot_be_read_is_invalid_not_unsigned(facts_of, sealed: bytes) -> None:
    at = sealed.index(b"/Contents <") + len(b"/Contents <")
    broken = sealed[:at] + b"00" * 40 + sealed[at + 80 :]
    assert facts_of(broken).signature_state == SignatureState.INVALID


def test_a_root_that_is_none_is_named(tmp_path: Path, insurer: Sealer) -> None:
    """An administrator who put the wrong file there must learn which."""
    assert trusted_signers(tmp_path / "nothing") == ()
    (tmp_path / "wrong.der").write_bytes(b"no certificate")
    with pytest.raises(ValueError, match=r"wrong\.der"):
        trusted_signers(tmp_path)


def test_a_seal_does_not_excuse_a_script(insurer: Sealer) -> None:
    from tests.integration.pdf.hostile import HOSTILE

    with pytest.raises(InvalidInput, match="pdf_javascript"):
        pdf_reader().check(insurer.sign(HOSTILE["JavaScript on opening"][0]()))
