"""Templates compiled once in a process: each test has an application of its own, all with the same pages."""

from __future__ import annotations

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class KeptTemplates(BytecodeCache):
    """By key and checksum of the source, which Jinja makes: a template that a test writes anew is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


def begin() -> None:
    """From now on; Flask takes what its class says when it makes an environment."""
    Flask.jinja_options = {"bytecode_cache": KeptTemplates()}
