"""One act on every application that waits for it, as jobs do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from adapters.db.models import Application
from services.office import Office


def each_application(
    office: Office,
    waiting: Sequence[ColumnElement[bool]],
    act: Callable[[Session, Office, Application], None],
    *,
    most: int | None = None,
) -> int:
    """Each in a transaction of its own, looked at once more in it: papers may arrive, or another process do the same,
    at any moment. Gives the count; ``most`` at once, where years of work may have piled up."""
    with office.database.read() as session:
        numbers = session.scalars(select(Application.id).where(*waiting).order_by(Application.id).limit(most)).all()
    done = 0
    for number in numbers:
        with office.database.write() as session:
            still = session.scalars(select(Application).where(Application.id == number, *waiting)).one_or_none()
            if still is not None:
                act(session, office, still)
                done += 1
    return done
