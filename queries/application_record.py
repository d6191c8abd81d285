"""One application as the office reads it: what was given, what came, what was found (S4-141…S4-145)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Comparison, Staff, SubmittedPaper, Substitution
from domain.certificates.application import ApplicationState
from domain.certificates.catalogue import ITEMS, SECTIONS
from domain.certificates.certificate_values import certificate_lines
from domain.certificates.fees import Fee, yen
from domain.certificates.papers import PaperVerdict, RequiredPaper, months_before, required_papers, rows_to_compare
from domain.certificates.progress import PAPERS_EXPECTED
from domain.certificates.substitution import FIELDS, in_certificate
from domain.certificates.wording import lines, value_of
from domain.japanese.differences import Segment, segments
from domain.programme import Profile, Programme, Series
from queries.before_after import BeforeAfter
from services import lapsing, settings
from services.office import Office
from services.programmes import programme_of
from services.records import application_by_code, fee_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One row of the form with its answer."""

    key: str
    label: str
    value: str
    in_certificate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSection:
    """A part of the form."""

    heading: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One required paper and what is known of it."""

    key: str
    label: str
    look_for: str
    """What a reviewer must see on it; for a paper that nobody has described, what the applicant was told."""
    dated: bool
    copy_allowed: bool
    verdict: PaperVerdict
    arrived_on: date | None
    issued_on: date | None
    oldest_good: date | None
    """The earliest day of issue that would have been in time for its arrival (S4-33)."""
    is_copy: bool
    remark: str
    amount: int | None
    """Yen that it shows as paid."""
    amount_due: int | None
    """Yen that it must show; None: it shows no amount."""
    shared_code: str
    """Of the application with whose papers the sheet lies; empty: with this one's (S4-40)."""

    @property
    def points(self) -> list[str]:
        """What must be seen on it, one by one (S4-141)."""
        return [point for point in self.look_for.split("、") if point]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One row to hold against a paper, and what a reviewer found."""

    key: str
    label: str
    value: str
    certificate: str
    """What the certificate will say; empty where it says nothing of it."""
    paper_text: str
    """What the paper says, where it says otherwise."""
    proof: str
    """Label of the paper; empty where none is named."""
    matches: bool | None
    note: str
    by: str
    at: datetime | None

    @property
    def value_marked(self) -> list[Segment]:
        """The applicant's words, marked where the paper's are others."""
        return segments(self.value, self.paper_text or self.value)

    @property
    def paper_marked(self) -> list[Segment]:
        """The paper's words, marked where the applicant's are others."""
        return segments(self.paper_text or self.value, self.value)

    @property
    def certificate_marked(self) -> list[Segment]:
        """The certificate's words, marked where the paper's are others."""
        return segments(self.certificate, self.paper_text or self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionRow(BeforeAfter):
    """Characters that a reviewer put into the certificate, and why (S4-106)."""

    label: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """A document the applicant agreed to (S4-64)."""

    title: str
    version: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeficiencyRow:
    """What was told to the applicant to mend (S4-142)."""

    text: str
    by: str
    at: datetime
    mended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything of one application but its certificate, mails and history."""

    id: int
    code: str
    version: int
    state: ApplicationState
    name: str
    reading: str
    organisation: str
    email: str
    phone: str
    programme: Programme
    profile: Profile
    series: Series
    fee: Fee
    years: int
    printed_at: datetime
    arrived_at: datetime | None
    changed_at: datetime
    erased_at: datetime | None
    """When the personal data went, because it was withdrawn or lapsed."""
    taken_by: str
    """The reviewer who has it in hand (S4-140)."""
    taken_by_id: int | None
    accepted_by: str
    accepted_by_id: int | None
    rejection_reason: str
    posted_number: str
    posted_on: date | None
    sections: tuple[AnswerSection, ...]
    certificate: tuple[tuple[str, str], ...]
    """「証明書記載情報」 (S4-123)."""
    consents: tuple[ConsentRow, ...]
    papers: tuple[PaperRow, ...]
    compared: tuple[ComparedRow, ...]
    deficiencies: tuple[DeficiencyRow, ...]
    papers_until: date | None
    """The last day for papers that are still to come, all or corrected; None: none are waited for."""
    substitutions: tuple[SubstitutionRow, ...]
    certificate_values: Mapping[str, str]
    two_person: bool

    @property
    def open_rows(self) -> tuple[ComparedRow, ...]:
        """The rows that nobody has found good yet."""
        return tuple(row for row in self.compared if not row.matches)

    @property
    def open_papers(self) -> tuple[PaperRow, ...]:
        """The papers that nobody has found good yet."""
        return tuple(paper for paper in self.papers if paper.verdict is not PaperVerdict.OK)

    @property
    def unfinished(self) -> int:
        """How many rows and papers stand in the way of accepting."""
        return len(self.open_rows) + len(self.open_papers)


def record(office: Office, code: str) -> Record:
    """Raises ``NotFound('no_such_application')``."""
    with office.database.read() as session:
        return _record(office, session, application_by_code(session, code))


def _record(office: Office, session: Session, application: Application) -> Record:
    programme = programme_of(office, session, application)
    profile = programme.profile(application.profile)
    names: dict[int, str] = dict(session.execute(select(Staff.id, Staff.name)).all())
    return Record(
        id=application.id,
        code=application.code,
        version=application.version,
        state=ApplicationState(application.state),
        name=application.name,
        reading=application.reading,
        organisation=application.organisation,
        email=application.email,
        phone=application.answers.get("phone1", ""),
        programme=programme,
        profile=profile,
        series=programme.series_of(application.series),
        fee=fee_of(application),
        years=int(application.answers["validity_years"]),
        printed_at=application.printed_at,
        arrived_at=application.arrived_at,
        changed_at=application.changed_at,
        erased_at=application.erased_at,
        taken_by=names.get(application.taken_by or 0, ""),
        taken_by_id=application.taken_by,
        accepted_by=names.get(application.accepted_by or 0, ""),
        accepted_by_id=application.accepted_by,
        rejection_reason=application.rejection_reason,
        posted_number=application.posted_number,
        posted_on=application.posted_on,
        sections=() if application.erased_at else _sections(profile, application),
        certificate=tuple(certificate_lines(application.certificate_values)),
        consents=_consents(programme, application),
        papers=_papers(session, programme, profile, application),
        compared=() if application.erased_at else _compared(profile, application, names),
        deficiencies=tuple(
            DeficiencyRow(text=row.text, by=names.get(row.staff_id, ""), at=row.at, mended_at=row.mended_at)
            for row in application.deficiencies
        ),
        papers_until=lapsing.last_day(office, application, session) if application.state in PAPERS_EXPECTED else None,
        substitutions=_substitutions(session, application, names),
        certificate_values=application.certificate_values,
        two_person=settings.two_person(session),
    )


def _sections(profile: Profile, application: Application) -> tuple[AnswerSection, ...]:
    answers = application.answers
    asked = lines(profile.items, answers)
    found = []
    # As on the paper the person comes first, the term and the payment last (図2-14).
    order = sorted(SECTIONS.items(), key=lambda section: section[0] == "term")
    for key, heading in order:
        rows = tuple(
            AnswerRow(
                key=item.key,
                label=item.office_label or item.label,
                value=value,
                in_certificate=item.in_certificate(answers),
            )
            for item, value in asked
            if item.section == key
        )
        if rows:
            found.append(AnswerSection(heading=heading, rows=rows))
    return tuple(found)


def _consents(programme: Programme, application: Application) -> tuple[ConsentRow, ...]:
    titles = {terms.key: terms.title for terms in programme.terms} | {"privacy": "個人情報のお取り扱いについて"}
    return tuple(
        ConsentRow(title=titles.get(row.document, row.document), version=row.version, agreed_at=row.agreed_at)
        for row in application.consents
    )


def _papers(session: Session, programme: Programme, profile: Profile, application: Application) -> tuple[PaperRow, ...]:
    found = session.scalars(select(SubmittedPaper).where(SubmittedPaper.application_id == application.id))
    rows = {row.kind: row for row in found}
    needed = required_papers(profile.papers, application.answers)
    fee = fee_of(application).to_pay
    shared = _shared_with(session, [row.shared_from for row in rows.values() if row.shared_from])
    return tuple(
        _paper(programme, paper, rows[paper.key], fee, shared.get(rows[paper.key].shared_from or 0, ""))
        for paper in needed
        if paper.key in rows
    )


def _shared_with(session: Session, sheets: list[int]) -> dict[int, str]:
    """The codes of the applications with which sheets lie that serve this one too."""
    if not sheets:
        return {}
    asked = select(SubmittedPaper.id, Application.code).join(
        Application, Application.id == SubmittedPaper.application_id
    )
    return dict(session.execute(asked.where(SubmittedPaper.id.in_(sheets))).all())


def _paper(programme: Programme, paper: RequiredPaper, row: SubmittedPaper, fee: int, shared: str) -> PaperRow:
    return PaperRow(
        key=paper.key,
        label=paper.label,
        look_for=(paper.look_for or paper.note).replace("{fee}", yen(fee)),
        dated=paper.dated,
        copy_allowed=paper.copy_allowed,
        verdict=PaperVerdict(row.verdict),
        arrived_on=row.arrived_on,
        issued_on=row.issued_on,
        oldest_good=months_before(row.arrived_on, programme.paper_months) if row.arrived_on else None,
        is_copy=row.is_copy,
        remark=row.note,
        shared_code=shared,
        amount=row.amount,
        amount_due=fee if paper.amount else None,
    )


def _substitutions(session: Session, application: Application, names: dict[int, str]) -> tuple[SubstitutionRow, ...]:
    found = session.scalars(
        select(Substitution).where(Substitution.application_id == application.id).order_by(Substitution.id)
    )
    return tuple(
        SubstitutionRow(
            label=FIELDS[row.field],
            before=row.before,
            after=row.after,
            reason=row.reason,
            by=names.get(row.staff_id, ""),
            at=row.at,
        )
        for row in found
    )


def _compared(profile: Profile, application: Application, names: dict[int, str]) -> tuple[ComparedRow, ...]:
    known: dict[str, Comparison] = {row.item: row for row in application.comparisons}
    labels = {paper.key: paper.label for paper in profile.papers}
    return tuple(
        ComparedRow(
            key=(key := proof.item),
            label=ITEMS[key].label,
            value=value_of(ITEMS[key], application.answers),
            certificate=in_certificate(key, application.certificate_values),
            paper_text=known[key].paper_text if key in known else "",
            proof=labels[proof.paper],
            matches=known[key].matches if key in known else None,
            note=known[key].note if key in known else "",
            by=names.get(known[key].staff_id, "") if key in known else "",
            at=known[key].at if key in known else None,
        )
        for proof in rows_to_compare(profile.compared, application.answers)
    )
