"""Templates and addresses compiled once in a process: each test has an application of its own, all with the same."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class KeptTemplates(BytecodeCache):
    """By key and checksum of the source, which Jinja makes: a template that a test writes anew is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


class KnownRule(Rule):
    """A rule whose functions are written and compiled once: 450 rules took a fifth of a second for each application."""

    _known: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple((self.defaults or {}).items())
        # They take their converters from the rule they are called for, and know nothing else of it.
        key = (self.rule, tuple(self._trace), defaults, append_unknown)
        if key not in self._known:
            self._known[key] = super()._compile_builder(append_unknown)
        return self._known[key]


def begin() -> None:
    """From now on; Flask takes what its class says when it makes an environment or a rule."""
    Flask.jinja_options = {"bytecode_cache": KeptTemplates()}
    Flask.url_rule_class = KnownRule
