"""Tables of a ``programme.toml`` that several kinds of certificate share are written once and named by the kinds.

``[papers.<key>]``, ``[names.<key>]`` and ``[certificate]`` stand beside the profiles; a profile lists papers and
directory names by key, or writes a table of its own in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def spread(given: dict[str, Any]) -> dict[str, Any]:
    """The file with every shared table written out where a profile names it.

    Raises ``ValueError`` that begins with the key at fault. What is no table is left for the reader to refuse.
    """
    papers, names, common = (_shared(given, key) for key in ("papers", "names", "certificate"))
    used: set[str] = set()
    for number, profile in enumerate(given.get("profiles", [])):
        where = f"profiles[{number}]"
        if isinstance(profile.get("papers"), list):
            keyed = {key: {"key": key} | paper for key, paper in papers.items()}
            profile["papers"] = _named(profile["papers"], keyed, "papers", f"{where}.papers", used)
        certificate = profile.get("certificate")
        if isinstance(certificate, dict):
            certificate = profile["certificate"] = common | certificate
            if isinstance(certificate.get("directory_names"), list):
                place = f"{where}.certificate.directory_names"
                certificate["directory_names"] = _named(certificate["directory_names"], names, "names", place, used)
    left = {f"papers.{key}" for key in papers} | {f"names.{key}" for key in names}
    if unused := sorted(left - used):
        raise ValueError(f"{unused[0]}: no profile names it")
    return {key: value for key, value in given.items() if key not in {"papers", "names", "certificate"}}


def _shared(given: Mapping[str, Any], key: str) -> dict[str, Any]:
    tables = given.get(key, {})
    wanted = tables.values() if isinstance(tables, dict) and key != "certificate" else ()
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in wanted):
        raise ValueError(f"{key}: must be a table of tables" if key != "certificate" else f"{key}: must be a table")
    return tables


def _named(entries: list[Any], tables: Mapping[str, Any], family: str, where: str, used: set[str]) -> list[Any]:
    unknown = [entry for entry in entries if isinstance(entry, str) and entry not in tables]
    if unknown:
        raise ValueError(f"{where}: there is no [{family}.{unknown[0]}]")
    used |= {f"{family}.{entry}" for entry in entries if isinstance(entry, str)}
    return [tables[entry] if isinstance(entry, str) else entry for entry in entries]
