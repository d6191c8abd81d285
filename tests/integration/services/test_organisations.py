"""Organisations and their people, on a real database (S3-04, S3-13)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.db.models import AuditEvent, Representation, Staff
from domain.access import Actor, Role
from domain.errors import Forbidden, InvalidInput, NotFound
from domain.organisation import OrganisationKind
from services import organisations, staff
from services.office import Office
from tests.factories.offices import PASSWORD, make_office, make_organisation, make_staff
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter())
    yield made
    made.database.close()


@pytest.fixture
def administrator(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR)[0]


def test_an_agent_belongs_to_an_agency_and_an_administrator_to_the_office(office: Office) -> None:
    agent, _ = make_staff(office, Role.AGENT)
    assert agent.organisation_id is not None
    assert staff.actor_of(office, agent.staff_id or 0, "127.0.0.1") == agent
    assert make_staff(office, Role.REVIEWER)[0].organisation_id is None


def test_a_post_of_another_house_makes_no_account(office: Office) -> None:
    insurer = make_organisation(office, OrganisationKind.INSURER)
    before = len(all_of(office, Staff))
    for role, house in ((Role.REVIEWER, insurer), (Role.AGENT, insurer), (Role.AGENT, None)):
        with pytest.raises(InvalidInput, match="post_of_another_house"):
            staff.create(
                office, email="x@example.jp", name="見本", password=PASSWORD, roles=[role], organisation_id=house
            )
    with pytest.raises(NotFound, match="no_such_organisation"):
        staff.create(office, email="x@example.jp", name="見本", password=PASSWORD, roles=[], organisation_id=99)
    assert len(all_of(office, Staff)) == before


def test_two_organisations_cannot_have_one_name(office: Office, administrator: Actor) -> None:
    make_organisation(office, OrganisationKind.INSURER, "見本損害保険")
    with pytest.raises(InvalidInput, match="organisation_taken"):
        organisations.create(office, administrator, kind=OrganisationKind.AGENCY, name="見本損害保険")


def test_an_agency_acts_for_insurers_only_and_saying_it_twice_changes_nothing(
    office: Office, administrator: Actor
) -> None:
    agency = make_organisation(office, OrganisationKind.AGENCY)
    insurer = make_organisation(office, OrganisationKind.INSURER)
    for _ in range(2):
        organisations.let_represent(office, administrator, agency_id=agency, insurer_id=insurer)
    rows = all_of(office, Representation)
    assert [(row.agency_id, row.insurer_id) for row in rows] == [(agency, insurer)]
    assert [event.action for event in all_of(office, AuditEvent)].count("let_represent") == 1
    for wrong in ({"agency_id": insurer, "insurer_id": insurer}, {"agency_id": agency, "insurer_id": 99}):
        with pytest.raises(NotFound, match="no_such_organisation"):
            organisations.let_represent(office, administrator, **wrong)


def test_only_who_manages_the_office_lets_organisations_in(office: Office) -> None:
    reviewer, _ = make_staff(office, Role.REVIEWER)
    with pytest.raises(Forbidden):
        organisations.create(office, reviewer, kind=OrganisationKind.AGENCY, name="見本")
    with pytest.raises(Forbidden):
        organisations.let_represent(office, reviewer, agency_id=1, insurer_id=2)
