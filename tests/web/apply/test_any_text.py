"""Whatever is typed into whichever box: words or the next page, never a fault, never an empty box on paper (S4-105).

Long forms of these are run by ``script/soak``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from adapters.paper.fonts import unprintable
from app import create_app
from domain.certificates.catalogue import ITEMS
from domain.certificates.items import Input
from domain.errors import InvalidInput
from services import applications
from services.office import Office
from tests.factories.applications import SAMPLE, draft
from tests.factories.coupons import made_coupon
from tests.factories.offices import VISITOR, FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter
from tests.unit.certificates.filled import FULL
from tests.web.apply.conftest import Applicant, visitor
from tests.web.office.conftest import token_of

KIND = "employee_mandate"
"""The kind that asks every row."""

QUICK = settings(
    max_examples=max(25, settings.default.max_examples // 8 if settings.default else 25),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)

EDGES = (
    "髙﨑𠮷野家",  # outside JIS, and outside the first plane
    "渡邉\U000e0101",  # with a variation selector
    "か\u3099は\u309a",  # marks that combine
    "ｶﾞｷﾞﾊﾟｱｲｳ",  # half-width, the marks apart
    "㍿㈱№℡㌔",  # one character for many
    "Ａｌｂｅｒｔ　０１２３－４５",
    "ー－―‐−〜～",  # strokes that look alike
    "見\u200b本\u200d\ufeff",  # invisible
    "\u202e逆さ",  # from right to left
    "👩‍👩‍👧",
    "𛀁𛀂",  # old kana
    "ゔヷヸ゛゜ゝゞ々〆",
    "神\ufa19 福\ufa1b",  # compatibility forms
    "\x00\x07\x1b",
    "<b>&amp;\"'{{7*7}}%(x)s[[url]]",
    " 　\t",
    "東" * 300,
    "W" * 300,
)
PIECES = st.one_of(st.sampled_from(EDGES), st.text(max_size=12), st.sampled_from(list("ぁあアｱ亜阿腕ﾞ゛-ー1１aＡ@. 　")))
TEXTS = st.lists(PIECES, min_size=1, max_size=3).map("".join)
INPUTS: dict[str, Input] = {i.name: i for item in ITEMS.values() for i in item.inputs}
BOXES = sorted(name for name, one in INPUTS.items() if one.kind == "text" and name in FULL)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("any"), QuickPrinter(), clock=FixedClock())
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def applicant(office: Office) -> Applicant:
    app = create_app(make_config(office.database.path.parent, public_url=office.public_url), office=office)
    made = visitor(app)
    made.kind = KIND
    made.consent()
    return made


@QUICK
@given(typed=st.dictionaries(st.sampled_from(BOXES), TEXTS, min_size=1, max_size=5))
def test_no_text_in_any_box_is_a_fault_and_nothing_is_lost_s4_105(applicant: Applicant, typed: dict[str, str]) -> None:
    form = {name: value for name, value in (FULL | typed).items() if name != "csrf_token"}
    sent = form | {"coupon_use": "no", "csrf_token": token_of(applicant.get("/form").text)}
    answer = applicant.client.post(f"{applicant.apply}/form", data=sent)
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        assert applicant.get("/confirm").status_code == 200
        return
    for name, value in typed.items():
        if value.isprintable() and name != "coupon_code":
            assert str(escape(value)) in answer.text, f"{name} is lost"


CODES = st.one_of(TEXTS, st.sampled_from(["TCCI-2026", "tcci-2026", "ｔｃｃｉ－２０２６", " TCCI -2026\u3000"]))
FULL_PRICES = {"2": 15_400, "3": 23_100}


@pytest.fixture(scope="module")
def coupon(office: Office) -> int:
    """Yen off."""
    made_coupon(office, discount=3_000)
    return 3_000


@QUICK
@given(years=st.one_of(st.sampled_from(["2", "3"]), TEXTS), use=st.one_of(st.just("yes"), TEXTS), code=CODES)
@example(years="2", use="yes", code="ｔｃｃｉ－２０２６")
def test_no_coupon_code_leads_to_a_fault_or_a_wrong_price_s4_05_s4_73(
    applicant: Applicant, coupon: int, years: str, use: str, code: str
) -> None:
    typed = {"validity_years": years, "coupon_use": use, "coupon_code": code}
    sent = typed | {"csrf_token": token_of(applicant.get("/form").text)}
    answer = applicant.client.post(f"{applicant.apply}/price", data=sent)
    assert answer.status_code == 200
    shown = re.search(r"お振り込みいただく額　<strong>.*?([\d,]+)", answer.text, re.DOTALL)
    if years.strip() not in FULL_PRICES:
        assert shown is None, "no price before a term is chosen"
        return
    assert shown
    off = FULL_PRICES[years.strip()] - int(shown[1].replace(",", ""))
    means_ours = "".join(unicodedata.normalize("NFKC", code).upper().split()) == "TCCI-2026"
    assert off in ({0, coupon} if means_ours and use.strip() == "yes" else {0})


def texts(paper: Any) -> Iterator[str]:
    """Every text that is printed."""
    if isinstance(paper, str):
        yield paper
    elif isinstance(paper, tuple):
        for part in paper:
            yield from texts(part)
    elif is_dataclass(paper):
        for field in fields(paper):
            yield from texts(getattr(paper, field.name))


@QUICK
@given(typed=st.dictionaries(st.sampled_from(BOXES), TEXTS, min_size=1, max_size=3))
def test_what_is_accepted_has_a_glyph_for_every_character(office: Office, typed: dict[str, str]) -> None:
    gid = office.programmes.get("gid")
    sent = FULL | {"coupon_use": "no", "mandate": "入札"} | typed
    profile = gid.profile(KIND)
    judged = applications.judge_form(office, gid, profile, gid.series[0], sent)
    for name, value in judged.answers.items():
        if all(problem.field != name for problem in judged.problems):
            assert unprintable(value) == "", f"{name}: {value!r}"


def test_a_whole_paper_of_edge_text_has_no_empty_box(office: Office) -> None:
    """Each edge that is accepted anywhere goes all the way to the paper."""
    printer = office.renderer
    assert isinstance(printer, QuickPrinter)
    accepted = 0
    for edge in EDGES:
        for name in ("street", "building", "organisation"):
            try:
                applications.confirm(office, VISITOR, draft(**{name: edge}), request_key=office.randomness.token())
            except InvalidInput:
                continue
            accepted += 1
            assert [text for text in texts(printer.printed[-1]) if unprintable(text)] == []
    assert accepted, "some of them are good Japanese"
    assert SAMPLE["street"]
