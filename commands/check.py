"""``check``: a one-page health report; ``clock``: a person says that the clock is right."""

from __future__ import annotations

import argparse

from commands.installation import AddCommand, Installation
from commands.operator import operator
from queries import health
from queries.health import Finding, Grade
from services import timekeeping

MARKS = {Grade.GOOD: "ok      ", Grade.WARNING: "look    ", Grade.BAD: "BAD     "}

WORDS = {
    ("clock", "right"): "clock is not behind the records",
    ("clock", "behind"): "clock is {minutes} minutes behind the records; set it, or: clock accept --reason WHY",
    ("records", "whole"): "database has everything that is known outside it",
    ("records", "set_back"): "database was set back ({acts} acts, {certificates} certificates lost); see: resolve",
    ("authority", "at_hand"): "authority can sign",
    ("authority", "no_authority"): "there is no authority yet, nothing is issued; see: authority",
    ("authority", "authority_key_away"): "key of the issuing CA is away: nothing is issued",
    ("authority", "authority_key_unopened"): "key of the issuing CA cannot be opened: nothing is issued",
    (
        "authority",
        "token_missing",
    ): "PKCS#11 token is away: nothing is issued; connect it, see pkcs11_module, pkcs11_token",
    ("authority", "token_pin_missing"): "file with the PIN of the PKCS#11 token cannot be read; see pkcs11_pin_file",
    ("authority", "token_pin_wrong"): "PKCS#11 token refuses the PIN; see pkcs11_pin_file",
    ("authority", "token_locked"): "PKCS#11 token is locked; unlock it as its maker says",
    ("authority", "token_key_missing"): "PKCS#11 token has no key of the authority: is it another one?",
    ("authority", "token_failed"): "PKCS#11 token does not work; connect it again",
    ("chain", "whole"): "authority {authority}: chain to the root is whole, until {until:%Y-%m-%d}",
    ("chain", "ending"): "authority {authority}: chain to the root ends {until:%Y-%m-%d}; make a successor: authority",
    ("chain", "broken"): "authority {authority}: chain to the root is BROKEN or has ended; restore, or: authority",
    ("crl", "none"): "authority {authority}: no revocation list yet",
    ("crl", "expired"): "authority {authority}: revocation list {number} expired {next_update:%Y-%m-%d %H:%M} UTC",
    ("crl", "old"): "authority {authority}: revocation list {number} is more than a day old; does the worker run?",
    ("crl", "fresh"): "authority {authority}: revocation list {number}, until {next_update:%Y-%m-%d %H:%M} UTC",
    ("ocsp", "none"): "authority {authority}: nobody answers about its certificates (OCSP); does the worker run?",
    ("ocsp", "ending"): "authority {authority}: OCSP answers end {until:%Y-%m-%d %H:%M} UTC; does the worker run?",
    ("ocsp", "fresh"): "authority {authority}: OCSP answers, until {until:%Y-%m-%d %H:%M} UTC",
    ("worker", "away"): "no job was done for a quarter of an hour; does the worker run?",
    ("worker", "at_work"): "worker does its jobs",
    ("mail", "dead"): "{dead} mails could not be sent, {waiting} wait",
    ("mail", "stuck"): "{waiting} mails wait, the oldest for more than an hour",
    ("mail", "flows"): "mails go out, {waiting} wait",
    ("backup", "none"): "no backup yet",
    ("backup", "old"): "newest backup is of {at:%Y-%m-%d %H:%M} UTC",
    ("backup", "fresh"): "newest backup is of {at:%Y-%m-%d %H:%M} UTC",
    ("disk", "full"): "{megabytes} MB free for {place}: make room now",
    ("disk", "little"): "{megabytes} MB free for {place}",
    ("disk", "enough"): "{megabytes} MB free for {place}",
    ("pages", "whole_at"): "every page of the database was whole when the newest backup was made",
    ("pages", "unknown"): "no backup of late that checked every page of the database",
    ("pages", "whole"): "every page, index and reference of the database is whole",
    ("pages", "damaged"): "database is damaged ({fault}); restore the newest backup",
    ("trail", "unbroken"): "audit trail is unbroken over {rows} rows",
    ("trail", "broken"): "audit trail is BROKEN at row {row}",
    ("key", "right"): "master key opens the authority's key",
    ("key", "wrong"): "master key does not open the authority's key: it is another one",
    ("restorable", "none"): "no backup to try",
    ("restorable", "broken"): "newest backup does not open: {file}",
    ("restorable", "opens"): "newest backup opens and is whole: {file}",
}


def check(installation: Installation, _arguments: argparse.Namespace) -> int:
    """Looks at everything, and says it on one page. Exit status 1 if something is bad."""
    office = installation.build_office(installation.config)
    try:
        findings = health.thorough(office)
    finally:
        office.database.close()
    for finding in findings:
        print(MARKS[finding.grade] + line(finding))
    return 1 if health.worst(findings) is Grade.BAD else 0


def line(finding: Finding) -> str:
    """A finding in words."""
    return WORDS[finding.code, finding.case].format(**finding.values)


def accept_clock(installation: Installation, arguments: argparse.Namespace) -> int:
    """Says that the clock is right now, and the records were made under a wrong one."""
    office = installation.build_office(installation.config)
    try:
        timekeeping.accept_clock(office, operator(), arguments.reason)
    finally:
        office.database.close()
    print("noted; signing goes on by the clock as it is")
    return 0


def add(command: AddCommand) -> None:
    """Puts both on the command line."""
    command("check", check, "look at everything: a health report on one page")
    clock = command("clock", accept_clock, "say that the clock is right, after it was wrong")
    clock.add_argument("action", choices=["accept"])
    clock.add_argument("--reason", required=True, help="what had happened; goes on record")
