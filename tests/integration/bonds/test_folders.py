"""New folders, additional uploads, passwords and URLs (S3-04, S3-16…S3-25, S3-49)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapters.db.models import AuditEvent, BondDraft, BondDraftFile, BondFile, BondFolder, Representation, Staff
from domain.access import Actor, Role
from domain.bonds.folder import MOST_FILES, PaperKind
from domain.errors import Forbidden, InvalidInput, NotFound, RuleViolation
from services import bond_drafts, bond_folders
from services.bond_folders import Place
from services.bond_records import content_of, own_folder
from services.office import Office
from tests.factories.bonds import (
    END,
    Houses,
    added,
    facts,
    files,
    folder,
    mails_of,
    password,
    pdf,
    registered,
    secret_of,
    staged,
    url,
)
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import all_of


def email_of(office: Office, actor: Actor) -> str:
    with office.database.read() as session:
        return session.get_one(Staff, actor.staff_id).email


def test_s3_16_url_and_password_go_in_two_mails_to_two_people(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, policy_number="A1234567")
    to_contractor, to_agent = mails_of(office, "bond_url", "bond_password")
    assert to_contractor.recipient == "contractor@example.jp"
    assert to_agent.recipient == email_of(office, houses.agent)
    assert secret_of(office, to_contractor, "viewing_url") == url(office, folder_id)
    assert secret_of(office, to_agent, "viewing_password") == password(office, folder_id)
    for mail in (to_contractor, to_agent):
        assert password(office, folder_id) not in mail.body
        assert url(office, folder_id) not in mail.body
    assert "[[viewing_password]]" not in to_contractor.body
    assert "[[viewing_url]]" not in to_agent.body


def test_s3_20_the_subject_word_for_word(office: Office, houses: Houses) -> None:
    registered(office, houses, policy_number="A1234567")
    (mail,) = mails_of(office, "bond_url")
    assert mail.subject == (
        "【保証証券等確認システム】証券等閲覧用URLのご案内（保険会社名：見本損害保険株式会社、証券番号：A1234567）"
    )


def test_the_exact_bytes_are_kept_sealed_with_what_is_known_of_them(office: Office, houses: Houses) -> None:
    contents = [pdf(), pdf()]
    folder_id = registered(office, houses, *contents)
    with office.database.read() as session:
        stored = files(office, folder_id)
        merged = [session.get_one(BondFile, file.id) for file in stored]
        assert [content_of(session, office, file) for file in merged] == contents
    assert [(file.number, file.name, file.pages) for file in stored] == [(1, "証券1.pdf", 2), (2, "証券2.pdf", 2)]
    raw = (
        office.database.path.read_bytes()
        + office.database.path.with_name(office.database.path.name + "-wal").read_bytes()
    )
    assert contents[0].strip().splitlines()[0] + b"\n" + contents[0].splitlines()[1] not in raw
    assert all_of(office, BondDraft) == []
    assert all_of(office, BondDraftFile) == []


def test_a_second_press_finds_the_folder_of_the_first(office: Office, houses: Houses) -> None:
    key, numbers = staged(office, houses.agent)
    about = facts(houses.insurer)
    first = bond_folders.register(office, houses.agent, key, about, insurance_end=END, places={})
    assert bond_folders.register(office, houses.agent, key, about, insurance_end=END, places={}) == first
    assert len(all_of(office, BondFolder)) == 1
    assert len(mails_of(office, "bond_url")) == 1
    assert files(office, first)[0].paper == PaperKind.BOND


def test_s3_17_one_folder_for_a_policy_number_of_an_insurer(office: Office, houses: Houses) -> None:
    registered(office, houses, policy_number="A1")
    registered(office, houses, actor=houses.other_branch, policy_number="A1")
    with pytest.raises(InvalidInput, match="policy_number_taken"):
        registered(office, houses, actor=houses.branch, policy_number="A1")


def test_s3_04_an_agency_uploads_only_for_whom_it_represents(office: Office, houses: Houses) -> None:
    key, _ = staged(office, houses.agent)
    with pytest.raises(InvalidInput, match="not_a_choice"):
        bond_folders.register(office, houses.agent, key, facts(houses.other_insurer), insurance_end=END, places={})
    assert len(bond_drafts.draft(office, houses.agent, key, folder_id=None).files) == 1, "nothing is lost"


def test_s3_04_each_house_knows_only_its_own_folders(office: Office, houses: Houses) -> None:
    by_agent = registered(office, houses)
    by_branch = registered(office, houses, actor=houses.branch)
    bond_folders.new_password(office, houses.branch, by_agent)
    for actor, strange in ((houses.agent, by_branch), (houses.other_branch, by_agent)):
        with pytest.raises(NotFound, match="no_such_folder"):
            bond_folders.new_password(office, actor, strange)
    with office.database.write() as session:
        session.delete(session.get_one(Representation, (houses.agency, houses.insurer)))
    with pytest.raises(NotFound, match="no_such_folder"):
        bond_folders.new_password(office, houses.agent, by_agent)


def test_s3_04_the_offices_own_people_have_no_folders(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    with office.database.read() as session, pytest.raises(NotFound, match="no_such_folder"):
        own_folder(session, make_staff(office, Role.ADMINISTRATOR)[0], folder_id)


def test_only_who_uploads_touches_folders(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    for actor in (houses.manager, make_staff(office, Role.ADMINISTRATOR)[0]):
        with pytest.raises(Forbidden):
            bond_folders.new_password(office, actor, folder_id)
        with pytest.raises(Forbidden):
            staged(office, actor)


def test_s3_18_an_additional_upload_keeps_the_url_and_changes_the_password(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    before = (url(office, folder_id), password(office, folder_id))
    added(office, houses, folder_id, end=date(2027, 6, 30))
    assert url(office, folder_id) == before[0]
    assert password(office, folder_id) != before[1]
    newest_url, newest_password = mails_of(office, "bond_url")[-1], mails_of(office, "bond_password")[-1]
    assert secret_of(office, newest_url, "viewing_url") == before[0]
    assert "閲覧用パスワードは新しくなりました" in newest_url.body
    assert secret_of(office, newest_password, "viewing_password") == password(office, folder_id)
    assert folder(office, folder_id).kept_until == date(2030, 6, 30)


def test_s3_49_the_wrong_bond_stays_and_says_what_replaces_it(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    (wrong,) = files(office, folder_id)
    added(office, houses, folder_id, replaces=wrong.id)
    wrong, right = files(office, folder_id)
    assert (wrong.replaced_by, wrong.removed_at, right.paper) == (right.id, None, PaperKind.NOTICE_OF_CHANGE)
    with pytest.raises(RuleViolation, match="replaced_already"):
        added(office, houses, folder_id, replaces=wrong.id)
    with pytest.raises(NotFound, match="no_such_file"):
        added(office, houses, folder_id, replaces=999)
    assert len(files(office, folder_id)) == 2


def test_s3_47_an_earlier_end_given_later_counts(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, end=date(2027, 3, 31))
    added(office, houses, folder_id, end=date(2026, 12, 31))
    assert folder(office, folder_id).kept_until == date(2029, 12, 31)


@pytest.mark.parametrize("end,code", [(date(2023, 11, 19), "end_too_early"), (date(2087, 1, 1), "end_too_late")])
def test_an_end_that_makes_no_sense_is_refused(office: Office, houses: Houses, end: date, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        registered(office, houses, end=end)
    assert registered(office, houses, end=date(2023, 11, 20)), "its three years end today"


def test_without_a_file_there_is_no_folder(office: Office, houses: Houses) -> None:
    key = office.randomness.token()
    bond_drafts.keep_typed(office, houses.agent, key, {"works_name": "見本"}, folder_id=None)
    with pytest.raises(InvalidInput, match="no_files"):
        bond_folders.register(office, houses.agent, key, facts(houses.insurer), insurance_end=END, places={})
    assert bond_drafts.draft(office, houses.agent, key, folder_id=None).typed == {"works_name": "見本"}


def test_s3_25_url_and_password_are_told_again(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    bond_folders.resend_url(office, houses.agent, folder_id)
    bond_folders.resend_password(office, houses.branch, folder_id)
    first, again = mails_of(office, "bond_url")
    assert secret_of(office, again, "viewing_url") == secret_of(office, first, "viewing_url")
    _, to_branch = mails_of(office, "bond_password")
    assert to_branch.recipient == email_of(office, houses.branch)
    assert secret_of(office, to_branch, "viewing_password") == password(office, folder_id)


def test_a_revoked_url_is_dead_until_there_is_a_new_one(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    old = url(office, folder_id)
    bond_folders.revoke_url(office, houses.agent, folder_id)
    assert folder(office, folder_id).sealed_token is None
    for act in (bond_folders.revoke_url, bond_folders.resend_url):
        with pytest.raises(RuleViolation, match="url_revoked"):
            act(office, houses.agent, folder_id)
    added(office, houses, folder_id)
    assert len(mails_of(office, "bond_url")) == 1, "there is no URL to tell"
    bond_folders.new_url(office, houses.agent, folder_id, contractor_email="right@example.jp")
    assert url(office, folder_id) != old
    assert mails_of(office, "bond_url")[-1].recipient == "right@example.jp"


def test_every_act_is_in_the_audit_trail_without_a_secret(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    added(office, houses, folder_id)
    bond_folders.new_password(office, houses.agent, folder_id)
    bond_folders.new_url(office, houses.agent, folder_id, contractor_email="contractor@example.jp")
    events = [event for event in all_of(office, AuditEvent) if event.subject == f"bond:{folder_id}"]
    assert [event.action for event in events] == [
        "register_bonds",
        "add_bonds",
        "renew_bond_password",
        "renew_bond_url",
    ]
    assert events[0].details["sha256"] == [files(office, folder_id)[0].sha256]
    words = str([event.details for event in events])
    assert password(office, folder_id) not in words
    assert url(office, folder_id) not in words


def test_a_refused_file_loses_nothing_else(office: Office, houses: Houses) -> None:
    key, (good,) = staged(office, houses.agent, pdf("一"))
    for name, content, code in (
        ("証券.exe", pdf(), "not_named_pdf"),
        ("証券.pdf", b"MZ", "pdf_no_header"),
        ("同じ.pdf", pdf("一"), "file_twice"),
    ):
        with pytest.raises(InvalidInput, match=code) as refusal:
            bond_drafts.add_file(office, houses.agent, key, folder_id=None, name=name, content=content)
        assert refusal.value.field == "file"
    assert [file.id for file in bond_drafts.draft(office, houses.agent, key, folder_id=None).files] == [good]


def test_the_same_file_is_not_put_twice_into_a_folder(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, pdf("一"))
    with pytest.raises(InvalidInput, match="file_twice"):
        added(office, houses, folder_id, pdf("一"))


def test_an_upload_has_an_end(office: Office, houses: Houses) -> None:
    key, _ = staged(office, houses.agent, *(pdf() for _ in range(MOST_FILES)))
    with pytest.raises(InvalidInput, match="too_many_files"):
        bond_drafts.add_file(office, houses.agent, key, folder_id=None, name="a.pdf", content=pdf())


def test_a_file_can_be_taken_out_of_a_draft(office: Office, houses: Houses) -> None:
    key, (first, second) = staged(office, houses.agent, pdf(), pdf())
    bond_drafts.drop_file(office, houses.agent, key, first, folder_id=None)
    assert [file.id for file in bond_drafts.draft(office, houses.agent, key, folder_id=None).files] == [second]
    with pytest.raises(NotFound, match="no_such_draft"):
        bond_drafts.drop_file(office, houses.agent, office.randomness.token(), first, folder_id=None)


def test_a_draft_is_its_makers_alone_and_of_one_folder(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    key, _ = staged(office, houses.agent)
    for actor, about in ((houses.second_agent, None), (houses.agent, folder_id)):
        with pytest.raises(NotFound, match="no_such_draft"):
            bond_drafts.draft(office, actor, key, folder_id=about)
    with pytest.raises(NotFound, match="no_such_draft"):
        bond_drafts.keep_typed(office, houses.agent, "no key of ours", {}, folder_id=None)
    with pytest.raises(NotFound, match="no_such_folder"):
        staged(office, houses.other_branch, folder_id=folder_id)
    assert bond_drafts.draft(office, houses.agent, office.randomness.token(), folder_id=None).files == ()


def test_what_nobody_came_back_to_is_erased_after_a_day(office: Office, houses: Houses, clock: FixedClock) -> None:
    staged(office, houses.agent)
    clock.advance(bond_drafts.KEPT - timedelta(seconds=1))
    assert bond_drafts.forget_old(office) == 0
    clock.advance(timedelta(seconds=1))
    assert bond_drafts.forget_old(office) == 1
    assert all_of(office, BondDraftFile) == []


def test_places_of_an_upload_are_kept(office: Office, houses: Houses) -> None:
    """S3-06: the bond, its annex, a notice."""
    key, numbers = staged(office, houses.agent, pdf(), pdf(), pdf())
    places = {number: Place(paper=paper) for number, paper in zip(numbers, PaperKind, strict=True)}
    folder_id = bond_folders.register(
        office, houses.agent, key, facts(houses.insurer), insurance_end=END, places=places
    )
    assert [file.paper for file in files(office, folder_id)] == list(PaperKind)
