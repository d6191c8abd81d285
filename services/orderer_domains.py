"""Applications of orderers for a domain, and what the association and the insurers say (S3-41…S3-46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import DomainApplication, DomainDecision, OrdererDomain, Organisation
from adapters.passwords import token_hash
from domain.access import SYSTEM, Actor, Permission
from domain.bonds import orderer_domain as rules
from domain.bonds.orderer_domain import DOMAIN_LIFE, DomainEvent, DomainState, DomainWish, Verdict
from domain.errors import Gone, InvalidInput, NotFound, RuleViolation, TooManyTries
from domain.japanese.local_time import day_in_japan
from domain.organisation import OrganisationKind
from domain.settings.table import DOMAINS_IN_BATCHES
from services import audit, mails, settings, throttles
from services.bond_mails import SYSTEM_NAME
from services.office import Office

PROOF, NOTICE = "domain_proof", "domain_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an orderer fills in, each value in its form."""

    wish: DomainWish
    domain: str
    """As it shall be; for a removal, the one that goes."""
    present: str = ""
    """The registered domain that is changed."""
    body: str
    department: str
    person: str
    email: str
    phone: str
    remarks: str


def apply(office: Office, actor: Actor, wish: Wish, *, request_key: str) -> None:
    """Keeps the application and mails a link to the applicant; a second press changes nothing.

    The address must be of the domain in question, the new or the present one: nobody speaks for others. Raises
    ``InvalidInput``: ``address_of_another_domain``, ``domain_taken``, ``domain_not_registered``.
    """
    token, now = office.randomness.token(), office.clock()
    with office.database.write() as session:
        known = select(DomainApplication.id).where(DomainApplication.request_key == request_key)
        if session.scalars(known).first() is not None:
            return
        throttles.count(
            session,
            office,
            f"domain|{token_hash(wish.email)}",
            most=rules.APPLICATIONS,
            window=rules.APPLICATIONS_WINDOW,
            refusal=TooManyTries("too_many_applications", minutes=throttles.minutes(rules.APPLICATIONS_WINDOW)),
        )
        target = _target(session, wish)
        made = DomainApplication(
            request_key=request_key,
            wish=wish.wish,
            registered_id=target.id if target else None,
            domain=wish.domain,
            body=wish.body,
            department=wish.department,
            person=wish.person,
            email=wish.email,
            phone=wish.phone,
            remarks=wish.remarks,
            applied_at=now,
            proof_hash=token_hash(token),
            state=DomainState.UNPROVEN,
        )
        session.add(made)
        session.flush()
        audit.record(session, office.clock, actor, "apply_domain", _subject(made), wish=made.wish, domain=made.domain)
        mails.post(
            session,
            office,
            PROOF,
            recipient=made.email,
            values={"system": SYSTEM_NAME, "application": made, "hours": rules.PROOF_VALID_FOR.days * 24},
            secrets={"proof_url": f"{office.public_url}/domains/proof/{token}"},
        )


def proof(office: Office, token: str) -> DomainApplication:
    """The application whose mailed link this is. Raises ``NotFound('no_such_proof')``, ``Gone('proof_over')``."""
    with office.database.read() as session:
        return _unproven(session, office, token)


def prove(office: Office, actor: Actor, token: str) -> None:
    """The applicant pressed the button of the mailed link: now the deciders see the application.

    Opening the link alone does nothing: mail scanners open links too. A second press changes nothing.
    """
    with office.database.write() as session:
        found = _unproven(session, office, token)
        if found.state != DomainState.UNPROVEN:
            return
        _move(session, office, actor, found, DomainEvent.PROVE)
        found.proven_at = office.clock()


def decide(office: Office, actor: Actor, application_id: int, *, verdict: Verdict, reason: str) -> None:
    """The word of the actor's organisation, once; the last yes or the first no moves the application (S3-42).

    Yes takes two people at least, since it takes the association and every insurer. Raises
    ``NotFound('no_such_application')``, ``RuleViolation`` ``decided_already``, ``not_possible_now``.
    """
    actor.require(Permission.DECIDE_DOMAINS)
    with office.database.write() as session:
        found = session.get(DomainApplication, application_id)
        if found is None or found.state == DomainState.UNPROVEN or actor.organisation_id is None:
            raise NotFound("no_such_application")
        if found.state != DomainState.OPEN:
            raise RuleViolation("not_possible_now")
        if session.get(DomainDecision, (found.id, actor.organisation_id)) is not None:
            raise RuleViolation("decided_already")
        session.add(
            DomainDecision(
                application_id=found.id,
                organisation_id=actor.organisation_id,
                staff_id=actor.staff_id or 0,
                verdict=verdict,
                reason=reason,
                at=office.clock(),
            )
        )
        session.flush()
        audit.record(
            session, office.clock, actor, "decide_domain", _subject(found), note=reason, verdict=verdict,
            organisation=actor.organisation_id,
        )  # fmt: skip
        if event := rules.outcome(said(session, found.id), asked(session)):
            _conclude(session, office, actor, found, event)


def take_effect_due(office: Office) -> int:
    """Registers, changes and removes what was approved and whose batch has come; gives the count (S3-45)."""
    today = day_in_japan(office.clock())
    with office.database.write() as session:
        due = session.scalars(
            select(DomainApplication)
            .where(DomainApplication.state == DomainState.APPROVED, DomainApplication.effective_on <= today)
            .order_by(DomainApplication.id)
        ).all()
        for found in due:
            _carry_out(session, office, SYSTEM, found)
    return len(due)


def lapse_unproven(office: Office) -> int:
    """Applications whose link nobody opened in time are over."""
    with office.database.write() as session:
        old = session.scalars(
            select(DomainApplication).where(
                DomainApplication.state == DomainState.UNPROVEN,
                DomainApplication.applied_at <= office.clock() - rules.PROOF_VALID_FOR,
            )
        ).all()
        for found in old:
            _move(session, office, SYSTEM, found, DomainEvent.LAPSE)
            found.closed_at = office.clock()
    return len(old)


def asked(session: Session) -> set[int]:
    """Who has to be heard: the association, and every insurer that takes part now."""
    found = session.scalars(
        select(Organisation.id).where(
            Organisation.kind.in_((OrganisationKind.INSURER, OrganisationKind.ASSOCIATION)), Organisation.active
        )
    )
    return set(found)


def said(session: Session, application_id: int) -> dict[int, Verdict]:
    """Organisation → its word."""
    found = session.scalars(select(DomainDecision).where(DomainDecision.application_id == application_id))
    return {row.organisation_id: Verdict(row.verdict) for row in found}


def registered(session: Session, domain: str) -> OrdererDomain | None:
    """The living registration of exactly this domain."""
    wanted = select(OrdererDomain).where(OrdererDomain.name == domain, OrdererDomain.removed_at.is_(None))
    return session.scalars(wanted).one_or_none()


def _target(session: Session, wish: Wish) -> OrdererDomain | None:
    """The registration that is changed or removed; None for a new one."""
    present = wish.present if wish.wish is DomainWish.CHANGE else wish.domain
    if rules.domain_of(wish.email) not in {wish.domain, present}:
        raise InvalidInput("address_of_another_domain", "email")
    target = registered(session, present)
    if wish.wish is DomainWish.ADD:
        if target is not None:
            raise InvalidInput("domain_taken", "domain")
        return None
    if target is None:
        raise InvalidInput("domain_not_registered", "present" if wish.wish is DomainWish.CHANGE else "domain")
    if wish.domain != present and registered(session, wish.domain) is not None:
        raise InvalidInput("domain_taken", "domain")
    return target


def _unproven(session: Session, office: Office, token: str) -> DomainApplication:
    hashed = token_hash(token)
    found = session.scalars(select(DomainApplication).where(DomainApplication.proof_hash == hashed)).one_or_none()
    if found is None:
        raise NotFound("no_such_proof")
    waiting = found.state == DomainState.UNPROVEN
    if found.state == DomainState.LAPSED or (waiting and office.clock() >= found.applied_at + rules.PROOF_VALID_FOR):
        raise Gone("proof_over")
    return found


def _conclude(session: Session, office: Office, actor: Actor, found: DomainApplication, event: DomainEvent) -> None:
    now = office.clock()
    _move(session, office, actor, found, event)
    found.decided_at = now
    if event is DomainEvent.REJECT:
        found.closed_at = now
        _notify(session, office, found)
        return
    today = day_in_japan(now)
    found.effective_on = _effective(session, office, found, today)
    if found.effective_on <= today:
        _carry_out(session, office, actor, found)


def _effective(session: Session, office: Office, found: DomainApplication, today: date) -> date:
    """The next batch (S3-45), or today where the office has it so."""
    if not settings.value(office, DOMAINS_IN_BATCHES, session):
        return today
    return rules.takes_effect_on(day_in_japan(found.proven_at or found.applied_at), today)


def _carry_out(session: Session, office: Office, actor: Actor, found: DomainApplication) -> None:
    """What was approved becomes so. A domain that somebody else got meanwhile stays theirs, and the row is joined."""
    now, wish = office.clock(), DomainWish(found.wish)
    target = session.get(OrdererDomain, found.registered_id) if found.registered_id else None
    if target is not None:
        # A change is a new registration: whoever downloads as of the old domain is out (S3-55).
        target.removed_at = target.removed_at or now
        session.flush()
    if wish is not DomainWish.REMOVE:
        made = registered(session, found.domain)
        if made is None:
            made = OrdererDomain(name=found.domain, body=found.body, department=found.department, registered_at=now)
            session.add(made)
            session.flush()
        found.registered_id = made.id
    _move(session, office, actor, found, DomainEvent.TAKE_EFFECT)
    found.closed_at = now
    _notify(session, office, found)


def _notify(session: Session, office: Office, found: DomainApplication) -> None:
    """可否通知 (S3-43)."""
    reasons = session.scalars(
        select(DomainDecision.reason).where(
            DomainDecision.application_id == found.id, DomainDecision.verdict == Verdict.REJECT
        )
    )
    mails.post(
        session,
        office,
        NOTICE,
        recipient=found.email,
        values={
            "system": SYSTEM_NAME,
            "application": found,
            "good": found.state == DomainState.DONE,
            "reasons": [reason for reason in reasons if reason],
            "orderer_url": f"{office.public_url}/orderer",
        },
    )


def _move(session: Session, office: Office, actor: Actor, found: DomainApplication, event: DomainEvent) -> None:
    before = DomainState(found.state)
    found.state = DOMAIN_LIFE.after(before, event)
    audit.record(
        session, office.clock, actor, f"{event}_domain", _subject(found), before=before, after=found.state,
        domain=found.domain,
    )  # fmt: skip


def _subject(found: DomainApplication) -> str:
    return f"domain:{found.id}"
