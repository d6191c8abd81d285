"""Accounts of others: inviting, posts, closing, a lost device. Administrators for all, managers for their own house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from adapters.db.models import FactorReset, Passkey, RecoveryCode, Staff, StaffRole
from domain.access import SYSTEM, Actor, Permission, Role, require_second_person
from domain.account import LinkPurpose, require_administrator_left, require_another, require_own_house
from domain.errors import NotFound, RuleViolation
from domain.japanese.email_address import email_address
from domain.organisation import require_posts
from services import audit, enrolment, settings, staff, staff_mails
from services.office import Office

RESET_WAITS: timedelta = timedelta(days=7)
"""So long another administrator may take to do the second half of a reset."""


def invite(
    office: Office, actor: Actor, *, email: str, name: str, roles: Iterable[Role], organisation_id: int | None
) -> int:
    """An account without a way in, and a link by mail to make one; gives its id.

    Raises ``InvalidInput`` (``email_taken``, ``post_of_another_house``, those of ``email_address``) and ``NotFound``
    (``no_such_organisation``, ``no_such_account`` for another house).
    """
    actor.require(Permission.MANAGE_OWN_PEOPLE)
    require_own_house(actor, organisation_id)
    address = email_address(email)
    with office.database.write() as session:
        person = staff.add(session, office, email=address, name=name, roles=roles, organisation_id=organisation_id)
        staff_mails.send_link(session, office, person, LinkPurpose.INVITATION)
        posts = sorted(role.role for role in person.roles)
        audit.record(session, office.clock, actor, "invite_staff", f"staff:{person.id}", roles=posts)
        return person.id


def invite_again(office: Office, actor: Actor, staff_id: int) -> None:
    """A new link for somebody who has not come yet. Raises ``RuleViolation('not_possible_now')``."""
    with office.database.write() as session:
        person = _manageable(session, actor, staff_id)
        if person.password_hash is not None or not person.active:
            raise RuleViolation("not_possible_now")
        staff_mails.send_link(session, office, person, LinkPurpose.INVITATION)
        audit.record(session, office.clock, actor, "invite_again", f"staff:{person.id}")


def set_roles(office: Office, actor: Actor, staff_id: int, roles: Iterable[Role]) -> None:
    """The posts from now on; every session of the person ends.

    Raises ``RuleViolation`` (``own_account``, ``last_administrator``), ``InvalidInput('post_of_another_house')``.
    """
    after = frozenset(roles)
    with office.database.write() as session:
        person = _manageable(session, actor, staff_id)
        require_another(actor, staff_id)
        require_posts(staff.house_of(session, person.organisation_id), after)
        before = _roles(person)
        if after == before:
            return
        require_administrator_left(before, after, staff.other_administrators(session, staff_id))
        session.execute(delete(StaffRole).where(StaffRole.staff_id == staff_id))
        session.add_all(StaffRole(staff_id=staff_id, role=role) for role in sorted(after))
        staff.end_sessions(session, person)
        audit.record(
            session, office.clock, actor, "set_roles", f"staff:{staff_id}", before=sorted(before), after=sorted(after)
        )
        staff_mails.tell(session, office, person, "set_roles")


def disable(office: Office, actor: Actor, staff_id: int) -> None:
    """Shuts an account: its sessions end, its links are worth nothing. Saying it twice changes nothing.

    Raises ``RuleViolation`` (``own_account``, ``last_administrator``).
    """
    with office.database.write() as session:
        person = _manageable(session, actor, staff_id)
        require_another(actor, staff_id)
        if not person.active:
            return
        require_administrator_left(_roles(person), (), staff.other_administrators(session, staff_id))
        person.active = False
        _shut_out(session, person)
        audit.record(session, office.clock, actor, "disable_staff", f"staff:{staff_id}")
        staff_mails.tell(session, office, person, "disable_staff")


def enable(office: Office, actor: Actor, staff_id: int) -> None:
    """Opens a shut account again, with the posts, password and factors it had."""
    with office.database.write() as session:
        person = _manageable(session, actor, staff_id)
        require_another(actor, staff_id)
        if person.active:
            return
        person.active = True
        audit.record(session, office.clock, actor, "enable_staff", f"staff:{staff_id}")
        staff_mails.tell(session, office, person, "enable_staff")


def reset_factors(office: Office, actor: Actor, staff_id: int) -> bool:
    """Takes a lost device away; the person gets a link to set up another, which still asks for the password.

    Where two must act, the first administrator's press only asks for it, and another's does it. Gives whether it is
    done. Raises ``RuleViolation`` (``own_account``, ``second_administrator_needed``, ``not_possible_now``).
    """
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        person = _manageable(session, actor, staff_id)
        require_another(actor, staff_id)
        if person.password_hash is None or not person.active:
            raise RuleViolation("not_possible_now")
        if settings.two_person(session) and not _second_half(session, office, actor, person):
            return False
        _forget_factors(session, person)
        staff_mails.send_link(session, office, person, LinkPurpose.FACTORS)
        audit.record(session, office.clock, actor, "reset_factors", f"staff:{staff_id}")
        return True


def link_from_the_machine(office: Office, email: str) -> str:
    """A link to set up second factors anew, for whoever has the machine. Raises ``NotFound('no_such_account')``.

    An account that never chose a password gets its invitation.
    """
    with office.database.write() as session:
        person = session.scalars(select(Staff).where(Staff.email == staff.as_stored(email))).one_or_none()
        if person is None:
            raise NotFound("no_such_account")
        _forget_factors(session, person)
        purpose = LinkPurpose.FACTORS if person.password_hash else LinkPurpose.INVITATION
        audit.record(session, office.clock, SYSTEM, "reset_factors", f"staff:{person.id}")
        return staff_mails.send_link(session, office, person, purpose)


def _forget_factors(session: Session, person: Staff) -> None:
    session.execute(delete(FactorReset).where(FactorReset.staff_id == person.id))
    person.sealed_totp = None
    session.execute(delete(Passkey).where(Passkey.staff_id == person.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == person.id))
    _shut_out(session, person)


def _second_half(session: Session, office: Office, actor: Actor, person: Staff) -> bool:
    """Whether another administrator has asked already; if nobody has, this one does now."""
    asked = session.get(FactorReset, person.id)
    if asked is not None and office.clock() < asked.asked_at + RESET_WAITS:
        try:
            require_second_person(actor, asked.asked_by, two_person=True)
        except RuleViolation as same:
            raise RuleViolation("second_administrator_needed") from same
        return True
    session.merge(FactorReset(staff_id=person.id, asked_by=actor.staff_id or 0, asked_at=office.clock()))
    audit.record(session, office.clock, actor, "ask_factor_reset", f"staff:{person.id}")
    return False


def _shut_out(session: Session, person: Staff) -> None:
    staff.end_sessions(session, person)
    staff.forget_known_devices(session, person)
    enrolment.forget_links(session, person)


def _manageable(session: Session, actor: Actor, staff_id: int) -> Staff:
    """Raises ``NotFound('no_such_account')`` for one of another house just as for none, after the same work."""
    actor.require(Permission.MANAGE_OWN_PEOPLE)
    wanted = select(Staff).where(Staff.id == staff_id).options(selectinload(Staff.roles))
    if not actor.may(Permission.MANAGE_OFFICE):
        wanted = wanted.where(Staff.organisation_id == actor.organisation_id)
    person = session.scalars(wanted).one_or_none()
    if person is None:
        raise NotFound("no_such_account")
    return person


def _roles(person: Staff) -> frozenset[Role]:
    return frozenset(Role(row.role) for row in person.roles)
