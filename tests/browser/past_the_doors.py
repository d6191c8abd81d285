"""Past pages that a test is not about: asked without a browser, which then goes on with the cookies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from bench.visitor import Visitor


@contextmanager
def going_ahead(context: BrowserContext, url: str) -> Iterator[Visitor]:
    """Whoever goes first; afterwards the browser is where this visitor came to."""
    with closing(Visitor(urlsplit(url).port or 80)) as visitor:
        yield visitor
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in visitor.cookies.items()])
