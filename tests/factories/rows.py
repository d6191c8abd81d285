"""Many applications at once, as rows of the database: for lists, whose matter is how many there are."""

from __future__ import annotations

from sqlalchemy import text

from domain.certificates.application import ApplicationState
from services.office import Office
from services.records import application_by_code

_COPIED = (
    *("programme", "edition", "applicant_group", "profile", "series", "version", "answers", "certificate_values"),
    *("name", "reading", "organisation", "email", "search_text", "fee_before_tax", "fee_tax_percent", "fee_discount"),
    *("printed_at", "rejection_reason", "posted_number"),
)


def many(
    office: Office, code: str, count: int, *, state: ApplicationState = ApplicationState.ARRIVED, days: int = 1
) -> None:
    """``count`` copies of an application without papers; they changed today, yesterday and so on, over ``days``.

    Their codes have no check character: they can be listed and searched, and not typed.
    """
    columns = ", ".join(_COPIED)
    with office.database.write() as session:
        original = application_by_code(session, code).id
        first = session.execute(text("SELECT max(id) FROM application")).scalar_one()
        session.execute(
            text(
                "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)"
                f" INSERT INTO application({columns}, code, request_key, state, changed_at)"
                f" SELECT {columns}, printf('%012d', :first + n), printf('row %d', :first + n), :state,"
                " strftime('%Y-%m-%dT%H:%M:%S.', :now, format('-%d days', n % :days), format('-%d seconds', n % 900))"
                " || '000000Z' FROM number, application WHERE application.id = :original ORDER BY n"
            ),
            {
                "count": count, "first": first, "state": state, "original": original, "days": days,
                "now": office.clock().strftime("%Y-%m-%dT%H:%M:%S"),
            },
        )  # fmt: skip
