"""Services that an office keeps in its own folder, beside or instead of those that come with the house."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE_UP = ROOT / "tests" / "data" / "programmes" / "mihon"

FIGURES = {
    "window_minutes = 60": "window_minutes = 90",
    "open_days = 30": "open_days = 14",
    "tries = 10": "tries = 5",
    "password_digits = 8": "password_digits = 6",
    'file_name = "cert.p12"': 'file_name = "other.p12"',
    "paper_months = 3": "paper_months = 4",
    "receipt_days = 30": "receipt_days = 21",
    # The programme's own list of faults names the months too.
    "到着までに3か月": "到着までに4か月",
}
SHIPPED_FIGURES = ("1時間", "30日", "10回", "8桁", "cert.p12", "3か月")
"""How the figures of the shipped service read: with other figures, no page and no paper may say one of them."""


def with_other_figures(folder: Path) -> None:
    """Puts the shipped service with other figures into the folder of an office."""
    shipped = ROOT / "programmes" / "gid"
    own = folder / "programmes" / "gid"
    (own / "terms").mkdir(parents=True)
    for terms in (shipped / "terms").iterdir():
        (own / "terms" / terms.name).write_bytes(terms.read_bytes())
    text = (shipped / "programme.toml").read_text(encoding="utf-8")
    for shipped_words, other in FIGURES.items():
        assert shipped_words in text, f"the shipped service has no {shipped_words!r}"
        text = text.replace(shipped_words, other)
    (own / "programme.toml").write_text(text, encoding="utf-8")


def with_holds(folder: Path) -> None:
    """Puts the shipped service with certificates that may be held into the folder of an office."""
    shipped = ROOT / "programmes" / "gid"
    shutil.copytree(shipped, folder / "programmes" / "gid")
    file = folder / "programmes" / "gid" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    documents = 'documents = ["application_form", "employment_certificate"]\n'
    assert documents in text
    file.write_text(text.replace(documents, f"{documents}hold_allowed = true\n"), encoding="utf-8")


def with_second_service(folder: Path) -> None:
    """Puts a service that asks little, for coupons and receipts not at all, beside the shipped one."""
    (folder / "programmes").mkdir()
    (folder / "programmes" / MADE_UP.name).symlink_to(MADE_UP)


def fixed_figures(text: str) -> list[str]:
    """Figures of the shipped service that a text says."""
    return [figure for figure in SHIPPED_FIGURES if figure in text]
