"""When each session was last seen, until that is written down: a page that only reads need not write for it."""

from __future__ import annotations

from datetime import datetime
from threading import Lock


class LastSeen:
    """Sessions by their key; in the memory of one process, safe for its threads. With it dies a minute or two."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at: dict[str, datetime] = {}

    def note(self, key: str, at: datetime) -> None:
        """Was seen just now."""
        with self._lock:
            self._at[key] = at

    def of(self, key: str) -> datetime | None:
        """When, if that is not written yet. To be asked before the records: what is written in between is in them."""
        return self._at.get(key)

    def unwritten(self) -> dict[str, datetime]:
        """All that is to be written; it stays known until it is."""
        with self._lock:
            return dict(self._at)

    def written(self, what: dict[str, datetime]) -> None:
        """What is on record now; who was seen again meanwhile is still to be written."""
        with self._lock:
            for key, at in what.items():
                if self._at.get(key) == at:
                    del self._at[key]
