"""``install-service``: makes a service of systemd out of the single file, and says what it did."""

from __future__ import annotations

import argparse
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from commands.installation import AddCommand, Installation
from commands.opening import takes_authority
from config import UnsafeConfiguration, single_file

TEMPLATE = Path(__file__).resolve().parents[1] / "deploy" / "service" / "madoguchi.service"
UNIT = Path("etc/systemd/system/madoguchi.service")
SETTINGS = Path("etc/madoguchi.env")
PROGRAM = Path("usr/local/bin/madoguchi")
DATA = Path("/var/lib/madoguchi")
ACCOUNT = "madoguchi"
NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
SAFE = re.compile(r"[\w./:@+-]+", re.ASCII)
"""A value that stands in a unit file as it is: no blank, no quote, no per cent sign, no line end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the unit file says."""

    program: Path
    data: Path
    account: str
    url: str
    address: str
    port: int
    proxy: str
    authority: str

    def unit(self) -> str:
        """The unit file. Raises ``UnsafeConfiguration`` for a value that would be read as something else there."""
        values = {
            "PROGRAM": str(self.program), "DATA": str(self.data), "USER": self.account, "URL": self.url,
            "ADDRESS": self.address, "PORT": str(self.port), "PROXY": self.proxy, "AUTHORITY": self.authority,
        }  # fmt: skip
        if not NAME.fullmatch(self.account):
            raise UnsafeConfiguration(f"{self.account!r} is no name of an account")
        if not self.data.is_absolute():
            raise UnsafeConfiguration(f"the data folder of a service needs its whole path, not {self.data}")
        text = TEMPLATE.read_text("utf-8")
        for name, value in values.items():
            if not SAFE.fullmatch(value):
                raise UnsafeConfiguration(f"{value!r} cannot stand in a service file; choose something plainer")
            text = text.replace(f"@{name}@", value)
        return text


def install(installation: Installation, arguments: argparse.Namespace) -> int:
    """Prints the unit, or puts everything in place."""
    root = arguments.root
    service = Service(
        program=Path("/") / PROGRAM,
        data=arguments.data or DATA,
        account=arguments.user,
        url=arguments.url or installation.config.public_url,
        address=arguments.host,
        port=arguments.port,
        proxy=arguments.proxy,
        authority=installation.config.authority,
    )
    unit = service.unit()
    if arguments.print:
        print(unit, end="")
        return 0
    file = single_file()
    if file is None:
        raise UnsafeConfiguration("a service is made of the single file; script/build-binary makes dist/madoguchi")
    if root == Path("/") and os.getuid() != 0:
        raise PermissionError(1, "only root may install a service; to see it: madoguchi install-service --print")
    _install_program(file, root / PROGRAM)
    _write(root / UNIT, unit, 0o644)
    if not (root / SETTINGS).exists():
        _write(
            root / SETTINGS,
            "# MADOGUCHI_SMTP_HOST=…, one a line; config.py and docs/operations.md name them all\n",
            0o600,
        )
    else:
        print(f"kept      {root / SETTINGS}")
    if root != Path("/"):
        print(f"not made, since this is not the running system: the account {service.account}, {service.data}")
        return 0
    _make_account(service)
    _make_data(service)
    _tell_systemd()
    return 0


def _install_program(file: Path, target: Path) -> None:
    if target.exists() and os.path.samefile(file, target):
        print(f"kept      {target}")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside it and then in one step: a running office keeps the old file until it is started again.
    new = target.with_name(f".{target.name}.new")
    shutil.copyfile(file, new)
    new.chmod(0o755)
    new.replace(target)
    print(f"copied    {target}")


def _write(file: Path, text: str, mode: int) -> None:
    if file.exists() and file.read_text("utf-8") == text:
        print(f"kept      {file}")
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(mode)
    print(f"wrote     {file}")


def _make_account(service: Service) -> None:
    try:
        pwd.getpwnam(service.account)
    except KeyError:
        subprocess.run(
            [_program("useradd"), "--system", "--user-group", "--home-dir", service.data, "--no-create-home",
             "--shell", "/usr/sbin/nologin", service.account],
            check=True, env=_plain_environment(),
        )  # fmt: skip
        print(f"made      the account {service.account}, which nobody can log in to")
    else:
        print(f"kept      the account {service.account}")


def _make_data(service: Service) -> None:
    account = pwd.getpwnam(service.account)
    made = not service.data.exists()
    service.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if made:
        os.chown(service.data, account.pw_uid, account.pw_gid)
        service.data.chmod(0o700)
    elif service.data.stat().st_uid != account.pw_uid:
        raise UnsafeConfiguration(
            f"{service.data} belongs to another account; chown -R {service.account} {service.data}"
        )
    print(f"{'made' if made else 'kept'}      {service.data}")


def _tell_systemd() -> None:
    if Path("/run/systemd/system").is_dir():
        subprocess.run([_program("systemctl"), "daemon-reload"], check=True, env=_plain_environment())
        print("told      systemd to read it")
    print("\nnow: systemctl enable --now madoguchi      the first account stands in: journalctl -u madoguchi")


def _program(name: str) -> str:
    """Where the system keeps one of its own programs, whatever PATH says. Raises ``UnsafeConfiguration``."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        raise UnsafeConfiguration(f"this system has no {name}")
    return found


def _plain_environment() -> dict[str, str]:
    """Without the single file's libraries, which programs of the system would load in place of their own."""
    return {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}


def add(command: AddCommand) -> None:
    """Puts it on the command line."""
    made = command("install-service", install, "make a service of systemd (as root), or --print it")
    made.add_argument("--print", action="store_true", help="only show the unit file")
    made.add_argument("--url", help="address under which people reach the counter, https://…")
    made.add_argument("--user", default=ACCOUNT, help="account of its own (default: madoguchi)")
    made.add_argument("--host", default="127.0.0.1", help="where it listens, for the proxy in front")
    made.add_argument("--port", type=int, default=8000)
    made.add_argument("--proxy", default="127.0.0.1", help="address of the proxy whose forwarded headers are believed")
    takes_authority(made)
    made.add_argument("--root", type=Path, default=Path("/"), help="another system's root folder, for images")
