"""Answers about the status of certificates, signed once and given again while nothing changes (RFC 6960, RFC 9919)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from adapters.db.certificate_status import CertificateStatuses
from adapters.db.models import Authority
from adapters.pki.ocsp_request import CertificateId, Malformed, Question, read_question
from adapters.pki.ocsp_response import (
    Good,
    IssuerId,
    Responder,
    ResponseStatus,
    Revoked,
    Status,
    Unknown,
    refusal,
)
from domain.errors import NotFound
from domain.pki.contents import StatusAnswer
from domain.pki.revocation import RevocationReason
from services import continuity, ocsp_signers
from services.office import Office

VALID_FOR = timedelta(hours=1)
"""A client may keep an answer so long without asking again."""
SIGNED_ANEW_AFTER = timedelta(minutes=30)
"""So that nobody gets an answer from memory that is about to run out."""
SIGNER_LOOKED_UP_AFTER = timedelta(minutes=1)
MOST_KEPT = 4_096
"""Answers in memory, of about 2 kB each."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An OCSPResponse in DER. The times are None where it says nothing of a certificate."""

    der: bytes
    produced_at: datetime | None = None
    next_update: datetime | None = None
    keepable: bool = False
    """Whether it may be given again to others."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What answers for one authority just now."""

    issuer: IssuerId
    responder: Responder | None
    signer_id: int | None
    looked_up_at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer with what it rests on: it is given again only while both are the same."""

    statuses: tuple[Status, ...]
    signer_id: int | None
    answer: Answer


class OcspDesk:
    """Answers for all authorities of an office.

    The records are looked at for every question, so that a revocation by whatever process is seen by the next one;
    what is kept in memory is the signature, which costs a hundred times as much.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._statuses = CertificateStatuses(office.database)
        self._desks: dict[int, _Desk] = {}
        self._kept: OrderedDict[tuple[int, bytes], _Kept] = OrderedDict()
        self._lock = Lock()

    def answer(self, authority_id: int, request: bytes) -> Answer:
        """The answer to an OCSPRequest, which may be anything.

        Raises ``NotFound('no_authority')`` for an authority that does not exist.
        """
        try:
            question = read_question(request)
        except Malformed:
            return Answer(refusal(ResponseStatus.MALFORMED_REQUEST))
        now = self._office.clock().replace(microsecond=0)
        desk = self._desk(authority_id, now)
        if not any(desk.issuer.issued(asked) for asked in question.certificates):
            # Nobody authorised us to speak about certificates of another (RFC 9919 §3.2.3).
            return Answer(refusal(ResponseStatus.UNAUTHORIZED))
        if desk.responder is None:
            return Answer(refusal(ResponseStatus.TRY_LATER))
        statuses = tuple(self._status(authority_id, desk, asked) for asked in question.certificates)
        key = (authority_id, b"".join(asked.whole for asked in question.certificates))
        if question.nonce is None and (kept := self._remembered(key, statuses, desk, now)):
            return kept
        answer = self._sign(desk.responder, question, statuses, now)
        if question.nonce is None:
            self._remember(key, _Kept(statuses, desk.signer_id, answer))
        return answer

    def _status(self, authority_id: int, desk: _Desk, asked: CertificateId) -> Status:
        """A number that was never given, or whose signature is still being made, is unknown (docs/decisions/0007)."""
        if not desk.issuer.issued(asked):
            return Unknown()
        row = self._statuses.find(authority_id, asked.serial_number)
        if row is not None and row.revoked_at is not None and row.reason is not None:
            return Revoked(row.revoked_at, RevocationReason(row.reason))
        return Good() if row is not None and row.is_signed else Unknown()

    def _sign(self, responder: Responder, question: Question, statuses: Sequence[Status], now: datetime) -> Answer:
        next_update = min(now + VALID_FOR, responder.facts.not_after)
        times = StatusAnswer(produced_at=now, this_update=now, next_update=next_update, nonce=question.nonce)
        signed = responder.answer(zip(question.certificates, statuses, strict=True), times)
        # An answer to a nonce is for one asker; one that says "unknown" may be wrong in a second.
        keepable = question.nonce is None and not any(isinstance(status, Unknown) for status in statuses)
        return Answer(signed, now, next_update, keepable)

    def _remembered(
        self, key: tuple[int, bytes], statuses: tuple[Status, ...], desk: _Desk, now: datetime
    ) -> Answer | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            produced_at = kept.answer.produced_at
            is_fresh = produced_at is not None and timedelta() <= now - produced_at < SIGNED_ANEW_AFTER
            if not is_fresh or kept.statuses != statuses or kept.signer_id != desk.signer_id:
                return None
            self._kept.move_to_end(key)
            return kept.answer

    def _remember(self, key: tuple[int, bytes], kept: _Kept) -> None:
        if not kept.answer.keepable:
            return
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def _desk(self, authority_id: int, now: datetime) -> _Desk:
        """The signer is looked up once a minute: a new one comes days before the old one's end."""
        known = self._desks.get(authority_id)
        if known is not None and known.responder is not None:
            until = min(known.looked_up_at + SIGNER_LOOKED_UP_AFTER, known.responder.facts.not_after)
            if known.looked_up_at <= now < until:
                return known
        found = self._open(authority_id, now, known)
        self._desks[authority_id] = found
        return found

    def _open(self, authority_id: int, now: datetime, known: _Desk | None) -> _Desk:
        office = self._office
        # A database that was set back would revive what it has forgotten.
        is_broken = continuity.is_broken(office)
        with office.database.read() as session:
            authority = session.get(Authority, authority_id)
            if authority is None:
                raise NotFound("no_authority")
            signer = None if is_broken else ocsp_signers.newest(session, office, authority_id)
        issuer = known.issuer if known else IssuerId(authority.certificate)
        if signer is None or signer.certificate is None or signer.sealed_key is None:
            return _Desk(issuer, None, None, now)
        if known is not None and known.signer_id == signer.id:
            return _Desk(issuer, known.responder, signer.id, now)
        key = office.secret_box.open(signer.sealed_key, context=ocsp_signers.key_context(signer.id))
        return _Desk(issuer, Responder(signer.certificate, key), signer.id, now)
