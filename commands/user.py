"""``user``: accounts of staff, for whoever has the machine."""

from __future__ import annotations

import argparse
import sys

from commands.installation import AddCommand, Installation
from commands.opening import prepare, show_account
from domain.access import Role
from domain.certificates.numbering import ALPHABET
from services import accounts, staff
from services.office import Office


def user(installation: Installation, arguments: argparse.Namespace) -> int:
    """Makes an account, or opens one again whose owner has lost every second factor."""
    office = prepare(installation)
    return _new_link(office, arguments) if arguments.action == "new-link" else _add(office, arguments)


def _add(office: Office, arguments: argparse.Namespace) -> int:
    """Prints password and secret, once; both must be changed at the first log-in."""
    if not arguments.name or not arguments.role:
        print("user add needs a name and at least one --role", file=sys.stderr)
        return 2
    password = office.randomness.letters(ALPHABET, 16)
    roles = [Role(role) for role in arguments.role]
    _, secret = staff.create(
        office,
        email=arguments.email,
        name=arguments.name,
        password=password,
        roles=roles,
        organisation_id=arguments.organisation,
        enrolled=False,
    )
    show_account(arguments.email, password, secret, ", ".join(roles))
    print("  password and one-time codes must be changed at the first log-in")
    return 0


def _new_link(office: Office, arguments: argparse.Namespace) -> int:
    """For the day no other administrator can help: whoever has the machine may."""
    print(f"one-time link, 7 days: {accounts.link_from_the_machine(office, arguments.email)}")
    return 0


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    made = command("user", user, "add a member of staff, or let one in again who lost every second factor")
    made.add_argument("action", choices=["add", "new-link"])
    made.add_argument("email")
    made.add_argument("name", nargs="?", default="")
    made.add_argument("--organisation", type=int, help="number of the insurer, agency or association")
    made.add_argument("--role", action="append", choices=list(Role), default=[])
