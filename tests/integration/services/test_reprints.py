"""A printed page is lost: new secrets, and the old ones open nothing (S4-159)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.db.models import Download, KeyBundle
from domain.certificates.printed import Paper
from domain.certificates.printed_parcel import CoverLetterPaper, DispatchSet
from queries import audit_events
from services import dispatch, downloads, reprints
from services.issuance import bundle_context
from services.office import Office
from tests.factories.applications import Crew, accepted, dispatched, issued, secrets_of
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import acts, all_of, certificates
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

REASON = "パスワードの用紙が見当たらない"


def file_of(office: Office, kind: str) -> bytes:
    (bundle,) = all_of(office, KeyBundle)
    context = bundle_context(bundle.certificate_id, kind)
    return office.secret_box.open(bundle.standard if kind == "standard" else bundle.compatible, context=context)


def test_printing_anew_makes_a_new_pin_and_a_new_password_and_the_lost_page_is_worthless(
    office: Office, crew: Crew, printer: QuickPrinter
) -> None:
    code = issued(office, crew)
    lost = secrets_of(office, code)
    dispatch.print_parcel(office, crew.dispatcher, code)
    reprints.reprint_parcel(office, crew.dispatcher, code, reason=REASON)
    new = secrets_of(office, code)
    assert new["pin"] != lost["pin"]
    assert new["password"] != lost["password"]
    _, printed = [paper for paper in printer.printed if isinstance(paper, DispatchSet)]
    assert printed.password_notice is not None
    assert (printed.pin_notice.pin, printed.password_notice.password) == (new["pin"], new["password"])
    with expect_refusal("wrong_password", "password"):
        downloads.enter_password(office, VISITOR, lost["token"], lost["password"])
    downloads.enter_password(office, VISITOR, new["token"], new["password"])
    serial = int(certificates(office, code)[0].serial_number, 16)
    for kind in ("standard", "compatible"):
        with pytest.raises(ValueError, match="password"):
            load_pkcs12(file_of(office, kind), lost["pin"].encode())
        opened = load_pkcs12(file_of(office, kind), new["pin"].encode())
        assert opened.cert is not None
        assert opened.key is not None
        assert (opened.cert.certificate.serial_number, len(opened.additional_certs)) == (serial, 2)
        assert opened.key.public_key() == opened.cert.certificate.public_key()
        assert (opened.cert.friendly_name or b"").decode().startswith("セコム 太郎 (")


def test_it_is_on_record_with_its_reason(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    dispatch.print_parcel(office, crew.dispatcher, code)
    for reason, problem in (("　", "required"), ("x" * 501, "too_long")):
        with expect_refusal(problem, "reason"):
            reprints.reprint_parcel(office, crew.dispatcher, code, reason=reason)
    reprints.reprint_parcel(office, crew.dispatcher, code, reason=REASON)
    assert acts(office, code)[-1] == "reprint_parcel"
    assert audit_events.of_subject(office, f"application:{code}")[0].note == REASON


def test_a_page_that_somebody_used_already_is_not_printed_anew(office: Office, crew: Crew) -> None:
    """The file is out: only a revocation helps."""
    code = issued(office, crew)
    dispatch.print_parcel(office, crew.dispatcher, code)
    token = secrets_of(office, code)["token"]
    downloads.press(office, VISITOR, token)
    downloads.fetch(office, VISITOR, token, "standard")
    with expect_refusal("fetched_before_dispatch"):
        reprints.reprint_parcel(office, crew.dispatcher, code, reason=REASON)


def test_a_counter_locked_by_guesses_opens_with_the_new_password(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    given = secrets_of(office, code)
    downloads.press(office, VISITOR, given["token"])
    for number in range(10):
        wrong = f"{(int(given['password']) + 1 + number) % 10**8:08}"
        with expect_refusal("last_wrong_password" if number == 9 else "wrong_password", "password"):
            downloads.enter_password(office, VISITOR, given["token"], wrong)
    reprints.reprint_parcel(office, crew.dispatcher, code, reason=REASON)
    assert [(row.state, row.wrong_tries) for row in all_of(office, Download)] == [("started", 0)]


def test_only_a_parcel_in_the_house_is_printed_anew(office: Office, crew: Crew, clock: FixedClock) -> None:
    for code in (accepted(office, crew), dispatched(office, crew)):
        with expect_refusal("not_possible_now"):
            reprints.reprint_parcel(office, crew.dispatcher, code, reason=REASON)
    late = issued(office, crew)
    clock.advance(timedelta(days=31))
    downloads.close_finished(office)
    with expect_refusal("parcel_secrets_erased"):
        reprints.reprint_parcel(office, crew.dispatcher, late, reason=REASON)


class Meanwhile(QuickPrinter):
    """While one prints anew, something else happens."""

    def __init__(self, act: object) -> None:
        super().__init__()
        self.act = act

    def render(self, paper: Paper) -> bytes:
        if not isinstance(paper, CoverLetterPaper) and callable(self.act):
            self.act()
        return super().render(paper)


def test_what_happens_meanwhile_is_not_overwritten(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    dispatch.print_parcel(office, crew.dispatcher, code)
    token = secrets_of(office, code)["token"]

    def again() -> None:
        office.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]  # because the test's clock has hands
        reprints.reprint_parcel(office, crew.dispatcher, code, reason=REASON)

    def fetch() -> None:
        downloads.press(office, VISITOR, token)
        downloads.fetch(office, VISITOR, token, "standard")

    def post() -> None:
        dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="123-45-67890-1")

    for act, refusal in ((again, "changed_meanwhile"), (fetch, "fetched_before_dispatch")):
        with expect_refusal(refusal):
            slow = replace(office, renderer=Meanwhile(act))
            reprints.reprint_parcel(slow, crew.dispatcher, code, reason=REASON)
    other = issued(office, crew)
    code, token = other, secrets_of(office, other)["token"]
    with expect_refusal("changed_meanwhile"):
        reprints.reprint_parcel(replace(office, renderer=Meanwhile(post)), crew.dispatcher, code, reason=REASON)
