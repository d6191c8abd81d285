"""The forms that a holder prints, fills and posts: nothing typed into them is kept (S4-187, S4-193)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.certificates.form import Judged, judge
from domain.certificates.holder_forms import CHANGE, REASONS, REVOCATION
from domain.certificates.items import Item
from domain.certificates.printed import ChangeRequestPaper, Line, RevocationRequestPaper
from domain.japanese.local_time import day_in_japan
from domain.programme import Programme
from services.office import Office
from services.printing import contact_desk


class HolderForm(StrEnum):
    """The two forms."""

    CHANGE = "change"
    REVOCATION = "revocation"


ROWS: Final[Mapping[HolderForm, tuple[Item, ...]]] = {HolderForm.CHANGE: CHANGE, HolderForm.REVOCATION: REVOCATION}


def judged(office: Office, form: HolderForm, typed: Mapping[str, str]) -> Judged:
    """What was typed, in its form, and what stands in the way of printing it."""
    today = day_in_japan(office.clock())
    return judge(ROWS[form], typed, today=today, unprintable=office.renderer.unprintable)


def printed(office: Office, programme: Programme, form: HolderForm, answers: Mapping[str, str]) -> bytes:
    """The form as a PDF, with these answers in it."""
    make = _change if form is HolderForm.CHANGE else _revocation
    return office.renderer.render(make(office, programme, answers))


def _change(office: Office, programme: Programme, answers: Mapping[str, str]) -> ChangeRequestPaper:
    return ChangeRequestPaper(
        service=programme.name,
        made_on=day_in_japan(office.clock()),
        who=_who(answers),
        changes=(
            Line("電子メールアドレス", answers.get("new_email", "")),
            Line("受取代理人の氏名", answers.get("proxy_name", "")),
            Line("受取代理人の住所", answers.get("proxy_address", "")),
        ),
        privacy=programme.privacy_notice,
        contact=contact_desk(programme),
    )


def _revocation(office: Office, programme: Programme, answers: Mapping[str, str]) -> RevocationRequestPaper:
    return RevocationRequestPaper(
        service=programme.name,
        made_on=day_in_japan(office.clock()),
        who=(*_who(answers), Line("住所", answers.get("address", ""))),
        reasons=tuple((choice.label, choice.value == answers.get("reason")) for choice in REASONS if choice.value),
        details=answers.get("details", ""),
        privacy=programme.privacy_notice,
        contact=contact_desk(programme),
    )


def _who(answers: Mapping[str, str]) -> tuple[Line, ...]:
    return (
        Line("契約番号", answers.get("contract_number", ""), half=True),
        Line("お申し込みコード", answers.get("application_code", ""), half=True),
        Line("お申し込み者氏名", answers.get("holder", "")),
    )
