"""「証明書記載情報」: exactly what goes into the certificate, as the applicant chose (S4-97, S4-109, S4-123)."""

from __future__ import annotations

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


def certificate_lines(values: Answers) -> list[tuple[str, str]]:
    """The same as labelled lines, in the order of the paper (図2-14)."""
    born = values.get("birth_date")
    found = [
        ("氏名(漢字)", values.get("name_kanji", "")),
        ("旧姓", values.get("former_name", "")),
        ("氏名(ローマ字)", values.get("name_roman", "")),
        ("住所(漢字)", address_of(values) if values.get("prefecture") else ""),
        ("住所(ローマ字)", values.get("address_roman", "")),
        ("生年月日", japanese_date(date.fromisoformat(born)) if born else ""),
        ("性別", _GENDER_WORDS.get(values.get("gender", ""), "")),
        ("電子メールアドレス", values.get("email", "")),
        ("法人番号", values.get("corporate_number", "")),
        ("組織名", values.get("organisation", "")),
        ("組織代表者氏名", values.get("representative", "")),
        ("組織所在地", address_of(values, "organisation_") if values.get("organisation_prefecture") else ""),
        ("部門名", values.get("department", "")),
        ("部門所在地", values.get("department_address", "")),
        ("代理権内容", values.get("mandate", "")),
    ]
    return [(label, value) for label, value in found if value]
