"""The application that this one follows, line beside line (S4-185): what a reviewer looks at twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.certificates.catalogue import ITEMS
from domain.certificates.items import Answers
from domain.certificates.wording import lines
from queries.before_after import BeforeAfter
from services.office import Office
from services.programmes import profile_of, series_of
from services.records import application_by_code
from services.renewals import former_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine(BeforeAfter):
    """One row of both forms; empty where a form did not ask it."""

    label: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The former application with its certificate, and what is otherwise now."""

    code: str
    kind: str
    printed_at: datetime
    not_after: datetime
    revoked_at: datetime | None
    lines: tuple[ComparedLine, ...]

    @property
    def differing(self) -> tuple[ComparedLine, ...]:
        return tuple(line for line in self.lines if line.differs)

    @property
    def same(self) -> tuple[ComparedLine, ...]:
        return tuple(line for line in self.lines if not line.differs)


def former_application(office: Office, code: str) -> Former | None:
    """None: the person has had no certificate of this service before. Raises ``NotFound('no_such_application')``."""
    with office.database.read() as session:
        application = application_by_code(session, code)
        found = None if application.erased_at else former_of(session, application)
        if found is None:
            return None
        former, certificate = found
        before, after = profile_of(office, session, former), profile_of(office, session, application)
        kinds = ComparedLine(label="証明書の種類", before=before.type_label, after=after.type_label)
        ways = ComparedLine(
            label="受取方法",
            before=series_of(office, session, former).label,
            after=series_of(office, session, application).label,
        )
        return Former(
            code=former.code,
            kind=before.type_label,
            printed_at=former.printed_at,
            not_after=certificate.not_after,
            revoked_at=certificate.revoked_at,
            lines=(kinds, ways, *_compared(before.items, former.answers, after.items, application.answers)),
        )


def _compared(
    asked_before: tuple[str, ...], before: Answers, asked_after: tuple[str, ...], after: Answers
) -> list[ComparedLine]:
    """Every row that either form asked, in the order of the catalogue."""
    then, now = _by_key(asked_before, before), _by_key(asked_after, after)
    return [
        ComparedLine(label=item.label, before=then.get(key, ""), after=now.get(key, ""))
        for key, item in ITEMS.items()
        if key in then or key in now
    ]


def _by_key(asked: tuple[str, ...], answers: Answers) -> dict[str, str]:
    return {item.key: value for item, value in lines(asked, answers)}
