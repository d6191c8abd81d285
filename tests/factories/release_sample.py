"""An invented office as a release leaves it: its folder, and what must be found in it after every later upgrade.

Used by script/keep-sample, once for each release. Nobody in it is real, and its master key guards nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from sqlalchemy import select, text

from adapters.db.migrate import revision_of
from adapters.db.models import AuditEvent, Base, Certificate
from app import build_office
from domain.access import Role
from services import authorities, staff
from services.office import Office
from tests.factories import applications
from tests.factories.offices import PASSWORD, make_config
from tests.fakes.printer import QuickPrinter

ROOT = Path(__file__).resolve().parents[2]
RELEASES = ROOT / "tests" / "data" / "releases"
ARCHIVE, FACTS = "instance.tar.xz", "facts.json"
CLERK = "reception@example.jp"


def make(folder: Path) -> dict[str, object]:
    """Fills the folder; gives the facts. The papers are words and no PDFs, so that the sample stays small."""
    office = build_office(make_config(folder), renderer=QuickPrinter())
    authorities.establish(office, key="p-384")
    crew = applications.hire(office)
    applications.confirmed(office)
    applications.arrived(office, crew, surname="見本", surname_kana="みほん")
    applications.reviewing(office, crew)
    applications.accepted(office, crew)
    applications.issued(office, crew)
    applications.dispatched(office, crew)
    _, secret = staff.create(office, email=CLERK, name="受付 春子", password=PASSWORD, roles=[Role.RECEPTION])
    office.database.forget_old_pages()
    found = facts(office) | {"clerk": {"email": CLERK, "password": PASSWORD, "secret": secret}}
    office.database.close()
    return found


def facts(office: Office) -> dict[str, object]:
    """What must not change: how many rows, the head of the audit trail, every certificate's bytes."""
    with office.database.read() as session:
        rows = {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in Base.metadata.tables
        }
        head = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
        certificates = [
            hashlib.sha256(der or b"").hexdigest()
            for der in session.scalars(select(Certificate.der).order_by(Certificate.id))
        ]
        audit_head = {"seq": head.seq, "hash": head.hash}
    return {
        "schema": revision_of(office.database),
        "rows": rows,
        "audit_head": audit_head,
        "certificates": certificates,
    }


def main() -> None:
    """Makes the sample of the present version."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    target = RELEASES / version
    if target.exists():
        sys.exit(f"{target} is there already: what a release left is never changed")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "instance"
        found = make(folder)
        target.mkdir(parents=True)
        with tarfile.open(target / ARCHIVE, "w:xz") as archive:
            archive.add(folder, "instance")
    (target / FACTS).write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
