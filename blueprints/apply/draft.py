"""What one browser has agreed to and typed for one service; kept in the session only (design §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import g, session

from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office, current_settings
from domain.programme import ApplicantGroup, CertificateType, Profile, Programme, Series
from services.applications import Draft, missing_consents
from services.programmes import with_contacts

CONFIRMED = frozenset({"group", "series", "type", "profile", "typed"})
"""What the confirmation shows: another choice in another tab, and it has to be shown anew (S4-107, S4-112)."""
MOST_PRINTED = 20
"""How many finished applications a session shows again."""


class SessionDraft:
    """The draft of one service in the session."""

    def __init__(self, slug: str) -> None:
        programme = with_contacts(current_office().programmes.get(slug), current_settings())
        self.programme: Programme = spoken(programme, programme)
        g.support = self.programme.support
        self._values: dict[str, Any] = session.get(self._key, {})

    @property
    def _key(self) -> str:
        return f"draft|{self.programme.slug}"

    def put(self, **values: object) -> None:
        """Adds to the draft; what is in the session is replaced as a whole, so that it is seen as changed."""
        if any(self._values.get(key) != values[key] for key in CONFIRMED & values.keys()):
            # What was confirmed before is not what would be printed now.
            values = {"request_key": None} | values
        self._values = self._values | values
        session[self._key] = self._values

    def stand_by(self, kind: str, series: str) -> None:
        """Goes on with the kind and series that a form was shown for: another tab may have chosen others since."""
        shown = [profile for type_ in self.programme.open_types for profile in self.programme.kinds(type_.key)]
        profile = next((one for one in shown if one.key == kind), None)
        if profile is None or series not in {one.key for one in self.programme.open_series}:
            return  # no longer offered, or typed by hand
        if (profile, series) != (self.profile, self.series.key):
            self.put(type=profile.type, profile=profile.key, series=series)

    def drop_answers(self) -> None:
        """After confirmation: the record has the answers, and the browser's session needs them no more."""
        self._values = {k: v for k, v in self._values.items() if k not in {"typed", "request_key"}}
        session[self._key] = self._values

    @property
    def consents(self) -> dict[str, str]:
        return dict(self._values.get("consents", {}))

    def agree(self, documents: Mapping[str, str]) -> None:
        """Keeps the versions agreed to just now, with the moment (S4-64)."""
        now = current_office().clock().isoformat()
        self.put(
            consents=self.consents | dict(documents),
            agreed_at=self._values.get("agreed_at", {}) | dict.fromkeys(documents, now),
        )

    @property
    def agreed_at(self) -> dict[str, datetime]:
        """When each document was agreed to."""
        return {key: datetime.fromisoformat(at) for key, at in self._values.get("agreed_at", {}).items()}

    @property
    def downloaded(self) -> bool:
        """Whether the terms of the present version were saved (S4-56, S4-58)."""
        return bool(self._values.get("downloaded") == self.programme.agreement.version)

    @property
    def agreed(self) -> bool:
        return not missing_consents(self.programme, self.consents)

    @property
    def group(self) -> ApplicantGroup:
        """By which entrance this person came in (S4-17); the first, where nobody chose."""
        entrances = self.programme.entrances
        return next((g for g in entrances if g.key == self._values.get("group")), entrances[0])

    @property
    def series(self) -> Series:
        """The form of distribution (S4-19); the first, where nobody chose."""
        series = self.programme.open_series
        return next((s for s in series if s.key == self._values.get("series")), series[0])

    @property
    def type(self) -> CertificateType:
        """基本型 or 属性型 (S4-26); the last, which is the fullest, where nobody chose."""
        types = self.programme.open_types
        return next((t for t in types if t.key == self._values.get("type")), types[-1])

    @property
    def kinds(self) -> tuple[Profile, ...]:
        """Among which the applicant chooses (S4-62)."""
        return self.programme.kinds(self.type.key)

    @property
    def from_chamber(self) -> bool:
        """Whether this person came by the chambers' entrance, with a coupon (S4-20)."""
        return bool(self._values.get("chamber"))

    @property
    def profile(self) -> Profile | None:
        key = self._values.get("profile")
        return next((p for p in self.kinds if p.key == key), None)

    @property
    def typed(self) -> dict[str, str]:
        return dict(self._values.get("typed", {}))

    @property
    def request_key(self) -> str | None:
        return self._values.get("request_key")

    def whole(self, typed: Mapping[str, str]) -> Draft:
        """The draft as the use case takes it."""
        profile = self.profile
        return Draft(
            programme=self.programme.slug,
            group=self.group.key,
            series=self.series.key,
            profile=profile.key if profile else "",
            consents=self.consents,
            agreed_at=self.agreed_at,
            typed=typed,
        )


def remember_printed(code: str, request_key: str) -> None:
    """Lets this browser open the papers of an application again."""
    printed = [*session.get("printed", []), [code, request_key]]
    session["printed"] = printed[-MOST_PRINTED:]


def printed_code(request_key: str) -> str | None:
    """The application a confirmation page has made already: Back and a second press find it."""
    return next((code for code, key in session.get("printed", []) if key == request_key), None)


def newest_printed() -> str | None:
    """The application this browser made last."""
    printed = session.get("printed", [])
    return str(printed[-1][0]) if printed else None


def may_open(code: str) -> bool:
    """Whether this browser made the application."""
    return any(code == own for own, _ in session.get("printed", []))
