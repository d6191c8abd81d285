"""Several at the same moment: one gets it, the others get nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from adapters.db.models import Certificate, Download, OutgoingMail, Staff
from domain.access import Role
from domain.errors import RuleViolation
from domain.organisation import OUTSIDE_POSTS
from services import dispatch, downloads, issuance, review
from services.log_in import log_in
from tests.factories import applications
from tests.factories.applications import secrets_of
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD, VISITOR, make_staff
from tests.web.office.conftest import Desks

T = TypeVar("T")


def at_once(acts: Sequence[Callable[[], T]]) -> list[T | RuleViolation]:
    """What each gave, or the refusal it got."""
    found: list[T | RuleViolation] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> None:
        gate.wait()
        try:
            answer: T | RuleViolation = act()
        except RuleViolation as refusal:
            answer = refusal
        found.append(answer)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(acts), "a fault that is no refusal"
    return found


def done(found: Sequence[object]) -> int:
    return sum(not isinstance(answer, RuleViolation) for answer in found)


def test_one_time_code_opens_once_however_many_use_it(desks: Desks) -> None:
    """RFC 6238 §5.2."""
    member = desks.members[Role.REVIEWER]
    code = code_at(member.secret, desks.clock())
    found = at_once(
        [
            lambda: log_in(desks.office, email=member.email, password=PASSWORD, code=code, address="192.0.2.9")
            for _ in range(6)
        ]
    )
    assert done(found) == 1


def test_two_issuers_make_one_certificate(desks: Desks) -> None:
    second, _ = make_staff(desks.office, Role.ISSUER)
    code = desks.codes["accepted"]
    people = (desks.crew.issuer, second, desks.crew.issuer, second)
    found = at_once([partial(issuance.issue, desks.office, who, code) for who in people])
    assert done(found) == 1
    with desks.office.database.read() as session:
        newest = select(Certificate.application_id).order_by(Certificate.id.desc()).limit(1)
        application = session.scalar(newest)
        signed = select(func.count()).where(Certificate.application_id == application, Certificate.der.is_not(None))
        mails = select(func.count()).where(
            OutgoingMail.application_id == application, OutgoingMail.kind == "download_url"
        )
        assert session.scalar(signed) == 1
        assert session.scalar(mails) == 1


def test_parallel_guesses_are_ten_in_all(desks: Desks) -> None:
    """Design §4: locked after ten wrong passwords ever."""
    token = secrets_of(desks.office, desks.codes["issued"])["token"]
    found = at_once([partial(downloads.enter_password, desks.office, VISITOR, token, f"{n:08}") for n in range(16)])
    codes = [answer.code for answer in found if isinstance(answer, RuleViolation)]
    assert len(codes) == 16
    assert sum(code in {"wrong_password", "last_wrong_password"} for code in codes) <= 10
    assert codes.count("download_locked") >= 6


def test_many_presses_have_one_deadline(desks: Desks) -> None:
    """S4-166."""
    secrets = secrets_of(desks.office, desks.codes["issued"])
    assert done(at_once([lambda: downloads.press(desks.office, VISITOR, secrets["token"]) for _ in range(6)])) == 6
    with desks.office.database.read() as session:
        found = session.scalars(select(Download).where(Download.deadline.is_not(None))).one()
        assert found.first_pressed_at == desks.clock()


def test_a_parcel_is_posted_once(desks: Desks) -> None:
    code = desks.codes["issued"]
    acts = [
        lambda: dispatch.register_dispatch(desks.office, desks.crew.dispatcher, code, posted_number="12345678901")
        for _ in range(4)
    ]
    assert done(at_once(acts)) == 1


def test_one_person_with_every_post_never_does_both_halves(desks: Desks) -> None:
    """Two-person rule (design §4), also by way of sending the application back and accepting it anew."""
    everybody, _ = make_staff(desks.office, *(set(Role) - OUTSIDE_POSTS), email="everybody@example.jp")
    code = desks.codes["reviewing"]
    applications.found_good(desks.office, desks.crew, code)
    review.accept(desks.office, everybody, code)
    for _ in range(2):
        with pytest.raises(RuleViolation, match="second_person_needed"):
            issuance.issue(desks.office, everybody, code)
        review.return_to_review(desks.office, everybody, code, reason="again")
        with pytest.raises(RuleViolation, match="not_possible_now"):
            issuance.issue(desks.office, everybody, code)
        review.accept(desks.office, everybody, code)
    with desks.office.database.read() as session:
        assert session.scalars(select(Staff.email).where(Staff.id == everybody.staff_id)).one()
        assert session.scalar(select(func.count()).where(Certificate.issued_by == everybody.staff_id)) == 0
    # Another person may.
    assert issuance.issue(desks.office, desks.crew.issuer, code)
