"""The office as one value: what every use case is given (design §1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.audit_heads import HeadBook
from adapters.backup_folder import BackupFolder
from adapters.common_passwords import CommonPasswords
from adapters.db.unit_of_work import Database
from adapters.first_account import FirstAccountNote
from adapters.last_seen import LastSeen
from adapters.mail.templates import MailTemplates
from adapters.passkeys import PasskeyVerifier
from adapters.passwords import Passwords
from adapters.pki.token import Token
from adapters.programmes import Programmes
from adapters.randomness import SystemRandomness
from adapters.witness import Witness
from domain.ports import Clock, PdfReader, PdfRenderer, SecretBox, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything a use case may reach, wired once in ``app.py``."""

    name: str
    """What it was called when it was opened; screens and mails take the setting ``office_name``."""
    public_url: str
    repository_url: str
    """What certificates name as the place of lists, answers and CA certificates."""
    database: Database
    clock: Clock
    randomness: SystemRandomness
    secret_box: SecretBox
    passwords: Passwords
    common_passwords: CommonPasswords
    programmes: Programmes
    passkeys: PasskeyVerifier
    renderer: PdfRenderer
    pdfs: PdfReader
    mail_templates: MailTemplates
    audit_heads: HeadBook
    first_account: FirstAccountNote
    backups: BackupFolder
    witness: Witness
    signer_from: Callable[[bytes, bytes], Signer]
    """Makes a signer of a certificate (DER) and its private key (PKCS#8 DER)."""
    last_seen: LastSeen = field(default_factory=LastSeen)
    token: Token = field(default_factory=Token)
    """Holds the keys of issuing CAs, where the office has one."""
    version: str = ""
    """Of the program, with its commit; stands in protocols."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Settings that environment or ``madoguchi.toml`` say, by their names: screens show them and cannot change them."""
