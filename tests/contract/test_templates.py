"""House rules over the templates: titles, CSP, escaping, words in the catalogue (design §2, §8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.contract.tree import files, read, report

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "_l"}

# template → why its |safe is safe
SAFE_ALLOWED: dict[str, str] = {}
# text → why it is the same in every language
SAME_IN_EVERY_LANGUAGE = {"日本語": "the language switch names each language in that language"}

# Only to parse, never to render.
parser = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])


def templates() -> list[Path]:
    return [path for path in files() if path.suffix == ".html" and "templates" in path.parts[:3]]


@cache
def tree(path: Path) -> nodes.Template:
    return parser.parse(read(path))


def name_of(path: Path) -> str:
    return "/".join(path.parts[path.parts.index("templates") + 1 :])


def is_screen(path: Path) -> bool:
    """Papers and mails are Japanese only; screens have an English catalogue (design §2)."""
    return not {"paper", "mail"} & set(path.parts)


def parents(template: nodes.Template) -> set[str]:
    return {node.template.value for node in template.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)}


def sets_title(template: nodes.Template) -> bool:
    return any(block.name == "title" and block.body for block in template.find_all(nodes.Block))


class InlineCode(HTMLParser):
    """Collects what a strict Content-Security-Policy refuses to run or apply."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        given = dict(attrs)
        if tag == "style":
            self.found.append(f"{line}: <style>")
        # A block of data is not code; the browser never runs it.
        self._in_script = tag == "script" and given.get("type") not in {
            "application/json",
            "application/ld+json",
        }
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{line}: {name}=")
            if value and value.strip().lower().startswith("javascript:"):
                self.found.append(f"{line}: javascript: in {name}=")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.found.append(f"{self.getpos()[0]}: inline <script>")


JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def inline_code(text: str) -> list[str]:
    # Line breaks stay, so that the line told is the line meant. Each construct leaves a space: attributes
    # written by a condition stay apart.
    html = JINJA.sub(lambda match: " " + "\n" * match.group().count("\n"), text)
    reader = InlineCode()
    reader.feed(html)
    reader.close()
    return reader.found


def unescaped(template: nodes.Template) -> list[str]:
    found = [f"{node.lineno}: |safe" for node in template.find_all(nodes.Filter) if node.name == "safe"]
    found += [f"{node.lineno}: Markup()" for node in template.find_all(nodes.MarkSafe)]
    found += [f"{node.lineno}: autoescape" for node in template.find_all(nodes.ScopedEvalContextModifier)]
    return found


def untranslated(template: nodes.Template) -> list[str]:
    """Japanese that is not the argument of ``_()``, as text or as a string in an expression."""

    def walk(node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
            # The message itself is a constant; what fills its places is looked at like everything else.
            for argument in (*node.args, *node.kwargs):
                if not isinstance(argument, nodes.Const):
                    yield from walk(argument)
            return
        text = node.data if isinstance(node, nodes.TemplateData) else getattr(node, "value", None)
        if isinstance(node, nodes.TemplateData | nodes.Const) and isinstance(text, str):
            visible = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
            for offset, line in enumerate(visible.splitlines()):
                words = re.sub(r"<[^>]*>", "", line).strip() or line.strip()
                if JAPANESE.search(line) and words not in SAME_IN_EVERY_LANGUAGE:
                    yield f"{node.lineno + offset}: {words}"
        for child in node.iter_child_nodes():
            yield from walk(child)

    return list(walk(template))


# --- the rules over the tree --------------------------------------------------------------------------


def test_every_page_sets_its_title() -> None:
    # Layouts lie at the top or are extended by others. A paper's title is part of its data (paper/base.html).
    layouts = set().union(*(parents(tree(path)) for path in templates()))
    found = [
        str(path)
        for path in templates()
        if is_screen(path)
        and parents(tree(path))
        and "/" in name_of(path)
        and name_of(path) not in layouts
        and not sets_title(tree(path))
    ]
    assert not found, report(found, "a page that extends a layout sets {% block title %} (WCAG 2.4.2):")


def test_no_screen_has_inline_code() -> None:
    # Papers are read by WeasyPrint alone; column widths may stand at their columns there, code may not.
    found = [
        f"{path}:{finding}"
        for path in templates()
        for finding in inline_code(read(path))
        if is_screen(path) or not finding.endswith(": style=")
    ]
    assert not found, report(found, "the Content-Security-Policy allows no inline script, style or handler:")


def test_no_template_switches_escaping_off() -> None:
    found = [
        f"{path}:{finding}"
        for path in templates()
        if name_of(path) not in SAFE_ALLOWED
        for finding in unescaped(tree(path))
    ]
    assert not found, report(found, "escaping stays on; an exception goes with its reason into SAFE_ALLOWED:")


def test_every_japanese_word_of_a_screen_is_in_the_catalogue() -> None:
    found = [f"{path}:{finding}" for path in templates() if is_screen(path) for finding in untranslated(tree(path))]
    assert not found, report(found, "Japanese text on screens is wrapped in _() (design §2):")


# --- the rules themselves -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad,good",
    [
        ("<p style='color:red'>", "<p class='{% if a %}x{% endif %}'>"),
        ("<style>p {}</style>", '<link rel="stylesheet" href="a.css">'),
        ("<button onclick='f()'>", "<button type='submit'>"),
        ("<script>f()</script>", "<script src='a.js'></script>"),
        ("<a href='javascript:f()'>", "<a href='{{ url_for('a') }}'>"),
        ("<script>\n{{ code }} f()</script>", '<script type="application/json">{"a": 1}</script>'),
        ("<p {% if a %}style='x'{% endif %}>", "{# <p style='x'> #}"),
    ],
)
def test_inline_code_is_found(bad: str, good: str) -> None:
    assert inline_code(bad)
    assert not inline_code(good)


@pytest.mark.parametrize(
    "bad,good",
    [
        ("<p>申請</p>", "<p>{{ _('申請') }}</p>"),
        ("<p>{{ '申請' }}</p>", "<p>Madoguchi</p>"),
        ("{{ field(label='申請') }}", "{{ field(label=_('申請')) }}"),
        ("<img alt='申請'>", "<img alt=\"{{ _('申請') }}\">"),
        ("{{ _('%(a)s件', a='申請' ~ b) }}", "{{ _('%(a)s件', a=b) }}"),
        ("<p>申請</p>", "{% trans %}申請{% endtrans %}"),
        ("<p>申請</p>", "{# 申請 #}<!-- 申請 --><p>1</p>"),
        ("<p>日本語で</p>", "<a lang='ja'>日本語</a>"),
    ],
)
def test_untranslated_words_are_found(bad: str, good: str) -> None:
    assert untranslated(parser.parse(bad))
    assert not untranslated(parser.parse(good))


@pytest.mark.parametrize(
    "bad,good",
    [("{{ a|safe }}", "{{ a }}"), ("{% autoescape false %}{{ a }}{% endautoescape %}", "{{ a|e }}")],
)
def test_unescaped_output_is_found(bad: str, good: str) -> None:
    assert unescaped(parser.parse(bad))
    assert not unescaped(parser.parse(good))


@pytest.mark.parametrize("bad", ["{% extends 'a' %}", "{% extends 'a' %}{% block title %}{% endblock %}"])
def test_missing_titles_are_found(bad: str) -> None:
    assert not sets_title(parser.parse(bad))
    assert sets_title(parser.parse("{% extends 'a' %}{% block title %}{{ _('申請') }}{% endblock %}"))
