"""From a postcode to the address (S4-80, S4-81)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.postcodes import postcodes
from domain.errors import InvalidInput
from domain.japanese.postcode import PostalPlace, postcode


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a postcode does to a form: the texts that go into empty inputs, or the places to choose from."""

    filled: Mapping[str, str] = field(default_factory=dict)
    places: tuple[PostalPlace, ...] = ()


def propose(typed: Mapping[str, str], chosen: str = "") -> Proposal:
    """For the address beside a postcode; ``chosen``: the place a person picked, by its words.

    Nothing that was typed is replaced unasked: where prefecture or city say something else than the one place there
    is, the person chooses. A house number never replaces one. Raises ``InvalidInput`` at the postcode.
    """
    try:
        code = postcode(typed.get("postcode_a", ""), typed.get("postcode_b", ""))
    except InvalidInput as problem:
        raise problem.at("postcode_a") from None
    places = postcodes().places(code.replace("-", ""))
    if not places:
        raise InvalidInput("no_such_postcode", "postcode_a")
    if picked := next((place for place in places if place.words == chosen), None):
        return Proposal(_filled(picked, typed))
    if len(places) == 1 and _fits(places[0], typed):
        return Proposal(_filled(places[0], typed))
    return Proposal(places=places)


def _fits(place: PostalPlace, typed: Mapping[str, str]) -> bool:
    """Whether nothing that was typed would be lost."""
    return all(typed.get(part, "") in {"", getattr(place, part)} for part in ("prefecture", "city"))


def _filled(place: PostalPlace, typed: Mapping[str, str]) -> dict[str, str]:
    kept = typed.get("street", "")
    return {"prefecture": place.prefecture, "city": place.city, "street": kept or place.street}
