"""Applications with what the applicant agreed to and what the reviewer found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adapters.db.models.base import STRICT, Base, one_of
from domain.certificates.application import WORK, ApplicationState
from domain.certificates.search import words_of

IN_WORK = text(f"+state IN ({', '.join(repr(str(state)) for state in WORK)})")
"""In questions word for word as in its index; for the plus the indexes that begin with a state are left aside, whose
applications would have to be sorted."""


class Application(Base):
    """One confirmed form (S4-114…S4-124)."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, comment="お申し込みコード (S4-120)")
    request_key: Mapped[str] = mapped_column(
        unique=True,
        comment="made with the confirmation page: a second press finds the first one's application",
    )
    programme: Mapped[str]
    edition: Mapped[str] = mapped_column(ForeignKey("programme_edition.edition"))
    applicant_group: Mapped[str] = mapped_column(default="", comment="key of the programme's entrance (S4-17)")
    profile: Mapped[str]
    series: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1, comment="counts changes; a stale save is refused by it")
    answers: Mapped[dict[str, str]] = mapped_column(comment="as on the paper")
    certificate_values: Mapped[dict[str, str]] = mapped_column(comment="as they go into the certificate (S4-106)")
    name: Mapped[str] = mapped_column(comment="氏名(漢字), for lists and search")
    reading: Mapped[str] = mapped_column(comment="氏名(ふりがな), for search")
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="", comment="name, reading, organisation, email, cut for search")
    fee_before_tax: Mapped[int]
    fee_tax_percent: Mapped[int]
    fee_discount: Mapped[int] = mapped_column(default=0, comment="yen off the price with tax (S4-133)")
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupon.id"), index=True)
    printed_at: Mapped[datetime] = mapped_column(comment="the form was confirmed and printed")
    arrived_at: Mapped[datetime | None] = mapped_column(comment="papers registered, the first time")
    changed_at: Mapped[datetime] = mapped_column(comment="the last change of state")
    reminded_at: Mapped[datetime | None] = mapped_column(comment="of papers that had not come")
    erased_at: Mapped[datetime | None] = mapped_column(comment="personal data went: lapsed or withdrawn")
    accepted_by: Mapped[int | None] = mapped_column(
        ForeignKey("staff.id"), comment="may not issue under the two-person rule"
    )
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), comment="the reviewer who has it in hand")
    rejection_reason: Mapped[str] = mapped_column(default="")
    posted_number: Mapped[str] = mapped_column(default="", comment="本人限定受取郵便の引受番号")
    posted_on: Mapped[date | None] = mapped_column(comment="発送日 (S4-158)")

    consents: Mapped[list[Consent]] = relationship(order_by="Consent.id")
    comparisons: Mapped[list[Comparison]] = relationship(order_by="Comparison.id")
    deficiencies: Mapped[list[Deficiency]] = relationship(order_by="Deficiency.id")

    __table_args__ = (
        one_of("state", ApplicationState),
        CheckConstraint("fee_before_tax >= 0", name="fee"),
        CheckConstraint("fee_discount >= 0 AND (fee_discount = 0 OR coupon_id IS NOT NULL)", name="discount"),
        Index(None, "state", "changed_at", "id"),
        Index(None, "changed_at", "id"),
        # The list as it opens: what waits for the office, in the order in which it came.
        Index("ix_application_work", "changed_at", "id", sqlite_where=IN_WORK),
        # A person's former applications are looked for.
        Index(None, "name", "reading"),
        # Papers of the same organisation are looked for (S4-40).
        Index("ix_application_organisation", "organisation", sqlite_where=text("organisation <> ''")),
        # Asked when a parcel is posted: a number belongs to one parcel.
        Index("ix_application_posted_number", "posted_number", sqlite_where=text("posted_number <> ''")),
        Index(None, "programme", "state", "changed_at", "id"),
        Index(
            "ix_application_taken_by", "taken_by", "state", "changed_at", "id",
            sqlite_where=text("taken_by IS NOT NULL"),
        ),
        STRICT,
    )  # fmt: skip


@event.listens_for(Application, "before_insert")
@event.listens_for(Application, "before_update")
def _keep_findable(_mapper: Any, _connection: Any, application: Application) -> None:
    """Whoever changes a name need not think of the search."""
    found_by = application.name, application.reading, application.organisation, application.email
    # Before it is stored for the first time, an organisation that was not given is no text yet.
    application.search_text = words_of(*(field or "" for field in found_by))


class Consent(Base):
    """What was agreed to, in which version, when (S4-64)."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    document: Mapped[str]
    version: Mapped[str]
    agreed_at: Mapped[datetime]

    __table_args__ = (STRICT,)


class Comparison(Base):
    """A reviewer's word on one row of the form against the papers (S4-141)."""

    __tablename__ = "comparison"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    item: Mapped[str]
    matches: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    paper_text: Mapped[str] = mapped_column(default="", comment="what the paper says, if otherwise")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]

    __table_args__ = (Index("uq_comparison_item", "application_id", "item", unique=True), STRICT)


class Deficiency(Base):
    """書類不備: what is wrong and was told to the applicant (S4-142)."""

    __tablename__ = "deficiency"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    text: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    mended_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "at"), STRICT)
