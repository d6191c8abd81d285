"""WeasyPrint, imported in worker processes only, after ``FONTCONFIG_FILE`` was set."""

from __future__ import annotations

from pathlib import Path

from weasyprint import CSS, HTML, Document
from weasyprint.document import Page
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from adapters.paper.templates import environment, html_of
from domain.certificates.printed import Paper, PaperSet

ASSETS = Path(__file__).resolve().parents[2] / "static" / "paper"
DENSITIES = (1, 2, 3)
"""Steps of print.css (``.dense1`` …) for papers that may not grow (S4-117)."""
QR_PREFIX = "data:image/svg+xml"


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # because WeasyPrint comes without types
    """Gives our own marks and the QR codes; everything else stops the printing.

    A paper is filled with what strangers typed: a renderer that follows an address would read the machine's
    files or knock on its neighbours.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False, fail_on_errors=True)
        self._assets = {path.name: path for path in ASSETS.iterdir() if path.suffix == ".svg"}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(QR_PREFIX):
            return super().fetch(url, headers)
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in self._assets:
            raise PermissionError("papers are made of our own assets only")
        return URLFetcherResponse(url, self._assets[name].read_bytes(), {"Content-Type": "image/svg+xml"})


class Printer:
    """Prints papers one at a time; keeps font configuration and parsed style for the next one.

    Without that every document would cost 10 % more and leave 0.25 MB behind.
    """

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._fetcher = AssetFetcher()
        self._style = CSS(
            string=(ASSETS / "print.css").read_text("utf-8"),
            font_config=self._fonts,
            url_fetcher=self._fetcher,
        )
        self._blank = self._lay_out(environment().get_template("blank.html").render())

    def print(self, paper: Paper) -> bytes:
        """The PDF of a paper or a set; the same paper gives the same bytes."""
        papers = paper.papers if isinstance(paper, PaperSet) else (paper,)
        if not papers:
            raise ValueError("a set without papers")
        documents = [self._fitted(single) for single in papers]
        pages: list[Page] = []
        for document in documents:
            if len(pages) % 2:
                pages += self._blank.pages
            pages += document.pages
        joined = documents[0].copy(pages)
        if isinstance(paper, PaperSet):
            joined.metadata = DocumentMetadata(title=paper.title, lang="ja")
        # No file identifier: PDF/UA asks for none, and to hash the file its writer computes every object twice.
        pdf = joined.write_pdf(pdf_variant="pdf/ua-1")
        assert isinstance(pdf, bytes)  # noqa: S101 - tells the type checker; no target was given
        return pdf

    def _fitted(self, paper: Paper) -> Document:
        """The paper on the pages that it may take, as dense as that needs; if nothing helps, as it is."""
        plain = self._lay_out(html_of(paper))
        most = paper.most_pages or len(plain.pages)
        if len(plain.pages) <= most:
            return plain
        denser = (self._lay_out(html_of(paper, dense)) for dense in DENSITIES)
        return next((document for document in denser if len(document.pages) <= most), plain)

    def _lay_out(self, source: str) -> Document:
        html = HTML(string=source, url_fetcher=self._fetcher)
        return html.render(stylesheets=[self._style], font_config=self._fonts, pdf_variant="pdf/ua-1")
