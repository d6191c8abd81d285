"""An office as in service (real keys, passwords, database file), filled with copies of the sample person."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect, select

from adapters.db.models import Application, SubmittedPaper
from adapters.randomness import SystemRandomness
from app import build_office
from config import Config
from domain.certificates.application import ApplicationState
from domain.certificates.numbering import new_code
from domain.certificates.printed import Paper
from services import authorities
from services.office import Office
from services.records import application_by_code
from tests.office_secrets import learn


class NoPaper:
    """Prints nothing, for benches in which paper has no part."""

    def render(self, paper: Paper) -> bytes:  # noqa: ARG002 — the port gives it
        return b"%PDF-"

    def render_encrypted(self, paper: Paper, password: str) -> bytes:  # noqa: ARG002 — the port gives it
        return b"%PDF-"

    def unprintable(self, text: str) -> str:  # noqa: ARG002 — the port gives it
        return ""

    def warm(self) -> None:
        """Nothing to warm."""

    def close(self) -> None:
        """Nothing to end."""


@contextmanager
def office_in(folder: Path | None = None, *, quick: bool = False) -> Iterator[Office]:
    """An office with an RSA-4096 authority in ``folder``, or in a folder that is gone afterwards.

    ``quick``: its authority has keys that are drawn at once.
    """
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as temporary:
        office = build_office(Config(data=folder or Path(temporary)), renderer=NoPaper())
        try:
            authorities.establish(office, key="p-384" if quick else "rsa-4096")
            yield office
        finally:
            office.database.close()
            learn(office.database.path.parent)


def copies(office: Office, code: str, count: int, states: Sequence[ApplicationState]) -> list[str]:
    """``count`` copies of an application with its papers, in the states by turns; gives their codes."""
    randomness = SystemRandomness()
    with office.database.write() as session:
        original = application_by_code(session, code)
        papers = list(session.scalars(select(SubmittedPaper).where(SubmittedPaper.application_id == original.id)))
        made = [
            Application(
                **_values(original)
                | {
                    "code": new_code(randomness.letters),
                    "request_key": randomness.token(),
                    "state": states[i % len(states)],
                }
            )
            for i in range(count)
        ]
        session.add_all(made)
        session.flush()
        session.add_all(
            SubmittedPaper(**_values(paper) | {"application_id": one.id}) for one in made for paper in papers
        )
        return [one.code for one in made]


def _values(row: object) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs if column.key != "id"}
