"""How the certificate of a profile is made of the values of an application (S4-97, S4-123, S4-149).

The mapping is data: the ``certificate`` table of a profile in ``programme.toml`` (``docs/pki.md`` shows one).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import InvalidInput
from domain.pki.contents import CertificateContents, CertificatePolicy
from domain.pki.name_template import CERTIFICATE_VALUES, NameTemplate, TextTemplate
from domain.pki.usages import EXTENDED_KEY_USAGES, KEY_USAGES

_KEYS = {
    "subject",
    "directory_names",
    "rfc822_names",
    "date_of_birth",
    "gender",
    "key_usage",
    "extended_key_usage",
    "policies",
}


@dataclass(frozen=True)
class CertificateTemplate:
    """What the certificates of one profile say, before the values are in."""

    subject: NameTemplate
    key_usage: tuple[str, ...]
    extended_key_usage: tuple[str, ...]
    policies: tuple[CertificatePolicy, ...]
    directory_names: tuple[NameTemplate, ...] = ()
    rfc822_names: tuple[TextTemplate, ...] = ()
    date_of_birth: TextTemplate | None = None
    gender: TextTemplate | None = None

    @classmethod
    def parse(cls, table: Mapping[str, object]) -> CertificateTemplate:
        """Reads the table of a programme. Raises ``ValueError`` that begins with the key at fault."""
        for key in table:
            if key not in _KEYS:
                raise ValueError(f"{key}: there is no such key; known are {', '.join(sorted(_KEYS))}")
        return cls(
            subject=NameTemplate.parse(table.get("subject"), "subject"),
            directory_names=tuple(
                _directory_name(entry, f"directory_names[{number}]")
                for number, entry in enumerate(_list(table, "directory_names"), 1)
            ),
            rfc822_names=tuple(
                TextTemplate.parse(entry, f"rfc822_names[{number}]")
                for number, entry in enumerate(_list(table, "rfc822_names"), 1)
            ),
            date_of_birth=_text(table, "date_of_birth"),
            gender=_text(table, "gender"),
            key_usage=_names(table, "key_usage", KEY_USAGES),
            extended_key_usage=_names(table, "extended_key_usage", EXTENDED_KEY_USAGES),
            policies=tuple(
                _policy(entry, f"policies[{number}]") for number, entry in enumerate(_list(table, "policies"), 1)
            ),
        )


def fill(
    template: CertificateTemplate,
    values: Mapping[str, str],
    *,
    serial_number: int,
    not_before: datetime,
    not_after: datetime,
    crl_uris: Sequence[str],
    ca_issuers_uris: Sequence[str] = (),
    ocsp_uris: Sequence[str] = (),
) -> CertificateContents:
    """The contents of one certificate: only what ``values`` has is written, exactly as it stands there.

    ``values`` has keys of ``CERTIFICATE_VALUES``; what the applicant chose not to have written must not be
    given. Raises ``ValueError`` for an unknown key, ``InvalidInput`` for a birth date that is no ISO date or
    a gender other than ``M`` and ``F`` (RFC 3739 §3.2.2). Lengths and shapes are the matter of ``lint``.
    """
    unknown = set(values) - CERTIFICATE_VALUES
    if unknown:
        raise ValueError(f"unknown certificate values: {', '.join(sorted(unknown))}")
    return CertificateContents(
        serial_number=serial_number,
        subject=template.subject.fill(values),
        not_before=not_before,
        not_after=not_after,
        key_usage=template.key_usage,
        extended_key_usage=template.extended_key_usage,
        policies=template.policies,
        crl_uris=tuple(crl_uris),
        ca_issuers_uris=tuple(ca_issuers_uris),
        ocsp_uris=tuple(ocsp_uris),
        directory_names=tuple(name for entry in template.directory_names if (name := entry.fill(values))),
        rfc822_names=tuple(text for entry in template.rfc822_names if (text := entry.fill(values))),
        date_of_birth=_birth_date(template.date_of_birth, values),
        gender=_gender(template.gender, values),
    )


def _birth_date(template: TextTemplate | None, values: Mapping[str, str]) -> date | None:
    text = template.fill(values) if template else None
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("birth_date_not_iso", "birth_date") from None


def _gender(template: TextTemplate | None, values: Mapping[str, str]) -> str | None:
    text = template.fill(values) if template else None
    if text not in (None, "M", "F"):
        raise InvalidInput("gender_not_m_or_f", "gender")
    return text


def _list(table: Mapping[str, object], key: str) -> list[object]:
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise ValueError(f"{key}: a list is expected")
    return entries


def _text(table: Mapping[str, object], key: str) -> TextTemplate | None:
    return TextTemplate.parse(table[key], key) if key in table else None


def _names(table: Mapping[str, object], key: str, known: Collection[str]) -> tuple[str, ...]:
    names = _list(table, key)
    for name in names:
        if name not in known:
            raise ValueError(f"{key}: there is no usage called {name!r}")
    return tuple(str(name) for name in names)


def _directory_name(entry: object, key: str) -> NameTemplate:
    if not isinstance(entry, dict) or set(entry) - {"attributes", "requires"}:
        raise ValueError(f"{key}: a table with 'attributes' and, if need be, 'requires' is expected")
    requires = entry.get("requires", [])
    if not isinstance(requires, list):
        raise ValueError(f"{key}.requires: a list is expected")
    for place in requires:
        if place not in CERTIFICATE_VALUES:
            raise ValueError(f"{key}.requires: there is no value called {place!r}")
    return NameTemplate.parse(entry.get("attributes"), f"{key}.attributes", requires=tuple(requires))


def _policy(entry: object, key: str) -> CertificatePolicy:
    if not isinstance(entry, dict) or set(entry) - {"oid", "cps"} or not isinstance(entry.get("oid"), str):
        raise ValueError(f"{key}: a table with 'oid' and, if need be, 'cps' is expected")
    cps = entry.get("cps")
    if not isinstance(cps, str | None):
        raise ValueError(f"{key}.cps: an address is expected")
    return CertificatePolicy(entry["oid"], cps)
