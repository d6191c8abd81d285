"""Pages that were drawn, in memory: a bond must not lie readable on the disk, nor be drawn for each visitor."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

Key = tuple[str, int, int]
"""SHA-256 of the file, page from 1, dots per inch."""


class PageCache:
    """Keeps at most ``most_bytes``; what was not asked for longest goes first. Safe for threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0
        self._making: dict[Key, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], bytes]) -> bytes:
        """The page; if many ask at once, one of them makes it and the others wait for it."""
        with self._lock:
            if (found := self._found(key)) is not None:
                return found
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if (found := self._found(key)) is not None:
                    return found
            try:
                page = make()
                with self._lock:
                    # Otherwise the file was forgotten meanwhile.
                    if self._making.get(key) is making:
                        self._keep(key, page)
                return page
            finally:
                with self._lock:
                    if self._making.get(key) is making:
                        del self._making[key]

    def forget(self, sha256: str) -> None:
        """Drops every page of a file, and keeps none that is being made."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == sha256]:
                self._bytes -= len(self._kept.pop(key))
            for key in [key for key in self._making if key[0] == sha256]:
                del self._making[key]

    def _found(self, key: Key) -> bytes | None:
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
        return found

    def _keep(self, key: Key, page: bytes) -> None:
        if len(page) > self._most_bytes:
            return
        self._bytes += len(page) - len(self._kept.pop(key, b""))
        self._kept[key] = page
        while self._bytes > self._most_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest)
