"""Names as a programme writes them, with places for the values of an application."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.pki.attributes import ATTRIBUTES
from domain.pki.contents import Name

_PLACE = re.compile(r"\{([^{}]*)\}")

CERTIFICATE_VALUES = frozenset(
    {
        "name_kanji",
        "name_roman",
        "former_name",
        "prefecture",
        "city",
        "street",
        "building",
        "address_roman",
        "birth_date",
        "gender",
        "email",
        "corporate_number",
        "organisation",
        "representative",
        "organisation_prefecture",
        "organisation_city",
        "organisation_street",
        "organisation_building",
        "department",
        "department_address",
        "mandate",
        "contract_number",
    }
)
"""The places a template may name. Only what is to be written is given a value (S4-74, S4-86, S4-91)."""


@dataclass(frozen=True)
class TextTemplate:
    """Alternatives for one text, e.g. ``("{street} {building}", "{street}")``; the first that fills wins."""

    alternatives: tuple[str, ...]

    @classmethod
    def parse(cls, written: object, key: str) -> TextTemplate:
        """Reads one text or a list of alternatives. Raises ``ValueError`` naming ``key``."""
        given = written if isinstance(written, list) else [written]
        texts = [text for text in given if isinstance(text, str) and text]
        if not texts or len(texts) < len(given):
            raise ValueError(f"{key}: one text or a list of texts is expected")
        for text in texts:
            for place in _PLACE.findall(text):
                if place not in CERTIFICATE_VALUES:
                    raise ValueError(f"{key}: there is no value called {place!r}")
            if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
                raise ValueError(f"{key}: a brace without its partner in {text!r}")
        return cls(tuple(texts))

    @property
    def constant(self) -> bool:
        """True where nothing of the application enters."""
        return not any(_PLACE.search(text) for text in self.alternatives)

    def fill(self, values: Mapping[str, str]) -> str | None:
        """The text, or None when no alternative has all its values."""
        for text in self.alternatives:
            if all(values.get(place, "").strip() for place in _PLACE.findall(text)):
                return _PLACE.sub(lambda match: values[match[1]].strip(), text)
        return None


@dataclass(frozen=True)
class NameTemplate:
    """A distinguished name to be filled. Without a value for each of ``requires`` it is left out whole."""

    attributes: tuple[tuple[str, TextTemplate], ...]
    requires: tuple[str, ...] = ()

    @classmethod
    def parse(cls, written: object, key: str, *, requires: tuple[str, ...] = ()) -> NameTemplate:
        """Reads ``[["countryName", "JP"], ["commonName", "{name_kanji}"], …]``.

        Raises ``ValueError`` naming ``key``.
        """
        if not isinstance(written, list) or not written:
            raise ValueError(f"{key}: a list of [attribute, text, …] is expected")
        attributes = []
        for number, pair in enumerate(written, 1):
            place = f"{key}[{number}]"
            if not isinstance(pair, list) or len(pair) < 2:
                raise ValueError(f"{place}: [attribute, text, …] is expected")
            attribute, *texts = pair
            if attribute not in ATTRIBUTES:
                raise ValueError(f"{place}: there is no attribute called {attribute!r}")
            attributes.append((attribute, TextTemplate.parse(texts, place)))
        return cls(tuple(attributes), requires)

    def fill(self, values: Mapping[str, str]) -> Name:
        """The name with what can be filled; empty when nothing of the application is in it."""
        if not all(values.get(place, "").strip() for place in self.requires):
            return ()
        filled = [(attribute, text, text.fill(values)) for attribute, text in self.attributes]
        if all(value is None or text.constant for _, text, value in filled):
            return ()
        return tuple((attribute, value) for attribute, _, value in filled if value is not None)
