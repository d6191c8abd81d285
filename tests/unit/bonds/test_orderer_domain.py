"""Which domains may be applied for, who decides, and when it takes effect (S3-41…S3-46)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.bonds.free_mail import FREE_MAIL
from domain.bonds.orderer_domain import (
    DomainEvent,
    Verdict,
    batch_for,
    domain_of,
    orderer_domain,
    outcome,
    takes_effect_on,
)
from domain.errors import InvalidInput

YES, NO = Verdict.APPROVE, Verdict.REJECT


@pytest.mark.parametrize(
    "typed,read",
    [
        ("city.example.jp", "city.example.jp"),
        (" taro@City.Example.JP. ", "city.example.jp"),
        ("ｃｉｔｙ．ｅｘａｍｐｌｅ．ｊｐ", "city.example.jp"),
        ("日本.jp", "xn--wgv71a.jp"),
        ("city.mihon.lg.jp", "city.mihon.lg.jp"),
    ],
)
def test_s3_41_a_domain_is_the_part_after_the_at(typed: str, read: str) -> None:
    assert orderer_domain(typed) == read


@pytest.mark.parametrize(
    "typed,code",
    [
        ("", "required"),
        ("見本市", "not_a_domain"),
        ("city example.jp", "not_a_domain"),
        ("127.0.0.1", "not_a_domain"),
        ("gmail.com", "free_mail_domain"),
        ("docomo.ne.jp", "free_mail_domain"),
        ("people.yahoo.co.jp", "free_mail_domain"),
        ("mail.ru", "free_mail_domain"),
        ("jp-t.ne.jp", "free_mail_domain"),
        ("outlook.jp", "free_mail_domain"),
        ("lg.jp", "public_suffix"),
        ("go.jp", "public_suffix"),
        ("github.io", "public_suffix"),
    ],
)
def test_what_everybody_can_get_is_nobodys_domain(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        orderer_domain(typed, "present")
    assert (refusal.value.code, refusal.value.field) == (code, "present")


def test_the_list_of_free_mail_is_in_the_form_domains_are_compared_in() -> None:
    assert len(FREE_MAIL) > 4_000
    assert all(name == name.lower().strip(".") and "." in name for name in FREE_MAIL)


@pytest.mark.parametrize("domain", ["mlit.go.jp", "city.yokohama.lg.jp", "pref.osaka.jp", "jr-east.co.jp"])
def test_s3_41_a_body_of_its_own_name_may_apply(domain: str) -> None:
    assert orderer_domain(domain) == domain


def test_s3_41_an_address_belongs_to_exactly_one_domain() -> None:
    assert domain_of("Taro@City.Example.JP") == "city.example.jp"
    assert domain_of("a@sub.city.example.jp") != "city.example.jp", "subdomains are not implied"


@pytest.mark.parametrize(
    "said,event",
    [
        ({}, None),
        ({1: YES}, None),
        ({1: YES, 2: YES}, None),
        ({1: YES, 2: YES, 3: YES}, DomainEvent.APPROVE),
        ({1: YES, 2: YES, 3: YES, 9: YES}, DomainEvent.APPROVE),
        ({2: NO}, DomainEvent.REJECT),
        ({1: YES, 2: YES, 3: NO}, DomainEvent.REJECT),
    ],
)
def test_s3_42_everybody_must_say_yes_and_one_no_is_enough(said: dict[int, Verdict], event: DomainEvent | None) -> None:
    assert outcome(said, {1, 2, 3}) == event


def test_s3_42_nobody_asked_is_no_approval() -> None:
    assert outcome({}, set()) is None


@pytest.mark.parametrize(
    "applied,batch",
    [
        (date(2026, 2, 1), date(2026, 5, 25)),
        (date(2026, 4, 30), date(2026, 5, 25)),
        (date(2026, 5, 1), date(2026, 8, 25)),
        (date(2026, 7, 31), date(2026, 8, 25)),
        (date(2026, 8, 1), date(2026, 11, 25)),
        (date(2026, 10, 31), date(2026, 11, 25)),
        (date(2026, 11, 1), date(2027, 2, 25)),
        (date(2026, 12, 31), date(2027, 2, 25)),
        (date(2027, 1, 31), date(2027, 2, 25)),
    ],
)
def test_s3_45_four_batches_a_year(applied: date, batch: date) -> None:
    assert batch_for(applied) == batch


def test_s3_45_what_is_decided_after_its_batch_waits_for_the_next() -> None:
    assert takes_effect_on(date(2026, 10, 1), date(2026, 11, 25)) == date(2026, 11, 25)
    assert takes_effect_on(date(2026, 10, 1), date(2026, 11, 26)) == date(2027, 2, 25)
    assert takes_effect_on(date(2026, 10, 1), date(2027, 8, 1)) == date(2027, 8, 25)
