"""Folders go by themselves when their years are over, and are listed before (S3-47)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapters.db.models import AuditEvent, BondContent
from domain.access import Actor, Role
from domain.bonds.folder import FolderState
from domain.errors import InvalidInput
from domain.settings import Group
from domain.settings.table import BOND_WARNING_MONTHS, BOND_YEARS
from queries.bond_folders import folders
from services import bond_deletions, bond_retention, settings
from services.office import Office
from tests.factories.bonds import Houses, added, files, folder, registered
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import all_of


@pytest.fixture
def administrator(office: Office) -> Actor:
    return make_staff(office, Role.ADMINISTRATOR)[0]


def due(office: Office, houses: Houses) -> list[str]:
    """The warning list of the agency."""
    found = folders(office, houses.agent, wanted="due")
    assert found.due == found.count == len(found.page.rows)
    return sorted(row.policy_number for row in found.page.rows)


def turn_to(clock: FixedClock, day: date) -> None:
    clock.advance(timedelta(days=(day - clock().date()).days))


def test_s3_47_files_go_when_three_years_have_passed(office: Office, houses: Houses, clock: FixedClock) -> None:
    folder_id = registered(office, houses, end=date(2023, 11, 21), policy_number="A1")
    kept = registered(office, houses)
    clock.advance(timedelta(days=1))
    assert bond_retention.delete_due(office) == 0, "the last day itself"
    clock.advance(timedelta(days=1))
    assert bond_retention.delete_due(office) == 1
    gone = folder(office, folder_id)
    assert (gone.state, gone.policy_number, gone.contractor_email) == (FolderState.EXPIRED, "A1", "")
    contents = [row.file_id for row in all_of(office, BondContent)]
    assert contents == [file.id for file in files(office, kept)]
    assert all_of(office, AuditEvent)[-1].action == "expire_bonds"
    assert bond_retention.delete_due(office) == 0


def test_s3_47_the_tombstone_stays_in_the_trail(office: Office, houses: Houses, clock: FixedClock) -> None:
    folder_id = registered(office, houses, end=date(2023, 11, 20), policy_number="A1")
    hashes = [file.sha256 for file in files(office, folder_id)]
    clock.advance(timedelta(days=1))
    bond_retention.delete_due(office)
    told = all_of(office, AuditEvent)[-1]
    assert (told.subject, told.details["policy_number"], told.details["sha256"]) == (
        f"bond:{folder_id}",
        "A1",
        hashes,
    )


def test_s3_47_a_month_before_a_folder_stands_on_the_warning_list(
    office: Office, houses: Houses, clock: FixedClock
) -> None:
    registered(office, houses, end=date(2023, 12, 21), policy_number="A1")
    registered(office, houses, end=date(2024, 2, 29), policy_number="LEAP")
    assert due(office, houses) == [], "a month and a day"
    clock.advance(timedelta(days=1))
    assert due(office, houses) == ["A1"]
    turn_to(clock, date(2027, 1, 27))
    assert bond_retention.delete_due(office) == 1
    assert due(office, houses) == [], "what is gone is warned of no more"
    clock.advance(timedelta(days=1))
    assert due(office, houses) == ["LEAP"], "three years from 29 February end on the 28th"
    assert folders(office, houses.other_branch, wanted="due").due == 0, "another insurer's (S3-04)"


def test_s3_47_a_later_upload_with_an_earlier_end_brings_the_warning_forward(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, end=date(2027, 3, 31), policy_number="A1")
    assert due(office, houses) == []
    added(office, houses, folder_id, end=date(2023, 12, 10))
    assert folder(office, folder_id).kept_until == date(2026, 12, 10)
    assert due(office, houses) == ["A1"]
    added(office, houses, folder_id, end=date(2027, 3, 31))
    assert due(office, houses) == [], "and a later end takes it back"


def test_another_number_of_years_counts_from_the_next_upload(
    office: Office, houses: Houses, administrator: Actor
) -> None:
    """A slip in the setting destroys nothing by itself: a folder keeps the day it was given."""
    old = registered(office, houses, end=date(2025, 3, 31))
    settings.change(office, administrator, Group.RETENTION, {BOND_YEARS.name: "1"})
    assert bond_retention.delete_due(office) == 0
    assert folder(office, old).kept_until == date(2028, 3, 31)
    with pytest.raises(InvalidInput, match="end_too_early") as refusal:
        registered(office, houses, end=date(2025, 11, 19))
    assert refusal.value.values["years"] == 1
    settings.change(office, administrator, Group.RETENTION, {BOND_YEARS.name: "5"})
    assert folder(office, registered(office, houses, end=date(2027, 3, 31))).kept_until == date(2032, 3, 31)
    added(office, houses, old, end=date(2026, 3, 31))
    assert folder(office, old).kept_until == date(2031, 3, 31)


def test_what_is_left_after_a_deletion_counts_by_the_years_of_now(
    office: Office, houses: Houses, administrator: Actor
) -> None:
    folder_id = registered(office, houses, end=date(2027, 3, 31))
    added(office, houses, folder_id, end=date(2028, 3, 31))
    settings.change(office, administrator, Group.RETENTION, {BOND_YEARS.name: "2"})
    bond_deletions.request(office, houses.agent, folder_id, file_id=files(office, folder_id)[1].id, reason="誤り")
    (wish,) = folders(office, houses.agent, wanted="requested").page.rows
    assert wish.id == folder_id
    bond_deletions.approve(office, houses.branch, folder_id, 1)
    assert folder(office, folder_id).kept_until == date(2029, 3, 31)


def test_the_office_may_be_warned_earlier(office: Office, houses: Houses, administrator: Actor) -> None:
    registered(office, houses, end=date(2024, 5, 20), policy_number="A1")
    assert due(office, houses) == []
    settings.change(office, administrator, Group.RETENTION, {BOND_WARNING_MONTHS.name: "6"})
    assert due(office, houses) == ["A1"]
