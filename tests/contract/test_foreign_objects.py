"""What belongs to another house is as if it did not exist: same answer, same page, same work (S3-04, S3-13).

Nothing here names the routes: whoever works outside the office is sent to every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from werkzeug.routing import IntegerConverter
from werkzeug.test import TestResponse

from adapters.db.models import Passkey, Staff
from blueprints.shared.access import PUBLIC
from domain.access import Role
from domain.organisation import OUTSIDE_POSTS
from services.office import Office
from tests.contract.test_routes import House, house, may, methods
from tests.contract.tree import ROOT
from tests.factories.offices import make_staff

__all__ = ["house"]
MISSING = 987_654
OF_A_FOLDER = "integration/bonds/test_deletions.py::test_a_deletion_of_another_folder_cannot_be_approved_here"
OF_AN_APPLICATION = "web/office/test_holder_requests.py::test_a_number_of_another_application_is_not_there"
BESIDE_ANOTHER = {
    "bonds.page_image": "web/bonds/test_view.py::test_a_file_of_another_folder_is_not_there",
    "bonds.download": "web/bonds/test_view.py::test_a_file_of_another_folder_is_not_there",
    "bond_desk.approve_deletion": OF_A_FOLDER,
    "bond_desk.decline_deletion": OF_A_FOLDER,
    "review.approve_revocation": OF_AN_APPLICATION,
    "review.carry_out_revocation": OF_AN_APPLICATION,
    "review.refuse_revocation": OF_AN_APPLICATION,
    "review.carry_out_change": OF_AN_APPLICATION,
    "review.refuse_change": OF_AN_APPLICATION,
}
"""Routes that are told a second number beside the thing of their address, and what shows that only its own is taken."""
FORM = re.compile(r"f\.post\(url_for\('([\w.]+)', \w+=.*?(?=f\.post\(|\Z)", re.DOTALL)
EVERYBODYS = {"application_id"}
"""Orderers' domains belong to no house: the association and every insurer are asked about each (S3-42)."""


@pytest.fixture(scope="module")
def strangers(house: House) -> House:  # noqa: F811 — pytest finds the fixture by this name
    """The same office, for people of houses that have nothing yet."""
    office = house.office
    with office.database.write() as session:
        session.add(
            Passkey(
                id=1,
                staff_id=house.staff[Role.AUDITOR],
                credential_id=b"c",
                public_key=b"p",
                sign_count=0,
                name="x",
                made_at=office.clock(),
            )
        )
    people = {role: make_staff(office, role)[0].staff_id or 0 for role in sorted(OUTSIDE_POSTS)}
    return House(house.app, office, people, house.values)


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """The statements that go to the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    engines = (office.database.reading, office.database.writing)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def page(answer: TestResponse) -> str:
    return re.sub(r'value="[^"]*"', "", answer.text)


@pytest.mark.parametrize("role", sorted(OUTSIDE_POSTS))
def test_a_strangers_object_is_a_missing_one(strangers: House, role: Role) -> None:
    missing = House(
        strangers.app,
        strangers.office,
        strangers.staff,
        {name: MISSING if isinstance(value, int) else value for name, value in strangers.values.items()},
    )
    looked = 0
    for rule in strangers.rules:
        bound = {name for name in rule.arguments - EVERYBODYS if isinstance(strangers.values.get(name), int)}
        if not bound or strangers.access(rule) == PUBLIC or not may(strangers, rule, role):
            continue
        for method in methods(rule):
            work = []
            for where in (strangers, missing):
                with counted(strangers.office) as statements:
                    answer = where.send(rule, method, role)
                work.append((answer.status_code, page(answer), len(statements)))
            assert work[0][0] == 404, f"{method} {rule.rule}"
            assert work[0] == work[1], f"{method} {rule.rule}"
            looked += 1
    assert looked, "there is something to look at for every post: the own passkeys at least"


@pytest.mark.parametrize("role", sorted(OUTSIDE_POSTS))
def test_the_own_object_opens(house: House, role: Role) -> None:  # noqa: F811 — pytest finds the fixture by this name
    """Or the walk above would show nothing: each page about an object is there for the house it belongs to."""
    with house.office.database.read() as session:
        person = session.get_one(Staff, house.staff[role])
        organisation_id = person.organisation_id
    colleague, _ = make_staff(house.office, role, organisation_id=organisation_id)
    owner = House(house.app, house.office, house.staff, house.values | {"staff_id": colleague.staff_id})
    found = {
        rule.rule: owner.send(rule, "GET", role).status_code
        for rule in owner.rules
        if any(isinstance(owner.values.get(name), int) for name in rule.arguments)
        and owner.access(rule) != PUBLIC
        and may(owner, rule, role)
        and "GET" in methods(rule)
    }
    assert found
    # A confirmation without anything to confirm leads back to the form.
    assert set(found.values()) <= {200, 303}, found
    assert list(found.values()).count(200) > len(found) / 2, found


def told_two_numbers(house: House) -> set[str]:  # noqa: F811 — as above
    """Routes with two numbers in the address, and those whose form carries one beside the address."""
    numbers = {
        rule.endpoint: [name for name, way in rule._converters.items() if isinstance(way, IntegerConverter)]
        for rule in house.rules
    }
    forms = {
        found[1]
        for file in (ROOT / "templates").rglob("*.html")
        for found in FORM.finditer(file.read_text(encoding="utf-8"))
        if re.search(r'type="hidden" name="\w+_id"', found[0])
    }
    return {endpoint for endpoint, names in numbers.items() if len({*names} - {"page"}) > 1} | forms


def test_a_second_number_is_the_first_ones_own(house: House) -> None:  # noqa: F811 — pytest finds the fixture by this name
    """A new route of this kind needs a test that sends it the number of something else."""
    assert told_two_numbers(house) == set(BESIDE_ANOTHER)
    for shown_by in set(BESIDE_ANOTHER.values()):
        file, test = shown_by.split("::")
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
