"""Makes one write of a use case fail, as the database itself would: by a trigger that aborts it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from adapters.db.models import Base
from services.office import Office

_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)\s+(?:OR \w+ )?(?:INTO |FROM )?\"?(\w+)", re.IGNORECASE)


class Saboteur:
    """Lets the n-th write of what follows fail; the trigger goes with the transaction that is rolled back."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._left = 0
        self.struck: list[str] = []
        """What was made to fail, e.g. ``INSERT audit_event``."""
        self._waits = False
        event.listen(office.database.writing, "before_cursor_execute", self._before)
        event.listen(office.database.writing, "after_cursor_execute", self._after)

    def __enter__(self) -> Saboteur:
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._office.database.writing, "before_cursor_execute", self._before)
        event.remove(self._office.database.writing, "after_cursor_execute", self._after)

    def _before(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not self._left or not (write := _WRITE.match(statement)):
            return
        self._left -= 1
        if not self._left:
            kind, table = write[1].upper(), write[2]
            self.struck.append(f"{kind} {table}")
            self._waits = True
            connection.connection.cursor().execute(
                f"CREATE TRIGGER sabotage BEFORE {kind} ON {table} BEGIN SELECT RAISE(ABORT, 'sabotage'); END"
            )

    def _after(self, connection: Any, *_: Any) -> None:
        """It touched no row, so nothing failed: the next write is the one."""
        if self._waits:
            self._waits, self._left = False, 1
            self.struck.pop()
            connection.connection.cursor().execute("DROP TRIGGER sabotage")

    def every_write(
        self,
        act: Callable[[], object],
        *,
        may_change: Collection[str] = (),
        then: Callable[[], object] | None = None,
        may_fail_after: bool = False,
    ) -> list[str]:
        """Tries ``act`` with its first write failing, then its second …, until it succeeds. Gives what failed.

        After each failure nothing may have changed but the tables of ``may_change`` (use cases that commit a promise
        first); ``then`` brings about what the next try needs. ``may_fail_after``: what follows the act, such as
        publishing, may fail without undoing it, since the worker does it again.
        """
        struck: list[str] = []
        before = contents(self._office)
        for number in range(1, 100):
            self._left, self._waits = number, False
            try:
                act()
            except IntegrityError as failed:
                if "sabotage" not in str(failed):
                    raise
                after = contents(self._office)
                changed = {table for table in after if after[table] != before[table]}
                assert changed <= set(may_change), f"{self.struck[-1]} failed and left traces in {changed}"
                struck.append(self.struck[-1])
                self._waits = False
                before = after
                if then:
                    then()
                    before = contents(self._office)
            else:
                assert self._left or may_fail_after, f"{self.struck[-1]} failed and nobody noticed"
                self._left, self._waits = 0, False
                return struck
        raise AssertionError("it never comes to its end")


def contents(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare; straight from the driver, as it is asked for hundreds of times."""
    driver = office.database.reading.raw_connection()
    try:
        cursor = driver.cursor()
        return {table: cursor.execute(f"SELECT * FROM {table}").fetchall() for table in Base.metadata.tables}
    finally:
        driver.close()
