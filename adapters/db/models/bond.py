"""Folders of guarantee bonds, their files, and what is on its way into one (S3-17)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adapters.db.models.base import STRICT, Base, one_of
from domain.bonds.folder import BondKind, DeletionState, FolderState, PaperKind
from domain.pdf import SignatureState


class BondFolder(Base):
    """The bonds and notices of one policy number; the row stays as a tombstone when the files are gone."""

    __tablename__ = "bond_folder"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_key: Mapped[str] = mapped_column(
        unique=True, comment="made with the upload: a second press finds the folder of the first"
    )
    insurer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), comment="empty: the insurer's own branch uploads"
    )
    policy_number: Mapped[str] = mapped_column(comment="証券番号")
    kind: Mapped[str]
    works_name: Mapped[str] = mapped_column(comment="工事名")
    contractor_name: Mapped[str] = mapped_column(comment="受注者名")
    contractor_email: Mapped[str]
    state: Mapped[str] = mapped_column(default=FolderState.OPEN)
    token_hash: Mapped[str | None] = mapped_column(
        unique=True, comment="SHA-256 of the 閲覧用URL's token; empty: revoked"
    )
    sealed_token: Mapped[bytes | None] = mapped_column(comment="to mail the same URL again (S3-25)")
    password_hash: Mapped[str]
    sealed_password: Mapped[bytes | None] = mapped_column(comment="for the 発注者提出用フォーマット (S3-21)")
    password_generation: Mapped[int] = mapped_column(default=1, comment="viewing sessions of an older one are over")
    kept_until: Mapped[date] = mapped_column(comment="last upload's 保険終期 and three years (S3-47)")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(comment="the last upload, new password, new URL or deletion")

    files: Mapped[list[BondFile]] = relationship(order_by="BondFile.number", back_populates="folder")

    __table_args__ = (
        one_of("kind", BondKind),
        one_of("state", FolderState),
        CheckConstraint("(token_hash IS NULL) = (sealed_token IS NULL)", name="url"),
        Index(
            "uq_bond_folder_policy",
            "insurer_id",
            "policy_number",
            unique=True,
            sqlite_where=text("state = 'open'"),
        ),
        Index(None, "insurer_id", "changed_at", "id"),
        Index(None, "agency_id", "changed_at", "id"),
        Index("ix_bond_folder_kept_until", "kept_until", sqlite_where=text("state = 'open'")),
        STRICT,
    )


class BondFile(Base):
    """One uploaded PDF: what is known of it. The bytes are beside it, and go alone when they must."""

    __tablename__ = "bond_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("bond_folder.id"))
    number: Mapped[int] = mapped_column(comment="counts the files of a folder, in the order of uploading")
    name: Mapped[str] = mapped_column(comment="under which it is saved")
    paper: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True, comment="of the exact bytes, hexadecimal")
    size: Mapped[int]
    pages: Mapped[int]
    signatures: Mapped[list[dict[str, str]]] = mapped_column(comment="signer, state and reason of each")
    signature_state: Mapped[str]
    insurance_end: Mapped[date] = mapped_column(comment="保険終期 as given with this upload")
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("bond_file.id"))
    removed_at: Mapped[datetime | None] = mapped_column(comment="registered by mistake, or its time is over")

    folder: Mapped[BondFolder] = relationship(back_populates="files")

    __table_args__ = (
        one_of("paper", PaperKind),
        one_of("signature_state", SignatureState),
        Index("uq_bond_file_number", "folder_id", "number", unique=True),
        STRICT,
    )


class BondContent(Base):
    """The exact bytes of a file, sealed; deleting the row destroys their data key."""

    __tablename__ = "bond_content"

    file_id: Mapped[int] = mapped_column(ForeignKey("bond_file.id"), primary_key=True)
    sealed: Mapped[bytes]

    __table_args__ = (STRICT,)


class BondDeletion(Base):
    """A wish to delete what was registered by mistake, and what a second person said (S3-48)."""

    __tablename__ = "bond_deletion"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("bond_folder.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("bond_file.id"), comment="empty: the whole folder")
    state: Mapped[str] = mapped_column(default=DeletionState.REQUESTED)
    reason: Mapped[str]
    requested_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    requested_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("state", DeletionState),
        CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name="decided"),
        STRICT,
    )


class BondMail(Base):
    """Which mails were about which folder."""

    __tablename__ = "bond_mail"

    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id"), primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("bond_folder.id"), index=True)

    __table_args__ = (STRICT,)


class BondDraft(Base):
    """An upload that is being prepared: nothing typed or sent is lost when one part of it is refused."""

    __tablename__ = "bond_draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("bond_folder.id"), comment="empty: a new folder")
    typed: Mapped[dict[str, str]]
    made_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (STRICT,)


class BondDraftFile(Base):
    """A checked file that waits for the rest of its upload."""

    __tablename__ = "bond_draft_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_key: Mapped[str] = mapped_column(ForeignKey("bond_draft.key"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    signatures: Mapped[list[dict[str, str]]]
    signature_state: Mapped[str]
    sealed: Mapped[bytes]

    __table_args__ = (STRICT,)
