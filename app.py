"""Wires the office together, and starts its command line: ``python app.py serve|demo|init|worker|user|audit``."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

# A printing process imports the main module once more, under this name, and needs nothing of the office:
# without the condition each would carry 60 MB of it.
if __name__ != "__mp_main__":
    import argparse

    import config as configuration
    from adapters.audit_heads import HeadBook
    from adapters.backup_folder import BackupFolder
    from adapters.backup_key import BackupKey
    from adapters.clock import system_clock
    from adapters.common_passwords import CommonPasswords
    from adapters.db.migrate import upgrade
    from adapters.db.unit_of_work import Database
    from adapters.first_account import FirstAccountNote
    from adapters.mail.catcher import MailCatcher
    from adapters.mail.templates import MailTemplates
    from adapters.paper import PaperPool
    from adapters.passkeys import PasskeyVerifier
    from adapters.passwords import Passwords
    from adapters.pdf import SandboxedPdfReader
    from adapters.pki.signer import signer_for
    from adapters.pki.token import Token
    from adapters.programmes import load as load_programmes
    from adapters.randomness import SystemRandomness
    from adapters.secrets import MasterKeySecretBox, load_master_key
    from adapters.witness import Witness
    from commands import about, journal, line
    from commands.installation import Installation
    from config import Config
    from domain.backup_rotation import Keep
    from domain.bonds.folder import LARGEST_UPLOAD
    from domain.ports import Clock, PdfReader, PdfRenderer
    from domain.settings import SETTINGS
    from jobs.table import WayOut, always
    from services import mail_server
    from services.office import Office
    from services.print_queue import PrintQueue


HERE = Path(__file__).resolve().parent


def build_office(
    config: Config,
    *,
    clock: Clock | None = None,
    renderer: PdfRenderer | None = None,
    pdfs: PdfReader | None = None,
    passwords: Passwords | None = None,
) -> Office:
    """The office of an installation: makes its folder, migrates its database, reads the programmes."""
    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.witness.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret_box = MasterKeySecretBox(load_master_key(config.master_key, first_use=not config.database.exists()))
    database = Database(config.database)
    upgrade(database)
    token = Token(config.pkcs11_module, config.pkcs11_token, Path(config.pkcs11_pin_file))
    return Office(
        name=config.office_name,
        public_url=config.public_url.rstrip("/"),
        repository_url=(config.repository_url or config.public_url).rstrip("/"),
        database=database,
        clock=clock or system_clock,
        randomness=SystemRandomness(),
        secret_box=secret_box,
        passwords=passwords or Passwords(secret_box.derive("passwords")),
        common_passwords=CommonPasswords(),
        passkeys=PasskeyVerifier(config.public_url, config.office_name),
        programmes=load_programmes(HERE / "programmes", config.data / "programmes"),
        renderer=renderer or PaperPool(config.font_cache, workers=config.paper_workers),
        pdfs=pdfs or SandboxedPdfReader(config.trusted_signers, workers=config.pdf_workers),
        mail_templates=MailTemplates(HERE / "templates" / "mail"),
        audit_heads=HeadBook(config.witness / "audit-heads.txt"),
        first_account=FirstAccountNote(config.data / "first-account.txt"),
        witness=Witness(config.witness),
        backups=backup_folder(config, secret_box),
        # An RSA key of 4,096 bits takes a tenth of a second to open: once is enough.
        signer_from=lru_cache(maxsize=8)(partial(signer_for, token=token)),
        token=token,
        version=about.version(),
        fixed=config.fixed(setting.name for setting in SETTINGS),
    )


def backup_folder(config: Config, secret_box: MasterKeySecretBox) -> BackupFolder:
    """The backups of an installation, for whoever has its master key."""
    return BackupFolder(
        config.backups,
        key=BackupKey(secret_box.derive("backups"), config.backup_recipients.split()),
        work=config.data,
        keep=Keep(config.backup_daily, config.backup_weekly, config.backup_monthly),
        keys_kept=timedelta(days=config.backup_keys_days),
    )


def way_out(config: Config) -> WayOut:
    """Where mails go: the demo's catcher, or the mail server the settings name."""
    if config.demo:
        return always(MailCatcher(config.data / "caught-mails"), config.mail_from)
    return mail_server.way_out


def create_app(config: Config | None = None, *, office: Office | None = None) -> Flask:
    """The web application of an office."""
    # Half of what the program reads at its start: commands that serve no page do without.
    from flask import Flask  # noqa: PLC0415 — for the reason above

    from blueprints import register  # noqa: PLC0415 — as well

    config = config or configuration.load()
    office = office or build_office(config)
    app = Flask("madoguchi", root_path=str(HERE))
    app.config.update(
        # A form of fifty fields with 4,000 characters each, percent-encoded, must get its answer and not a 413.
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        # What a route for files may take besides (blueprints.shared.access.takes_files).
        LARGEST_UPLOAD=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        # Flask-WTF signs its tokens with it; they also hang on the session in the database.
        SECRET_KEY=MasterKeySecretBox(load_master_key(config.master_key)).derive("csrf"),
        WTF_CSRF_TIME_LIMIT=None,
        # No page of ours sends a Referer (it would give download URLs away), so there is none to compare.
        WTF_CSRF_SSL_STRICT=False,
        METRICS_TOKEN=config.metrics_token,
        SECURE=config.secure,
    )
    app.extensions["way_out"] = way_out(config)
    app.extensions["print_queue"] = PrintQueue(config.paper_workers)
    caught_mails = config.data / "caught-mails" if config.demo else None
    register(app, office, secure=config.secure, caught_mails=caught_mails)
    return app


def installation(config: Config) -> Installation:
    """What the commands work on."""
    return Installation(
        config=config,
        build_office=build_office,
        create_app=lambda config, office: create_app(config, office=office),
        way_out=way_out,
        backup_folder=backup_folder,
    )


def main(argv: list[str] | None = None) -> int:
    """Runs a command. Gives the exit status; says what is wrong and how to mend it."""
    arguments = line.parser().parse_args(argv)
    # Whatever this process makes (database, log of writes, keys, caught mails) is its owner's alone.
    os.umask(0o077)
    return line.answer(lambda: int(arguments.run(installation(_settings(arguments)), arguments)))


def _settings(arguments: argparse.Namespace) -> Config:
    config = configuration.load(data=arguments.data)
    config = replace(config, authority=arguments.authority or config.authority)
    return replace_address(config, arguments) if arguments.command in {"serve", "demo"} else config


def replace_address(config: Config, arguments: argparse.Namespace) -> Config:
    """A first try on one machine needs no address to be set: it is the one served. A demo is one in any case."""
    demo_folder = config.data / "demo" if arguments.demo and arguments.data is None else config.data
    is_default = config.public_url == Config.__dataclass_fields__["public_url"].default
    is_given = "MADOGUCHI_PUBLIC_URL" in os.environ
    url = f"http://127.0.0.1:{arguments.port}" if is_default and not is_given else config.public_url
    return replace(config, public_url=url, demo=arguments.demo or config.demo, data=demo_folder)


def start() -> int:
    """Runs the command line as the program that it is: with a log, and ready to be told to stop."""
    journal.begin()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return main()


if __name__ == "__main__":
    sys.exit(start())
