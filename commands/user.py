"""``user``: accounts of staff, for whoever has the machine."""

from __future__ import annotations

import argparse

from commands.installation import AddCommand, Installation
from commands.opening import prepare, show_account
from domain.access import Role
from domain.certificates.numbering import ALPHABET
from services import staff


def add_user(installation: Installation, arguments: argparse.Namespace) -> int:
    """Makes an account and prints its password and secret, once."""
    office = prepare(installation)
    password = office.randomness.letters(ALPHABET, 16)
    roles = [Role(role) for role in arguments.role]
    _, secret = staff.create(
        office,
        email=arguments.email,
        name=arguments.name,
        password=password,
        roles=roles,
        organisation_id=arguments.organisation,
    )
    show_account(arguments.email, password, secret, ", ".join(roles))
    return 0


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    user = command("user", add_user, "add a member of staff")
    user.add_argument("action", choices=["add"])
    user.add_argument("email")
    user.add_argument("name")
    user.add_argument("--organisation", type=int, help="number of the insurer, agency or association")
    user.add_argument("--role", action="append", choices=list(Role), required=True)
