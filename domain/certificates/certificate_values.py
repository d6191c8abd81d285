"""「証明書記載情報」: exactly what goes into the certificate, as the applicant chose (S4-97, S4-109, S4-123)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.certificates.address import address_of
from domain.certificates.items import Answers
from domain.japanese.era import japanese_date

_ALWAYS = ("name_kanji", "name_roman", "corporate_number", "organisation", "representative", "mandate")
_ORGANISATION = (
    "organisation_prefecture",
    "organisation_city",
    "organisation_street",
    "organisation_building",
)
_PERSONAL = ("prefecture", "city", "street", "building", "address_roman", "birth_date")
_DEPARTMENT = ("department", "department_address")
_GENDER_LETTERS = {"male": "M", "female": "F"}
"""RFC 3739 §3.2.2."""
_GENDER_WORDS = {"M": "男", "F": "女"}

LABELS = (
    *("氏名(漢字)", "旧姓", "氏名(ローマ字)", "住所(漢字)", "住所(ローマ字)", "生年月日", "性別"),
    *("電子メールアドレス", "法人番号", "組織名", "組織代表者氏名", "組織所在地", "部門名", "部門所在地", "代理権内容"),
)
"""In the order of the paper (図2-14)."""


def certificate_values(answers: Answers) -> dict[str, str]:
    """The values the certificate will carry, by the names of ``domain.pki.name_template``."""
    names = [*_ALWAYS, *_ORGANISATION]
    if answers.get("personal_in_certificate") == "yes":
        names += _PERSONAL
    if answers.get("department_in_certificate") == "yes":
        names += _DEPARTMENT
    if answers.get("email_in_certificate") == "yes":
        names.append("email")
    values = {name: answers[name] for name in names if answers.get(name)}
    if answers.get("former_name_in_certificate") == "yes":
        values["former_name"] = f"{answers['former_surname']} {answers['given_name']}"
    if answers.get("personal_in_certificate") == "yes" and answers.get("gender"):
        values["gender"] = _GENDER_LETTERS[answers["gender"]]
    return values


def certificate_lines(values: Answers, translated: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """The same as labelled lines, in the order of the paper (図2-14).

    ``translated`` puts the words of a choice into the language of a screen; what is written stays as it is.
    """
    born = values.get("birth_date")
    found = (
        values.get("name_kanji", ""),
        values.get("former_name", ""),
        values.get("name_roman", ""),
        address_of(values) if values.get("prefecture") else "",
        values.get("address_roman", ""),
        japanese_date(date.fromisoformat(born)) if born else "",
        translated(_GENDER_WORDS[values["gender"]]) if values.get("gender") else "",
        values.get("email", ""),
        values.get("corporate_number", ""),
        values.get("organisation", ""),
        values.get("representative", ""),
        address_of(values, "organisation_") if values.get("organisation_prefecture") else "",
        values.get("department", ""),
        values.get("department_address", ""),
        values.get("mandate", ""),
    )
    return [(label, value) for label, value in zip(LABELS, found, strict=True) if value]
