"""A demo office full of invented work: a newcomer can walk every path at once. Never for real data."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import pyotp
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from adapters.db.models import Application, Authority, Organisation, Setting, Staff
from domain.access import Actor, Role
from domain.certificates.numbering import ALPHABET
from domain.organisation import OUTSIDE_POSTS, POSTS, OrganisationKind
from domain.ports import Clock
from domain.service_hours import Counter
from domain.settings.table import BUSINESS_DAYS_ONLY, HOURS
from services import authorities, demo_bonds, organisations, staff
from services import demo_people as people
from services import demo_steps as steps
from services.demo_steps import NEEDS_CERTIFICATE, Happening, Scene, Step
from services.office import Office
from services.one_time_codes import CODE_SECONDS

ACCOUNTS: Final = "demo_accounts"
"""The setting that holds the accounts' password and secrets, sealed."""
_CONTEXT: Final = f"setting|{ACCOUNTS}|value"
_OPENED_BEFORE: Final = timedelta(days=115)
_DAY: Final = 24.0

_CREW: Final[Mapping[Role, str]] = {
    Role.RECEPTION: "受付 春子",
    Role.REVIEWER: "審査 夏生",
    Role.ISSUER: "発行 秋江",
    Role.DISPATCHER: "発送 冬樹",
    Role.AUDITOR: "監査 朝美",
    Role.ADMINISTRATOR: "管理 昼夫",
    Role.AGENT: "代理 桜子",
    Role.BRANCH: "支店 楓",
    Role.INSURER: "保険 松男",
    Role.ASSOCIATION: "協会 梅子",
}


_HOUSES: Final[Mapping[OrganisationKind, str]] = {
    OrganisationKind.INSURER: "見本損害保険株式会社",
    OrganisationKind.AGENCY: "見本保険代理店",
    OrganisationKind.ASSOCIATION: "見本損害保険協会",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One applicant and what happened, each step with how many hours ago."""

    typed: Mapping[str, str]
    printed: float
    later: tuple[tuple[Step, float], ...] = ()
    series: str = steps.DOWNLOADED


def _accepted(days: float) -> tuple[tuple[Step, float], ...]:
    """Arrived so many days ago, and accepted within a day."""
    hours = days * _DAY
    return (steps.arrive, hours), (steps.start, hours - 5), (steps.accept, hours - 20)


def _posted(days: float) -> tuple[tuple[Step, float], ...]:
    """Issued so many days ago, the parcel posted the same day."""
    hours = days * _DAY
    return (*_accepted(days + 2), (steps.issue, hours), (steps.post, hours - 3))


STORIES: Final[Mapping[str, Story]] = {
    "printed": Story(people.AOI, 3),
    "printed_long_ago": Story(people.MAKOTO, 19 * _DAY),
    "arrived": Story(people.HANAKO, 5 * _DAY, ((steps.arrive_with_shared, 4),)),
    "arrived_in_part": Story(people.YOKO, 6 * _DAY, ((steps.arrive_in_part, 2 * _DAY),)),
    "reviewing": Story(
        people.JIRO,
        8 * _DAY,
        ((steps.arrive, 3 * _DAY), (steps.start, 26), (steps.compare_half, 25)),
    ),
    "deficient": Story(
        people.SABURO,
        12 * _DAY,
        ((steps.arrive, 8 * _DAY), (steps.start, 7 * _DAY), (steps.find_fault, 6.9 * _DAY)),
    ),
    "mended": Story(
        people.KAORU,
        14 * _DAY,
        (
            (steps.arrive, 11 * _DAY),
            (steps.start, 10 * _DAY),
            (steps.find_fault, 9.9 * _DAY),
            (steps.arrive, 1 * _DAY),
        ),
    ),
    "accepted": Story(people.TARO, 6 * _DAY, _accepted(2)),
    "rejected": Story(
        people.SHIRO,
        20 * _DAY,
        ((steps.arrive, 16 * _DAY), (steps.start, 15 * _DAY), (steps.reject, 14 * _DAY)),
    ),
    "withdrawn": Story(people.YURI, 10 * _DAY, ((steps.withdraw, 7 * _DAY),)),
    "lapsed": Story(people.TSUTOMU, 111 * _DAY, ((steps.remind, 80 * _DAY), (steps.lapse, 4.5 * _DAY))),
    "issued": Story(people.SAKURA, 9 * _DAY, (*_accepted(4), (steps.issue_in_batch, 2))),
    "issued_on_medium": Story(people.TSUKASA, 10 * _DAY, (*_accepted(4), (steps.issue, 3)), steps.POSTED),
    "dispatched": Story(people.GORO, 12 * _DAY, (*_posted(3), (steps.ask_change, 1 * _DAY))),
    "dispatched_on_medium": Story(people.YUI, 12 * _DAY, _posted(2), steps.POSTED),
    "started": Story(people.NAOMI, 13 * _DAY, (*_posted(4), (steps.press, 0.2), (steps.ask_to_revoke, 0.1))),
    "hour_over": Story(people.ROKURO, 16 * _DAY, (*_posted(6), (steps.press, 1.5 * _DAY), (steps.extend, 1 * _DAY))),
    "locked": Story(people.MINORU, 15 * _DAY, (*_posted(5), (steps.guess, 2 * _DAY))),
    "completed": Story(
        people.MOMOKO,
        24 * _DAY,
        (*_posted(12), (steps.press, 9 * _DAY), (steps.send_receipt, 5 * _DAY), (steps.change, 3 * _DAY)),
    ),
}
"""Every state that a use case leads to, and every state of a download; two of them go on a medium. What comes after
issue lies there too: a change asked for and one done, an extension, a revocation asked for by signed mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """How to log in as one of the crew, this moment."""

    role: Role
    name: str
    email: str
    password: str
    secret: str
    """Of the one-time codes (base32), for an authenticator."""
    code: str
    seconds_left: int


def begin(office: Office) -> None:
    """Makes the authority as if the office had opened weeks ago, so that certificates of past days can be.

    To be called before anything else makes it. Does nothing to an office that has its authority.
    """
    authorities.establish(replace(office, clock=_earlier(office.clock, _OPENED_BEFORE)))
    if is_demo(office):
        return
    # Whoever looks on a Sunday night must find every counter open.
    with office.database.write() as session:
        for counter in Counter:
            session.merge(Setting(name=HOURS[counter].name, value={"text": ""}))
            session.merge(Setting(name=BUSINESS_DAYS_ONLY[counter].name, value={"text": "off"}))


def is_demo(office: Office) -> bool:
    """Whether the crew whose passwords everybody may read works here."""
    return _kept(office) is not None


def fill(office: Office) -> None:
    """Makes the crew and every story that is not there yet; a second start adds nothing."""
    # They were hired when the office opened, so that the audit trail reads in order.
    desks = _hire(replace(office, clock=_earlier(office.clock, _OPENED_BEFORE)))
    happenings = [*_applications(office, desks), *demo_bonds.happenings(office, desks)]
    # Told from the oldest to the newest, as it would have happened, so that the audit trail reads in order.
    for one in sorted(happenings, key=lambda each: each.ago, reverse=True):
        one.act(replace(office, clock=_earlier(office.clock, timedelta(hours=one.ago), one.not_before)))


def _applications(office: Office, desks: Mapping[Role, Actor]) -> Iterator[Happening]:
    with office.database.read() as session:
        known = set(session.scalars(select(Application.request_key)))
        opened = session.scalars(select(Authority.made_at).order_by(Authority.id.desc()).limit(1)).one()
    codes: dict[str, str] = {}
    pockets: dict[str, dict[str, str]] = {key: {} for key in STORIES}

    def act(key: str, step: Step | None, then: Office) -> None:
        scene = Scene(
            office=then,
            desks=desks,
            typed=STORIES[key].typed,
            series=STORIES[key].series,
            request_key=_request_key(key),
            code=codes.get(key, ""),
            pocket=pockets[key],
        )
        if step is None:
            codes[key] = steps.confirm(scene)
        else:
            step(scene)

    for key, story in STORIES.items():
        if _request_key(key) not in known:
            yield Happening(ago=story.printed, act=partial(act, key, None))
            for step, ago in story.later:
                floor = opened if step in NEEDS_CERTIFICATE else None
                yield Happening(ago=ago, act=partial(act, key, step), not_before=floor)


def describe(office: Office, say: Callable[[str], None]) -> None:
    """Says at every start where to go and how to log in."""
    say("demo office: every person is invented, and no mail leaves this machine")
    say(f"  counter             {office.public_url}/")
    say(f"  office log-in       {office.public_url}/office/login")
    say(f"  orderer log-in      {office.public_url}/orderer as {demo_bonds.ORDERER}")
    say(f"  mails and codes     {office.public_url}/demo/")
    crew = accounts(office)
    say(f"  password (all)      {crew[0].password}")
    for account in crew:
        say(f"  {account.email:<26} one-time code {account.code} (secret {account.secret})")


def accounts(office: Office) -> list[DemoAccount]:
    """The crew with their present one-time codes. Raises ``NoResultFound`` outside a demo office."""
    kept = _kept(office)
    if kept is None:
        raise NoResultFound("no demo office")
    now = office.clock()
    return [
        DemoAccount(
            role=role,
            name=name,
            email=_email(role),
            password=kept["password"],
            secret=kept[role],
            code=pyotp.TOTP(kept[role], interval=CODE_SECONDS).at(now),
            seconds_left=CODE_SECONDS - int(now.timestamp()) % CODE_SECONDS,
        )
        for role, name in _CREW.items()
    ]


def _hire(office: Office) -> dict[Role, Actor]:
    kept = _kept(office) or {"password": office.randomness.letters(ALPHABET, 12)}
    house_of: dict[Role, int] = {}
    for role, name in _CREW.items():
        # The office's own people come first: one of them lets the organisations in.
        if role in OUTSIDE_POSTS and not house_of:
            house_of = _houses(office)
        if role not in kept:
            _, secret = staff.create(
                office,
                email=_email(role),
                name=name,
                password=kept["password"],
                roles=[role],
                organisation_id=house_of.get(role),
            )
            kept[role] = secret
            _keep(office, kept)
    return _present(office)


def _present(office: Office) -> dict[Role, Actor]:
    """Those of the crew who have an account already."""
    with office.database.read() as session:
        ids = {person.email: person.id for person in session.scalars(select(Staff))}
    found = {role: staff.actor_of(office, ids[_email(role)], "127.0.0.1") for role in _CREW if _email(role) in ids}
    return {role: actor for role, actor in found.items() if actor is not None}


def _houses(office: Office) -> dict[Role, int]:
    """Makes the organisations that are not there yet; gives the one in which each post is held."""
    administrator = _present(office)[Role.ADMINISTRATOR]
    with office.database.read() as session:
        known = {row.name: row.id for row in session.scalars(select(Organisation))}
    ids = {
        kind: known.get(name) or organisations.create(office, administrator, kind=kind, name=name)
        for kind, name in _HOUSES.items()
    }
    organisations.let_represent(
        office, administrator, agency_id=ids[OrganisationKind.AGENCY], insurer_id=ids[OrganisationKind.INSURER]
    )
    return {role: ids[kind] for kind, roles in POSTS.items() for role in roles}


def _kept(office: Office) -> dict[str, str] | None:
    with office.database.read() as session:
        setting = session.get(Setting, ACCOUNTS)
        if setting is None:
            return None
        sealed = base64.b64decode(setting.value["sealed"])
    kept: dict[str, str] = json.loads(office.secret_box.open(sealed, context=_CONTEXT))
    return kept


def _keep(office: Office, kept: Mapping[str, str]) -> None:
    """A real account's secrets can be read by nobody; the demo's are shown at every start."""
    sealed = office.secret_box.seal(json.dumps(kept).encode(), context=_CONTEXT)
    with office.database.write() as session:
        session.merge(Setting(name=ACCOUNTS, value={"sealed": base64.b64encode(sealed).decode()}))


def _email(role: Role) -> str:
    return f"{role}@example.jp"


def _request_key(story: str) -> str:
    return f"demo|{story}"


def _earlier(clock: Clock, ago: timedelta, floor: datetime | None = None) -> Clock:
    """A clock that runs behind, but never shows a time before ``floor``."""

    def then() -> datetime:
        shown = clock() - ago
        return max(shown, floor) if floor else shown

    return then
