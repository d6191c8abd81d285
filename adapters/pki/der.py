"""The little DER (X.690) that ``cryptography`` has no words for, or is too slow at: names as they are, long lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
OBJECT_IDENTIFIER = 0x06
ENUMERATED = 0x0A
PRINTABLE_STRING = 0x13
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31

_FIRST_YEAR_OF_GENERALIZED_TIME = 2050


class Element(NamedTuple):
    """One value: its tag (single byte), its contents, and the whole with tag and length."""

    tag: int
    contents: bytes
    whole: bytes


def encode(tag: int, *parts: bytes) -> bytes:
    """Tag, definite length, contents."""
    contents = b"".join(parts)
    length = len(contents)
    if length < 0x80:
        return bytes((tag, length)) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(octets))) + octets + contents


def encode_oid(dotted: str) -> bytes:
    """An object identifier from its dotted form."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    octets = bytearray()
    for arc in (first * 40 + second, *rest):
        base128 = [arc & 0x7F]
        while arc := arc >> 7:
            base128.append(0x80 | arc & 0x7F)
        octets += bytes(reversed(base128))
    return encode(OBJECT_IDENTIFIER, bytes(octets))


def encode_integer(number: int) -> bytes:
    """A whole number that is not negative, in the fewest octets that keep its sign (X.690 §8.3)."""
    return encode(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def encode_generalized_time(moment: datetime) -> bytes:
    """In UTC, with seconds and nothing below them (RFC 5280 §4.1.2.5.2)."""
    return encode(GENERALIZED_TIME, f"{moment.astimezone(UTC):%Y%m%d%H%M%S}Z".encode("ascii"))


def encode_time(moment: datetime) -> bytes:
    """UTCTime through the year 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5)."""
    utc = moment.astimezone(UTC)
    if utc.year >= _FIRST_YEAR_OF_GENERALIZED_TIME:
        return encode_generalized_time(utc)
    return encode(UTC_TIME, f"{utc:%y%m%d%H%M%S}Z".encode("ascii"))


def encode_extension(dotted: str, value: bytes) -> bytes:
    """An extension that is not critical (RFC 5280 §4.2)."""
    return encode(SEQUENCE, encode_oid(dotted), encode(OCTET_STRING, value))


def decode_oid(contents: bytes) -> str:
    """The dotted form of an object identifier's contents."""
    arcs, arc = [], 0
    for octet in contents:
        arc = arc << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(str(number) for number in (first, arcs[0] - 40 * first, *arcs[1:]))


def elements(contents: bytes) -> Iterator[Element]:
    """The values that stand one after another. Raises ``ValueError`` where they are cut off."""
    position = 0
    while position < len(contents):
        start = position
        header = contents[position : position + 2]
        if len(header) < 2 or header[0] & 0x1F == 0x1F:
            raise ValueError("not DER")
        tag, length = header
        position += 2
        if length & 0x80:
            size = length & 0x7F
            if size == 0:
                raise ValueError("not DER")
            length = int.from_bytes(contents[position : position + size])
            position += size
        end = position + length
        if end > len(contents):
            raise ValueError("not DER")
        yield Element(tag, contents[position:end], contents[start:end])
        position = end


def only(contents: bytes) -> Element:
    """The one value there is. Raises ``ValueError`` otherwise."""
    found = list(elements(contents))
    if len(found) != 1:
        raise ValueError("not one DER value")
    return found[0]
