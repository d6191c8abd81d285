"""Why a mail did not leave the house."""

from __future__ import annotations


class MailNotSent(Exception):
    """A transport could not hand a message over.

    ``reason`` are the server's words or the name of the fault. ``permanent``: another try cannot help this
    mail. ``server_away``: the fault lies with the server, the way to it or our log-in, and so concerns every
    mail; trying the next one now is no use.
    """

    def __init__(self, reason: str, *, permanent: bool, server_away: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.server_away = server_away
