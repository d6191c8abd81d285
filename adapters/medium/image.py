"""An ISO 9660 image with the long names of Joliet, which Windows, macOS and Linux read without further software."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pycdlib import PyCdlib

from domain.certificates.medium import MediumFile

_JOLIET_LEVEL = 3


def image(files: Sequence[MediumFile], *, label: str) -> bytes:
    """The octets for the medium, made in memory alone: the key must never lie in a file of its own.

    ``label``: its name in the file manager, at most 16 capitals, digits and ``_`` (what Joliet has room for).
    """
    disc = PyCdlib()
    disc.new(interchange_level=1, joliet=_JOLIET_LEVEL, vol_ident=label)
    try:
        for file in files:
            disc.add_fp(
                io.BytesIO(file.content),
                len(file.content),
                f"/{file.short_name};1",
                joliet_path=f"/{file.name}",
            )
        written = io.BytesIO()
        disc.write_fp(written)
        return written.getvalue()
    finally:
        disc.close()
