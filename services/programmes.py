"""The service an application was made under, in the edition of that day.

A price, a paper or a text may change while an application is on its way: it is printed, judged and issued by what
the applicant saw and agreed to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, ProgrammeEdition
from domain.programme import Profile, Programme, Series
from domain.settings import Setting, table
from services import settings
from services.office import Office
from services.settings import Values


def keep_edition(session: Session, office: Office, programme: Programme) -> None:
    """Puts the present edition on record, once."""
    if session.get(ProgrammeEdition, programme.edition) is None:
        session.add(
            ProgrammeEdition(
                edition=programme.edition, slug=programme.slug, source=programme.source, kept_at=office.clock()
            )
        )
        session.flush()


def programme_of(office: Office, session: Session, application: Application) -> Programme:
    """The service as it stood when the application was made."""
    return of_edition(office, session, application.edition)


def of_edition(office: Office, records: Session | Connection, edition: str) -> Programme:
    """The service as it stood in an edition that is on record."""

    def source() -> str:
        asked = select(ProgrammeEdition.source).where(ProgrammeEdition.edition == edition)
        return records.execute(asked).scalar_one()

    return office.programmes.edition(edition, source)


def profile_of(office: Office, session: Session, application: Application) -> Profile:
    """The kind of certificate applied for, as it stood then."""
    return programme_of(office, session, application).profile(application.profile)


def series_of(office: Office, session: Session, application: Application) -> Series:
    """Which way the certificate goes, as it stood then (S4-120)."""
    return programme_of(office, session, application).series_of(application.series)


CONTACTS: Final[tuple[tuple[str, str, Setting[str]], ...]] = (
    ("operator", "desk", table.OPERATOR_DESK),
    ("operator", "postcode", table.OPERATOR_POSTCODE),
    ("operator", "address", table.OPERATOR_ADDRESS),
    ("operator", "seal", table.SEAL_LABEL),
    ("support", "name", table.SUPPORT_NAME),
    ("support", "hours", table.SUPPORT_HOURS),
    ("support", "phone", table.SUPPORT_PHONE),
    ("support", "phone_note", table.SUPPORT_PHONE_NOTE),
    ("support", "email", table.SUPPORT_EMAIL),
    ("bank", "bank", table.BANK_NAME),
    ("bank", "bank_code", table.BANK_CODE),
    ("bank", "branch", table.BANK_BRANCH),
    ("bank", "branch_code", table.BANK_BRANCH_CODE),
    ("bank", "kind", table.BANK_KIND),
    ("bank", "number", table.BANK_NUMBER),
    ("bank", "holder", table.BANK_HOLDER),
)
"""Part and field of a programme, and the setting that stands in its place where the office has typed one."""


def with_contacts(programme: Programme, values: Values) -> Programme:
    """The service with the desk, address and account that the office has typed; where it has not, as in the file.

    Also an old edition gets them: a letter must name a desk that answers today.
    """
    parts: dict[str, Any] = {"operator": programme.operator, "support": programme.support, "bank": programme.bank}
    for part, field, setting in CONTACTS:
        if found := values.of(setting, programme.slug):
            parts[part] = replace(parts[part], **{field: found})
    return replace(programme, **parts)


def in_file(programme: Programme, setting: Setting[Any]) -> str:
    """What ``programme.toml`` says where a setting is left empty."""
    return next(
        (str(getattr(getattr(programme, part), field)) for part, field, each in CONTACTS if each is setting),
        setting.default_text,
    )


def contacted(office: Office, session: Session, application: Application) -> Programme:
    """The service of an application as letters and mails name it: its own edition, today's desk."""
    return with_contacts(programme_of(office, session, application), settings.snapshot(office))
