"""Typed settings of the installation: environment first, then ``instance/madoguchi.toml``, then defaults."""

from __future__ import annotations

import os
import pwd
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

AUTHORITY = ("first-start", "later")
"""When the first authority is made."""


class UnsafeConfiguration(ValueError):
    """A setting would expose keys or personal data; the message says how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one installation. Each may be given as ``MADOGUCHI_<NAME>`` in the environment."""

    data: Path = field(default=Path("instance"), metadata={"help": "folder of database, keys and configuration"})
    public_url: str = field(
        default="http://127.0.0.1:8000", metadata={"help": "address under which people reach the counter"}
    )
    repository_url: str = field(
        default="",
        metadata={
            "help": "address that certificates name for CRL, OCSP and CA certificates; http:// reaches the programs "
            "that fetch nothing over TLS. Empty: public_url"
        },
    )
    office_name: str = field(
        default="電子証明書窓口", metadata={"help": "name of the office in heads of pages and mails"}
    )
    smtp_host: str = field(default="", metadata={"help": "mail server; empty: mails wait, visible to the office"})
    smtp_port: int = field(default=25, metadata={"help": "port of the mail server"})
    smtp_user: str = field(default="", metadata={"help": "log-in name at the mail server"})
    smtp_password: str = field(default="", metadata={"help": "password at the mail server"})
    smtp_tls: str = field(default="starttls", metadata={"help": "starttls, tls or none"})
    mail_from: str = field(default="madoguchi@example.jp", metadata={"help": "sender of the office's mails"})
    witness_folder: str = field(
        default="",
        metadata={
            "help": "folder of what a restored database is held against (audit heads, serial numbers, last revocation "
            "lists); best on another disk or machine. Empty: the data folder"
        },
    )
    backup_folder: str = field(
        default="", metadata={"help": "folder of the backups, best on another disk or machine; empty: backups/ in data"}
    )
    backup_recipients: str = field(
        default="",
        metadata={"help": "age keys (age1…, spaces between) that open the backups beside the office's own key"},
    )
    backup_daily: int = field(default=7, metadata={"help": "days whose newest backup is kept"})
    backup_weekly: int = field(default=5, metadata={"help": "weeks whose newest backup is kept"})
    backup_monthly: int = field(default=12, metadata={"help": "months whose newest backup is kept"})
    backup_keys_days: int = field(
        default=7, metadata={"help": "days after which subscribers' key files are erased from a backup"}
    )
    authority: str = field(
        default="first-start",
        metadata={
            "help": "how the first root and issuing CA are made: `first-start` by itself, `later` by two people "
            "in a ceremony (docs/ceremony.md); read at the first start only"
        },
    )
    pkcs11_module: str = field(
        default="",
        metadata={"help": "PKCS#11 module of a token on which the keys of new issuing CAs are made; empty: no token"},
    )
    pkcs11_token: str = field(default="madoguchi", metadata={"help": "label of the token"})
    pkcs11_pin_file: str = field(default="", metadata={"help": "file with the token's user PIN, for the office alone"})
    metrics_token: str = field(
        default="", metadata={"help": "token that reads /metrics (Bearer); empty: programs on this machine may"}
    )
    paper_workers: int = field(default=2, metadata={"help": "processes that print papers"})
    pdf_workers: int = field(default=2, metadata={"help": "processes that draw pages of bonds"})
    threads: int = field(default=8, metadata={"help": "threads that answer requests"})
    trusted_proxy: str = field(
        default="",
        metadata={"help": "address of the proxy whose X-Forwarded headers are believed; empty: none"},
    )
    demo: bool = field(default=False, metadata={"help": "demo office with a mail catcher; never for real data"})
    given: frozenset[str] = frozenset()
    """The settings that environment or file name, also where they say the default; no setting itself."""

    @property
    def database(self) -> Path:
        return self.data / "madoguchi.sqlite3"

    @property
    def master_key(self) -> Path:
        return self.data / "keys" / "master.key"

    @property
    def trusted_signers(self) -> Path:
        """Folder with the root certificates (PEM or DER) of those whose signatures inside PDFs we know."""
        return self.data / "trusted-signers"

    @property
    def witness(self) -> Path:
        return Path(self.witness_folder) if self.witness_folder else self.data

    @property
    def backups(self) -> Path:
        return Path(self.backup_folder) if self.backup_folder else self.data / "backups"

    @property
    def font_cache(self) -> Path:
        """What fontconfig notes about the fonts and the place where they lie.

        The single file unpacks them to a new place at each start; its notes go when the place goes.
        """
        return Path(__file__).resolve().parent / "cache" if single_file() else self.data / "cache"

    @property
    def secure(self) -> bool:
        """Whether people reach the office over TLS, so that cookies may insist on it."""
        return urlsplit(self.public_url).scheme == "https"

    def fixed(self, names: Iterable[str]) -> dict[str, str]:
        """Of these settings of the office, those that the installation says, so that no screen can change them."""
        known = {f.name: f.default for f in fields(self)}
        return {
            name: str(getattr(self, name))
            for name in names
            if name in known and (name in self.given or getattr(self, name) != known[name])
        }

    def check(self) -> None:
        """Raises ``UnsafeConfiguration`` for values that must not go into service."""
        address = urlsplit(self.public_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise UnsafeConfiguration("public_url must be a full address such as https://madoguchi.example.jp")
        if address.scheme == "http" and address.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise UnsafeConfiguration(
                "public_url is http:// on a public name: passwords would travel in the clear. "
                "Put a TLS proxy in front and set public_url to https://…"
            )
        repository = urlsplit(self.repository_url or self.public_url)
        if repository.scheme not in {"http", "https"} or not repository.hostname:
            raise UnsafeConfiguration("repository_url must be a full address such as http://madoguchi.example.jp")
        if self.authority not in AUTHORITY:
            raise UnsafeConfiguration(f"authority must be {' or '.join(AUTHORITY)}")
        if self.pkcs11_module and not self.pkcs11_pin_file:
            raise UnsafeConfiguration("pkcs11_module needs pkcs11_pin_file, the file that holds the token's user PIN")
        if self.smtp_tls not in {"starttls", "tls", "none"}:
            raise UnsafeConfiguration("smtp_tls must be starttls, tls or none")
        if self.smtp_tls == "none" and self.smtp_user:
            raise UnsafeConfiguration(
                "smtp_user needs smtp_tls = starttls or tls: the password would travel in the clear"
            )


def load(environment: Mapping[str, str] = os.environ, *, data: Path | None = None) -> Config:
    """Reads and checks the settings. Raises ``UnsafeConfiguration`` naming the setting."""
    data = data or data_folder(environment)
    file = data / "madoguchi.toml"
    try:
        given: dict[str, object] = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except ValueError as wrong:
        raise UnsafeConfiguration(f"{file}: {wrong}") from wrong
    known = {f.name: f for f in fields(Config) if f.name != "given"}
    if unknown := set(given) - set(known):
        raise UnsafeConfiguration(f"{file}: unknown setting {', '.join(sorted(unknown))}")
    for name in known:
        if (text := environment.get(f"MADOGUCHI_{name.upper()}")) is not None:
            given[name] = text
    values = {name: _typed(name, given[name], type(known[name].default)) for name in given if name != "data"}
    config = Config(data=data, given=frozenset(given), **values)  # type: ignore[arg-type]  # because _typed has checked each
    config.check()
    return config


def data_folder(environment: Mapping[str, str] = os.environ, program: Path | None = None) -> Path:
    """Where an office keeps everything if nobody says otherwise.

    ``program`` is the single file, where the office runs from one: ``madoguchi-data`` lies beside it, unless it lies
    where programs lie for everybody or may not be written; then it is the user's data folder (XDG).
    """
    if named := environment.get("MADOGUCHI_DATA"):
        return Path(named)
    program = program or single_file()
    if program is None:
        return Path("instance")
    beside = program.parent / "madoguchi-data"
    # Once it is there it stays the office's, readable or not: a second, empty office would only confuse people.
    if beside.exists():
        return beside
    on_path = program.parent in map(Path, environment.get("PATH", os.defpath).split(os.pathsep))
    if os.access(program.parent, os.W_OK) and not on_path:
        return beside
    if share := environment.get("XDG_DATA_HOME"):
        return Path(share) / "madoguchi"
    try:
        return Path(environment.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir) / ".local" / "share" / "madoguchi"
    except KeyError:
        raise UnsafeConfiguration("this user has no home: name the data folder with --data DIR") from None


def single_file() -> Path | None:
    """The file that holds the whole program, if this process was started from one."""
    return Path(sys.executable).resolve() if getattr(sys, "frozen", False) else None


_YES_OR_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


def _typed(name: str, value: object, kind: type) -> object:
    try:
        return _YES_OR_NO[str(value).lower()] if kind is bool else kind(value)
    except (KeyError, TypeError, ValueError) as wrong:
        raise UnsafeConfiguration(f"{name} must be a {kind.__name__}, not {value!r}") from wrong
