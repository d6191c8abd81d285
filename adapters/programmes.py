"""Reads ``programmes/<slug>/programme.toml`` and refuses what does not fit, naming file and key (design §1)."""

from __future__ import annotations

import dataclasses
import io
import json
import tomllib
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from babel.messages.pofile import PoFileError, read_po

from adapters.shared_tables import spread
from domain.certificates.catalogue import ITEMS
from domain.certificates.profile_check import certificate_problems
from domain.errors import NotFound
from domain.pki.template import CertificateTemplate
from domain.programme import Profile, Programme, TermsDocument

ROWS_OF_DOCUMENT = {
    "application_form": (
        *("validity", "name", "reading", "postcode", "address", "birth_date"),
        *("phone1", "phone2", "email", "purpose"),
    ),
    "employment_certificate": ("organisation", "representative", "organisation_address"),
}
"""The rows without which a paper cannot be filled in (S4-121, S4-124, S4-129); every profile prints the form."""


ENGLISH = "english.po"
"""Beside ``programme.toml``: what its public screens say in English (design §2). A service may have none."""


class BadProgramme(ValueError):
    """A programme's file does not fit; the message names file and key."""


class Programmes:
    """Every certificate service of the office, in the order of their folders."""

    def __init__(self, programmes: Mapping[str, Programme]) -> None:
        self._programmes = dict(programmes)
        self._editions = {programme.edition: programme for programme in programmes.values()}

    def __iter__(self) -> typing.Iterator[Programme]:
        return iter(self._programmes.values())

    def get(self, slug: str) -> Programme:
        """Raises ``NotFound('no_such_programme')``."""
        try:
            return self._programmes[slug]
        except KeyError:
            raise NotFound("no_such_programme") from None

    def edition(self, edition: str, source: Callable[[], str]) -> Programme:
        """The service as it stood in an edition; ``source`` is asked only for one that is not known yet."""
        if edition not in self._editions:
            self._editions[edition] = parse(source())
        return self._editions[edition]


def load(*folders: Path) -> Programmes:
    """Reads every folder below ``folders`` that holds a ``programme.toml``; later ones win by slug."""
    found = (file for folder in folders for file in sorted(folder.glob("*/programme.toml")))
    programmes = (_read(file) for file in found)
    return Programmes({programme.slug: programme for programme in programmes})


def parse(source: str) -> Programme:
    """The programme of a source. Raises ``ValueError`` that begins with the key at fault."""
    texts = json.loads(source)
    given = tomllib.loads(texts["toml"])
    for terms in _tables(given, "terms"):
        terms["text"] = texts["terms"].get(terms.get("key", ""), "")
        for revision in _tables(terms, "revisions"):
            revision["text"] = texts["terms"].get(f"{terms.get('key')}-{revision.get('version')}", "")
    for profile in _tables(given, "profiles"):
        profile.setdefault("offered", bool(profile.get("items")))
    given = spread(given)
    english = [list(pair) for pair in _english(texts.get("english", ""))]
    programme: Programme = _build(Programme, given | {"source": source, "english": english}, "")
    return programme


def _read(file: Path) -> Programme:
    try:
        programme = _checked(_source(file))
    except (OSError, ValueError) as wrong:
        raise BadProgramme(f"{file}: {wrong}") from wrong
    if programme.slug != file.parent.name:
        raise BadProgramme(f"{file}: slug: must be {file.parent.name!r}")
    return programme


@lru_cache(maxsize=16)
def _checked(source: str) -> Programme:
    """A process that opens several offices reads the same services again and again, and they are frozen."""
    programme = parse(source)
    # One after the other: a later question may rest on an earlier one.
    for problem in chain(
        _problems(programme), *map(_profile_problems, programme.profiles), _certificate_problems(programme)
    ):
        raise ValueError(problem)
    return programme


def _source(file: Path) -> str:
    """Every text of a programme's folder as one, so that an application can be read later as it was made."""
    toml = file.read_text(encoding="utf-8")
    keys = _terms_named(toml)
    # Also how documents read in earlier versions: subscriber_agreement-1.00.txt.
    files = {path.stem: path for path in sorted((file.parent / "terms").glob("*.txt"))}
    if lacking := sorted(set(keys) - set(files)):
        raise ValueError(f"terms: no text terms/{lacking[0]}.txt")
    wanted = [stem for stem in files if any(stem == key or stem.startswith(f"{key}-") for key in keys)]
    texts: dict[str, object] = {
        "toml": toml,
        "terms": {stem: files[stem].read_text(encoding="utf-8") for stem in wanted},
    }
    if (english := file.parent / ENGLISH).is_file():
        texts["english"] = english.read_text(encoding="utf-8")
    return json.dumps(texts, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=16)
def _terms_named(toml: str) -> tuple[str, ...]:
    return tuple(terms["key"] for terms in _tables(tomllib.loads(toml), "terms") if "key" in terms)


def _english(catalogue: str) -> Iterator[tuple[str, str]]:
    try:
        found = read_po(io.StringIO(catalogue), locale="en", abort_invalid=True)
    except PoFileError as wrong:
        raise ValueError(f"{ENGLISH}: {wrong}") from wrong
    return ((str(message.id), str(message.string)) for message in found if message.id and message.string)


def _tables(given: dict[str, Any], key: str) -> list[dict[str, Any]]:
    tables = given.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"{key}: must be an array of tables")
    return tables


def _problems(programme: Programme) -> Iterator[str]:
    """What the types alone cannot tell of a programme: figures that must agree."""
    for key in ("series", "taxes", "validity_years"):
        if not getattr(programme, key):
            yield f"{key}: at least one is needed"
    types = {kind.key for kind in programme.types} or {""}
    for profile in programme.profiles:
        if profile.type not in types:
            yield f"profiles.{profile.key}.type: no such type {profile.type!r}"
    if not programme.open_series:
        yield "series: one must be offered"
    if not any(terms.download_needed for terms in programme.terms):
        yield "terms: one must have download_needed = true"
    for terms in programme.terms:
        yield from _revision_problems(terms)
    for series in programme.series:
        for years in programme.validity_years:
            if not any(p.series == series.key and p.years == years for p in programme.prices):
                yield f"prices: none for {series.key}, {years} years"


def _revision_problems(terms: TermsDocument) -> Iterator[str]:
    """A history must lead to the present version, and every earlier text must still be there (S4-64)."""
    if not terms.revisions:
        return
    where, newest = f"terms.{terms.key}.revisions", terms.revisions[-1]
    if (newest.version, newest.dated) != (terms.version, terms.dated):
        yield f"{where}: the last must be version {terms.version} of {terms.dated}"
    if any(one.dated > after.dated for one, after in pairwise(terms.revisions)):
        yield f"{where}: must go from the oldest to the newest"
    if len({one.version for one in terms.revisions}) != len(terms.revisions):
        yield f"{where}: a version stands there twice"
    for earlier in terms.revisions[:-1]:
        if not earlier.text:
            yield f"{where}: the text of {earlier.version} is missing, terms/{terms.key}-{earlier.version}.txt"


def _profile_problems(profile: Profile) -> Iterator[str]:
    """What the types alone cannot tell of a profile: names that must exist."""
    where = f"profiles.{profile.key}"
    if unknown := [key for key in profile.items if key not in ITEMS]:
        yield f"{where}.items: no such row {', '.join(unknown)}"
    if not profile.offered:
        return
    if profile.certificate is None:
        yield f"{where}.certificate: missing"
    for document in ("application_form", *profile.documents):
        if document not in ROWS_OF_DOCUMENT:
            yield f"{where}.documents: no such document {document}"
        elif absent := [key for key in ROWS_OF_DOCUMENT[document] if key not in profile.items]:
            yield f"{where}.items: {document} needs {', '.join(absent)}"
    papers = {paper.key for paper in profile.papers}
    for proof in profile.compared:
        if proof.item not in profile.items:
            yield f"{where}.compared: not asked: {proof.item}"
        if proof.paper not in papers:
            yield f"{where}.compared: {proof.item}: no such paper {proof.paper}"
    yield from _conditions(profile, where)


def _certificate_problems(programme: Programme) -> Iterator[str]:
    """A profile whose certificates lint would refuse stops the office now, not its first applicant at issue."""
    for profile in programme.profiles:
        if profile.certificate is not None:
            for problem in certificate_problems(
                profile.certificate, items=profile.items, validity_years=programme.validity_years
            ):
                yield problem if problem.startswith("validity_years") else f"profiles.{profile.key}.{problem}"


def _conditions(profile: Profile, where: str) -> Iterator[str]:
    """A form is judged from top to bottom, so what decides about a row must stand above it."""
    inputs: set[str] = set()
    for item in map(ITEMS.__getitem__, profile.items):
        for key, when in ((item.key, item.shown_when), *((i.name, i.shown_when) for i in item.inputs)):
            if when and when[0] not in inputs:
                yield f"{where}.items: {key} depends on {when[0]}, which must stand above it"
            inputs.update(i.name for i in item.inputs if i.name == key)
    for paper in profile.papers:
        if paper.when and paper.when[0] not in inputs:
            yield f"{where}.papers.{paper.key}.when: no row asks {paper.when[0]}"


def _build(kind: Any, value: Any, path: str) -> Any:
    """Makes ``kind`` of what TOML gave, checking every key and type on the way."""
    if kind is CertificateTemplate:
        return _build_template(value, path)
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, value, path)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _build_tuple(arguments, value, path)
    if origin is types.UnionType:
        return _build(arguments[0], value, path)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in tuple(kind):
            raise ValueError(f"{path}: must be one of {', '.join(kind)}, not {value!r}")
        return kind(value)
    # Exactly: a flag is no number, and a moment is no day, though Python would take them for it.
    if type(value) is not kind:
        raise ValueError(f"{path}: must be {kind.__name__}, not {value!r}")
    return value


def _build_template(value: Any, path: str) -> CertificateTemplate:
    if not isinstance(value, dict):
        raise ValueError(f"{path}: must be a table")
    try:
        return CertificateTemplate.parse(value)
    except ValueError as wrong:
        raise ValueError(f"{path}.{wrong}") from wrong


def _build_dataclass(kind: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"{path or 'file'}: must be a table")
    hints = typing.get_type_hints(kind)
    if unknown := set(value) - set(hints):
        raise ValueError(f"{path}.{min(unknown)}: unknown key".lstrip("."))
    needed = {
        f.name
        for f in dataclasses.fields(kind)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    if missing := needed - set(value):
        raise ValueError(f"{path}.{min(missing)}: missing".lstrip("."))
    return kind(**{name: _build(hints[name], value[name], f"{path}.{name}".lstrip(".")) for name in value})


def _build_tuple(arguments: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{path}: must be an array")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_build(arguments[0], one, f"{path}[{at}]") for at, one in enumerate(value))
    if len(arguments) != len(value):
        raise ValueError(f"{path}: must have {len(arguments)} entries")
    return tuple(_build(a, one, f"{path}[{at}]") for at, (a, one) in enumerate(zip(arguments, value, strict=True)))
