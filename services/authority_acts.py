"""What is done to the authorities themselves: a successor, retirement, a root whose key leaves the machine (design §5).

Each function does what is slow or can be refused, and gives the change that is left, for the one transaction in which
``services/ceremony.py`` also writes down who wanted it, who confirmed it, and what was so before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters import key_shares
from adapters.backup_key import WrongKey
from adapters.db.models import Authority
from adapters.pki.authority import AuthorityKeyKind, key_kind_of, make_issuing, make_root
from domain.errors import InvalidInput, NotFound, RuleViolation
from services import revocation_lists
from services.authorities import (
    FIRST_ROOT,
    ISSUING,
    ISSUING_YEARS,
    ROOT_YEARS,
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

FIRST_KEY: AuthorityKeyKind = "rsa-4096"
"""Of a first root; its successors, and the issuing CAs below, have what it has."""

_NEWEST_ROOT = select(Authority).where(Authority.kind == "root").order_by(Authority.id.desc()).limit(1)

Change = Callable[[Session], int]
"""Does what is left and gives the id of the authority it was done to. Raises ``RuleViolation('changed_meanwhile')``."""


def roll_over(office: Office) -> Change:
    """The next issuing CA below the newest root, with a key of the same kind; on the token, where the office has one.

    From then on it issues. The one before goes on answering about its certificates (list, OCSP) for as long as they
    live. Raises ``NotFound('authority_key_away')`` while the root's key is away, and as ``Token``.
    """
    now = office.clock()
    with office.database.read() as session:
        root = newest_root(session)
        signer_of(office, root)
        generation = _count(session, "issuing") + 1
    name, kind = ISSUING.format(generation=generation), key_kind_of(root.certificate)
    uri, public = b"", b""
    if office.token.configured:
        # A name of its own: what a ceremony that broke off has left on the token is never taken for it.
        uri, public = office.token.make_key(kind, f"madoguchi-{office.randomness.bits(64):016x}")
    certificate, private = make_issuing(
        root_certificate_der=root.certificate,
        root_private_key_der=office.secret_box.open(root.sealed_key or b"", context=key_context(root.id)),
        subject=subject(office, name),
        serial_number=office.randomness.bits(SERIAL_BITS),
        not_before=now,
        not_after=now + timedelta(days=365 * ISSUING_YEARS),
        crl_uris=[crl_uri(office, root.id)],
        ca_issuers_uris=[certificate_uri(office, root.id)],
        key=kind,
        public_key_der=public,
    )

    def change(session: Session) -> int:
        if _count(session, "issuing") + 1 != generation or newest_root(session).id != root.id:
            raise RuleViolation("changed_meanwhile")
        return _add(session, office, "issuing", root.id, name, certificate, uri or private)

    return change


def new_root(office: Office) -> Change:
    """The first root, or a successor with a key of the same kind. Whoever checks certificates must come to trust it
    first: nothing is issued below it until the next ``roll_over``. What the one before has signed stays as it is.
    """
    now = office.clock()
    with office.database.read() as session:
        before = session.scalars(_NEWEST_ROOT).one_or_none()
        generation = _count(session, "root") + 1
    name = f"{FIRST_ROOT} G{generation}" if before else FIRST_ROOT
    certificate, private = make_root(
        subject=subject(office, name),
        serial_number=office.randomness.bits(SERIAL_BITS),
        not_before=now,
        not_after=now + timedelta(days=365 * ROOT_YEARS),
        key=key_kind_of(before.certificate) if before else FIRST_KEY,
    )

    def change(session: Session) -> int:
        if _count(session, "root") + 1 != generation:
            raise RuleViolation("changed_meanwhile")
        return _add(session, office, "root", None, name, certificate, private)

    return change


def retire(office: Office, authority_id: int) -> Change:
    """An issuing CA issues no more; its list and answers go on.

    The change raises ``RuleViolation('last_authority')`` and ``NotFound('no_authority')``.
    """

    def change(session: Session) -> int:
        issuing_at_work(session, authority_id).retired_at = office.clock()
        return authority_id

    return change


def split_root_key(office: Office, authority_id: int) -> tuple[bytes, list[str], Change]:
    """A root's key in a sealed file, three sheets of which two open it, and a change that changes nothing.

    The key leaves with ``take_root_key_away``, when file and sheets are in people's hands.
    """
    key = _key_of(office, _root(office, authority_id))
    sealed, sheets = key_shares.split(key, office.randomness.octets(key_shares.SECRET))
    return sealed, sheets, lambda _session: authority_id


def take_root_key_away(office: Office, authority_id: int, sealed: bytes, sheets: Sequence[str]) -> Change:
    """Erases a root's key here, once two sheets have opened the file that holds it.

    A list that is valid for a year is published first. Raises ``InvalidInput`` (see ``_opened``): then it stays.
    """
    key = _key_of(office, _root(office, authority_id))
    if _opened(sealed, sheets) != key:
        raise InvalidInput("key_file_of_another", "key_file")
    revocation_lists.publish(office, authority_id, valid_for=ROOT_LIST_VALID_FOR)

    def change(session: Session) -> int:
        session.get_one(Authority, authority_id).sealed_key = None
        return authority_id

    return change


def bring_root_key_back(office: Office, authority_id: int, sealed: bytes, sheets: Sequence[str]) -> Change:
    """Puts a root's key back, to sign a successor or a list. Raises ``InvalidInput`` (see ``_opened``)."""
    key, root = _opened(sealed, sheets), _root(office, authority_id)
    try:
        office.signer_from(root.certificate, key)
    except ValueError as wrong:
        raise InvalidInput("key_file_of_another", "key_file") from wrong

    def change(session: Session) -> int:
        found = session.get_one(Authority, authority_id)
        found.sealed_key = office.secret_box.seal(key, context=key_context(authority_id))
        return authority_id

    return change


def newest_root(session: Session) -> Authority:
    """Below which successors are made. Raises ``NotFound('no_authority')``."""
    found = session.scalars(_NEWEST_ROOT).one_or_none()
    if found is None:
        raise NotFound("no_authority")
    return found


def issuing_at_work(session: Session, authority_id: int) -> Authority:
    """One that may be retired. Raises ``NotFound('no_authority')``, ``RuleViolation('last_authority')``."""
    found = session.get(Authority, authority_id)
    if found is None or found.kind != "issuing" or found.retired_at is not None:
        raise NotFound("no_authority")
    others = select(Authority.id).where(
        Authority.kind == "issuing", Authority.retired_at.is_(None), Authority.id != authority_id
    )
    if session.scalars(others.limit(1)).first() is None:
        raise RuleViolation("last_authority")
    return found


def root_of(session: Session, authority_id: int) -> Authority:
    """Raises ``NotFound('no_authority')`` for what is no root."""
    found = session.get(Authority, authority_id)
    if found is None or found.kind != "root":
        raise NotFound("no_authority")
    return found


def _root(office: Office, authority_id: int) -> Authority:
    with office.database.read() as session:
        return root_of(session, authority_id)


def _key_of(office: Office, root: Authority) -> bytes:
    """Raises ``NotFound('authority_key_away')``."""
    signer_of(office, root)
    return office.secret_box.open(root.sealed_key or b"", context=key_context(root.id))


def _opened(sealed: bytes, sheets: Sequence[str]) -> bytes:
    """The key in the file. Raises ``InvalidInput`` with ``sheets_do_not_fit`` or ``key_file_not_opened``."""
    try:
        return key_shares.join(sealed, sheets)
    except key_shares.SheetsDoNotFit as wrong:
        raise InvalidInput("sheets_do_not_fit", "secret_sheet_1") from wrong
    except WrongKey as wrong:
        raise InvalidInput("key_file_not_opened", "key_file") from wrong


def _add(
    session: Session, office: Office, kind: str, issuer_id: int | None, name: str, certificate: bytes, private: bytes
) -> int:
    number = (session.scalar(select(func.max(Authority.id))) or 0) + 1
    session.add(
        Authority(
            id=number,
            kind=kind,
            issuer_id=issuer_id,
            name=f"{office.name} {name}",
            certificate=certificate,
            sealed_key=office.secret_box.seal(private, context=key_context(number)),
            made_at=office.clock(),
        )
    )
    return number


def _count(session: Session, kind: str) -> int:
    return session.scalar(select(func.count()).select_from(Authority).where(Authority.kind == kind)) or 0
