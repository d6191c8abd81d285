"""The 発注者提出用フォーマット as .docx (S3-21, S3-22)."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from domain.bonds.orderer_form import OrdererFormPaper

FONT = "BIZ UDPGothic"


def orderer_form_docx(paper: OrdererFormPaper) -> bytes:
    """An editable document with the same contents as the printed one."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    # Word keeps the font of Japanese letters apart from that of Latin ones.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    document.core_properties.title, document.core_properties.author = paper.title, paper.service
    document.add_paragraph(f"作成日: {paper.made_on:%Y/%m/%d}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("発注者さま")
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper.title)
    run.bold, run.font.size = True, Pt(16)
    document.add_paragraph(
        "次の契約の証券等を電磁的方法により提出します。閲覧用URLと閲覧用パスワードで、内容をご確認ください。"
    )
    _table(
        document,
        [
            ("工事名", paper.works_name or "(ご記入ください)"),
            ("受注者名", paper.contractor_name or "(ご記入ください)"),
            ("保険会社名", paper.insurer),
            ("証券番号", paper.policy_number),
            ("種類", paper.kind),
            ("閲覧用URL", paper.url or "(システムからのメールのURLをご記入ください)"),
            ("閲覧用パスワード", paper.password),
        ],
    )
    document.add_paragraph()
    document.add_paragraph("ファイルの確認(SHA-256)").runs[0].bold = True
    _table(document, [(file.name, file.sha256) for file in paper.files])
    document.add_paragraph()
    document.add_paragraph(f"ダウンロードできる発注者さま(ドメイン登録済み)のログイン: {paper.orderer_url}")
    document.add_paragraph("メールに添付するときは暗号化し、暗号化パスワードは別にお送りください。")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Document, rows: list[tuple[str, str]]) -> None:  # type: ignore[valid-type]  # because python-docx's Document is a function
    table = document.add_table(rows=0, cols=2)  # type: ignore[attr-defined]  # because the type is not known
    table.style = "Table Grid"
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Mm(45), Mm(129)
        cells[0].text, cells[1].text = label, value
