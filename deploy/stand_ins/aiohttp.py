"""In place of aiohttp, in the single file only: pyHanko names its classes when imported, and an office fetches nothing.

A revocation list or a time that a stranger's signature points to is never asked for, and here it could not be.
"""

from __future__ import annotations


class _Absent:
    def __init__(self, *_arguments: object, **_named: object) -> None:
        raise NotImplementedError("the single file fetches nothing")


class BasicAuth(_Absent):
    """Is never made."""


class ClientError(Exception):
    """Is never raised."""


class ClientSession(_Absent):
    """Is never opened."""


class ClientTimeout(_Absent):
    """Is never waited for."""


class TCPConnector(_Absent):
    """Never connects."""


class ClientResponseError(ClientError):
    """Is never raised."""


class ContentTypeError(ClientResponseError):
    """Is never raised."""
