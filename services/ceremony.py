"""What is done to the authorities themselves: a successor, retirement, a root whose key leaves the machine (design §5).

Who acts is whoever has the machine (``python app.py authority``); each act is on record.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters import key_shares
from adapters.backup_key import WrongKey
from adapters.db.models import Authority
from adapters.pki.authority import AuthorityKeyKind, make_issuing
from domain.access import Actor
from domain.errors import NotFound, RuleViolation
from services import audit, continuity, revocation_lists, timekeeping
from services.authorities import (
    ISSUING_YEARS,
    SERIAL_BITS,
    certificate_uri,
    crl_uri,
    key_context,
    signer_of,
    subject,
)
from services.office import Office

ROOT_LIST_VALID_FOR = timedelta(days=365)
"""The last list of a root before its key leaves: until then it must come back once."""


def roll_over(office: Office, actor: Actor, *, key: AuthorityKeyKind = "rsa-4096") -> int:
    """Makes the next issuing CA below the root; gives its id. From now on it issues.

    The one before goes on answering about its certificates (list, OCSP) for as long as they live. Raises
    ``NotFound('authority_key_away')`` while the root's key is away, ``RuleViolation('issuing_shut')``.
    """
    now = office.clock()
    with office.database.read() as session:
        continuity.require_unbroken(office, session)
        timekeeping.require_right_clock(office, session)
        root = _newest_root(session)
        signer_of(office, root)
        generation = _generations(session) + 1
    name = f"発行認証局 G{generation}"
    certificate, private = make_issuing(
        root_certificate_der=root.certificate,
        root_private_key_der=office.secret_box.open(root.sealed_key or b"", context=key_context(root.id)),
        subject=subject(office, name),
        serial_number=office.randomness.bits(SERIAL_BITS),
        not_before=now,
        not_after=now + timedelta(days=365 * ISSUING_YEARS),
        crl_uris=[crl_uri(office, root.id)],
        ca_issuers_uris=[certificate_uri(office, root.id)],
        key=key,
    )
    with office.database.write() as session:
        if _generations(session) + 1 != generation:
            raise RuleViolation("changed_meanwhile")
        number = (session.scalar(select(func.max(Authority.id))) or 0) + 1
        session.add(
            Authority(
                id=number,
                kind="issuing",
                issuer_id=root.id,
                name=f"{office.name} {name}",
                certificate=certificate,
                sealed_key=office.secret_box.seal(private, context=key_context(number)),
                made_at=now,
            )
        )
        audit.record(session, office.clock, actor, "roll_over_authority", f"authority:{number}", root=root.id)
    return number


def retire(office: Office, actor: Actor, authority_id: int) -> None:
    """An issuing CA issues no more; its list and answers go on. Raises ``RuleViolation('last_authority')``."""
    with office.database.write() as session:
        found = session.get(Authority, authority_id)
        if found is None or found.kind != "issuing" or found.retired_at is not None:
            raise NotFound("no_authority")
        others = select(Authority.id).where(
            Authority.kind == "issuing", Authority.retired_at.is_(None), Authority.id != authority_id
        )
        if session.scalars(others.limit(1)).first() is None:
            raise RuleViolation("last_authority")
        found.retired_at = office.clock()
        audit.record(session, office.clock, actor, "retire_authority", f"authority:{authority_id}")


def split_root_key(office: Office) -> tuple[int, bytes, list[str]]:
    """The root's id, its key in a sealed file, and three sheets of which two open it; opened once before it is given.

    Changes nothing: the key leaves with ``take_root_key_away``, when file and sheets are in people's hands.
    """
    with office.database.read() as session:
        root = _newest_root(session)
    signer_of(office, root)
    key = office.secret_box.open(root.sealed_key or b"", context=key_context(root.id))
    sealed, sheets = key_shares.split(key, office.randomness.octets(key_shares.SECRET))
    return root.id, sealed, sheets


def take_root_key_away(office: Office, actor: Actor, sealed: bytes, sheets: list[str]) -> None:
    """Erases the root's key here, once two sheets have opened the file that holds it.

    A list that is valid for a year is published first. Raises ``WrongKey`` if they do not open it: then it stays.
    """
    with office.database.read() as session:
        root = _newest_root(session)
    signer_of(office, root)
    if key_shares.join(sealed, sheets) != office.secret_box.open(root.sealed_key or b"", context=key_context(root.id)):
        raise WrongKey("the file holds another key")
    revocation_lists.publish(office, root.id, valid_for=ROOT_LIST_VALID_FOR)
    with office.database.write() as session:
        session.get_one(Authority, root.id).sealed_key = None
        audit.record(session, office.clock, actor, "take_authority_key_away", f"authority:{root.id}")
    office.database.forget_old_pages()


def bring_root_key_back(office: Office, actor: Actor, sealed: bytes, sheets: list[str]) -> None:
    """Puts the root's key back, to sign a successor or a list. Raises ``WrongKey``."""
    key = key_shares.join(sealed, sheets)
    with office.database.read() as session:
        root = _newest_root(session)
    try:
        office.signer_from(root.certificate, key)
    except ValueError as wrong:
        raise WrongKey(f"the file holds another key: {wrong}") from wrong
    with office.database.write() as session:
        session.get_one(Authority, root.id).sealed_key = office.secret_box.seal(key, context=key_context(root.id))
        audit.record(session, office.clock, actor, "bring_authority_key_back", f"authority:{root.id}")


def _newest_root(session: Session) -> Authority:
    found = session.scalars(
        select(Authority).where(Authority.kind == "root").order_by(Authority.id.desc()).limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("no_authority")
    return found


def _generations(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Authority).where(Authority.kind == "issuing")) or 0
