"""Texts of mails that people of the office wrote: checked word by word, and rendered without any power.

An editor is no programmer of this house. Of Jinja only values, the house's own filters, ``if``, ``for`` and the shared
parts are let in; nothing can be called, and the sandbox stands behind that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from adapters.mail.folding import fold

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.If, nodes.For,
    nodes.Include, nodes.Const, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
LONGEST_RESULT: Final = 100_000
"""Characters of a rendered mail."""


class BadText(ValueError):
    """A text that may not be saved; ``code`` says why, ``line`` where, ``name`` of what."""

    def __init__(self, code: str, *, line: int, name: str) -> None:
        super().__init__(code, line, name)
        self.code, self.line, self.name = code, line, name


class WrittenTexts:
    """Checks and renders what was typed; ``folder`` holds the shared parts."""

    def __init__(self, folder: Path, filters: Mapping[str, Any]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 — plain text, not HTML
        )
        # Jinja's own filters could be asked for a text of any length (``center``, ``indent``, ``batch`` …).
        self._environment.filters = dict(filters)
        self._environment.globals = {}
        self._parts = frozenset(f"_parts/{path.name}" for path in (folder / "_parts").glob("*.txt"))

    def check(self, text: str, places: frozenset[str]) -> frozenset[str]:
        """Gives the places that the text uses. Raises ``BadText`` for what may not stand in it."""
        try:
            parsed = self._environment.parse(text)
            used = frozenset(self._used(parsed, places, frozenset()))
            # What cannot be compiled is found here: a loop over the name ``loop``.
            self._environment.from_string(text)
        except TemplateSyntaxError as wrong:
            raise BadText("mail_text_syntax", line=wrong.lineno, name="") from None
        except RecursionError:
            # Thousands of brackets in one another.
            raise BadText("mail_text_syntax", line=1, name="") from None
        return used

    def render(self, subject: str, body: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Subject (one line) and body. Raises ``TemplateError`` and ``ValueError``, or what a filter raises."""
        one, many = (self._environment.from_string(text).render(values) for text in (subject, body))
        if len(many) > LONGEST_RESULT:
            raise ValueError("a mail of such a length was never meant")
        # A line break in a subject would start a new header.
        return " ".join(one.split()), fold("\n".join(many.splitlines()) + "\n")

    def _used(self, node: nodes.Node, places: frozenset[str], own: frozenset[str]) -> Iterator[str]:
        """Every place below this node; ``own`` are the names that a ``for`` around it made."""
        if not isinstance(node, _ALLOWED):
            raise BadText("mail_text_forbidden", line=node.lineno, name=type(node).__name__)
        if isinstance(node, nodes.Name | nodes.Getattr):
            yield from self._place(node, places, own)
            return
        if isinstance(node, nodes.Include):
            self._require_part(node)
            return
        if isinstance(node, nodes.Filter) and node.name not in self._environment.filters:
            raise BadText("mail_text_no_such_filter", line=node.lineno, name=node.name)
        if isinstance(node, nodes.For):
            if own or node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
                # Loops in loops multiply: a text of ten lines could keep the worker busy for years.
                raise BadText("mail_text_forbidden", line=node.lineno, name="For")
            yield from self._used(node.iter, places, own)
            for child in (*node.body, *node.else_):
                yield from self._used(child, places, own | {node.target.name})
            return
        for child in node.iter_child_nodes():
            yield from self._used(child, places, own)

    def _place(self, node: nodes.Node, places: frozenset[str], own: frozenset[str]) -> Iterator[str]:
        name = _dotted(node)
        if name in own:
            return
        if name not in places:
            raise BadText("mail_text_unknown_place", line=node.lineno, name=name)
        yield name

    def _require_part(self, node: nodes.Include) -> None:
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        if name not in self._parts or node.ignore_missing:
            raise BadText("mail_text_no_such_part", line=node.lineno, name=str(name))


def _dotted(node: nodes.Node) -> str:
    """``application.name`` as it is written; what hangs on anything else is no place."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    raise BadText("mail_text_forbidden", line=node.lineno, name=type(node).__name__)
