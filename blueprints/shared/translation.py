"""``_()`` of the templates: a page has hundreds, so the language is looked up once a request and not at each."""

from __future__ import annotations

import io
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain, get_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup

MOST = 10_000
"""Far more messages than all templates have: should a text of somebody's ever come here, memory stays bounded."""


CATALOGUES = Path(__file__).resolve().parents[2] / "translations"


class Catalogues(Domain):
    """The catalogues as translators write them, read once; there is no compiled form that could fall behind."""

    def get_translations(self) -> NullTranslations:
        return catalogue(str(get_locale()))


class Translator(Babel):
    """Flask-Babel with our catalogues; its own would be read anew in each request."""

    domain_instance = Catalogues()


@cache
def catalogue(language: str) -> NullTranslations:
    """The words of a language; of Japanese there are none to look up, since it is what the code says."""
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


class Words(dict[str, Markup]):
    """What the messages of one language read, filled as they are asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, message: str) -> Markup:
        found = Markup(get_translations().ugettext(message))  # noqa: S704 — templates and catalogues are our own text
        if len(self) < MOST:
            self[message] = found
        return found


_known: dict[str, Words] = {}
_spoken: ContextVar[Words | None] = ContextVar("spoken", default=None)


def prepare(app: Flask) -> None:
    """Gives an application's templates this ``_()``."""

    @app.teardown_request
    def forget(_problem: BaseException | None) -> None:
        _spoken.set(None)

    app.jinja_env.globals.update(_=words, gettext=words)


def language() -> str:
    """The language of the request."""
    return _words().language


def words(message: str, /, **values: object) -> Markup:
    """The message in the language of the request, its ``%(name)s`` filled with escaped values."""
    text = _words()[message]
    # Without a value too, 100%% means 100%, as Jinja's own new-style gettext has it.
    return text % values if values or "%" in text else text


def later(message: str) -> LazyString:
    """The message for a table that is made before any request: translated each time it is shown."""
    return LazyString(words, message)


def _words() -> Words:
    if (found := _spoken.get()) is None:
        language = str(get_locale())
        found = _known.setdefault(language, Words(language))
        _spoken.set(found)
    return found
