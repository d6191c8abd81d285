"""An office with very many applications, written as rows by SQL: what is measured is what happens afterwards."""

from __future__ import annotations

import itertools

from sqlalchemy import text

from domain.certificates.search import words_of
from services.office import Office
from services.records import application_by_code
from tests.factories.applications import arrived, hire

SURNAMES = (
    *(("佐藤", "さとう"), ("鈴木", "すずき"), ("高橋", "たかはし"), ("田中", "たなか"), ("伊藤", "いとう")),
    *(("渡辺", "わたなべ"), ("山本", "やまもと"), ("中村", "なかむら"), ("小林", "こばやし"), ("加藤", "かとう")),
)
GIVEN = (("太郎", "たろう"), ("花子", "はなこ"), ("一郎", "いちろう"), ("恵", "めぐみ"), ("健", "けん"))
HOUSES = ("見本建設", "東都設計", "北山商事", "青葉測量", "瀬戸土木", "みどり工業", "有明電設", "大洋運輸")
IN_WORK = 500
"""The newest: a hundred in each state of work. Before them all are done, one a quarter of an hour."""
_STATES = '["printed", "arrived", "reviewing", "accepted", "issued"]'


def fill(office: Office, count: int) -> None:
    """So many applications, with one paper each, and the words by which people of them are found."""
    original = arrived(office, hire(office))
    with office.database.write() as session:
        session.execute(text("CREATE TEMP TABLE person (n INTEGER PRIMARY KEY, name, reading, organisation, words)"))
        people = list(itertools.product(SURNAMES, GIVEN, HOUSES))
        session.execute(
            text("INSERT INTO person VALUES (:n, :name, :reading, :organisation, :words)"),
            [_person(n, *one) for n, one in enumerate(people)],
        )
        source = application_by_code(session, original)
        values = {
            "count": count - 1, "original": source.id, "people": len(people), "in_work": min(IN_WORK, count // 2),
            "now": office.clock().strftime("%Y-%m-%dT%H:%M:%S"),
        }  # fmt: skip
        session.execute(text(_APPLICATIONS), values)
        session.execute(text(_PAPERS), values)
        session.execute(text("DROP TABLE person"))
    office.database.forget_old_pages()


def _person(n: int, surname: tuple[str, str], given: tuple[str, str], house: str) -> dict[str, str | int]:
    name, reading = f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}"
    organisation, email = f"{house}株式会社", "person@example.jp"
    words = words_of(name, reading, organisation, email)
    return {"n": n, "name": name, "reading": reading, "organisation": organisation, "words": words}


_COPIED = (
    "programme, edition, applicant_group, profile, series, version, answers, certificate_values, email,"
    " fee_before_tax, fee_tax_percent, fee_discount, printed_at, arrived_at, rejection_reason, posted_number"
)
_APPLICATIONS = f"""
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
    INSERT INTO application({_COPIED}, name, reading, organisation, search_text, code, request_key, state, changed_at)
    SELECT {_COPIED.replace("email", "application.email")}, person.name, person.reading, person.organisation,
        person.words, printf('%012d', number.n), printf('row %d', number.n),
        CASE WHEN number.n > :count - :in_work
            THEN json_extract('{_STATES}', format('$[%d]', number.n % 5))
            ELSE 'completed' END,
        strftime('%Y-%m-%dT%H:%M:%S.', :now, format('-%d minutes', (:count - number.n) * 15)) || '000000Z'
    FROM number CROSS JOIN application ON application.id = :original
        CROSS JOIN person ON person.n = number.n % :people
"""  # noqa: S608 — our own words
_PAPERS = """
    INSERT INTO submitted_paper(application_id, kind, is_copy, verdict, note, changed_at, arrived_on)
    SELECT id, 'application_form', 0, 'arrived', '', changed_at, substr(changed_at, 1, 10)
    FROM application WHERE id <> :original
"""
