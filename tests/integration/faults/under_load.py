"""Run as a program: an office under load, killed again and again at random moments.

``under_load.py FOLDER KILLS SEED``. Each round is a process of its own on the same folder: it issues, lets download,
revokes, sends mails and publishes lists in threads, and writes down what was acknowledged; then it is killed. The next
round begins on what it left. After each, everything is held against everything (``checked``).
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from select import select as select_ready

from sqlalchemy import select

from adapters.clock import ShiftedClock
from adapters.db import snapshot
from adapters.db.models import Application, AuditEvent, Authority, Certificate, Download, KeyBundle, OutgoingMail
from adapters.mail.catcher import MailCatcher
from adapters.paper.fonts import printable
from adapters.secrets import SecretBroken, load_master_key
from app import build_office
from domain.access import SYSTEM
from domain.errors import RuleViolation
from domain.pki.revocation import RevocationReason
from services import audit, continuity, crl_entries, downloads, issuance, outbox, revocation_lists, staff
from services.office import Office
from tests import log_scan
from tests.factories.applications import Crew, accepted, secrets_of
from tests.factories.offices import QUICK, VISITOR, make_config
from tests.fakes.noted import NotedPasswords, NotedRandomness, NotedSecretBox
from tests.fakes.printer import QuickPrinter

PEPPER = b"pepper of the tests".ljust(32)
SHORTEST_LIFE = 0.5
"""Seconds. A round lives at most thrice as long as an issue takes here and now, and dies at an evenly drawn moment."""


def opened(folder: Path, number: int) -> Office:
    """Rounds are three minutes apart, so that what one broke off is given up in the next."""
    config = make_config(folder, public_url="https://office.example.jp")
    office = build_office(
        config,
        clock=ShiftedClock(timedelta(minutes=3 * number)),
        renderer=QuickPrinter(),
        passwords=NotedPasswords(PEPPER, QUICK),
    )
    safe = NotedSecretBox(load_master_key(config.master_key))
    return replace(office, randomness=NotedRandomness(), secret_box=safe)


class Load:
    """What goes on in one round."""

    def __init__(self, folder: Path, number: int, crew_ids: list[int], told: int) -> None:
        self.told = told
        self.office = opened(folder, number)
        actors = [staff.actor_of(self.office, number, "127.0.0.1") for number in crew_ids]
        self.crew = Crew(*[actor for actor in actors if actor is not None])
        self.book = (folder / "acknowledged").open("a")
        self.lock = threading.Lock()
        self.way = MailCatcher(folder / "caught")

    def acknowledged(self, *words: str) -> None:
        """Only after the use case came back: what stands here must be stored, whatever happens."""
        with self.lock:
            self.book.write(" ".join(words) + "\n")
            self.book.flush()

    def issue(self) -> None:
        with self.office.database.read() as session:
            waiting = session.scalars(select(Application.code).where(Application.state == "accepted").limit(1)).first()
        with self.office.database.read() as session:
            unsigned = Certificate.der.is_(None) & Certificate.revoked_at.is_(None)
            busy = session.scalars(select(Certificate.id).where(unsigned)).first()
        code = waiting if waiting and not busy else accepted(self.office, self.crew)
        issuance.issue(self.office, self.crew.issuer, code)
        self.acknowledged("issued", code)
        os.write(self.told, b"i")

    def download(self) -> None:
        with self.office.database.read() as session:
            codes = list(session.scalars(select(Application.code).where(Application.state == "issued")))
        for code in codes[-3:]:
            try:
                secrets = secrets_of(self.office, code)
            except SecretBroken:
                # The mail is out, and with it the only copy of the URL.
                continue
            downloads.enter_password(self.office, VISITOR, secrets["token"], secrets["password"])
            downloads.press(self.office, VISITOR, secrets["token"])
            downloads.fetch(self.office, VISITOR, secrets["token"], "standard")
            self.acknowledged("fetched", code)

    def revoke(self) -> None:
        with self.office.database.write() as session:
            found = session.scalars(
                select(Certificate).where(Certificate.der.is_not(None), Certificate.revoked_at.is_(None)).limit(1)
            ).one_or_none()
            if found is None:
                return
            crl_entries.put_on_list(session, found, RevocationReason.SUPERSEDED, at=self.office.clock())
            audit.record(session, self.office.clock, SYSTEM, "revoke", f"serial:{found.serial_number}")
        self.acknowledged("revoked", found.serial_number)

    def publish(self) -> None:
        issuance.abandon_broken_off(self.office)
        self.acknowledged("published", str(revocation_lists.publish(self.office, 2)))
        audit.note_head(self.office)

    def mail(self) -> None:
        outbox.send_due(self.office, self.way, "office@example.jp")

    def run(self) -> None:
        """Until somebody kills it; says on the descriptor that it has begun, and each issue."""

        never = threading.Event()

        def forever(act: Callable[[], None]) -> None:
            try:
                while True:
                    # A refusal (an hour that is over, an issue in progress) is an answer.
                    with suppress(RuleViolation):
                        act()
                    # Otherwise whoever finds nothing to do keeps the others from the database.
                    never.wait(0.02)
            except BaseException as fault:
                self.acknowledged("fault", repr(fault).replace("\n", " "))
                os._exit(3)

        acts = (self.issue, self.download, self.revoke, self.publish, self.mail)
        threads = [threading.Thread(target=forever, args=(act,)) for act in acts]
        os.write(self.told, b".")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def checked(folder: Path, number: int) -> dict[str, int]:
    """Acknowledged ⊆ stored; certificate ⇔ audit ⇔ mail; every page whole. Raises ``AssertionError``."""
    office = opened(folder, number)
    assert snapshot.faults(office.database.path) == []
    lines = [line.split() for line in (folder / "acknowledged").read_text().splitlines()]
    assert not [line for line in lines if line[0] == "fault"], lines[-1]
    assert not continuity.is_broken(office), "a crash is no restore"
    kinds = ("issued", "fetched", "revoked", "published")
    said = {kind: {line[1] for line in lines if line[0] == kind} for kind in kinds}
    caught = "".join(file.read_text(errors="replace") for file in (folder / "caught").rglob("*.eml"))
    with office.database.read() as session:
        rows, bad = audit.verify(session, office.audit_heads.heads())
        assert bad is None, f"the trail is broken at row {bad} of {rows}"
        events = session.scalars(select(AuditEvent)).all()
        signed = session.scalars(select(Certificate).where(Certificate.der.is_not(None))).all()
        code_of = {row.id: row.code for row in session.scalars(select(Application))}
        mails = session.scalars(select(OutgoingMail)).all()
        by_certificate = {row.certificate_id for row in session.scalars(select(Download))}
        bundles = {row.certificate_id for row in session.scalars(select(KeyBundle))}
        on_list = set(session.scalars(select(Certificate.serial_number).where(Certificate.revoked_at.is_not(None))))
        crl_number = session.get_one(Authority, 2).crl_number
        known = set(session.scalars(select(Certificate.serial_number)))

    def acts(action: str) -> set[str]:
        return {event.subject.split(":")[1] for event in events if event.action == action}

    issued = {code_of[row.application_id] for row in signed}
    posted = {code_of[mail.application_id] for mail in mails if mail.kind == "download_url" and mail.application_id}
    assert issued == acts("issue") == posted, "certificate ⇔ audit ⇔ mail"
    assert {row.id for row in signed} == by_certificate == bundles
    assert said["issued"] <= issued
    assert said["fetched"] <= acts("fetch_certificate_file")
    assert said["revoked"] <= on_list & acts("revoke")
    assert acts("revoke") <= on_list
    assert max(map(int, said["published"]), default=0) <= crl_number
    assert {one.serial_number for one in office.witness.serials()} <= known
    assert all(mail.message_id.strip("<>") in caught for mail in mails if mail.state == "sent"), "sent ⊆ handed over"
    office.database.close()
    return {kind: len(found) for kind, found in said.items()} | {"mails": caught.count("Message-ID"), "rows": rows}


def _live(told: int, seconds: float) -> None:
    """Lets the round live so long. If it ends by itself, we hear it at once."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select_ready([told], [], [], left)
        if ready and not os.read(told, 100):
            return


def main(folder: Path, kills: int, seed: int, crew_ids: list[int]) -> None:
    dice, longest = random.Random(seed), SHORTEST_LIFE
    (folder / "acknowledged").touch()
    # What does not change is found out once, and not by each round for itself: tables, and the glyphs of the fonts.
    checked(folder, 0)
    printable()
    for number in range(1, kills + 1):
        told, telling = os.pipe()
        child = os.fork()
        if child == 0:
            log_scan.begin()
            Load(folder, number, crew_ids, telling).run()
        os.close(telling)
        os.read(told, 1)
        if number == 1:
            began = time.monotonic()
            os.read(told, 1)
            longest = max(3 * (time.monotonic() - began), SHORTEST_LIFE)
        _live(told, dice.uniform(0, longest))
        os.close(told)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            raise SystemExit(f"round {number} died by itself: {(folder / 'acknowledged').read_text().splitlines()[-1]}")
        if number % 10 == 0 or number == kills:
            sys.stdout.write(f"{number} {checked(folder, number)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [int(one) for one in sys.argv[4].split(",")])
