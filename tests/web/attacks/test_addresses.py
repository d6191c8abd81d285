"""Addresses that nobody of us wrote: never a fault of ours, and never more than the door allows."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.web.office.conftest import QUEUE, Desks

BIG, HUGE = "9" * 30, "9" * 5000
STRANGE = ("%00", "%ff%fe", "%ed%a0%80", "..%2f..%2fkeys%2fmaster.key", "%0d%0aSet-Cookie:a=b", "%25%5f")

FOR_STRANGERS = [
    *(f"/authority/{number}/{file}" for number in (BIG, HUGE) for file in ("revoked.crl", "certificate.cer")),
    *(f"/download/{text}/gid" for text in STRANGE),
    *(f"/download/{'x' * 43}/{text}" for text in STRANGE),
    *(f"/services/{text}/" for text in STRANGE),
    *(f"/services/gid/terms/{text}.txt" for text in STRANGE),
    *(f"/services/gid/apply/printed/{text}/application.pdf" for text in STRANGE),
    *(f"/static/{text}" for text in STRANGE),
    "/static/../app.py",
    "/static/css/../../app.py",
]
FOR_STAFF = [
    *(f"/office/mails/{number}" for number in (BIG, HUGE)),
    *(f"/office/mails?page=after~{number}" for number in (BIG, HUGE, "-1")),
    *(f"/office/audit?page=before~{number}" for number in (BIG, HUGE, "-1")),
    *(f"/office/audit?subject={text}" for text in (*STRANGE, "a" * 60_000, "%E3%81%82" * 7000)),
    *(f"{QUEUE}?text={text}" for text in (*STRANGE, "a" * 60_000, "%25" * 3000)),
    *(f"{QUEUE}?state={text}&programme={text}&order={text}&page={text}" for text in STRANGE),
    f"{QUEUE}?page=after~0001-01-01T00:00:00%2B14:00~1",
    f"{QUEUE}?page=before~9999-12-31T23:59:59-12:00~1",
    f"{QUEUE}?page=after~2026-11-20T03:00:00%2B00:00~{BIG}",
]


def test_a_stranger_finds_nothing_behind_them(desks: Desks) -> None:
    client = desks.browser()
    found = {path[:60]: client.get(path).status_code for path in FOR_STRANGERS}
    assert set(found.values()) == {404}, found
    found = {path[:60]: client.get(path).status_code for path in FOR_STAFF}
    assert set(found.values()) <= {302, 404}, found


def test_staff_get_a_page_or_404(desks: Desks) -> None:
    client = desks.clerk(Role.AUDITOR).client
    found = {path[:60]: client.get(path).status_code for path in FOR_STAFF}
    assert set(found.values()) <= {200, 404}, found


def test_wildcards_of_the_database_are_letters(desks: Desks) -> None:
    """``%`` and ``_`` stand for nothing but themselves: signs, which the search by words passes over."""
    client = desks.clerk(Role.AUDITOR).client
    code = desks.codes["accepted"]
    assert code in client.get(f"{QUEUE}?state=all").text
    assert code in client.get(f"/office/audit?subject=application:{code}").text
    for text in ("%25", "_", "%25%25", "セ%25郎", "セ_ム"):
        assert code not in client.get(f"{QUEUE}?state=all&text={text}").text
        assert code not in client.get(f"/office/audit?subject={text}").text


@pytest.mark.parametrize("header", [{"Host": "evil.example.com"}, {"X-Forwarded-Host": "evil.example.com"}])
def test_a_forged_host_is_written_nowhere(desks: Desks, header: dict[str, str]) -> None:
    client = desks.browser()
    for path in ("/", "/office/", "/office/login", "/services/gid/apply/form", "/authority/"):
        answer = client.get(path, headers=header)
        assert "evil" not in answer.text
        assert "evil" not in answer.headers.get("Location", "")


def test_the_demos_counters_do_not_exist_in_an_office(desks: Desks) -> None:
    client = desks.clerk(Role.ADMINISTRATOR).client
    for path in ("/demo/", "/demo", "/demo/mails/20261120T030000000000-0123456789ab"):
        assert client.get(path).status_code == 404
