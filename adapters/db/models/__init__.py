"""The tables. Importing this package makes ``Base.metadata`` complete."""

from __future__ import annotations

from adapters.db.models.account import (
    AccountLink,
    AccountReview,
    FactorReset,
    KnownDevice,
    Passkey,
    RecoveryCode,
    ResetRequest,
)
from adapters.db.models.applicant import ApplicantLink, EmailChange
from adapters.db.models.application import Application, Comparison, Consent, Deficiency
from adapters.db.models.application_count import ApplicationCount
from adapters.db.models.audit_event import AuditCheck, AuditEvent, AuditNote
from adapters.db.models.authority import Authority, OcspSigner, RevocationList
from adapters.db.models.base import Base
from adapters.db.models.beside import LookingIn, Substitution
from adapters.db.models.bond import (
    BondContent,
    BondDeletion,
    BondDraft,
    BondDraftFile,
    BondFile,
    BondFolder,
    BondMail,
)
from adapters.db.models.bond_viewing import BondAccess, BondViewing, OrdererLogIn
from adapters.db.models.ceremony import Ceremony, CeremonyProtocol
from adapters.db.models.certificate import Certificate, Download, ExpiryReminder, KeyBundle
from adapters.db.models.change_request import ChangeRequest
from adapters.db.models.coupon import Coupon
from adapters.db.models.document import Document
from adapters.db.models.issue_batch import IssueBatch, IssueBatchItem
from adapters.db.models.lost_certificate import LostCertificate
from adapters.db.models.mail_text import MailText
from adapters.db.models.medium import Medium
from adapters.db.models.notice import Notice
from adapters.db.models.office import Lease, Setting
from adapters.db.models.orderer_domain import DomainApplication, DomainDecision, OrdererDomain
from adapters.db.models.organisation import Organisation, Representation
from adapters.db.models.outgoing_mail import OutgoingMail
from adapters.db.models.programme_edition import ProgrammeEdition
from adapters.db.models.receipt import Receipt
from adapters.db.models.revocation import CrlEntry, RevocationEvidence, RevocationRequest
from adapters.db.models.staff import Staff, StaffRole, Throttle
from adapters.db.models.submitted_paper import SubmittedPaper
from adapters.db.models.web_session import WebSession

__all__ = [
    "AccountLink",
    "AccountReview",
    "ApplicantLink",
    "Application",
    "ApplicationCount",
    "AuditCheck",
    "AuditEvent",
    "AuditNote",
    "Authority",
    "Base",
    "BondAccess",
    "BondContent",
    "BondDeletion",
    "BondDraft",
    "BondDraftFile",
    "BondFile",
    "BondFolder",
    "BondMail",
    "BondViewing",
    "Ceremony",
    "CeremonyProtocol",
    "Certificate",
    "ChangeRequest",
    "Comparison",
    "Consent",
    "Coupon",
    "CrlEntry",
    "Deficiency",
    "Document",
    "Download",
    "EmailChange",
    "ExpiryReminder",
    "FactorReset",
    "IssueBatch",
    "IssueBatchItem",
    "KeyBundle",
    "DomainApplication",
    "DomainDecision",
    "KnownDevice",
    "Lease",
    "LookingIn",
    "LostCertificate",
    "MailText",
    "Medium",
    "OcspSigner",
    "OrdererDomain",
    "OrdererLogIn",
    "Notice",
    "Organisation",
    "OutgoingMail",
    "Passkey",
    "ProgrammeEdition",
    "Receipt",
    "RecoveryCode",
    "Representation",
    "ResetRequest",
    "RevocationEvidence",
    "RevocationList",
    "RevocationRequest",
    "Setting",
    "Staff",
    "StaffRole",
    "SubmittedPaper",
    "Substitution",
    "Throttle",
    "WebSession",
]
