"""The English catalogues: which words they must have, and their files brought up to date (decisions/0005).

Run by ``script/make-catalogue``. What is translated stays; what the code no longer says goes; what is new and stands
on a public screen is put in without its English, and the command ends with a list of what to translate.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from adapters.programmes import ENGLISH, load
from domain.bonds.folder import KIND_NAMES, PAPER_NAMES
from domain.certificates import holder_forms
from domain.certificates.catalogue import ITEMS, SECTIONS
from domain.certificates.certificate_values import LABELS
from domain.certificates.items import Item
from domain.english import texts_of
from domain.japanese.length_of_time import HOURS, MINUTES, ONE_HOUR, ONE_MINUTE
from domain.programme import Programme

ROOT = Path(__file__).resolve().parents[1]
SCREENS = Path("translations/en/LC_MESSAGES/messages.po")
MARKS = dict.fromkeys(("_", "_l", "gettext", "lazy_gettext", "later", "N_"))
"""Functions whose first argument is a message."""

COUNTERS = ("applicant", "apply", "authority", "bonds", "download", "public")
"""Whose screens are for everybody, and therefore in English too."""
SHARED = (
    *("ages", "applicant_words", "bond_words", "coupon_words", "days", "errors", "formatting", "input_words"),
    *("languages", "open_hours", "pdf_words", "public_states", "receipt_words"),
)
"""Modules of ``blueprints/shared`` whose words come to such screens; others only say something to the office."""
LAYOUTS = ("base.html", "public.html")

HEAD = "# What screens say in English. Brought up to date by script/make-catalogue."
LEFT_OUT = tuple(f'"{name}' for name in ("Project-Id", "Report-", "POT-", "PO-", "Last-", "Language-Team", "Generated"))

Found = dict[str, set[str]]
"""Message → files, with a slash between folders."""


def marked(root: Path = ROOT) -> Found:
    """Every message of every screen."""
    found: Found = defaultdict(set)
    for path in sorted([*root.glob("blueprints/**/*.py"), *root.glob("templates/**/*.html")]):
        place = path.relative_to(root)
        if not {"paper", "mail"} & set(place.parts):
            for message in _messages(path):
                found[message].add(place.as_posix())
    for message in _rules():
        found[message].add("domain")
    return dict(found)


def is_public(place: str) -> bool:
    """Whether words of a file come to a screen that everybody may open."""
    parts = Path(place).with_suffix("").parts
    if parts[0] == "blueprints":
        return parts[2] in SHARED if parts[1] == "shared" else parts[1] in COUNTERS
    if parts[0] == "templates":
        return parts[1] in {*COUNTERS, "_macros", "errors"} or Path(place).name in LAYOUTS and len(parts) == 2
    return parts == ("domain",)


def needed(found: Found) -> set[str]:
    """The messages that must have their English."""
    return {message for message, places in found.items() if any(map(is_public, places))}


def _messages(path: Path) -> Iterator[str]:
    method = "python" if path.suffix == ".py" else "jinja2"
    for _line, message, _comments, _context in extract_from_file(method, str(path), keywords=MARKS):
        yield message if isinstance(message, str) else message[0]


def _rules() -> Iterator[str]:
    """Words of the domain that forms and lists show."""
    for item in (*ITEMS.values(), *holder_forms.CHANGE, *holder_forms.REVOCATION):
        yield from filter(None, _row(item))
    for names in (SECTIONS, holder_forms.SECTIONS, KIND_NAMES, PAPER_NAMES):
        yield from names.values()
    yield from (*LABELS, HOURS, MINUTES, ONE_HOUR, ONE_MINUTE)


def _row(item: Item) -> Iterator[str]:
    yield from (item.label, item.support)
    for given in item.inputs:
        yield given.label
        yield from (choice.label for choice in given.choices)


def words_of(programme: Programme) -> Found:
    """What a service says on its public screens."""
    return {text: {"programme.toml"} for text in texts_of(programme)}


def read(file: Path) -> dict[str, str]:
    """Message → translation, as they stand in a catalogue; an empty one is none."""
    with file.open("rb") as source:
        return {str(m.id): str(m.string) for m in read_po(source, locale="en", abort_invalid=True) if m.id}


def put_together(found: Found, wanted: set[str], translated: Mapping[str, str]) -> Catalog:
    """A catalogue of all that is translated and still said, and of all that is to be."""
    made = Catalog(locale="en", project="Madoguchi", fuzzy=False, header_comment=HEAD)
    for message in sorted(found):
        if message in wanted or translated.get(message):
            made.add(message, translated.get(message, ""), locations=[(place, 0) for place in sorted(found[message])])
    return made


def write(file: Path, catalogue: Catalog) -> None:
    """One message a block, in the order of the alphabet, so that changes of several people meet in few places."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=110, omit_header=False, include_lineno=False, sort_output=True)
    # The hour would make every run a change; people and addresses are in the history.
    lines = (line for line in file.read_text("utf-8").splitlines(keepends=True) if not line.startswith(LEFT_OUT))
    file.write_text("".join(lines), "utf-8")


def main() -> int:
    """Brings every catalogue up to date; gives 1 while something waits for its English."""
    found = marked()
    jobs = [(ROOT / SCREENS, found, needed(found))]
    for programme in load(ROOT / "programmes"):
        said = words_of(programme)
        jobs.append((ROOT / "programmes" / programme.slug / ENGLISH, said, set(said)))
    waiting = 0
    for file, said, wanted in jobs:
        catalogue = put_together(said, wanted, read(file) if file.is_file() else {})
        write(file, catalogue)
        for message in (m for m in catalogue if m.id and not m.string):
            sys.stdout.write(f"{file.relative_to(ROOT)}: {message.id}\n")
            waiting += 1
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
