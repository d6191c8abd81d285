"""Telling faults of the machine from faults of ours."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError


def is_storage_fault(error: BaseException) -> bool:
    """Whether the database could not store: disk full, locked too long, input/output error."""
    return isinstance(error, OperationalError)
