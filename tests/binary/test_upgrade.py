"""The file put in place of an older one takes over what that left, and loses nothing (one file to deploy: upgrade)."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.db import snapshot
from adapters.db.models import Base
from adapters.db.unit_of_work import Database
from app import build_office
from bench.visitor import Visitor
from services import audit
from tests.binary.bare import BareSystem
from tests.factories.offices import make_config
from tests.factories.release_sample import ARCHIVE, FACTS, RELEASES, facts
from tests.fakes.printer import QuickPrinter
from tests.ports import free_port

KEPT_WHOLE = (
    "application", "comparison", "certificate", "consent", "document", "staff", "staff_role", "submitted_paper",
)  # fmt: skip
"""Tables that nothing adds to or takes from by itself."""


def releases() -> list[Path]:
    return sorted(RELEASES.iterdir())


@pytest.mark.parametrize("release", releases(), ids=lambda release: release.name)
def test_an_office_of_an_older_release_is_taken_over_whole(bare: BareSystem, release: Path) -> None:
    before = json.loads((release / FACTS).read_text("utf-8"))
    bare.data.parent.mkdir(exist_ok=True)
    with tarfile.open(release / ARCHIVE) as archive:
        archive.extractall(bare.data.parent, filter="data")
    (bare.data.parent / "instance").rename(bare.data)

    port = free_port()
    with bare.serving(port):
        clerk = Visitor(port)
        clerk.log_in(before["clerk"]["email"], before["clerk"]["secret"])
        clerk.get("/office/applications")
        assert "見本" in clerk.page
        clerk.close()

    office = build_office(make_config(bare.data), renderer=QuickPrinter())
    try:
        _nothing_is_lost(before, facts(office))
        with office.database.read() as session:
            head = session.execute(
                text("SELECT hash FROM audit_event WHERE seq = :seq"), {"seq": before["audit_head"]["seq"]}
            ).scalar_one()
            assert head == before["audit_head"]["hash"]
            assert audit.verify(session)[1] is None
    finally:
        office.database.close()
    _the_old_one_lies_beside_it(bare.data, before)


def _nothing_is_lost(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert after["certificates"] == before["certificates"]
    for table in KEPT_WHOLE:
        assert after["rows"][table] == before["rows"][table], table
    assert after["rows"]["audit_event"] >= before["rows"]["audit_event"]


def _the_old_one_lies_beside_it(data: Path, before: dict[str, Any]) -> None:
    """Checked, of the old shape, without the key bundles, whose end is promised."""
    (copy,) = (data / "before-upgrade").iterdir()
    assert snapshot.faults(copy) == []
    assert snapshot.schema_of(copy) == before["schema"]
    database = Database(copy)
    with database.read() as session:
        for table in KEPT_WHOLE:
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == before["rows"][table], table
        assert session.execute(text("SELECT count(*) FROM key_bundle")).scalar() == 0
    database.close()


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(office_there: BareSystem) -> None:
    bare = office_there
    file = bare.data / "madoguchi.sqlite3"
    database = Database(file)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    refused = bare.run("serve")
    assert refused.returncode == 1
    assert "9999" in refused.stderr
    assert "newer version" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert snapshot.schema_of(file) == "9999"


def test_every_release_has_its_sample_and_the_shape_of_today_is_known() -> None:
    names = {release.name for release in releases()}
    assert "0.1.0" in names
    assert set(KEPT_WHOLE) <= set(Base.metadata.tables)
    assert all((release / FACTS).is_file() for release in releases())
