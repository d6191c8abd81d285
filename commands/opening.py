"""Opening an office: at the first start it gets its authority and its first account."""

from __future__ import annotations

import argparse
import sys

from adapters.data_folder import close_to_others
from commands.installation import Installation
from config import AUTHORITY, UnsafeConfiguration, single_file
from services import authorities, demo, first_account, ocsp_signers, revocation_lists, staff
from services.office import Office


def prepare(installation: Installation) -> Office:
    """Opens the office; at the first start makes authority and first account, and says so."""
    config, office = installation.config, installation.build_office(installation.config)
    if opened := close_to_others(config.data):
        print(f"closed to other users of this machine: {len(opened)} files and folders below {config.data}")
    # With another master key nothing could be opened, and what is sealed from now on not by the right one.
    authorities.require_right_key(office)
    if staff.exists(office) and demo.is_demo(office) != config.demo:
        # The demo shows its passwords to everybody: it must never meet records of real people.
        wrong = "a real office, not a demo" if config.demo else "a demo office, not a real one"
        raise UnsafeConfiguration(f"{config.data} holds {wrong}; give another folder with --data")
    if config.demo:
        demo.begin(office)
    if config.authority == "later" and not config.demo:
        authorities.leave_to_ceremony(office)
    if authorities.establish(office):
        print("made the certification authority (root and issuing CA)")
        revocation_lists.publish_due(office)
        ocsp_signers.renew_due(office)
    elif not authorities.any_made(office):
        print(
            "there is no authority yet, nothing is issued: two people make it (「認証局」 in the office, or: authority)"
        )
    if not config.demo and not staff.exists(office):
        _tell(office, first_account.make(office))
        print(f"more accounts: {program()} user add EMAIL NAME --role reviewer --role …")
    return office


def takes_authority(command: argparse.ArgumentParser) -> None:
    """Puts the choice on the command line of whatever may be the first start."""
    command.add_argument(
        "--authority", choices=AUTHORITY, help="at the first start: make root and issuing CA, or leave it to two people"
    )


def program() -> str:
    """How people start this program."""
    file = single_file()
    return file.name if file else "python app.py"


def _tell(office: Office, words: str) -> None:
    """Shows the first account to the person at the terminal; where nobody sits there, it is left in a note.

    What a service prints goes into the journal of the machine, which others read and which is kept for years.
    """
    if sys.stdout.isatty():
        print(words)
        return
    office.first_account.write(words + "\n")
    print(f"the first account is in {office.first_account.path}; it goes away once a password was chosen")


def show_account(email: str, password: str, secret: str, posts: str) -> None:
    """Prints an account once; afterwards nobody can read its password."""
    print(f"account  {posts}\n  e-mail    {email}\n  password  {password}\n  one-time codes: secret {secret}")
