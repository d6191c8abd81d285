"""The sealed receipt comes back (S4-176, S4-177, S4-180)."""

from __future__ import annotations

from datetime import timedelta

from adapters.db.models import Download, KeyBundle
from services import downloads, receipts
from services.office import Office
from tests.factories.applications import Crew, dispatched, issued
from tests.factories.offices import FixedClock
from tests.factories.records import acts, all_of, state
from tests.integration.services.refusals import expect_refusal


def test_the_receipt_completes_the_application_and_destroys_the_key_s4_180(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    (bundle,) = all_of(office, KeyBundle)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert state(office, code) == "completed"
    assert all_of(office, KeyBundle) == []
    assert [row.state for row in all_of(office, Download)] == ["closed"]
    assert acts(office, code)[-2:] == ["register_receipt", "destroy_key_bundle"]
    for path in office.database.path.parent.glob("madoguchi.sqlite3*"):
        assert bundle.standard[100:400] not in path.read_bytes(), "erased on the disk too"


def test_a_differing_seal_is_no_receipt_s4_176(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    with expect_refusal("seal_differs", "seal_matches"):
        receipts.register_receipt(office, crew.reception, code, seal_matches=False)
    assert state(office, code) == "dispatched"
    assert len(all_of(office, KeyBundle)) == 1


def test_a_receipt_before_the_parcel_is_refused_and_the_key_stays(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    with expect_refusal("not_possible_now"):
        receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert len(all_of(office, KeyBundle)) == 1


def test_a_late_receipt_finds_the_key_gone_and_completes_all_the_same(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = dispatched(office, crew)
    clock.advance(timedelta(days=31))
    downloads.close_finished(office)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert state(office, code) == "completed"
    assert acts(office, code).count("destroy_key_bundle") == 1
