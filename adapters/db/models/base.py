"""What every table has in common: STRICT, named constraints, typed columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from adapters.db.types import Day, Flag, Json, UtcTime


class Base(DeclarativeBase):
    """The mapped tables of the office."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Text,
        int: Integer,
        bool: Flag,
        bytes: LargeBinary,
        datetime: UtcTime,
        date: Day,
        dict[str, Any]: Json,
        dict[str, str]: Json,
        list[str]: Json,
        list[dict[str, str]]: Json,
    }


STRICT = {"sqlite_strict": True}


def one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    """A CHECK that a column holds one of an enumeration's values."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"known_{column}")
