"""Who gets in, and what they may open (design §1, S4-216)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.access import ROLE_PERMISSIONS, Permission, Role
from tests.factories.codes import code_at
from tests.factories.offices import PASSWORD
from tests.web.office.conftest import QUEUE, Desks, token_of, words

REFUSED = "メールアドレス、パスワード、確認コードのいずれかが違います。"


def test_password_and_one_time_code_open_the_desk(desks: Desks) -> None:
    client = desks.browser()
    answer = desks.log_in(client, desks.members[Role.RECEPTION])
    assert answer.status_code == 303
    assert answer.location == "/office/"
    assert "担当 reception" in words(client.get("/office/"))


def test_full_width_code_with_a_space_is_the_same_code(desks: Desks) -> None:
    member = desks.members[Role.RECEPTION]
    code = code_at(member.secret, desks.clock())
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    answer = desks.log_in(desks.browser(), member, code=f" {wide[:3]} {wide[3:]} ", email=f" {member.email} ")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nobody@example.jp"}, {"password": "wrong horse battery"}, {"code": "000000"}],
    ids=["unknown account", "wrong password", "wrong code"],
)
def test_every_cause_reads_the_same(desks: Desks, wrong: dict[str, str]) -> None:
    client = desks.browser()
    answer = desks.log_in(client, desks.members[Role.REVIEWER], **wrong)
    assert answer.status_code == 422
    assert REFUSED in words(answer)
    assert "入力内容を確認してください(1件)" in words(answer)
    # The address is kept, the password never comes back.
    assert wrong.get("email", "reviewer@example.jp") in answer.text
    assert PASSWORD not in answer.text
    assert client.get("/office/").status_code == 302


def test_empty_form_names_each_input(desks: Desks) -> None:
    answer = desks.log_in(desks.browser(), desks.members[Role.REVIEWER], email="", password="", code="")
    assert answer.status_code == 422
    assert "入力内容を確認してください(3件)" in words(answer)


def test_a_code_opens_once(desks: Desks) -> None:
    """RFC 6238 §5.2."""
    member = desks.members[Role.ISSUER]
    assert desks.log_in(desks.browser(), member).status_code == 303
    assert REFUSED in words(desks.log_in(desks.browser(), member))
    desks.clock.advance(timedelta(seconds=30))
    assert desks.log_in(desks.browser(), member).status_code == 303


def test_the_eleventh_failure_has_to_wait(desks: Desks) -> None:
    member = desks.members[Role.AUDITOR]
    client = desks.browser()
    for _try in range(10):
        assert desks.log_in(client, member, password="wrong").status_code == 422
    answer = desks.log_in(client, member)
    assert answer.status_code == 429
    assert "15分ほど待ってからもう一度お試しください。" in words(answer)
    desks.clock.advance(timedelta(minutes=15))
    assert desks.log_in(client, member).status_code == 303


def test_a_stranger_is_led_to_log_in_and_back(desks: Desks) -> None:
    client, path = desks.browser(), f"{QUEUE}/{desks.codes['arrived']}"
    led = client.get(path)
    assert led.status_code == 302
    assert led.location.startswith("/office/login?next=")
    answer = desks.log_in(client, desks.members[Role.REVIEWER], next_page=path)
    assert answer.location == path


@pytest.mark.parametrize(
    "strange",
    [
        "https://evil.example.com/",
        "//evil.example.com/",
        "/\\evil.example.com",
        "\\\\evil.example.com",
        "javascript:alert(1)",
        "///evil.example.com",
        "evil",
        "/\t/evil.example.com",
    ],
)
def test_log_in_never_leads_out_of_the_house(desks: Desks, strange: str) -> None:
    answer = desks.log_in(desks.browser(), desks.members[Role.REVIEWER], next_page=strange)
    assert answer.location == "/office/"


def test_log_out_ends_the_session_in_the_database(desks: Desks) -> None:
    clerk = desks.clerk(Role.RECEPTION)
    stolen = clerk.client.get_cookie("madoguchi")
    assert stolen is not None
    assert "ログアウトしました。" in words(clerk.post("/office/logout"))
    assert clerk.get("/office/").status_code == 302
    thief = desks.browser()
    thief.set_cookie("madoguchi", stolen.value)
    assert thief.get("/office/").status_code == 302


def test_log_out_clears_the_browser(desks: Desks) -> None:
    """ASVS 5.0 V14.3.1. The device cookie stays: the next guess from here is still the owner's."""
    clerk = desks.clerk(Role.RECEPTION)
    answer = clerk.client.post("/office/logout", data={"csrf_token": token_of(clerk.get("/office/").text)})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert clerk.client.get_cookie("madoguchi-device")


def test_log_in_gives_a_new_session(desks: Desks) -> None:
    """A token planted before log-in is worth nothing after it."""
    client = desks.browser()
    token_of(client.get("/office/login").text)
    planted = client.get_cookie("madoguchi")
    assert planted is not None
    desks.log_in(client, desks.members[Role.RECEPTION])
    thief = desks.browser()
    thief.set_cookie("madoguchi", planted.value)
    assert thief.get("/office/").status_code == 302


def test_who_is_logged_in_needs_no_log_in_page(desks: Desks) -> None:
    assert desks.clerk(Role.RECEPTION).get("/office/login").location == "/office/"


PAGES = [
    (Permission.SEE_APPLICATIONS, "arrived", ""),
    (Permission.SEE_APPLICATIONS, "arrived", "/application.pdf"),
    (Permission.REVIEW, "reviewing", "/deficiency"),
    (Permission.REVIEW, "reviewing", "/rejection"),
    (Permission.ISSUE, "accepted", "/issue"),
    (Permission.ISSUE, "accepted", "/return"),
    (Permission.REPLACE_DOWNLOAD, "issued", "/download-url"),
]
ACTS = [
    (Permission.REGISTER_PAPERS, "/arrival"),
    (Permission.REVIEW, "/start"),
    (Permission.REVIEW, "/comparison"),
    (Permission.REVIEW, "/deficiency"),
    (Permission.REVIEW, "/rejection"),
    (Permission.ISSUE, "/return"),
    (Permission.ISSUE, "/issue"),
    (Permission.DISPATCH, "/parcel.pdf"),
    (Permission.DISPATCH, "/dispatch"),
    (Permission.REGISTER_RECEIPTS, "/receipt"),
    (Permission.REPLACE_DOWNLOAD, "/download-url"),
]


@pytest.mark.parametrize("role", list(Role))
def test_each_post_opens_its_own_pages_and_no_others(desks: Desks, role: Role) -> None:
    """S4-216: one table of roles and permissions, and the screens obey it."""
    clerk = desks.clerk(role)
    may = ROLE_PERMISSIONS[role]
    office_pages = [
        (Permission.SEE_APPLICATIONS, QUEUE),
        (Permission.SEE_MAILS, "/office/mails"),
        (Permission.SEE_AUDIT, "/office/audit"),
    ]
    pages = office_pages + [(needed, f"{QUEUE}/{desks.codes[state]}{rest}") for needed, state, rest in PAGES]
    assert clerk.get("/office/").status_code == 200
    for needed, path in pages:
        assert clerk.get(path).status_code == (200 if needed in may else 403), path
    code = desks.codes["printed"]
    for needed, act in ACTS:
        if needed not in may:
            answer = clerk.post(f"{QUEUE}/{code}{act}")
            assert answer.status_code == 403, act
            assert "この画面を開く権限がありません" in words(answer)
    assert desks.state(code) == "printed"
