"""Deleting by two people what was registered by mistake (S3-48…S3-50)."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.db.models import AuditEvent, BondContent, BondDeletion
from domain.bonds.folder import FolderState
from domain.errors import NotFound, RuleViolation
from services import bond_deletions, bond_folders
from services.office import Office
from tests.factories.bonds import Houses, added, files, folder, pdf, registered
from tests.factories.offices import one_person_office
from tests.factories.records import all_of


def asked(office: Office) -> BondDeletion:
    return all_of(office, BondDeletion)[-1]


def contents(office: Office) -> list[int]:
    return [row.file_id for row in all_of(office, BondContent)]


def forgotten(office: Office) -> list[str]:
    return office.pdfs.forgotten  # type: ignore[attr-defined]  # because the tests' reader keeps a list


def test_s3_50_a_folder_is_deleted_whole_by_two_people(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, pdf(), pdf(), policy_number="A1")
    hashes = [file.sha256 for file in files(office, folder_id)]
    bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="証券番号の誤り")
    assert len(contents(office)) == 2
    with pytest.raises(RuleViolation, match="second_person_needed"):
        bond_deletions.approve(office, houses.agent, folder_id, asked(office).id)
    bond_deletions.approve(office, houses.branch, folder_id, asked(office).id)
    gone = folder(office, folder_id)
    assert (gone.state, gone.contractor_name, gone.contractor_email, gone.works_name) == (
        FolderState.DELETED,
        "",
        "",
        "",
    )
    assert (gone.token_hash, gone.sealed_token, gone.sealed_password) == (None, None, None)
    assert contents(office) == []
    assert forgotten(office) == hashes
    assert registered(office, houses, policy_number="A1"), "the number is free again"


def test_a_tombstone_remains_in_the_audit_trail(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, policy_number="A1")
    bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="見本の理由")
    bond_deletions.approve(office, houses.second_agent, folder_id, asked(office).id)
    request, deletion = [e for e in all_of(office, AuditEvent) if e.subject == f"bond:{folder_id}"][-2:]
    assert request.note is not None
    assert (request.action, request.note.text) == ("request_bond_deletion", "見本の理由")
    assert (deletion.action, deletion.details["policy_number"]) == ("delete_bonds", "A1")
    assert deletion.details["sha256"] == [file.sha256 for file in files(office, folder_id)]


def test_s3_48_one_file_can_go_and_what_it_replaced_is_current_again(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, end=date(2027, 3, 31))
    (first,) = files(office, folder_id)
    added(office, houses, folder_id, end=date(2028, 3, 31), replaces=first.id)
    second = files(office, folder_id)[1]
    bond_deletions.request(office, houses.agent, folder_id, file_id=second.id, reason="誤り")
    bond_deletions.approve(office, houses.branch, folder_id, asked(office).id)
    first, second = files(office, folder_id)
    assert (first.replaced_by, first.removed_at) == (None, None)
    assert second.removed_at is not None
    assert contents(office) == [first.id]
    assert folder(office, folder_id).kept_until == date(2030, 3, 31), "by the file that is left"


def test_the_last_file_goes_only_with_its_folder(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, pdf(), pdf())
    first, second = files(office, folder_id)
    bond_deletions.request(office, houses.agent, folder_id, file_id=first.id, reason="誤り")
    with pytest.raises(RuleViolation, match="last_file"):
        bond_deletions.request(office, houses.agent, folder_id, file_id=second.id, reason="誤り")
    with pytest.raises(RuleViolation, match="deletion_requested"):
        bond_deletions.request(office, houses.agent, folder_id, file_id=first.id, reason="誤り")
    with pytest.raises(NotFound, match="no_such_file"):
        bond_deletions.request(office, houses.agent, folder_id, file_id=999, reason="誤り")
    bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="誤り")
    with pytest.raises(RuleViolation, match="deletion_requested"):
        bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="誤り")


def test_no_mistake_after_all(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="誤り")
    bond_deletions.decline(office, houses.branch, folder_id, asked(office).id)
    with pytest.raises(RuleViolation, match="not_possible_now"):
        bond_deletions.approve(office, houses.branch, folder_id, asked(office).id)
    assert folder(office, folder_id).state == FolderState.OPEN
    assert len(contents(office)) == 1


def test_where_one_person_is_enough_it_is_gone_at_once(office: Office, houses: Houses) -> None:
    one_person_office(office)
    folder_id = registered(office, houses)
    bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="誤り")
    assert (folder(office, folder_id).state, contents(office)) == (FolderState.DELETED, [])
    with pytest.raises(RuleViolation, match="folder_is_gone"):
        bond_folders.new_password(office, houses.agent, folder_id)


def test_a_deletion_of_another_folder_cannot_be_approved_here(office: Office, houses: Houses) -> None:
    mine, strange = registered(office, houses), registered(office, houses, actor=houses.other_branch)
    bond_deletions.request(office, houses.other_branch, strange, file_id=None, reason="誤り")
    for deletion_id in (asked(office).id, 999):
        with pytest.raises(NotFound, match="no_such_deletion"):
            bond_deletions.approve(office, houses.branch, mine, deletion_id)
    with pytest.raises(NotFound, match="no_such_folder"):
        bond_deletions.approve(office, houses.branch, strange, asked(office).id)
