"""Which places a postcode stands for, by the data of Japan Post (data/postcodes.LICENSE)."""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

from domain.japanese.postcode import PostalPlace

_FILE = Path(__file__).parent / "data" / "postcodes.xz"


class Postcodes:
    """The lines of the file as they lie there, sorted: five megabytes, where objects would take fifty."""

    def __init__(self, text: bytes) -> None:
        cities, _, self._lines = text.partition(b"\n")
        self._cities = [tuple(city.split(",")) for city in cities.decode().split("\t")]

    def places(self, code: str) -> tuple[PostalPlace, ...]:
        """Every place of a code of seven digits; none: there is no such code."""
        wanted, found = code.encode(), []
        at = self._first(wanted)
        while self._lines[at : at + 7] == wanted:
            end = self._lines.index(b"\n", at)
            _, city, area, house = self._lines[at:end].decode().split("\t")
            prefecture, name = self._cities[int(city)]
            found.append(PostalPlace(prefecture=prefecture, city=name + area, street=house))
            at = end + 1
        return tuple(found)

    def _first(self, wanted: bytes) -> int:
        """Where the first line begins that is not below ``wanted``."""
        low, high = 0, len(self._lines)
        while low < high:
            # The beginning of the line in whose midst we are.
            at = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self._lines[at : at + 7] < wanted:
                low = self._lines.index(b"\n", at) + 1
            else:
                high = at
        return low


@cache
def postcodes() -> Postcodes:
    """Those that come with the house; read when they are first asked for."""
    return Postcodes(lzma.decompress(_FILE.read_bytes()))
