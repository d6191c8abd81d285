"""What may be stored: real bonds pass, each hostile file is refused with its reason, and the office lives (S3-15)."""

from __future__ import annotations

import hashlib
import resource
import time
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from adapters.pdf import SandboxedPdfReader
from domain.errors import InvalidInput, RuleViolation
from domain.pdf import MOST_BYTES, MOST_PAGES, Refusal, SignatureState, refused
from tests.factories.pdfs import bond, made, pdf_reader, writing
from tests.integration.pdf.hostile import HOSTILE, drawing_itself, plain


def refusal_of(content: bytes) -> RuleViolation | None:
    try:
        pdf_reader().check(content)
    except InvalidInput as refusal:
        return refusal
    return None


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_each_with_its_reason(name: str) -> None:
    make, reasons = HOSTILE[name]
    refusal = refusal_of(make())
    assert refusal is not None, "the file was accepted"
    assert refusal.code in {f"pdf_{reason}" for reason in reasons}
    assert refusal.field == "file"


def test_a_bond_passes_and_its_exact_bytes_are_known() -> None:
    """S3-55: number of pages and SHA-256 of the bytes as they came."""
    content = bond(pages=2)
    facts = pdf_reader().check(content)
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert (facts.pages, facts.size, facts.signature_state) == (2, len(content), SignatureState.UNSIGNED)


def web_link(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://www.sonpo.or.jp/"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def opens_at_page(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def form_field(pdf: Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("工事名"), Rect=Array([9, 9, 99, 30]))
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


@pytest.mark.parametrize(
    "content",
    [
        bond() + b"\n\0\0 ",
        made(web_link),
        made(opens_at_page),
        made(form_field),
        made(lambda pdf: writing(pdf, "約款"), object_stream_mode=ObjectStreamMode.generate),
        made(pages=2, linearize=True),
        made(size=(3370, 2384)),
        drawing_itself(),
    ],
    ids=["blank bytes at the end", "a web link", "an opening page", "a form", "object streams", "linearized", "A0",
         "a form that draws itself"],
)  # fmt: skip
def test_what_ordinary_programs_write_passes(content: bytes) -> None:
    assert refusal_of(content) is None


def test_as_many_pages_as_allowed_pass() -> None:
    assert pdf_reader().check(made(pages=MOST_PAGES)).pages == MOST_PAGES


def test_a_file_beyond_the_limit_is_not_even_opened() -> None:
    refusal = refusal_of(b"%PDF-1.7\n" + b"\0" * MOST_BYTES)
    assert refusal is not None
    assert refusal.code == "pdf_too_large"


def test_every_reason_has_its_refusal() -> None:
    assert {refused(reason).code for reason in Refusal} == {f"pdf_{reason}" for reason in Refusal}


def test_the_checking_process_knows_no_secret_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design §7: no secrets in its environment or open files, no file written."""
    from adapters.workers import WorkerProcess
    from tests.integration.pdf.spy import report

    monkeypatch.setenv("MADOGUCHI_SMTP_PASSWORD", "the mail server's")
    with (tmp_path / "master.key").open("wb") as key:
        key.write(b"k" * 32)
        worker = WorkerProcess(report, quiet=True)
        try:
            told = worker.ask(None, time.monotonic() + 30).decode()
        finally:
            worker.end(0)
    assert "the mail server's" not in told
    assert "MADOGUCHI" not in told
    assert "master.key" not in told
    assert "no file written" in told
    assert f"memory {1 << 30}" in told
    assert "core 0" in told


def test_the_office_itself_does_not_grow_with_what_it_checks() -> None:
    """The unfolding happens elsewhere; here only the file itself passes."""
    make, _reasons = HOSTILE["a bomb of a kilobyte"]
    refusal_of(bond())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal_of(make())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 20_000


def test_a_file_that_names_nothing_by_hand_is_a_good_file() -> None:
    """The hand-written frame of the hostile ones is itself no reason to refuse."""
    assert refusal_of(plain()) is None


def test_a_reader_without_a_worker_checks_all_the_same(tmp_path: Path) -> None:
    """Checking needs no pool: an office that only uploads starts no drawing process."""
    with_none = SandboxedPdfReader(tmp_path)
    assert with_none.check(bond()).pages == 1
    with_none.close()
