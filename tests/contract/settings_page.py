"""The tables of docs/settings.md, made of the settings themselves: ``python -m tests.contract.settings_page``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

from config import Config
from domain.settings import Group, of_group
from domain.settings.setting import PER_PROGRAMME

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
BEGIN, END = "<!-- made: {} -->", "<!-- end of {} -->"
GROUPS = {
    Group.OFFICE: "窓口",
    Group.DESK: "送付先とお問い合わせ",
    Group.BANK: "振込先",
    Group.MAIL: "メール",
    Group.HOURS: "受付時間",
    Group.CLOSING: "休業日",
    Group.MAINTENANCE: "メンテナンス",
    Group.RULES: "二人確認とログイン",
    Group.BONDS: "電子証券",
    Group.RETENTION: "保存期間",
    Group.REVIEW: "審査",
}


def screens() -> Iterator[str]:
    """The settings of the office, page by page."""
    for group, heading in GROUPS.items():
        yield f"### {heading}" + (" (each service its own)" if group in PER_PROGRAMME else "")
        yield ""
        yield "| Name | Meaning | Default | Note |"
        yield "|---|---|---|---|"
        for setting in of_group(group):
            default = setting.default_text.replace("\n", "、")
            note = setting.help + (" Sealed; audited without its value." if setting.secret else "")
            yield f"| `{setting.name}` | {setting.meaning} | {default}{setting.unit} | {note} |"
        yield ""


def installation() -> Iterator[str]:
    """The settings of the installation."""
    yield "| Name | Default | Meaning |"
    yield "|---|---|---|"
    for each in fields(Config):
        if each.default is not MISSING and each.name != "given":
            yield f"| `{each.name}` | {each.default if each.default != '' else '—'} | {each.metadata['help']} |"
    yield ""


def made(text: str) -> str:
    """The page with its tables made anew."""
    for name, lines in (("screens", screens()), ("installation", installation())):
        begin, end = BEGIN.format(name), END.format(name)
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n\n" + "\n".join(lines) + f"{end}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(made(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
