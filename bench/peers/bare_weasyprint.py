"""WeasyPrint as its documentation shows it, with font configuration and style sheet kept for the next document.

Reads a line, prints one document, answers with its size; ends with its input.
"""

from __future__ import annotations

import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


def main() -> None:
    html, css = (Path(name).read_text("utf-8") for name in sys.argv[1:3])
    fonts = FontConfiguration()
    style = CSS(string=css, font_config=fonts)
    for _line in sys.stdin:
        pdf = HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
        print(len(pdf), flush=True)


if __name__ == "__main__":
    main()
