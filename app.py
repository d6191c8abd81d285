"""Wires the office together, and is its command line: ``python app.py serve|demo|init|worker|user|audit``."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Thread

# A printing process imports the main module once more, under this name, and needs nothing of the office:
# without the condition each would carry 60 MB of it.
if __name__ != "__mp_main__":
    import waitress
    from flask import Flask

    import config as configuration
    from adapters.audit_heads import HeadBook
    from adapters.clock import system_clock
    from adapters.db.engine import UnsafeDatabase
    from adapters.db.migrate import NewerDatabase, upgrade
    from adapters.db.unit_of_work import Database
    from adapters.mail.catcher import MailCatcher
    from adapters.mail.smtp import SmtpTransport
    from adapters.mail.templates import MailTemplates
    from adapters.paper import PaperPool
    from adapters.passwords import Passwords
    from adapters.pki.signer import LocalSigner
    from adapters.programmes import BadProgramme
    from adapters.programmes import load as load_programmes
    from adapters.randomness import SystemRandomness
    from adapters.secrets import MasterKeySecretBox, SecretBroken, load_master_key
    from blueprints import register
    from config import Config
    from domain.access import Role
    from domain.certificates.numbering import ALPHABET
    from domain.errors import RuleViolation
    from domain.ports import Clock, MailTransport, PdfRenderer
    from jobs.run import run_until_signal
    from jobs.worker import Worker
    from services import audit, authorities, demo, revocation_lists, staff
    from services.office import Office

    Command = Callable[[Config, argparse.Namespace], int]
    REFUSALS = (
        configuration.UnsafeConfiguration,
        BadProgramme,
        NewerDatabase,
        UnsafeDatabase,
        SecretBroken,
        OSError,
    )
    """What a person can mend; anything else is a fault of ours and shows its trace."""
    MENDS = {
        errno.EADDRINUSE: "another program has this port; choose one with --port N",
        errno.EACCES: "this user may not do that; choose a folder of its own with --data DIR",
        errno.ENOSPC: "make room on the disk and start again; nothing is lost",
    }

HERE = Path(__file__).resolve().parent


def build_office(
    config: Config,
    *,
    clock: Clock | None = None,
    renderer: PdfRenderer | None = None,
    passwords: Passwords | None = None,
) -> Office:
    """The office of an installation: makes its folder, migrates its database, reads the programmes."""
    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret_box = MasterKeySecretBox(load_master_key(config.master_key))
    database = Database(config.database)
    upgrade(database)
    return Office(
        name=config.office_name,
        public_url=config.public_url.rstrip("/"),
        database=database,
        clock=clock or system_clock,
        randomness=SystemRandomness(),
        secret_box=secret_box,
        passwords=passwords or Passwords(secret_box.derive("passwords")),
        programmes=load_programmes(HERE / "programmes", config.data / "programmes"),
        renderer=renderer or PaperPool(config.data / "cache", workers=config.paper_workers),
        mail_templates=MailTemplates(HERE / "templates" / "mail"),
        audit_heads=HeadBook(config.data / "audit-heads.txt"),
        # An RSA key of 4,096 bits takes a tenth of a second to open: once is enough.
        signer_from=lru_cache(maxsize=8)(LocalSigner),
    )


def mail_transport(config: Config) -> MailTransport | None:
    """Where mails go: the demo's catcher, the mail server, or nowhere yet, and then they wait."""
    if config.demo:
        return MailCatcher(config.data / "caught-mails")
    if not config.smtp_host:
        return None
    return SmtpTransport(
        host=config.smtp_host,
        port=config.smtp_port,
        user=config.smtp_user,
        password=config.smtp_password,
        tls=config.smtp_tls,
    )


def create_app(config: Config | None = None, *, office: Office | None = None) -> Flask:
    """The web application of an office."""
    config = config or configuration.load()
    office = office or build_office(config)
    app = Flask("madoguchi", root_path=str(HERE))
    app.config.update(
        # A form of fifty fields with 4,000 characters each, percent-encoded, must get its answer and not a 413.
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        # Flask-WTF signs its tokens with it; they also hang on the session in the database.
        SECRET_KEY=MasterKeySecretBox(load_master_key(config.master_key)).derive("csrf"),
        WTF_CSRF_TIME_LIMIT=None,
        # No page of ours sends a Referer (it would give download URLs away), so there is none to compare.
        WTF_CSRF_SSL_STRICT=False,
    )
    caught_mails = config.data / "caught-mails" if config.demo else None
    register(app, office, secure=config.secure, caught_mails=caught_mails)
    return app


def prepare(config: Config) -> Office:
    """Opens the office; at the first start makes authority and first account, and says so."""
    office = build_office(config)
    if staff.exists(office) and demo.is_demo(office) != config.demo:
        # The demo shows its passwords to everybody: it must never meet records of real people.
        wrong = "a real office, not a demo" if config.demo else "a demo office, not a real one"
        raise configuration.UnsafeConfiguration(f"{config.data} holds {wrong}; give another folder with --data")
    if config.demo:
        demo.begin(office)
    if authorities.establish(office):
        print("made the certification authority (root and issuing CA)")
        revocation_lists.publish_due(office)
    if not config.demo and not staff.exists(office):
        email, password = "admin@example.jp", office.randomness.letters(ALPHABET, 16)
        _, secret = staff.create(office, email=email, name="管理者", password=password, roles=[Role.ADMINISTRATOR])
        show_account(email, password, secret, "管理者 (administrator)")
        print("more accounts: python app.py user add EMAIL NAME --role reviewer --role …")
    return office


def show_account(email: str, password: str, secret: str, posts: str) -> None:
    """Prints an account once; afterwards nobody can read its password."""
    print(f"account  {posts}\n  e-mail    {email}\n  password  {password}\n  one-time codes: secret {secret}")


def serve(config: Config, arguments: argparse.Namespace) -> int:
    """Answers requests and does what happens by itself, until told to stop."""
    office = prepare(config)
    if arguments.demo:
        demo.fill(office)
        demo.describe(office, print)
    application = create_app(config, office=office)
    worker = Worker(office, mail_transport(config), config.mail_from)
    worker.start()
    Thread(target=office.renderer.warm, daemon=True, name="warm-printers").start()
    print(f"serving on http://{arguments.host}:{arguments.port}, reached as {office.public_url}", flush=True)
    proxy = {
        "trusted_proxy": config.trusted_proxy,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }
    try:
        waitress.serve(
            application,
            host=arguments.host,
            port=arguments.port,
            threads=config.threads,
            ident=None,
            # A hundred half-sent requests, the default, would shut the office to everybody for two minutes.
            connection_limit=500,
            channel_timeout=30,
            max_request_body_size=application.config["MAX_CONTENT_LENGTH"],
            **(proxy if config.trusted_proxy else {}),
        )
    finally:
        worker.stop()
        office.renderer.close()
        office.database.close()
    return 0


def work(config: Config, _arguments: argparse.Namespace) -> int:
    """Does only what happens by itself: mails, expiry, revocation lists."""
    office = prepare(config)
    try:
        run_until_signal(Worker(office, mail_transport(config), config.mail_from))
    finally:
        office.database.close()
    return 0


def init(config: Config, _arguments: argparse.Namespace) -> int:
    """Makes the data folder and everything in it."""
    prepare(config)
    print(f"ready: {config.data}")
    return 0


def add_user(config: Config, arguments: argparse.Namespace) -> int:
    """Makes an account and prints its password and secret, once."""
    office = prepare(config)
    password = office.randomness.letters(ALPHABET, 16)
    roles = [Role(role) for role in arguments.role]
    _, secret = staff.create(office, email=arguments.email, name=arguments.name, password=password, roles=roles)
    show_account(arguments.email, password, secret, ", ".join(roles))
    return 0


def verify_audit(config: Config, _arguments: argparse.Namespace) -> int:
    """Checks the audit trail; names the first bad row."""
    office = build_office(config)
    with office.database.read() as session:
        count, bad = audit.verify(session, office.audit_heads.heads())
    print(f"audit trail: {count} rows, {'unbroken' if bad is None else f'BROKEN at row {bad}'}")
    return 0 if bad is None else 1


def command_line() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="app.py", description="Madoguchi, the counter")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.add_argument("--data", type=Path, help="data folder (default: instance, or MADOGUCHI_DATA)")
        made.set_defaults(run=run, demo=False)
        return made

    for name, words in (("serve", "serve the office"), ("demo", "serve a filled demo office")):
        made = command(name, serve, words)
        made.add_argument("--host", default="127.0.0.1")
        made.add_argument("--port", type=int, default=8000)
        made.set_defaults(demo=name == "demo")
    command("worker", work, "do only what happens by itself")
    command("init", init, "make the data folder")
    user = command("user", add_user, "add a member of staff")
    user.add_argument("action", choices=["add"])
    user.add_argument("email")
    user.add_argument("name")
    user.add_argument("--role", action="append", choices=list(Role), required=True)
    command("audit", verify_audit, "check the audit trail").add_argument("action", choices=["verify"])
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs a command. Gives the exit status; says what is wrong and how to mend it."""
    arguments = command_line().parse_args(argv)
    # Whatever this process makes (database, log of writes, keys, caught mails) is its owner's alone.
    os.umask(0o077)
    try:
        config = configuration.load(data=arguments.data)
        if arguments.command in {"serve", "demo"} and "MADOGUCHI_PUBLIC_URL" not in os.environ:
            config = replace_address(config, arguments)
        return int(arguments.run(config, arguments))
    except RuleViolation as refusal:
        print(f"madoguchi: refused, {refusal.code.replace('_', ' ')}", file=sys.stderr)
    except REFUSALS as refusal:
        mend = MENDS.get(refusal.errno or 0, "") if isinstance(refusal, OSError) else ""
        print(f"madoguchi: {refusal}" + (f"\n  → {mend}" if mend else ""), file=sys.stderr)
    return 1


def replace_address(config: Config, arguments: argparse.Namespace) -> Config:
    """A first try on one machine needs no address to be set: it is the one served."""
    demo_folder = config.data / "demo" if arguments.demo and arguments.data is None else config.data
    is_default = config.public_url == Config.__dataclass_fields__["public_url"].default
    url = f"http://127.0.0.1:{arguments.port}" if is_default else config.public_url
    return replace(config, public_url=url, demo=arguments.demo or config.demo, data=demo_folder)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.exit(main())
