"""What the database itself refuses, whatever the code above it does (design §5, RFC 5280 §5.2.3, §5.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.db.migrate import alembic_config, upgrade
from adapters.db.models import Certificate, CrlEntry
from domain.pki.revocation import RevocationReason
from services import crl_entries, revocation_lists
from services.office import Office
from tests.factories.issued_rows import ISSUING, given_out
from tests.factories.offices import make_office
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter

VALID, REVOKED, HELD = 1, 2, 3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Three certificates, and two published lists. Nothing below succeeds in changing it."""
    made = make_office(tmp_path_factory.mktemp("office"), QuickPrinter())
    given_out(made, count=3)
    with made.database.write() as session:
        for row, reason in ((REVOKED, RevocationReason.KEY_COMPROMISE), (HELD, RevocationReason.CERTIFICATE_HOLD)):
            crl_entries.put_on_list(session, session.get_one(Certificate, row), reason, at=made.clock())
    for _ in range(2):
        revocation_lists.publish(made, ISSUING)
    yield made
    made.database.close()


REFUSED = {
    "un-revoke": f"UPDATE certificate SET revoked_at = NULL, revocation_reason = NULL WHERE id = {REVOKED}",
    "another reason": f"UPDATE certificate SET revocation_reason = 'superseded' WHERE id = {REVOKED}",
    "another time": f"UPDATE certificate SET revoked_at = '2020-01-01T00:00:00.000000Z' WHERE id = {REVOKED}",
    "revoke unlisted": "UPDATE certificate SET revoked_at = '2026-11-20T00:00:00.000000Z', "
    f"revocation_reason = 'superseded' WHERE id = {VALID}",
    "another serial": f"UPDATE certificate SET serial_number = 'ff' WHERE id = {VALID}",
    "another authority": f"UPDATE certificate SET authority_id = 1 WHERE id = {VALID}",
    "forget a certificate": f"DELETE FROM certificate WHERE id = {VALID}",
    "same serial": "INSERT INTO certificate (application_id, authority_id, serial_number, contract_number, intended_at,"
    " not_before, not_after) SELECT application_id, authority_id, serial_number, 'x', intended_at, not_before,"
    f" not_after FROM certificate WHERE id = {VALID}",
    "empty entry": f"UPDATE crl_entry SET der = NULL WHERE certificate_id = {REVOKED}",
    "other entry": f"UPDATE crl_entry SET der = x'00' WHERE certificate_id = {REVOKED}",
    "empty entry of a hold": f"UPDATE crl_entry SET der = NULL WHERE certificate_id = {HELD}",
    "forget an entry": f"DELETE FROM crl_entry WHERE certificate_id = {HELD}",
    "number back": f"UPDATE authority SET crl_number = 1 WHERE id = {ISSUING}",
    "list again": f"INSERT INTO revocation_list SELECT 99, {ISSUING}, 2, this_update, next_update, der "
    "FROM revocation_list WHERE number = 1",
    "list back": f"INSERT INTO revocation_list SELECT 99, {ISSUING}, 1, this_update, next_update, der "
    "FROM revocation_list WHERE number = 2",
    "list beyond the counter": f"INSERT INTO revocation_list SELECT 99, {ISSUING}, 3, this_update, next_update, der "
    "FROM revocation_list WHERE number = 2",
    "list for eight days": f"INSERT INTO revocation_list SELECT 99, {ISSUING}, 3, '2026-11-20T00:00:00.000000Z', "
    "'2026-11-28T00:00:00.000000Z', der FROM revocation_list WHERE number = 2",
    "list that ends first": f"INSERT INTO revocation_list SELECT 99, {ISSUING}, 3, '2026-11-20T00:00:00.000000Z', "
    "'2026-11-20T00:00:00.000000Z', der FROM revocation_list WHERE number = 2",
    "list changed": "UPDATE revocation_list SET der = x'00'",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses(office: Office, sql: str) -> None:
    """S4-209: a revoked certificate cannot be revived, whoever asks."""
    with pytest.raises(IntegrityError), office.database.write() as session:
        session.execute(text(sql))


def test_a_hold_may_be_lifted_or_made_final(office: Office) -> None:
    at = office.clock() + timedelta(hours=1)
    (extra,) = given_out(office)
    row = next(one.id for one in all_of(office, Certificate) if one.serial_number == f"{extra:040x}")
    for reason in (RevocationReason.CERTIFICATE_HOLD, RevocationReason.KEY_COMPROMISE):
        with office.database.write() as session:
            crl_entries.put_on_list(session, session.get_one(Certificate, row), reason, at=at)
        if reason is RevocationReason.CERTIFICATE_HOLD:
            with office.database.write() as session:
                crl_entries.take_off_list(session, session.get_one(Certificate, row), at=at)
                crl_entries.put_on_list(session, session.get_one(Certificate, row), reason, at=at)
    found = next(one for one in all_of(office, Certificate) if one.id == row)
    assert (found.revoked_at, found.revocation_reason) == (at, "keyCompromise")


def test_an_office_that_revoked_before_gets_its_entries(office: Office) -> None:
    """The migration encodes what the former version had not stored; and all guards are there at the end."""
    before = {row.certificate_id: row.der for row in all_of(office, CrlEntry)}
    with office.database.read() as session:
        guards = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    command.downgrade(alembic_config(office.database), "0010")
    command.downgrade(alembic_config(office.database), "-1")
    upgrade(office.database)
    assert {row.certificate_id: row.der for row in all_of(office, CrlEntry)} == before
    with office.database.read() as session:
        assert set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))) == guards
    assert {
        "certificate_is_kept",
        "certificate_keeps_serial",
        "certificate_revoked_is_listed",
        "certificate_stays_revoked",
        "crl_entry_is_kept",
        "crl_entry_of_held_stays",
        "crl_entry_stays",
        "authority_crl_number_grows",
        "revocation_list_keeps",
        "revocation_list_lives_a_week",
        "revocation_list_number_grows",
    } <= guards, "a table that is made anew loses its triggers: a migration that does so must make them again"
