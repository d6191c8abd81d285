"""The filled 利用申込書 through our pool, beside bare WeasyPrint and headless Chromium (S4-114…S4-126).

The peers get the finished HTML; ours begins with the values of the form: marking of unprintable characters,
template, QR code, layout, PDF, and the file back from the worker. Bare WeasyPrint is a script in one process of
its own, with the same fonts, its font configuration and parsed style sheet reused; it is asked by a line and
answers with a line, and like ours is timed by whoever waits for the answer. Chromium is warm, one page reused, and
lays out the same HTML and CSS as far as it understands them (it knows neither running elements nor our PDF/UA
tagging).
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from adapters.paper import PaperPool
from adapters.paper.fonts import write_font_config
from adapters.paper.templates import html_of
from bench import environment
from bench.figure import Action, Figure, compare, in_turns, timed
from bench.sample_office import office_in
from domain.certificates.printed import ApplicationFormPaper
from services import printing
from services.records import application_by_code
from tests.factories.applications import confirmed
from tests.programs import Program

ASSETS = environment.ROOT / "static" / "paper"


def measure(quick: bool) -> list[Figure]:
    """Medians of one paper; aim: 1.1 × bare WeasyPrint."""
    paper = sample_paper()
    html = _self_contained(html_of(paper))
    css = (ASSETS / "print.css").read_text("utf-8")
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-bench-")))
        pool = open_things.enter_context(PaperPool(folder / "cache", workers=1))
        pool.warm()
        actions: dict[str, Action] = {
            "bare": open_things.enter_context(_bare_weasyprint(folder, html, css)),
            "ours": timed(lambda: pool.render(paper)),
        }
        if (browser := environment.chromium()) is not None:
            actions["chromium"] = open_things.enter_context(_chromium(browser, folder, html, css))
        samples = in_turns(8 if quick else 60, actions)
    figures = [
        compare(
            samples["ours"], samples["bare"],
            bench="paper", name="application form, 2 pages, warm", peer="bare WeasyPrint", aim=1.1,
        )
    ]  # fmt: skip
    if "chromium" in samples:
        figures.append(
            compare(
                samples["ours"], samples["chromium"],
                bench="paper", name="application form, 2 pages, warm", peer="headless Chromium",
            )
        )  # fmt: skip
    return figures


def sample_paper() -> ApplicationFormPaper:
    """The form of 図2-14, as a service fills it."""
    with office_in() as office:
        code = confirmed(office)
        with office.database.read() as session:
            application = application_by_code(session, code)
        programme = office.programmes.get(application.programme)
        return printing.application_form(
            programme, programme.profile(application.profile), programme.series_of(application.series), application
        )


def _self_contained(html: str) -> str:
    """The marks as data URLs, since a bare printer knows no addresses of ours."""
    for mark in ASSETS.glob("*.svg"):
        data = base64.b64encode(mark.read_bytes()).decode()
        html = html.replace(f"asset:{mark.name}", f"data:image/svg+xml;base64,{data}")
    return html


@contextmanager
def _bare_weasyprint(folder: Path, html: str, css: str) -> Iterator[Action]:
    (folder / "form.html").write_text(html, "utf-8")
    (folder / "print.css").write_text(css, "utf-8")
    with Program(
        [sys.executable, "-m", "bench.peers.bare_weasyprint", folder / "form.html", folder / "print.css"],
        cwd=environment.ROOT, env=os.environ | {"FONTCONFIG_FILE": str(write_font_config(folder / "cache"))},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answered = process.stdin, process.stdout

        def once() -> None:
            asked.write("print\n")
            asked.flush()
            assert int(answered.readline()) > 0

        yield timed(once)


@contextmanager
def _chromium(browser: str, folder: Path, html: str, css: str) -> Iterator[Action]:
    styled = html.replace("</head>", f"<style>{css}</style></head>")
    fonts = {"FONTCONFIG_FILE": str(write_font_config(folder / "cache"))}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox"], env={**os.environ, **fonts}
        )
        page = running.new_page()

        def once() -> None:
            page.set_content(styled)
            page.pdf(prefer_css_page_size=True, tagged=True)

        yield timed(once)
        running.close()
