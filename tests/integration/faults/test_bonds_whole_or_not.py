"""Each write of each use case of the bonds fails in turn: it is done whole or not at all (issue 6, item 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.db.models import BondDeletion, OrdererDomain
from adapters.mail.catcher import MailCatcher
from domain.bonds.orderer_domain import DomainWish, Verdict
from services import (
    bond_deletions,
    bond_drafts,
    bond_folders,
    bond_forms,
    bond_retention,
    bond_verification,
    bond_viewing,
    orderer_domains,
    orderer_log_in,
    outbox,
)
from services.bond_viewing import Opened
from services.office import Office
from services.orderer_domains import Wish
from tests.factories.bonds import (
    END,
    Houses,
    facts,
    files,
    found_houses,
    mails_of,
    password,
    pdf,
    register_domain,
    registered,
    secret_of,
    staged,
    url,
)
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import all_of
from tests.integration.faults.sabotage import Saboteur

EMAIL = "taro@city.example.jp"


@pytest.fixture
def houses(office: Office) -> Houses:
    return found_houses(office)


@pytest.fixture
def saboteur(office: Office, houses: Houses) -> Iterator[Saboteur]:
    with Saboteur(office) as made:
        yield made


def test_a_folder_is_uploaded_whole_or_not_at_all(office: Office, houses: Houses, saboteur: Saboteur) -> None:
    every, agent, key = saboteur.every_write, houses.agent, office.randomness.token()
    every(lambda: bond_drafts.keep_typed(office, agent, key, {"policy_number": "A1"}, folder_id=None))
    struck = every(lambda: bond_drafts.add_file(office, agent, key, folder_id=None, name="証券.pdf", content=pdf()))
    assert "INSERT bond_draft_file" in struck
    number = bond_drafts.add_file(office, agent, key, folder_id=None, name="別の証券.pdf", content=pdf())
    every(lambda: bond_drafts.drop_file(office, agent, key, number, folder_id=None))
    struck = every(
        lambda: bond_folders.register(office, agent, key, facts(houses.insurer), insurance_end=END, places={})
    )
    assert {"INSERT bond_folder", "INSERT bond_file", "INSERT bond_content", "INSERT outgoing_mail"} <= set(struck)
    assert {"INSERT audit_event", "DELETE bond_draft"} <= set(struck)
    folder_id = bond_folders.made_with(office, agent, key)
    assert folder_id is not None
    more, _ = staged(office, agent, pdf(), folder_id=folder_id)
    struck = every(lambda: bond_folders.add(office, agent, folder_id, more, insurance_end=END, places={}))
    assert {"INSERT bond_file", "INSERT audit_event"} <= set(struck)


def test_keys_to_a_folder_are_changed_whole_or_not_at_all(office: Office, houses: Houses, saboteur: Saboteur) -> None:
    every, agent, folder_id = saboteur.every_write, houses.agent, registered(office, houses)
    email = "new@example.jp"
    for act in (
        lambda: bond_folders.resend_password(office, agent, folder_id),
        lambda: bond_folders.resend_url(office, agent, folder_id),
        lambda: bond_folders.new_password(office, agent, folder_id),
        lambda: bond_folders.revoke_url(office, agent, folder_id),
        lambda: bond_folders.new_url(office, agent, folder_id, contractor_email=email),
        lambda: bond_forms.for_agent(office, agent, folder_id, "docx"),
        lambda: bond_forms.encrypted_for_agent(office, agent, folder_id),
    ):
        assert "INSERT audit_event" in every(act)


def test_bonds_are_deleted_whole_or_not_at_all(
    office: Office, houses: Houses, saboteur: Saboteur, clock: FixedClock
) -> None:
    every, agent, folder_id = saboteur.every_write, houses.agent, registered(office, houses)

    def ask() -> None:
        bond_deletions.request(office, agent, folder_id, file_id=None, reason="証券番号の誤り")

    def asked() -> int:
        return all_of(office, BondDeletion)[-1].id

    assert {"INSERT bond_deletion", "INSERT audit_event"} <= set(every(ask))
    every(lambda: bond_deletions.decline(office, houses.branch, folder_id, asked()))
    ask()
    struck = every(lambda: bond_deletions.approve(office, houses.branch, folder_id, asked()))
    assert {"UPDATE bond_folder", "DELETE bond_content", "INSERT audit_event"} <= set(struck)
    registered(office, houses, end=date(2023, 11, 20))
    staged(office, agent)
    clock.advance(timedelta(days=3))
    assert "DELETE bond_content" in every(lambda: bond_retention.delete_due(office))
    assert "DELETE bond_draft" in every(lambda: bond_drafts.forget_old(office))


def test_bonds_are_viewed_and_each_look_is_on_record_or_did_not_happen(
    office: Office, houses: Houses, saboteur: Saboteur, tmp_path: Path
) -> None:
    every, folder_id = saboteur.every_write, registered(office, houses)
    register_domain(office)
    keys = {"url": url(office, folder_id), "password": password(office, folder_id)}
    # Tries are counted before the password is looked at.
    every(lambda: bond_viewing.enter(office, VISITOR, **keys), may_change={"throttle"})
    log_ins: list[orderer_log_in.LogIn] = []
    every(lambda: log_ins.append(orderer_log_in.request(office, VISITOR, email=EMAIL, **keys)), may_change={"throttle"})
    way = MailCatcher(tmp_path / "caught")
    every(lambda: outbox.send_due(office, way, "office@example.jp"), may_change={"outgoing_mail", "orderer_log_in"})
    log_in = orderer_log_in.request(office, VISITOR, email=EMAIL, **keys)
    (mail,) = mails_of(office, "one_time_password")[-1:]
    code = (orderer_log_in.at_sending(office, mail.id) or {})["one_time_password"]
    opened: list[Opened] = []
    every(
        lambda: opened.append(orderer_log_in.verify(office, VISITOR, log_in.log_in_id, log_in.key, code)),
        may_change={"throttle", "orderer_log_in"},
    )
    viewing_id, key = opened[0].viewing_id, opened[0].key
    shown = bond_viewing.viewing(office, viewing_id, key)
    (file,) = files(office, folder_id)
    assert "INSERT bond_access" in every(lambda: bond_viewing.note_seen(office, shown, file.id))
    struck = every(lambda: bond_viewing.download(office, VISITOR, viewing_id, key, file.id))
    assert {"INSERT bond_access", "INSERT audit_event"} <= set(struck)
    assert every(lambda: bond_verification.verify(office, VISITOR, file.sha256))
    assert every(lambda: bond_viewing.leave(office, viewing_id, key))


def test_domains_are_decided_whole_or_not_at_all(
    office: Office, houses: Houses, saboteur: Saboteur, clock: FixedClock
) -> None:
    every = saboteur.every_write
    wish = Wish(
        wish=DomainWish.ADD,
        domain="city.example.jp",
        body="見本市",
        department="契約課",
        person="見本 太郎",
        email=EMAIL,
        phone="03-0000-0000",
        remarks="",
    )
    key = office.randomness.token()
    struck = every(lambda: orderer_domains.apply(office, VISITOR, wish, request_key=key), may_change={"throttle"})
    assert {"INSERT domain_application", "INSERT outgoing_mail"} <= set(struck)
    mail = mails_of(office, "domain_proof")[-1]
    token = secret_of(office, mail, "proof_url").rsplit("/", 1)[1]
    assert every(lambda: orderer_domains.prove(office, VISITOR, token))
    for actor in (houses.association, houses.manager, houses.other_manager):
        struck = every(
            lambda actor=actor: orderer_domains.decide(office, actor, 1, verdict=Verdict.APPROVE, reason="")  # type: ignore[misc]  # because mypy knows no type of a lambda's default
        )
        assert "INSERT audit_event" in struck
    clock.advance(timedelta(days=120))
    assert "INSERT orderer_domain" in every(lambda: orderer_domains.take_effect_due(office))
    assert [row.name for row in all_of(office, OrdererDomain)] == ["city.example.jp"]
    other = replace(wish, domain="town.example.jp", email="taro@town.example.jp")
    orderer_domains.apply(office, VISITOR, other, request_key=office.randomness.token())
    clock.advance(timedelta(days=40))
    assert every(lambda: orderer_domains.lapse_unproven(office))
