"""Opening an office: at the first start it gets its authority and its first account."""

from __future__ import annotations

from commands.installation import Installation
from config import UnsafeConfiguration, single_file
from domain.access import Role
from domain.certificates.numbering import ALPHABET
from services import authorities, demo, ocsp_signers, revocation_lists, staff
from services.office import Office


def prepare(installation: Installation) -> Office:
    """Opens the office; at the first start makes authority and first account, and says so."""
    config, office = installation.config, installation.build_office(installation.config)
    # With another master key nothing could be opened, and what is sealed from now on not by the right one.
    authorities.require_right_key(office)
    if staff.exists(office) and demo.is_demo(office) != config.demo:
        # The demo shows its passwords to everybody: it must never meet records of real people.
        wrong = "a real office, not a demo" if config.demo else "a demo office, not a real one"
        raise UnsafeConfiguration(f"{config.data} holds {wrong}; give another folder with --data")
    if config.demo:
        demo.begin(office)
    if authorities.establish(office):
        print("made the certification authority (root and issuing CA)")
        revocation_lists.publish_due(office)
        ocsp_signers.renew_due(office)
    if not config.demo and not staff.exists(office):
        email, password = "admin@example.jp", office.randomness.letters(ALPHABET, 16)
        _, secret = staff.create(
            office, email=email, name="管理者", password=password, roles=[Role.ADMINISTRATOR], enrolled=False
        )
        show_account(email, password, secret, "管理者 (administrator)")
        print(f"more accounts: {program()} user add EMAIL NAME --role reviewer --role …")
    return office


def program() -> str:
    """How people start this program."""
    file = single_file()
    return file.name if file else "python app.py"


def show_account(email: str, password: str, secret: str, posts: str) -> None:
    """Prints an account once; afterwards nobody can read its password."""
    print(f"account  {posts}\n  e-mail    {email}\n  password  {password}\n  one-time codes: secret {secret}")
