"""Telling faults of the machine from faults of ours."""

from __future__ import annotations

import errno

from sqlalchemy.exc import OperationalError

_STORAGE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM}


def is_storage_fault(error: BaseException) -> bool:
    """Whether it could not be stored: disk full, file read-only, locked too long, input/output error."""
    return isinstance(error, OperationalError) or (isinstance(error, OSError) and error.errno in _STORAGE)
