"""Templates and addresses compiled once in a process: each test has an application of its own, all with the same."""

from __future__ import annotations

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
    """A rule that is read, and whose functions are written and compiled, once: 450 rules took a third of a second for
    each application."""

    _known: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def compile(self) -> None:
        """What it makes depends on this, and on nothing else of rule and application."""
        assert self.map is not None
        key = (
            self.rule, self.host, self.subdomain, self.merge_slashes, self.map.host_matching,
            tuple((self.defaults or {}).items()), *self.map.converters.values(),
        )  # fmt: skip
        if key not in self._known:
            super().compile()
            builders = self._build.__func__, self._build_unknown.__func__  # type: ignore[attr-defined]  # because bound
            self._known[key] = self._parts, self._trace, self._converters, frozenset(self.arguments), builders
            return
        self._parts, self._trace, self._converters, arguments, (build, build_unknown) = self._known[key]
        self.arguments |= arguments
        self._build = build.__get__(self, None)
        self._build_unknown = build_unknown.__get__(self, None)


def begin() -> None:
    """From now on; Flask takes what its class says when it makes an environment or a rule."""
    Flask.jinja_options = {"bytecode_cache": KeptTemplates()}
    Flask.url_rule_class = KnownRule
