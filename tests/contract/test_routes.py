"""Every route declares who may open it, and everybody else is kept out: a matrix over the whole URL map (S4-216).

Nothing here names the routes: a new one is held to its declaration by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from blueprints.shared.access import ALWAYS_OPEN, PUBLIC, STAFF, access_of, wants_fresh_proof
from domain.access import ROLE_PERMISSIONS, Permission, Role
from domain.notices import Board, Notice
from domain.organisation import OUTSIDE_POSTS, OrganisationKind
from domain.pki.ceremony import CeremonyAct
from services import issue_batches, notices, protocols, revocation_lists, web_sessions
from services.office import Office
from tests.factories.applications import hire, issued, secrets_of
from tests.factories.bonds import found_houses, registered
from tests.factories.ceremonies import Administrators
from tests.factories.coupons import made_coupon
from tests.factories.offices import make_config, make_office, make_organisation, make_staff
from tests.factories.printing import paper_pool
from tests.fakes.printer import QuickPrinter
from tests.integration.bonds.test_domains import applied

COOKIE, RAW_TOKEN = "madoguchi", "the session's own"
STRANGER = "stranger"
PERSONS = [STRANGER, *Role]

NARROWER = {
    "office.retry_mail": {Role.REVIEWER, Role.ADMINISTRATOR},
    "office.send_mail_again": {Role.REVIEWER, Role.ADMINISTRATOR},
}
"""Where the use case asks for more than the route: the posts that pass both."""

WITHOUT_CSRF = {"download.enter_password", "bonds.enter"}
"""Routes that change nothing another site could want: the password itself is the proof (S4-163)."""

OPEN_DOORS = {
    "office.log_in",
    "office.passkey_question",
    "office.forgotten",
    "office.link_sent",
    "office.new_password",
    "office.welcome",
    "office.welcome_question",
}
"""Below /office and open to strangers: whoever comes in there proves who it is by password, code or link."""

OWN_ACCOUNT = {
    "office.first_steps",
    "office.first_steps_question",
    "office.new_codes",
    "office.change_password",
    "office.own_app",
    "office.remove_app",
    "office.new_passkey",
    "office.own_passkey_question",
    "office.remove_passkey",
    "office.renew_codes",
    "office.end_session",
    "office.end_other_sessions",
}

NOT_CHANGING = {
    "office.logout",
    "office.check_audit_trail",
    "office.check_health",
    "office.confirm_identity",
    *OWN_ACCOUNT,
}
"""What an auditor may send: it is about the own session and account, or reads."""


@dataclass
class House:
    """A running office with one issued application, and somebody at each post."""

    app: Flask
    office: Office
    staff: dict[Role, int]
    values: dict[str, object]
    untouched: dict[tuple[str, bool], str] = field(default_factory=dict)
    """Sessions that may serve once more."""

    @property
    def rules(self) -> list[Rule]:
        return [rule for rule in self.app.url_map.iter_rules() if rule.endpoint not in ALWAYS_OPEN]

    def access(self, rule: Rule) -> str | None:
        return access_of(self.app.view_functions[rule.endpoint])

    def url(self, rule: Rule) -> str:
        """The route's address, with values that lead somewhere where we have them."""
        values = {name: self.values.get(name, "x") for name in rule.arguments}
        with self.app.test_request_context():
            return self.app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)

    def send(self, rule: Rule, method: str, who: str, *, csrf: bool = True, fresh: bool = True) -> TestResponse:
        """One request of this person, in a session in which nothing has happened yet."""
        token = self.untouched.pop((who, fresh), "") or self._session(who, fresh=fresh)
        client = self.app.test_client()
        client.set_cookie(COOKIE, token)
        signed = URLSafeTimedSerializer(self.app.secret_key or b"", salt="wtf-csrf-token").dumps(RAW_TOKEN)
        headers = {"X-CSRFToken": signed} if csrf and method == "POST" else {}
        answer = client.open(self.url(rule), method=method, headers=headers)
        if method == "POST" and answer.status_code < 400:
            self.untouched.clear()  # whatever was done may have ended sessions, this one or others
        elif "Set-Cookie" not in answer.headers:
            self.untouched[who, fresh] = token
        return answer

    def _session(self, who: str, *, fresh: bool) -> str:
        token = self.office.randomness.token()
        kept: dict[str, object] = {"csrf_token": RAW_TOKEN}
        staff_id = None if who == STRANGER else self.staff[Role(who)]
        if staff_id is not None:
            kept |= {"_user_id": str(staff_id), "_fresh": True}
            if fresh:
                kept["confirmed_at"] = self.office.clock().isoformat()
        web_sessions.save(self.office, token, kept, staff_id=staff_id)
        return token


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    office = make_office(folder, QuickPrinter())
    app = create_app(make_config(folder, public_url="http://localhost"), office=office)
    crew = hire(office)
    code = issued(office, crew)
    revocation_lists.publish_due(office)
    houses = found_houses(office)
    staff = {role: make_staff(office, role)[0].staff_id for role in Role if role not in OUTSIDE_POSTS}
    staff |= {
        Role.AGENT: houses.agent.staff_id,
        Role.BRANCH: houses.branch.staff_id,
        Role.INSURER: houses.manager.staff_id,
        Role.ASSOCIATION: houses.association.staff_id,
    }
    values: dict[str, object] = {
        "slug": "gid",
        "batch_id": issue_batches.start(office, crew.issuer, [code]),
        "key": "subscriber_agreement",
        "code": code,
        "token": secrets_of(office, code)["token"],
        "kind": "standard",
        "mail_id": 1,
        "message": "rejected",
        "authority_id": 1,
        "form": "csv",
        "group": "office",
        "notice_id": made_notice(office),
        "coupon_id": made_coupon(office),
        "own_group": "desk",
        "viewing_id": 1,
        "file_id": 1,
        "page": 1,
        "folder_id": registered(office, houses),
        "log_in_id": 1,
        "staff_id": make_staff(office, Role.RECEPTION)[0].staff_id,
        "passkey_id": 1,
        "organisation_id": make_organisation(office, OrganisationKind.AGENCY),
        "deletion_id": 1,
        "file_format": "docx",
        "application_id": applied(office),
        "act": "new_root",
        "ceremony_id": carried_out_ceremony(office),
    }
    yield House(app, office, {role: found for role, found in staff.items() if found is not None}, values)
    office.database.close()


def made_notice(office: Office) -> int:
    """One that the public sees."""
    editor, _ = make_staff(office, Role.ADMINISTRATOR)
    words = Notice(board=Board.ALL, dated=date(2026, 11, 1), title="件名", body="")
    number = notices.write(office, editor, words)
    notices.publish(office, editor, number)
    return number


def carried_out_ceremony(office: Office) -> int:
    """One that was carried out, with its paper."""
    number = Administrators.hired(office).do(CeremonyAct.ROLL_OVER)
    protocols.print_due(replace(office, renderer=paper_pool()))
    return number


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def may(house: House, rule: Rule, who: str) -> bool:
    access = house.access(rule)
    if access is None or access == PUBLIC or who == STRANGER:
        return access == PUBLIC
    if rule.endpoint in NARROWER:
        return who in NARROWER[rule.endpoint]
    return access == STAFF or Permission(access) in ROLE_PERMISSIONS[Role(who)]


def sent_to_log_in(answer: TestResponse) -> bool:
    return answer.status_code == 302 and "/office/login" in answer.headers["Location"]


def test_every_route_declares_who_may_open_it(house: House) -> None:
    undeclared = [rule.endpoint for rule in house.rules if house.access(rule) is None]
    assert not undeclared, "declare access with blueprints.shared.access on each view"
    known = {PUBLIC, STAFF, *Permission}
    assert {house.access(rule) for rule in house.rules} <= known
    assert len(house.rules) > 40, "this matrix sees the whole house"


def test_the_demos_routes_declare_it_too(house: House, tmp_path: Path) -> None:
    """They exist in the demo office only, whose invented people this one lacks."""
    app = create_app(make_config(tmp_path, public_url="http://localhost", demo=True), office=house.office)
    more = {rule.endpoint for rule in app.url_map.iter_rules()} - {rule.endpoint for rule in house.rules} - ALWAYS_OPEN
    assert {access_of(app.view_functions[endpoint]) for endpoint in more} == {PUBLIC}


def test_what_changes_something_is_sent_by_post(house: House) -> None:
    assert {method for rule in house.rules for method in methods(rule)} == {"GET", "POST"}


def test_everything_below_office_is_for_staff(house: House) -> None:
    """But for the log-in page, and the links by which people come to it."""
    open_doors = {
        rule.endpoint for rule in house.rules if rule.rule.startswith("/office") and may(house, rule, STRANGER)
    }
    assert open_doors == OPEN_DOORS


@pytest.mark.parametrize("who", PERSONS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_route_opens_for_whom_it_declares_and_for_nobody_else(house: House, who: str, method: str) -> None:
    wrong = []
    for rule in house.rules:
        if method not in methods(rule):
            continue
        answer = house.send(rule, method, who)
        if may(house, rule, who):
            good = answer.status_code < 500 and answer.status_code not in {401, 403} and not sent_to_log_in(answer)
        elif who == STRANGER:
            good = sent_to_log_in(answer)
        else:
            good = answer.status_code == 403
        if not good:
            wrong.append(f"{method} {rule.rule} ({house.access(rule)}): {answer.status}")
    assert not wrong, f"{who}:\n" + "\n".join(wrong)


def test_pages_of_the_office_do_open(house: House) -> None:
    """An allowed visitor sees a page, or is told that this is not the moment; so the matrix is no row of 404s."""
    seen = {}
    for rule in house.rules:
        if "GET" in methods(rule) and house.access(rule) != PUBLIC:
            who = next(role for role in Role if may(house, rule, role))
            seen[rule.rule] = house.send(rule, "GET", who).status_code
    assert set(seen.values()) <= {200, 302, 303, 409}, seen
    assert list(seen.values()).count(200) > len(seen) / 2, seen


@pytest.mark.parametrize("who", PERSONS)
def test_without_a_valid_token_nothing_is_done(house: House, who: str) -> None:
    """A page of another site can make a browser send a form, but not with our token (CSRF)."""
    wrong = []
    for rule in house.rules:
        if "POST" in methods(rule) and rule.endpoint not in WITHOUT_CSRF:
            answer = house.send(rule, "POST", who, csrf=False)
            if answer.status_code != 400 and not sent_to_log_in(answer):
                wrong.append(f"{rule.rule}: {answer.status}")
    assert not wrong, "\n".join(wrong)


def test_an_auditor_changes_nothing(house: House) -> None:
    """Design: reads everything, changes nothing."""
    sends = {
        rule.endpoint
        for rule in house.rules
        if "POST" in methods(rule) and house.access(rule) != PUBLIC and may(house, rule, Role.AUDITOR)
    }
    assert sends == NOT_CHANGING


def test_a_weighty_route_asks_again_who_sits_there(house: House) -> None:
    """Whoever finds a screen left open must not be able to use it for these (ASVS 5.0 7.5.3)."""
    for rule in house.rules:
        if not wants_fresh_proof(house.app.view_functions[rule.endpoint]):
            continue
        who = next(role for role in Role if may(house, rule, role))
        for method in methods(rule):
            answer = house.send(rule, method, who, fresh=False)
            if method == "GET":
                assert "/office/confirm-identity" in answer.headers["Location"], rule.endpoint
            else:
                assert answer.status_code == 403, rule.endpoint
                assert 'name="identity_proof"' in answer.text, rule.endpoint


def test_exceptions_are_still_routes(house: House) -> None:
    """A route that was renamed must not leave its exception behind for another."""
    assert {*NARROWER, *WITHOUT_CSRF, *NOT_CHANGING} <= {rule.endpoint for rule in house.rules}


def test_a_view_without_declaration_is_shut_for_everybody(house: House, tmp_path: Path) -> None:
    app = create_app(make_config(tmp_path, public_url="http://localhost"), office=house.office)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    forgotten = House(app, house.office, house.staff, {})
    (rule,) = [rule for rule in forgotten.rules if rule.endpoint == "forgotten"]
    assert [forgotten.send(rule, "GET", who).status_code for who in PERSONS] == [403] * len(PERSONS)


@pytest.mark.parametrize("who", PERSONS)
def test_an_address_that_does_not_exist_tells_nobody_anything_else(house: House, who: str) -> None:
    client = house.app.test_client()
    answer = client.get("/office/nothing-here")
    assert answer.status_code == 404
    assert client.delete("/").status_code == 405
