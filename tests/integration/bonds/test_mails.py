"""The mails about bonds as they arrive (S3-16, S3-20, S3-23, S3-43)."""

from __future__ import annotations

import pytest

from adapters.db.models import OutgoingMail
from adapters.mail.folding import columns
from domain.bonds.orderer_domain import DomainWish, Verdict
from services import bond_folders, orderer_domains, orderer_log_in
from services.office import Office
from tests.factories.bonds import Houses, added, domains_at_once, password, register_domain, registered, url
from tests.factories.offices import VISITOR
from tests.factories.records import all_of
from tests.integration.bonds.test_domains import applied, decide, everybody


@pytest.fixture
def letters(office: Office, houses: Houses) -> list[OutgoingMail]:
    """One of each kind and turn."""
    domains_at_once(office)
    register_domain(office)
    folder_id = registered(office, houses, works_name="寿限無寿限無五劫の擦り切れ海砂利水魚の" * 9)
    added(office, houses, folder_id)
    orderer_log_in.request(
        office,
        VISITOR,
        email="taro@city.example.jp",
        url=url(office, folder_id),
        password=password(office, folder_id),
    )
    bond_folders.resend_password(office, houses.agent, folder_id)
    decide(office, applied(office, wish=DomainWish.CHANGE, present="city.example.jp"), *everybody(houses))
    decide(office, applied(office, wish=DomainWish.REMOVE, department=""), *everybody(houses))
    decide(
        office,
        applied(office, domain="town.example.jp", email="a@town.example.jp"),
        houses.manager,
        verdict=Verdict.REJECT,
        reason="団体を確認できませんでした。",
    )
    return all_of(office, OutgoingMail)


def test_every_mail_can_be_read_anywhere(letters: list[OutgoingMail]) -> None:
    """No line wider than 76 columns, no hole, nothing left of the template."""
    assert {mail.kind for mail in letters} == {
        "bond_url",
        "bond_password",
        "one_time_password",
        orderer_domains.PROOF,
        orderer_domains.NOTICE,
    }
    for mail in letters:
        assert [line for line in mail.body.split("\n") if columns(line) > 76] == [], mail.kind
        assert "\n\n\n" not in mail.body, mail.body
        assert "{" not in mail.body
        assert mail.body.rstrip().endswith("発行元: 保証証券等確認システム")
        assert mail.subject.startswith("【保証証券等確認システム】")


def test_s3_23_nothing_of_url_or_password_goes_to_an_orderer(letters: list[OutgoingMail]) -> None:
    to_orderer = [mail for mail in letters if mail.recipient == "taro@city.example.jp"]
    assert len(to_orderer) == 5
    assert not [mail.kind for mail in to_orderer if "[[viewing" in mail.body]
