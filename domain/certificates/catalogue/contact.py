"""Rows on how the office reaches the applicant (S4-83…S4-86)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from domain.certificates.catalogue.shapes import WRITE, one_of
from domain.certificates.items import Answers, Input, Item
from domain.errors import InvalidInput
from domain.japanese.email_address import email_address
from domain.japanese.phone import phone
from domain.japanese.width import only_digits


def _phone_inputs(name: str, *, required: bool) -> tuple[Input, ...]:
    parts = (("a", "市外局番"), ("b", "市内局番"), ("c", "番号"))
    return tuple(
        Input(
            name=f"{name}_{part}",
            label=label,
            required=required,
            rule=only_digits,
            width="xs",
            digits=True,
            longest=5,
        )
        for part, label in parts
    )


def _whole_phone(name: str) -> Callable[[Answers, date], Mapping[str, str]]:
    def together(answers: Answers, _today: date) -> Mapping[str, str]:
        parts = [answers.get(f"{name}_{part}", "") for part in "abc"]
        if not any(parts):
            return {}
        try:
            return {name: phone(parts[0], parts[1], parts[2])}
        except InvalidInput as problem:
            raise problem.at(f"{name}_a") from None

    return together


def _same_twice(answers: Answers, _today: date) -> Mapping[str, str]:
    # The part before @ may be case sensitive (RFC 5321 §2.4): only identical addresses are the same.
    if answers["email"] != answers["email_again"]:
        raise InvalidInput("emails_differ", "email_again")
    return {}


ITEMS = (
    Item(  # S4-83
        key="phone1",
        label="電話番号1",
        section="contact",
        support="日中連絡がとれる電話番号を入力してください",
        inputs=_phone_inputs("phone1", required=True),
        together=_whole_phone("phone1"),
        one_value=True,
    ),
    Item(  # S4-84
        key="phone2",
        label="電話番号2",
        section="contact",
        inputs=_phone_inputs("phone2", required=False),
        together=_whole_phone("phone2"),
        one_value=True,
    ),
    Item(  # S4-85
        key="email",
        label="電子メールアドレス",
        section="contact",
        certificate="email_in_certificate=yes",
        inputs=(
            Input(
                name="email",
                label="電子メールアドレス",
                required=True,
                rule=email_address,
                longest=254,
                width="l",
                autocomplete="email",
            ),
            Input(
                name="email_again",
                label="確認のためもう一度入力してください",
                required=True,
                rule=email_address,
                longest=254,
                width="l",
            ),
        ),
        together=_same_twice,
    ),
    Item(  # S4-86, S4-100
        key="email_in_certificate",
        label="電子メールアドレスの証明書記載",
        section="contact",
        support="デジタル署名付きメールをご希望される場合「証明書に記載する」を選択してください",
        inputs=(Input(name="email_in_certificate", kind="radio", choices=WRITE, default="no", rule=one_of(WRITE)),),
    ),
)
