"""Whether the certificates of a profile could be signed at all, asked when the office starts (design §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from domain.errors import RuleViolation
from domain.pki import lint
from domain.pki.specimen import ISSUER, VALUES, specimen
from domain.pki.template import CertificateTemplate

_ROW_OF_VALUE = MappingProxyType(
    {
        "name_kanji": "name",
        "name_roman": "roman_name",
        "corporate_number": "corporate_number",
        "organisation": "organisation",
        "representative": "representative",
    }
)
"""What is always in a certificate, and the row that asks for it (S4-97)."""

_KEY_OF_RULE = MappingProxyType(
    {
        "a_labels": "policies",
        "certificate_policies": "policies",
        "extended_key_usage_allowed": "extended_key_usage",
        "key_usage_allowed": "key_usage",
        "rfc822_names": "rfc822_names",
        "uris": "policies",
        "usages_agree": "extended_key_usage",
        "birth_date_before_issue": "date_of_birth",
        "gender_letter": "gender",
    }
)
"""Where in the table a breach of a rule comes from; other rules are about names."""


def certificate_problems(
    template: CertificateTemplate, *, items: Sequence[str], validity_years: Sequence[int]
) -> Iterator[str]:
    """What lint has against a certificate with everything, and against one with the least an applicant can give.

    Each begins with the key of the ``certificate`` table, or with ``validity_years`` where it is the term.
    """
    never = {value for value, row in _ROW_OF_VALUE.items() if row not in items}
    optional = set(VALUES) - set(_ROW_OF_VALUE) - {"contract_number"}
    for years in validity_years:
        for what, without in (("with everything", never), ("with the least", never | optional)):
            try:
                findings = lint.check(specimen(template, years=years, without=without), ISSUER)
            except RuleViolation as refusal:
                yield f"certificate: {what}: {refusal.code}"
                continue
            for finding in findings:
                yield f"{_key(finding)}: {what}: {finding.detail} ({finding.rule}: {finding.citation})"


def _key(finding: lint.Finding) -> str:
    if finding.rule == "term_at_most_five_years":
        return "validity_years"
    if finding.rule in _KEY_OF_RULE:
        return f"certificate.{_KEY_OF_RULE[finding.rule]}"
    return "certificate.directory_names" if finding.detail.startswith("directoryName") else "certificate.subject"
