"""The gate, and viewing sessions (S3-12, S3-18, S3-33, S3-36, S3-39, S3-40)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from adapters.db.models import AuditEvent, BondAccess, BondDeletion, BondViewing, OrdererDomain, Throttle
from domain.access import SYSTEM, public
from domain.bonds import viewing as rules
from domain.bonds.folder import BondKind
from domain.bonds.viewing import Ability
from domain.errors import Forbidden, Gone, InvalidInput, NotFound, RuleViolation, TooManyTries
from services import bond_deletions, bond_folders, bond_viewing, throttles
from services.bond_viewing import Opened, Viewing
from services.office import Office
from tests.factories.bonds import Houses, added, files, mails_of, password, pdf, register_domain, registered, url
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import all_of

SOMEBODY = public("198.51.100.9")
UNKNOWN = "https://office.example.jp/b/" + "x" * 43


def entered(office: Office, folder_id: int) -> Opened:
    return bond_viewing.enter(office, VISITOR, url=url(office, folder_id), password=password(office, folder_id))


def orderers(office: Office, folder_id: int) -> Opened:
    """A session as the orderer's log-in opens it."""
    register_domain(office)
    proven = bond_viewing.prove(
        office, VISITOR, url=url(office, folder_id), password=password(office, folder_id), domain="city.example.jp"
    )
    assert proven is not None
    with office.database.write() as session:
        return bond_viewing.open_session(session, office, VISITOR, proven, email="taro@city.example.jp")


def look(office: Office, opened: Opened) -> Viewing:
    return bond_viewing.viewing(office, opened.viewing_id, opened.key)


def acts(office: Office) -> list[str]:
    return [row.act for row in all_of(office, BondAccess)]


def test_s3_39_url_and_password_show_the_files(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, pdf("一"), pdf("二"), policy_number="A1")
    shown = look(office, entered(office, folder_id))
    assert (shown.ability, shown.insurer, shown.policy_number) == (Ability.VIEW, "見本損害保険株式会社", "A1")
    assert (shown.kind, shown.viewer) == (BondKind.PERFORMANCE_BOND, "192.0.2.1")
    assert [file.number for file in shown.files] == [1, 2]
    assert bond_viewing.content(office, shown, shown.files[0].id) == pdf("一")


def test_the_url_may_be_typed_and_the_password_written_in_groups(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    token, secret = url(office, folder_id).rsplit("/", 1)[1], password(office, folder_id)
    opened = bond_viewing.enter(office, VISITOR, url=token, password=f"{secret[:4]}-{secret[4:8]} {secret[8:].lower()}")
    assert look(office, opened).folder_id == folder_id


def test_an_unknown_url_and_a_wrong_password_are_refused_alike(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    refusals = []
    for typed in (url(office, folder_id), UNKNOWN, "証券", ""):
        with pytest.raises(InvalidInput) as refusal:
            bond_viewing.enter(office, VISITOR, url=typed, password="WRONG")
        refusals.append((refusal.value.code, refusal.value.field, refusal.value.values, refusal.value.status))
    assert set(map(str, refusals)) == {str(("viewing_refused", None, {}, 400))}
    assert [e.action for e in all_of(office, AuditEvent)][-4:] == ["wrong_bond_password"] * 4


def test_ten_guesses_and_then_the_right_one_is_not_looked_at_either(
    office: Office, houses: Houses, clock: FixedClock
) -> None:
    folder_id = registered(office, houses)
    for typed in (url(office, folder_id), UNKNOWN):
        for _ in range(rules.TRIES):
            with pytest.raises(InvalidInput, match="viewing_refused"):
                bond_viewing.enter(office, SOMEBODY, url=typed, password="WRONG")
        with pytest.raises(TooManyTries, match="too_many_viewing_tries"):
            bond_viewing.enter(office, VISITOR, url=typed, password=password(office, folder_id))
    clock.advance(rules.WINDOW)
    assert look(office, entered(office, folder_id))


def test_a_hundred_guesses_at_once_are_evaluated_ten_times(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    typed = url(office, folder_id)

    def guess(number: int) -> str:
        try:
            bond_viewing.enter(office, public(f"198.51.100.{number}"), url=typed, password=f"GUESS{number}")
        except RuleViolation as refusal:
            return refusal.code
        return "opened"

    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(guess, range(100)))
    assert said.count("viewing_refused") == rules.TRIES
    assert said.count("too_many_viewing_tries") == 100 - rules.TRIES


def test_a_right_password_costs_no_try(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    sessions = {entered(office, folder_id).viewing_id for _ in range(rules.TRIES + 2)}
    assert len(sessions) == rules.TRIES + 2


def test_old_counts_are_erased(office: Office, houses: Houses, clock: FixedClock) -> None:
    with pytest.raises(InvalidInput):
        bond_viewing.enter(office, VISITOR, url=UNKNOWN, password="WRONG")
    before = len(all_of(office, Throttle))
    throttles.forget_old(office)
    assert len(all_of(office, Throttle)) == before
    clock.advance(throttles.KEPT)
    throttles.forget_old(office)
    assert all_of(office, Throttle) == []


def test_s3_40_who_only_views_never_downloads(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    opened, (file,) = entered(office, folder_id), files(office, folder_id)
    with pytest.raises(Forbidden, match="no_download"):
        bond_viewing.download(office, VISITOR, opened.viewing_id, opened.key, file.id)
    assert acts(office) == ["opened", "refused"]


def test_s3_36_an_orderer_downloads_the_exact_bytes(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, pdf("証"))
    opened = orderers(office, folder_id)
    (file,) = files(office, folder_id)
    named, content = bond_viewing.download(office, VISITOR, opened.viewing_id, opened.key, file.id)
    assert (named.name, content) == ("証券1.pdf", pdf("証"))
    assert acts(office) == ["opened", "downloaded"]
    assert all_of(office, AuditEvent)[-1].details["sha256"] == file.sha256


def test_who_saw_what_is_written_once(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses, pdf(), pdf())
    shown = look(office, entered(office, folder_id))
    for file in (*shown.files, *shown.files):
        bond_viewing.note_seen(office, shown, file.id)
    assert acts(office) == ["opened", "seen", "seen"]


def test_a_file_of_another_folder_is_not_there(office: Office, houses: Houses) -> None:
    mine, strange = registered(office, houses), registered(office, houses)
    shown, (other,) = look(office, entered(office, mine)), files(office, strange)
    for act in (bond_viewing.content, bond_viewing.note_seen):
        with pytest.raises(NotFound, match="no_such_file"):
            act(office, shown, other.id)


def test_a_file_destroyed_under_ones_eyes_is_not_there(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    shown, (file,) = look(office, entered(office, folder_id)), files(office, folder_id)
    bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="誤り")
    (wish,) = all_of(office, BondDeletion)
    bond_deletions.approve(office, houses.branch, folder_id, wish.id)
    with pytest.raises(NotFound, match="no_such_file"):
        bond_viewing.content(office, shown, file.id)


@pytest.mark.parametrize("change", ["password", "upload", "revoked", "url", "deletion", "file"])
def test_s3_18_a_session_ends_with_what_it_was_opened_on(office: Office, houses: Houses, change: str) -> None:
    folder_id = registered(office, houses, pdf(), pdf())
    opened, first = entered(office, folder_id), files(office, folder_id)[0]
    assert look(office, opened)
    {
        "password": lambda: bond_folders.new_password(office, houses.agent, folder_id),
        "upload": lambda: added(office, houses, folder_id),
        "revoked": lambda: bond_folders.revoke_url(office, houses.agent, folder_id),
        "url": lambda: bond_folders.new_url(office, houses.agent, folder_id, contractor_email="a@example.jp"),
        "deletion": lambda: bond_deletions.request(office, houses.agent, folder_id, file_id=None, reason="誤り"),
        "file": lambda: bond_deletions.request(office, houses.agent, folder_id, file_id=first.id, reason="誤り"),
    }[change]()
    with pytest.raises(Gone, match="viewing_over"):
        look(office, opened)
    if change == "file":
        assert len(look(office, entered(office, folder_id)).files) == 1, "what is asked to go is not shown"
    if change == "deletion":
        with pytest.raises(InvalidInput, match="viewing_refused"):
            entered(office, folder_id)


def test_an_orderers_session_ends_when_the_domain_goes(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    opened = orderers(office, folder_id)
    assert (look(office, opened).ability, look(office, opened).viewer) == (Ability.DOWNLOAD, "taro@city.example.jp")
    with office.database.write() as session:
        session.execute(update(OrdererDomain).values(removed_at=office.clock()))
    with pytest.raises(Gone, match="viewing_over"):
        look(office, opened)


def test_s3_33_twenty_idle_minutes_end_an_orderers_session(office: Office, houses: Houses, clock: FixedClock) -> None:
    opened = orderers(office, registered(office, houses))
    for _ in range(4):
        clock.advance(timedelta(minutes=19))
        look(office, opened)
    clock.advance(timedelta(minutes=20))
    with pytest.raises(Gone, match="viewing_over"):
        look(office, opened)


def test_a_session_is_proven_by_its_key_and_ends_when_it_is_left(office: Office, houses: Houses) -> None:
    opened, other = (entered(office, registered(office, houses)) for _ in range(2))
    with pytest.raises(Gone, match="viewing_over"):
        bond_viewing.viewing(office, opened.viewing_id, other.key)
    bond_viewing.leave(office, opened.viewing_id, other.key)
    assert look(office, opened)
    bond_viewing.leave(office, opened.viewing_id, opened.key)
    with pytest.raises(Gone, match="viewing_over"):
        look(office, opened)
    assert [row.ended_at is None for row in all_of(office, BondViewing)] == [False, True]


def test_s3_28_a_subdomain_is_another_domain(office: Office, houses: Houses) -> None:
    folder_id = registered(office, houses)
    register_domain(office, "city.example.jp")
    for domain in ("sub.city.example.jp", "example.jp"):
        typed, secret = url(office, folder_id), password(office, folder_id)
        assert bond_viewing.prove(office, SYSTEM, url=typed, password=secret, domain=domain) is None


def test_s3_49_a_replaced_file_is_shown_last_and_named_so(office: Office, houses: Houses, clock: FixedClock) -> None:
    folder_id = registered(office, houses, pdf(), pdf())
    wrong = files(office, folder_id)[1]
    clock.advance(timedelta(minutes=1))
    added(office, houses, folder_id, replaces=wrong.id)
    shown = look(office, entered(office, folder_id))
    assert [(file.number, file.replaced) for file in shown.files] == [(3, False), (1, False), (2, True)]
    assert not mails_of(office, "one_time_password")


def test_the_newest_upload_comes_first_and_within_it_the_bond_before_its_annexes(
    office: Office, houses: Houses, clock: FixedClock
) -> None:
    folder_id = registered(office, houses, pdf(), pdf())
    clock.advance(timedelta(days=1))
    added(office, houses, folder_id, pdf(), pdf())
    assert [file.number for file in look(office, entered(office, folder_id)).files] == [3, 4, 1, 2]
