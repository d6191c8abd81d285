"""A page as it travels from worker to office and waits in memory: width, height, pixels."""

from __future__ import annotations

import struct

from domain.pdf import MOST_PIXELS

_SIZES = struct.Struct(">II")


def packed(width: int, height: int, pixels: bytes) -> bytes:
    """As it is: to compress a page takes longer than to draw it once more."""
    return _SIZES.pack(width, height) + pixels


def unpacked(picture: bytes) -> tuple[int, int, memoryview]:
    """Width, height, and red, green, blue of each pixel.

    A worker may have been taken over by what it read: raises ``ValueError`` for what none of ours would send.
    """
    if len(picture) < _SIZES.size:
        raise ValueError("not a picture of ours")
    width, height = _SIZES.unpack_from(picture)
    pixels = memoryview(picture)[_SIZES.size :]
    if not 0 < width * height <= MOST_PIXELS * 1.01 or len(pixels) != width * height * 3:
        raise ValueError("not a picture of ours")
    return width, height, pixels
