"""Judges contents before they are signed: one rule a file, each with the text it follows (design §5).

A new rule is a new file with ``CITATION`` and ``check(contents, issuer)``, which yields one detail for each
breach, and its line in ``RULES``. The list is written out because a frozen binary cannot discover files.

Here are the rules of a person's certificate, and those that hold for every certificate; what is signed besides has its
rules in a folder of its own: ``authority``, ``responder``, ``revocation_list``, ``revoked_entry``, ``seal``,
``status_answer``.
"""

from __future__ import annotations

from types import ModuleType

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.lint import (
    a_labels,
    attribute_lengths,
    attributes_known,
    birth_date_before_issue,
    certificate_policies,
    characters,
    corporate_number,
    country_code,
    extended_key_usage_allowed,
    gender_letter,
    key_usage_allowed,
    names_not_empty,
    names_not_repeated,
    normal_form,
    printable_strings,
    responder_named,
    revocation_list_named,
    rfc822_names,
    serial_number,
    subject_identifies,
    term_at_most_five_years,
    uris,
    usages_agree,
    validity_day_end,
    validity_order,
    validity_within_issuer,
)
from domain.pki.lint.finding import Finding, LintFailed, findings_of, refuse

__all__ = ["RULES", "Finding", "LintFailed", "check", "require_clean"]

RULES: tuple[ModuleType, ...] = (
    a_labels,
    attribute_lengths,
    attributes_known,
    birth_date_before_issue,
    certificate_policies,
    characters,
    corporate_number,
    country_code,
    extended_key_usage_allowed,
    gender_letter,
    key_usage_allowed,
    names_not_empty,
    names_not_repeated,
    normal_form,
    printable_strings,
    responder_named,
    revocation_list_named,
    rfc822_names,
    serial_number,
    subject_identifies,
    term_at_most_five_years,
    uris,
    usages_agree,
    validity_day_end,
    validity_order,
    validity_within_issuer,
)


def check(contents: CertificateContents, issuer: IssuerFacts) -> list[Finding]:
    """All breaches; an empty list means that the contents may be signed."""
    return findings_of(RULES, contents, issuer)


def require_clean(contents: CertificateContents, issuer: IssuerFacts) -> None:
    """Raises ``LintFailed`` when there is a breach."""
    refuse(check(contents, issuer))
