"""Domains: application, proof of address, decisions, batches, notice (S3-41…S3-46)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.db.models import AuditEvent, DomainApplication, OrdererDomain
from domain.access import Actor, Role
from domain.bonds import orderer_domain as rules
from domain.bonds.orderer_domain import DomainState, DomainWish, Verdict
from domain.errors import Forbidden, Gone, InvalidInput, NotFound, RuleViolation, TooManyTries
from domain.organisation import OrganisationKind
from domain.settings import Group
from domain.settings.table import DOMAINS_IN_BATCHES
from services import bond_viewing, orderer_domains, settings
from services.office import Office
from services.orderer_domains import Wish
from tests.factories.bonds import Houses, domains_at_once, mails_of, register_domain, secret_of
from tests.factories.offices import VISITOR, FixedClock, make_organisation, make_staff
from tests.factories.records import all_of

YES, NO = Verdict.APPROVE, Verdict.REJECT


def wish(**changes: object) -> Wish:
    values: dict[str, object] = {
        "wish": DomainWish.ADD,
        "domain": "city.example.jp",
        "body": "見本市",
        "department": "契約課",
        "person": "見本 太郎",
        "email": "taro@city.example.jp",
        "phone": "03-0000-0000",
        "remarks": "",
    }
    return Wish(**values | changes)  # type: ignore[arg-type]  # because the caller names Wish's own fields


def applied(office: Office, **changes: object) -> int:
    """Applied and proven; gives the application's id."""
    orderer_domains.apply(office, VISITOR, wish(**changes), request_key=office.randomness.token())
    orderer_domains.prove(office, VISITOR, token(office))
    return newest(office).id


def token(office: Office) -> str:
    """Of the newest mailed link."""
    return secret_of(office, mails_of(office, "domain_proof")[-1], "proof_url").rsplit("/", 1)[1]


def newest(office: Office) -> DomainApplication:
    return all_of(office, DomainApplication)[-1]


def decide(office: Office, application_id: int, *actors: Actor, verdict: Verdict = YES, reason: str = "") -> None:
    for actor in actors:
        orderer_domains.decide(office, actor, application_id, verdict=verdict, reason=reason)


def living(office: Office) -> list[str]:
    return [row.name for row in all_of(office, OrdererDomain) if row.removed_at is None]


def everybody(houses: Houses) -> tuple[Actor, Actor, Actor]:
    return houses.association, houses.manager, houses.other_manager


def test_s3_42_association_and_every_insurer_must_approve(office: Office, houses: Houses) -> None:
    domains_at_once(office)
    application = applied(office)
    decide(office, application, houses.association, houses.manager)
    assert newest(office).state == DomainState.OPEN
    assert living(office) == []
    decide(office, application, houses.other_manager)
    assert newest(office).state == DomainState.DONE
    assert living(office) == ["city.example.jp"]


def test_s3_42_an_insurer_that_joined_meanwhile_is_asked_too(office: Office, houses: Houses) -> None:
    application = applied(office)
    decide(office, application, houses.association, houses.manager)
    joined = make_organisation(office, OrganisationKind.INSURER)
    decide(office, application, houses.other_manager)
    assert newest(office).state == DomainState.OPEN
    decide(office, application, make_staff(office, Role.INSURER, organisation_id=joined)[0])
    assert newest(office).state == DomainState.APPROVED


def test_s3_43_the_applicant_hears_yes(office: Office, houses: Houses) -> None:
    domains_at_once(office)
    decide(office, applied(office), *everybody(houses))
    (notice,) = mails_of(office, "domain_notice")
    assert notice.recipient == "taro@city.example.jp"
    assert notice.subject == "【保証証券等確認システム】ドメイン申請の可否通知"
    assert "承認" in notice.body
    assert "https://office.example.jp/orderer" in notice.body


def test_s3_43_one_no_ends_it_with_its_reason(office: Office, houses: Houses) -> None:
    application = applied(office)
    decide(office, application, houses.association)
    decide(office, application, houses.manager, verdict=NO, reason="団体を確認できませんでした。")
    assert newest(office).state == DomainState.REJECTED
    (notice,) = mails_of(office, "domain_notice")
    assert "否認" in notice.body
    assert "団体を確認できませんでした。" in notice.body
    with pytest.raises(RuleViolation, match="not_possible_now"):
        decide(office, application, houses.other_manager)


def test_s3_45_an_approval_takes_effect_with_its_batch(office: Office, houses: Houses, clock: FixedClock) -> None:
    clock.now = datetime(2026, 10, 1, 3, tzinfo=UTC)
    decide(office, applied(office), *everybody(houses))
    assert (newest(office).state, newest(office).effective_on) == (DomainState.APPROVED, date(2026, 11, 25))
    clock.now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert orderer_domains.take_effect_due(office) == 0
    assert mails_of(office, "domain_notice") == []
    clock.now = datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert orderer_domains.take_effect_due(office) == 1
    assert living(office) == ["city.example.jp"]
    assert len(mails_of(office, "domain_notice")) == 1
    assert orderer_domains.take_effect_due(office) == 0


def test_each_house_says_its_word_once(office: Office, houses: Houses) -> None:
    application = applied(office)
    decide(office, application, houses.manager)
    colleague, _ = make_staff(office, Role.INSURER, organisation_id=houses.insurer)
    with pytest.raises(RuleViolation, match="decided_already"):
        decide(office, application, colleague)
    with pytest.raises(Forbidden):
        decide(office, application, houses.agent)
    with pytest.raises(NotFound, match="no_such_application"):
        decide(office, 999, houses.manager)


def test_nobody_sees_an_application_whose_address_is_not_proven(
    office: Office, houses: Houses, clock: FixedClock
) -> None:
    orderer_domains.apply(office, VISITOR, wish(), request_key="once")
    with pytest.raises(NotFound, match="no_such_application"):
        decide(office, newest(office).id, houses.manager)
    link = token(office)
    assert orderer_domains.proof(office, link).domain == "city.example.jp"
    assert newest(office).state == DomainState.UNPROVEN, "opening the link is not pressing the button"
    with pytest.raises(NotFound, match="no_such_proof"):
        orderer_domains.prove(office, VISITOR, "x")
    clock.advance(rules.PROOF_VALID_FOR)
    with pytest.raises(Gone, match="proof_over"):
        orderer_domains.prove(office, VISITOR, link)
    assert orderer_domains.lapse_unproven(office) == 1
    assert newest(office).state == DomainState.LAPSED
    with pytest.raises(Gone, match="proof_over"):
        orderer_domains.proof(office, link)


def test_a_second_press_changes_nothing(office: Office, houses: Houses) -> None:
    for _ in range(2):
        orderer_domains.apply(office, VISITOR, wish(), request_key="once")
    assert len(all_of(office, DomainApplication)) == len(mails_of(office, "domain_proof")) == 1
    for _ in range(2):
        orderer_domains.prove(office, VISITOR, token(office))
    acts = [event.action for event in all_of(office, AuditEvent) if event.subject == f"domain:{newest(office).id}"]
    assert acts == ["apply_domain", "prove_domain"]


def test_one_speaks_for_ones_own_domain_only(office: Office, houses: Houses) -> None:
    register_domain(office)
    for wrong, code, field in (
        ({"email": "a@other.example.jp", "domain": "new.example.jp"}, "address_of_another_domain", "email"),
        ({"domain": "city.example.jp"}, "domain_taken", "domain"),
        (
            {"wish": DomainWish.REMOVE, "domain": "none.example.jp", "email": "a@none.example.jp"},
            "domain_not_registered",
            "domain",
        ),
        ({"wish": DomainWish.CHANGE, "domain": "city.example.jp", "present": "x.example.jp"},
         "domain_not_registered", "present"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refusal:
            applied(office, **wrong)
        assert (refusal.value.code, refusal.value.field) == (code, field)
    register_domain(office, "town.example.jp")
    with pytest.raises(InvalidInput, match="domain_taken"):
        applied(office, wish=DomainWish.CHANGE, present="city.example.jp", domain="town.example.jp")


def test_nobodys_mailbox_is_flooded(office: Office, houses: Houses) -> None:
    for _ in range(rules.APPLICATIONS):
        orderer_domains.apply(office, VISITOR, wish(), request_key=office.randomness.token())
    with pytest.raises(TooManyTries, match="too_many_applications"):
        orderer_domains.apply(office, VISITOR, wish(), request_key=office.randomness.token())


def test_s3_46_a_change_goes_the_same_way_and_ends_the_old_domain(office: Office, houses: Houses) -> None:
    domains_at_once(office)
    register_domain(office)
    application = applied(office, wish=DomainWish.CHANGE, present="city.example.jp", domain="new.example.jp")
    assert living(office) == ["city.example.jp"]
    decide(office, application, *everybody(houses))
    assert living(office) == ["new.example.jp"]
    with office.database.read() as session:
        assert not bond_viewing.is_registered(session, "city.example.jp")


def test_s3_44_a_change_of_department_keeps_the_domain(office: Office, houses: Houses) -> None:
    domains_at_once(office)
    register_domain(office)
    changed = {"wish": DomainWish.CHANGE, "present": "city.example.jp", "department": "財政課"}
    decide(office, applied(office, **changed), *everybody(houses))
    assert [(r.name, r.department) for r in all_of(office, OrdererDomain) if r.removed_at is None] == [
        ("city.example.jp", "財政課")
    ]


def test_s3_46_a_removal_goes_the_same_way(office: Office, houses: Houses) -> None:
    domains_at_once(office)
    register_domain(office)
    decide(office, applied(office, wish=DomainWish.REMOVE), *everybody(houses))
    assert living(office) == []
    assert "削除しました" in mails_of(office, "domain_notice")[-1].body


def test_two_applications_for_one_domain_make_one_registration(
    office: Office, houses: Houses, clock: FixedClock
) -> None:
    first, second = applied(office), applied(office, department="財政課")
    for application in (first, second):
        decide(office, application, *everybody(houses))
    clock.advance(timedelta(days=120))
    assert orderer_domains.take_effect_due(office) == 2
    assert living(office) == ["city.example.jp"]
    assert {row.registered_id for row in all_of(office, DomainApplication)} == {all_of(office, OrdererDomain)[0].id}


def test_s3_45_at_once_by_setting_and_only_from_then_on(office: Office, houses: Houses) -> None:
    """What has its day keeps it; what is approved after the change is registered the same moment."""
    waiting = applied(office)
    decide(office, waiting, *everybody(houses))
    assert (newest(office).state, living(office)) == (DomainState.APPROVED, [])
    domains_at_once(office)
    assert orderer_domains.take_effect_due(office) == 0
    decide(office, applied(office, domain="town.example.jp", email="b@town.example.jp"), *everybody(houses))
    assert living(office) == ["town.example.jp"]


def test_only_who_manages_the_office_switches_the_batches(office: Office, houses: Houses) -> None:
    with pytest.raises(Forbidden):
        settings.change(office, houses.association, Group.BONDS, {DOMAINS_IN_BATCHES.name: "off"})
