"""Files that must never be stored, each made here, with the reason for which it is refused (design §7)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Stream, String

from domain.pdf import MOST_PAGES, Refusal
from tests.factories.pdfs import A4, Change, bond, made


def javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def on_open(action: Dictionary) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = action

    return change


def annotated(annotation: Dictionary) -> Change:
    def change(pdf: Pdf) -> None:
        annotation["/Rect"] = Array([0, 0, 50, 50])
        annotation["/Type"] = Name.Annot
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])

    return change


def clicked(action: Dictionary) -> Change:
    return annotated(Dictionary(Subtype=Name.Link, A=action))


def rooted(key: str, make: Callable[[Pdf], object]) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.Root[key] = make(pdf)

    return change


def attached(pdf: Pdf) -> None:
    pdf.attachments["invoice.exe"] = b"MZ"


def in_object_stream() -> bytes:
    """Compressed away: nobody who searches the bytes for the word finds it."""
    content = made(on_open(javascript()), object_stream_mode=ObjectStreamMode.generate)
    assert b"JavaScript" not in content
    return content


def written_otherwise() -> bytes:
    """``/J#61vaScript`` is the same name (ISO 32000-2 §7.3.5)."""
    return plain(b"/OpenAction << /S /J#61vaScript /#4aS (app.alert\\(1\\)) >>")


def plain(root: bytes = b"", page: bytes = b"", content: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A file written by hand, so that it says exactly this."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *more,
    ]
    return numbered(parts)


def numbered(parts: list[bytes], *, root: int = 1, header: bytes = b"%PDF-1.7\n") -> bytes:
    """Header, objects from 1, table, trailer."""
    out, places = bytearray(header), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, root, table)
    return bytes(out)


def bomb(layers: int = 3) -> bytes:
    """A page whose content unfolds from about a kilobyte to eight gigabytes, and then draws."""
    packer, packed = zlib.compressobj(9), b""
    block = b" " * (1 << 20)
    for _ in range(1 << 6):
        packed += packer.compress(block)
    packed += packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    # 64 MiB a stream, and a page may name one stream many times.
    filters = b"/Filter [%s]" % (b"/FlateDecode " * layers)
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), filters, packed)
    return numbered(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [%s] >>" % (b"4 0 R " * 128),
            stream,
        ]
    )


def looping_pages() -> bytes:
    """A page tree that is its own child."""
    return numbered(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>",
         b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"]
    )  # fmt: skip


def looping_table() -> bytes:
    """A cross-reference table that names itself as the one before."""
    content = plain()
    table = content.rindex(b"xref\n0")
    return content.replace(b"trailer\n<< ", b"trailer\n<< /Prev %d " % table)


def nested(depth: int = 50_000) -> bytes:
    return plain(root=b"/Deep " + b"[" * depth + b"]" * depth)


def drawing_itself() -> bytes:
    """A form that draws itself."""
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 5 >>"
    return plain(
        page=b"/Resources << /XObject << /X 5 0 R >> >>", content=b"/X Do", more=(form + b"\nstream\n/X Do\nendstream",)
    )


def behind(more: bytes) -> bytes:
    return bond() + more


def zipped() -> bytes:
    """Opens as a PDF and as a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("setup.exe", "MZ")
    return bond() + out.getvalue()


def zipped_inside() -> bytes:
    """The archive's end is hidden so that the file still ends as a PDF does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("setup.exe", "MZ")
        archive.comment = b"\n%%EOF\n"
    return bond() + out.getvalue()


def launching(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def in_outline(pdf: Pdf) -> None:
    item = pdf.make_indirect(Dictionary(Title=String("目次"), A=javascript()))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
    item.Parent = pdf.Root.Outlines


def chained(pdf: Pdf) -> None:
    """A harmless action, and after it another (``/Next``)."""
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=Array([javascript()]))


def external_stream(pdf: Pdf) -> None:
    stream = Stream(pdf, b"")
    stream["/F"] = String("//example.com/pixel")
    pdf.pages[0].obj.Contents = stream


def name_tree(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), javascript()])))


HOSTILE: dict[str, tuple[Callable[[], bytes], set[Refusal]]] = {
    "nothing": (lambda: b"", {Refusal.NO_HEADER}),
    "another format": (lambda: b"MZ" + b"\0" * 900, {Refusal.NO_HEADER}),
    "junk before the header": (lambda: b"#" * 504 + bond(), {Refusal.NO_HEADER}),
    "a line before the header": (lambda: b"\n" + bond(), {Refusal.NO_HEADER}),
    "a script in the header line": (lambda: b"%PDF-1.4<script>alert(1)</script>\n" + bond(), {Refusal.NO_HEADER}),
    "only a header": (lambda: b"%PDF-1.7\n", {Refusal.BROKEN}),
    "only the frame": (lambda: b"%PDF-1.7\n%%EOF\n", {Refusal.BROKEN}),
    "cut off": (lambda: bond()[:-200], {Refusal.BROKEN}),
    "cut off at half": (lambda: bond(pages=3)[: len(bond(pages=3)) // 2], {Refusal.BROKEN}),
    "a script behind the end": (lambda: behind(b"<script>alert(1)</script>"), {Refusal.TRAILING_DATA}),
    "a program behind the end": (lambda: behind(b"MZ" * 900), {Refusal.TRAILING_DATA}),
    "also an archive": (zipped, {Refusal.TWO_FORMATS}),
    "also an archive, hidden": (zipped_inside, {Refusal.TWO_FORMATS}),
    "encrypted": (lambda: made(encryption=Encryption(owner="o", user="u")), {Refusal.ENCRYPTED}),
    "encrypted, empty password": (lambda: made(encryption=Encryption(owner="o", user="")), {Refusal.ENCRYPTED}),
    "encrypted, old": (
        lambda: made(encryption=Encryption(owner="o", user="", R=3, metadata=False, aes=False)), {Refusal.ENCRYPTED}
    ),
    "JavaScript on opening": (lambda: made(on_open(javascript())), {Refusal.JAVASCRIPT}),
    "JavaScript in an object stream": (in_object_stream, {Refusal.JAVASCRIPT}),
    "JavaScript written /J#61vaScript": (written_otherwise, {Refusal.JAVASCRIPT}),
    "JavaScript in the name tree": (lambda: made(name_tree), {Refusal.JAVASCRIPT}),
    "JavaScript in an outline": (lambda: made(in_outline), {Refusal.JAVASCRIPT}),
    "JavaScript as a next action": (lambda: made(chained), {Refusal.JAVASCRIPT}),
    "JavaScript as an address": (
        lambda: made(clicked(Dictionary(S=Name.URI, URI=String("JavaScript:alert(1)")))), {Refusal.JAVASCRIPT}
    ),
    "a file as an address": (
        lambda: made(clicked(Dictionary(S=Name.URI, URI=String("file:///etc/passwd")))), {Refusal.LAUNCH}
    ),
    "a neighbour as an address": (
        lambda: made(clicked(Dictionary(S=Name.URI, URI=String("\\\\server\\share")))), {Refusal.LAUNCH}
    ),
    "Launch": (lambda: made(launching), {Refusal.LAUNCH}),
    "SubmitForm": (
        lambda: made(clicked(Dictionary(S=Name.SubmitForm, F=String("https://example.com")))), {Refusal.SUBMIT_FORM}
    ),
    "ImportData": (lambda: made(clicked(Dictionary(S=Name.ImportData, F=String("a.fdf")))), {Refusal.IMPORT_DATA}),
    "GoToR": (lambda: made(clicked(Dictionary(S=Name.GoToR, F=String("other.pdf")))), {Refusal.OTHER_FILE}),
    "GoToE": (lambda: made(clicked(Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C)))), {Refusal.OTHER_FILE}),
    "a stream from elsewhere": (lambda: made(external_stream), {Refusal.OTHER_FILE}),
    "an attached file": (lambda: made(attached), {Refusal.EMBEDDED_FILE}),
    "an attached file on a page": (
        lambda: made(annotated(Dictionary(Subtype=Name.FileAttachment))), {Refusal.EMBEDDED_FILE}
    ),
    "a portfolio": (
        lambda: made(rooted("/Collection", lambda _: Dictionary(Type=Name.Collection))), {Refusal.EMBEDDED_FILE}
    ),
    "rich media": (lambda: made(annotated(Dictionary(Subtype=Name.RichMedia))), {Refusal.RICH_MEDIA}),
    "a film": (lambda: made(annotated(Dictionary(Subtype=Name.Movie))), {Refusal.RICH_MEDIA}),
    "a sound": (lambda: made(clicked(Dictionary(S=Name.Sound))), {Refusal.RICH_MEDIA}),
    "XFA": (
        lambda: made(rooted("/AcroForm", lambda pdf: Dictionary(Fields=Array([]), XFA=Stream(pdf, b"<xdp/>")))),
        {Refusal.XFA},
    ),
    "additional actions": (
        lambda: made(rooted("/AA", lambda _: Dictionary(WC=Dictionary(S=Name.Named, N=Name.Print)))),
        {Refusal.ADDITIONAL_ACTIONS},
    ),
    "no pages": (lambda: made(pages=0), {Refusal.NO_PAGES, Refusal.BROKEN}),
    "too many pages": (lambda: made(pages=MOST_PAGES + 1), {Refusal.TOO_MANY_PAGES}),
    "a hundred thousand pages": (lambda: many_pages(100_000), {Refusal.TOO_MANY_PAGES}),
    "a page of 2,000,000 points": (lambda: made(size=(2_000_000, 2_000_000)), {Refusal.PAGE_TOO_LARGE}),
    "a page without width": (lambda: made(size=(0.001, 842)), {Refusal.NOT_SHOWN, Refusal.PAGE_TOO_LARGE}),
    "a loop of pages": (looping_pages, {Refusal.BROKEN, Refusal.NO_PAGES, Refusal.NOT_SHOWN}),
    "a loop of tables": (looping_table, {Refusal.BROKEN}),
    "deep nesting": (nested, {Refusal.BROKEN, Refusal.EXHAUSTING, Refusal.TOO_COMPLEX}),
    "a bomb of a kilobyte": (bomb, {Refusal.EXHAUSTING}),
}  # fmt: skip


def many_pages(count: int) -> bytes:
    """As many pages as that, each an object of its own."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return numbered(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)]
        + [page] * count
    )


def mutated(content: bytes, draw: Callable[[int], int]) -> bytes:
    """A few bytes changed, taken out or doubled; ``draw(n)`` gives a number below ``n``."""
    changed = bytearray(content)
    for _ in range(1 + draw(12)):
        place, how = draw(len(changed)), draw(4)
        if how == 0:
            changed[place] = draw(256)
        elif how == 1:
            del changed[place : place + 1 + draw(30)]
        elif how == 2:
            changed[place:place] = changed[draw(len(changed)) :][: 1 + draw(60)]
        else:
            # A number becomes another: lengths, counts and places are what readers believe.
            numbers = list(re.finditer(rb"\d+", changed))
            if numbers:
                one = numbers[draw(len(numbers))]
                changed[one.start() : one.end()] = str(draw(10 ** (1 + draw(10)))).encode()
        if not changed:
            return b""
    return bytes(changed)


__all__ = ["A4", "HOSTILE", "bomb", "drawing_itself", "mutated", "pikepdf", "plain"]
