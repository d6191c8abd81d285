"""The office writes its own mails: checked first, and never in the way of what they tell (S4-199…S4-207)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import Session

from adapters.db.models import MailText
from adapters.mail.written import BadText
from domain.access import Actor, Permission
from domain.certificates.numbering import grouped
from domain.errors import InvalidInput, RuleViolation
from domain.mail_texts import LONGEST_BODY, LONGEST_SUBJECT, MESSAGES, NAMES, Message, message_of
from services import audit
from services.office import Office

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A message's words as they are now."""

    kind: str
    subject: str
    body: str
    own: bool
    """Whether the office wrote them."""
    fault: InvalidInput | None = None
    """Why they cannot be used: kept under an older version, where more places were known. Ours go out instead."""

    @property
    def edition(self) -> str:
        """Names exactly these words, so that two people do not undo each other's unseen."""
        return hashlib.sha256(f"{self.subject}\0{self.body}".encode()).hexdigest()[:16]


def rendered(office: Office, kind: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body of a message: the office's own words, or ours where it has none or they fail."""
    own = office.database.kept(_own_words).get(kind) if kind in MESSAGES else None
    if own is not None:
        try:
            return office.mail_templates.written.render(own.subject, own.body, values)
        except Exception as fault:
            # A letter that cannot be written must not undo what it tells of.
            log.error("the office's own words of the mail %s failed: %s", kind, type(fault).__name__)
    return office.mail_templates.render(kind, values)


def _own_words(records: Connection) -> dict[str, Row[str, str, str]]:
    """Asked at every mail, and therefore only after somebody has committed something."""
    return {row.kind: row for row in records.execute(_OWN)}


_OWN: Final = select(MailText.kind, MailText.subject, MailText.body)


def all_texts(office: Office) -> list[Text]:
    """Every message that may be written, in the order of an application's life."""
    with office.database.read() as session:
        own = {row.kind: row for row in session.scalars(select(MailText))}
    return [_text(office, kind, own.get(kind)) for kind in MESSAGES]


def text_of(office: Office, kind: str) -> Text:
    """Raises ``NotFound('no_such_message')``."""
    message_of(kind)
    with office.database.read() as session:
        return _text(office, kind, session.get(MailText, kind))


def preview(office: Office, actor: Actor, kind: str, *, subject: str, body: str) -> tuple[str, str]:
    """How the mail would read, with samples in its places. Raises as ``save``, whatever others wrote meanwhile."""
    actor.require(Permission.MANAGE_OFFICE)
    return _tried(office, message_of(kind), *_tidy(subject, body))


def save(office: Office, actor: Actor, kind: str, *, subject: str, body: str, edition: str) -> None:
    """Keeps the office's own words, for every mail from now on.

    Raises ``InvalidInput`` at ``subject`` or ``body`` for what does not belong there, and
    ``RuleViolation('mail_text_changed_meanwhile')`` if ``edition`` is no longer that of the page.
    """
    actor.require(Permission.MANAGE_OFFICE)
    message, (line, words) = message_of(kind), _tidy(subject, body)
    _tried(office, message, line, words)
    with office.database.write() as session:
        before = _current(session, office, kind, edition)
        session.merge(
            MailText(kind=kind, subject=line, body=words, changed_at=office.clock(), changed_by=actor.staff_id)
        )
        _record(session, office, actor, "change_mail_text", before, after=f"{line}\n\n{words}")


def restore(office: Office, actor: Actor, kind: str, *, edition: str) -> None:
    """Our words again. Raises ``RuleViolation('mail_text_changed_meanwhile')``."""
    actor.require(Permission.MANAGE_OFFICE)
    message_of(kind)
    with office.database.write() as session:
        before = _current(session, office, kind, edition)
        if (own := session.get(MailText, kind)) is not None:
            session.delete(own)
            _record(session, office, actor, "restore_mail_text", before, after="")


def _current(session: Session, office: Office, kind: str, edition: str) -> Text:
    now = _text(office, kind, session.get(MailText, kind))
    if now.edition != edition:
        raise RuleViolation("mail_text_changed_meanwhile")
    return now


def _record(session: Session, office: Office, actor: Actor, action: str, before: Text, *, after: str) -> None:
    was = f"{before.subject}\n\n{before.body}"
    audit.record(session, office.clock, actor, action, f"mail_text:{before.kind}", before=was, after=after)


def _text(office: Office, kind: str, own: MailText | None) -> Text:
    if own is None:
        subject, body = office.mail_templates.text(kind)
        return Text(kind=kind, subject=subject, body=body, own=False)
    fault = None
    try:
        _tried(office, MESSAGES[kind], own.subject, own.body)
    except InvalidInput as wrong:
        fault = wrong
    return Text(kind=kind, subject=own.subject, body=own.body, own=True, fault=fault)


def _tidy(subject: str, body: str) -> tuple[str, str]:
    line, words = " ".join(subject.split()), "\n".join(body.splitlines()).strip() + "\n"
    if not line:
        raise InvalidInput("required", "subject")
    if not words.strip():
        raise InvalidInput("required", "body")
    if len(line) > LONGEST_SUBJECT:
        raise InvalidInput("too_long", "subject", limit=LONGEST_SUBJECT)
    if len(words) > LONGEST_BODY:
        raise InvalidInput("too_long", "body", limit=LONGEST_BODY)
    return line, words


def _tried(office: Office, message: Message, subject: str, body: str) -> tuple[str, str]:
    """The mail with samples in it; refuses what may not stand there, and what a mail may not lack (S4-206)."""
    written = office.mail_templates.written
    places = frozenset(place.name for place in message.all_places)
    used: frozenset[str] = frozenset()
    for field, text in (("subject", subject), ("body", body)):
        try:
            used = written.check(text, places)
        except BadText as bad:
            raise InvalidInput(bad.code, field, line=bad.line, name=bad.name) from None
    if missing := [name for name in message.needed if name not in used]:
        raise InvalidInput("mail_text_lacks", "body", names="、".join(_meaning(message, name) for name in missing))
    try:
        shown = written.render(subject, body, _samples(message))
    except Exception:
        # A filter that was given something else than it takes: a name as a day.
        raise InvalidInput("mail_text_fails", "body") from None
    packed = "".join(shown[1].split())
    said = {
        place.name: grouped(place.sample) if place.filters == "grouped" else place.sample
        for place in message.all_places
    }
    if lost := [name for name in NAMES if "".join(str(said[name]).split()) not in packed]:
        raise InvalidInput("mail_text_lacks", "body", names="、".join(_meaning(message, name) for name in lost))
    return shown


def _meaning(message: Message, name: str) -> str:
    return next(place.meaning for place in message.all_places if place.name == name)


def _samples(message: Message) -> dict[str, Any]:
    """The samples as the mails' own values look: ``application.name`` hangs on ``application``."""
    values: dict[str, Any] = {}
    for place in message.all_places:
        *parents, last = place.name.split(".")
        here: Any = values
        for parent in parents:
            here = here.setdefault(parent, {}) if isinstance(here, dict) else None
        # What hangs on a value of the house, as ``programme.download``, comes with it.
        if isinstance(here, dict):
            here[last] = place.sample
    return {name: _spaced(value) for name, value in values.items()}


def _spaced(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return SimpleNamespace(**{name: _spaced(inner) for name, inner in value.items()})
