"""``authority``: successors, retirement, and the root's key out of the machine and back (docs/ceremony.md).

Every act can be run from a script: what it needs comes from options and files, and nothing is asked.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from commands.installation import AddCommand, Installation
from commands.operator import operator
from config import UnsafeConfiguration
from domain.pki.ceremony import CeremonyAct
from queries import ceremonies
from services import ceremony, protocols
from services.ceremony import KeyFile, Second, Wish
from services.office import Office


def act(installation: Installation, arguments: argparse.Namespace) -> int:
    """Does one act of a ceremony."""
    office = installation.build_office(installation.config)
    try:
        ACTS[arguments.action](office, arguments)
    finally:
        office.renderer.close()
        office.database.close()
    return 0


def _list(office: Office, _arguments: argparse.Namespace) -> None:
    for one in ceremonies.authorities(office):
        public = one.public
        kind = "root" if public.is_root else "issuing"
        ended = "  retired" if public.retired_at else ""
        print(f"{public.id}  {kind:8}{public.name}, until {public.facts.not_after:%Y-%m-%d}, key {one.key}{ended}")
        if one.by_itself:
            print("   made at the first start, without ceremony")
        print(f"   SHA-256 {public.facts.sha256}")


def _roll_over(office: Office, arguments: argparse.Namespace) -> None:
    if arguments.token and not office.token.configured:
        raise UnsafeConfiguration("there is no token: set pkcs11_module, pkcs11_token and pkcs11_pin_file")
    number = _done(office, arguments, CeremonyAct.ROLL_OVER)
    print(f"made authority {number}; it issues from now on, and the one before goes on answering")


def _new_root(office: Office, arguments: argparse.Namespace) -> None:
    number = _done(office, arguments, CeremonyAct.NEW_ROOT)
    print(f"made root {number}; publish its fingerprint, then make the issuing CA below it: authority roll-over")


def _retire(office: Office, arguments: argparse.Namespace) -> None:
    number = _done(office, arguments, CeremonyAct.RETIRE, authority_id=arguments.number)
    print(f"authority {number} issues no more; its list and answers go on")


def _split(office: Office, arguments: argparse.Namespace) -> None:
    number = _root(office, arguments)
    _require_confirmed(arguments)
    arguments.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = [arguments.folder / f"root-{number}.key.age"]
    files += [arguments.folder / f"root-{number}-sheet-{place}.txt" for place in (1, 2, 3)]
    if there := next((file for file in files if file.exists()), None):
        raise UnsafeConfiguration(f"{there} is there already and is not written over")
    wish = Wish(act=CeremonyAct.KEY_SPLIT, note=arguments.reason, authority_id=number)
    sealed, sheets = ceremony.split_at_machine(office, operator(), wish, _second(arguments))
    for file, content in zip(files, [sealed, *(sheet.encode() + b"\n" for sheet in sheets)], strict=True):
        _write(file, content)
    _print(office, arguments)
    print(f"{arguments.folder}: the key in a file, and three sheets of which any two open it")
    print("give each sheet to another person, then: authority away FILE SHEET SHEET")


def _away(office: Office, arguments: argparse.Namespace) -> None:
    _done(office, arguments, CeremonyAct.KEY_AWAY, authority_id=_root(office, arguments), key_file=_key_file(arguments))
    print("the root's key is gone from this machine; its list is good for a year")
    print("backups made before still hold it, sealed by the master key: they are rotated away, or delete them")


def _back(office: Office, arguments: argparse.Namespace) -> None:
    _done(office, arguments, CeremonyAct.KEY_BACK, authority_id=_root(office, arguments), key_file=_key_file(arguments))
    print("the root's key is on this machine; take it away again afterwards")


def _done(
    office: Office,
    arguments: argparse.Namespace,
    which: CeremonyAct,
    *,
    authority_id: int | None = None,
    key_file: KeyFile | None = None,
) -> int:
    """Carries it out; gives the authority it was done to."""
    _require_confirmed(arguments)
    wish = Wish(act=which, note=arguments.reason, authority_id=authority_id)
    number = ceremony.at_machine(office, operator(), wish, _second(arguments), key_file=key_file)
    _print(office, arguments)
    facts = ceremonies.ceremony(office, number).facts
    return int(facts["authority"]) if facts else 0


def _print(office: Office, arguments: argparse.Namespace) -> None:
    """The signed protocol of what was done last, if it is wanted here; else the worker prints it."""
    if arguments.protocol:
        protocols.print_due(office)
        if not ceremonies.is_at_work(office):
            print("its protocol is printed when there is an issuing CA, which certifies the seal: authority roll-over")
            return
        _write(arguments.protocol, protocols.pdf_of(office, ceremonies.ceremonies(office)[0].id))


def _require_confirmed(arguments: argparse.Namespace) -> None:
    if not arguments.yes:
        raise UnsafeConfiguration(f"{arguments.action} changes an authority for good; add --yes if that is meant")


def _second(arguments: argparse.Namespace) -> Second | None:
    if not arguments.second:
        return None
    code = arguments.code_file.read_text(encoding="ascii", errors="replace") if arguments.code_file else arguments.code
    return Second(email=arguments.second, code=code.strip())


def _root(office: Office, arguments: argparse.Namespace) -> int:
    """The one that was named, or the newest."""
    roots = [one.public.id for one in ceremonies.authorities(office) if one.public.is_root]
    return int(arguments.root or next(iter(roots), 0))


def _key_file(arguments: argparse.Namespace) -> KeyFile:
    if len(arguments.files) < 3:
        raise UnsafeConfiguration("the file of the key and two of its sheets are needed: FILE SHEET SHEET")
    file, *sheets = arguments.files
    return KeyFile(
        sealed=file.read_bytes(), sheets=[sheet.read_text(encoding="ascii", errors="replace") for sheet in sheets]
    )


def _write(file: Path, content: bytes) -> None:
    """For its owner only, and never over an older one."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        os.fsync(opened.fileno())


ACTS = {
    "list": _list,
    "roll-over": _roll_over,
    "new-root": _new_root,
    "retire": _retire,
    "split": _split,
    "away": _away,
    "back": _back,
}


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    acts = command("authority", act, "the authorities: list, successors, retirement, the root's key").add_subparsers(
        dest="action", required=True
    )
    acts.add_parser("list", help="every authority with its fingerprint and where its key is")
    weighty = [
        acts.add_parser("roll-over", help="make the next issuing CA"),
        acts.add_parser("new-root", help="make a successor of the root"),
    ]
    weighty[0].add_argument("--token", action="store_true", help="refuse unless its key is made on a PKCS#11 token")
    retire = acts.add_parser("retire", help="an issuing CA issues no more")
    retire.add_argument("number", type=int)
    split = acts.add_parser("split", help="the root's key in a file and three sheets")
    split.add_argument("folder", type=Path)
    keys = [split]
    for name, words in (("away", "erase the root's key here"), ("back", "put the root's key back")):
        keys.append(acts.add_parser(name, help=words))
        keys[-1].add_argument("files", type=Path, nargs="+", metavar="FILE SHEET SHEET")
    for parser in keys:
        parser.add_argument("--root", type=int, help="the number of the root (default: the newest)")
    for parser in [*weighty, retire, *keys]:
        parser.add_argument("--reason", default="authority ceremony", help="why; stands in record and protocol")
        parser.add_argument("--protocol", type=Path, metavar="FILE.pdf", help="where the signed protocol goes")
        parser.add_argument("--yes", action="store_true", help="it is meant; nothing is asked")
        parser.add_argument("--second", default="", metavar="EMAIL", help="the administrator who confirms")
        parser.add_argument("--code", default="", help="the one-time code of the second person's app")
        parser.add_argument("--code-file", type=Path, help="a file with the code")
