"""A whole office in a temporary folder: real database, real keys, a clock whose hands one can turn."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_lowercase

from argon2 import PasswordHasher

from adapters.clock import ShiftedClock
from adapters.db.migrate import upgrade
from adapters.db.unit_of_work import Database
from adapters.secrets import load_master_key
from app import build_office
from config import Config
from domain.access import Actor, Role, public
from domain.organisation import OUTSIDE_POSTS, POSTS, OrganisationKind
from domain.ports import PdfReader, PdfRenderer
from services import authorities, organisations, settings, staff
from services.office import Office
from tests.fakes.noted import NotedPasswords, NotedRandomness, NotedSecretBox, note_key
from tests.fakes.pdf_reader import QuickPdfReader
from tests.fakes.printer import QuickPrinter

PASSWORD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The real algorithm with small figures: a test hashes hundreds of times what the office hashes once."""


class FixedClock(ShiftedClock):
    """Stands still until a test moves it."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)) -> None:
        super().__init__()
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


def make_config(folder: Path, **values: object) -> Config:
    return Config(data=folder, **values)  # type: ignore[arg-type]  # because the caller names Config's own fields


def make_office(
    folder: Path,
    renderer: PdfRenderer,
    *,
    clock: ShiftedClock | None = None,
    public_url: str = "https://office.example.jp",
    pdfs: PdfReader | None = None,
    authority: bool = True,
) -> Office:
    """An office with authority (P-384, for speed; or without one yet) that people reach at ``public_url``.

    Its reader of PDFs is quick and believes everything, unless a real one is given (``factories.pdfs``). Offices with
    an authority that begin at the same moment in one process share their keys.
    """
    config, clock = make_config(folder, public_url=public_url), clock or FixedClock()
    if not config.database.exists():
        if authority and isinstance(clock, FixedClock):
            _lay_out(config, _established(clock(), public_url))
        else:
            _migrate(config)
    return _opened(config, clock, renderer, pdfs or QuickPdfReader(), authority=authority)


def _opened(config: Config, clock: ShiftedClock, renderer: PdfRenderer, pdfs: PdfReader, *, authority: bool) -> Office:
    office = build_office(
        config,
        clock=clock,
        renderer=renderer,
        pdfs=pdfs,
        passwords=NotedPasswords(b"pepper of the tests".ljust(32), QUICK),
    )
    key = config.master_key.read_bytes()
    note_key(key)
    office = replace(office, randomness=NotedRandomness(), secret_box=NotedSecretBox(key))
    if authority:
        authorities.establish(office, key="p-384")
    else:
        authorities.leave_to_ceremony(office)
    return office


@lru_cache(maxsize=32)
def _established(moment: datetime, public_url: str) -> dict[str, bytes]:
    """Every file of an office that has its authority: to make keys and certificates takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        config = make_config(Path(folder), public_url=public_url)
        _migrate(config)
        office = _opened(config, FixedClock(moment), QuickPrinter(), QuickPdfReader(), authority=True)
        office.database.forget_old_pages()
        office.database.close()
        files = (file for file in config.data.rglob("*") if file.is_file())
        return {str(file.relative_to(config.data)): file.read_bytes() for file in files}


def _lay_out(config: Config, files: dict[str, bytes]) -> None:
    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in files.items():
        place = config.data / name
        place.parent.mkdir(exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        place.write_bytes(content)


def _migrate(config: Config) -> None:
    """Writes the database of an office that is new, as the migrations leave it."""
    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    load_master_key(config.master_key)
    config.database.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    """Going through all migrations takes longer than most tests that need an office."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "office.sqlite3")
        upgrade(database)
        database.forget_old_pages()
        database.close()
        return database.path.read_bytes()


def make_staff(
    office: Office, *roles: Role, name: str = "", email: str = "", organisation_id: int | None = None
) -> tuple[Actor, str]:
    """An account with its one-time-code secret; for a post of another house without one, a new one is made."""
    if organisation_id is None and roles[0] in OUTSIDE_POSTS:
        kind = next(kind for kind, posts in POSTS.items() if roles[0] in posts)
        organisation_id = make_organisation(office, kind)
    name = name or f"担当 {roles[0]}"
    email = email or f"{roles[0]}.{office.randomness.letters(ascii_lowercase, 6)}@example.jp"
    staff_id, secret = staff.create(
        office, email=email, name=name, password=PASSWORD, roles=roles, organisation_id=organisation_id
    )
    actor = staff.actor_of(office, staff_id, "127.0.0.1")
    assert actor is not None
    return actor, secret


def make_organisation(office: Office, kind: OrganisationKind, name: str = "") -> int:
    """An insurer, an agency or an association; gives its id."""
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    name = name or f"見本{kind} {office.randomness.letters(ascii_lowercase, 6)}"
    return organisations.create(office, administrator, kind=kind, name=name)


def one_person_office(office: Office) -> None:
    """Switches the two-person rule off; by two, where there is an administrator already."""
    for _half in range(2):
        administrator, _ = make_staff(office, Role.ADMINISTRATOR)
        if settings.set_two_person(office, administrator, on=False):
            return


VISITOR = public("192.0.2.1")
