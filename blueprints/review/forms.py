"""The forms of the review desk. Those with a row for each paper are made for the application at hand."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.shared.days import day_data, day_fields
from blueprints.shared.formatting import day
from blueprints.shared.words import words_for
from domain.certificates.application import ApplicationState
from domain.certificates.numbering import grouped
from domain.certificates.papers import PaperVerdict
from domain.errors import InvalidInput
from domain.japanese.local_time import day_in_japan
from domain.japanese.width import only_digits
from queries import shared_papers
from queries.application_record import PaperRow, Record
from queries.shared_papers import Offer
from services.office import Office

LONGEST_NOTE = 500
LONGEST_TEXT = 4000
LONGEST_AMOUNT = 9
TAKING_PAPERS = frozenset(
    {ApplicationState.PRINTED, ApplicationState.ARRIVED, ApplicationState.REVIEWING, ApplicationState.DEFICIENT}
)
_NEEDED = DataRequired(_("入力してください。"))

MATCHES = (SelectChoice("yes", _("一致")), SelectChoice("no", _("不一致")))


def _not_longer(longest: int) -> Length:
    return Length(max=longest, message=_("%(longest)s文字以内で入力してください。", longest=longest))


class VersionedForm(FlaskForm):
    """Carries the version of the application that the page showed."""

    version = HiddenField()

    def read_version(self) -> int:
        """The version; -1, which no application has, for what no page of ours sent."""
        # As sent: without it WTForms would hand out the present version, and no stale page would be noticed.
        text = next(iter(self.version.raw_data or ()), "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class DeficiencyForm(VersionedForm):
    """書類不備 (S4-142)."""

    text = TextAreaField(
        _("不備の内容"),
        [_NEEDED, _not_longer(LONGEST_TEXT)],
        description=_("この文章がそのままメールに載ります。どの書類の何を、どう直せばよいかを書いてください。"),
    )

    phrases = SelectMultipleField(_("定型文"), validate_choice=False)


class RejectionForm(VersionedForm):
    """却下 (S4-143)."""

    reason = TextAreaField(
        _("却下の理由"), [_NEEDED, _not_longer(LONGEST_TEXT)], description=_("この文章がそのままメールに載ります。")
    )


class ReturnForm(VersionedForm):
    """Back to the reviewer."""

    reason = TextAreaField(
        _("戻す理由"),
        [_NEEDED, _not_longer(LONGEST_TEXT)],
        description=_("審査担当が読みます。申込者には送られません。"),
    )


class DispatchForm(FlaskForm):
    """The parcel's number at the post office."""

    posted_number = StringField(
        _("引受番号"), [_NEEDED], description=_("本人限定受取郵便の11桁の番号。ハイフンはあってもなくても構いません")
    )
    medium_number = StringField(_("媒体の引受番号"), description=_("媒体の封筒(簡易書留)の11桁の番号"))


for _name, _field in day_fields("posted_on").items():
    setattr(DispatchForm, _name, _field)


def dispatch_form(office: Office, *, fresh: bool = False) -> DispatchForm:
    """It goes today unless told. ``fresh``: not as sent."""
    data = day_data("posted_on", day_in_japan(office.clock()))
    return DispatchForm(formdata=None, data=data) if fresh else DispatchForm(data=data)


class ReprintForm(FlaskForm):
    """A sheet is lost."""

    reason = TextAreaField(
        _("印刷し直す理由"),
        [_NEEDED, _not_longer(LONGEST_NOTE)],
        description=_("どの書類を、いつ、どのように失ったかを書いてください。記録に残ります。"),
    )


class MediumForm(FlaskForm):
    """A medium is spoilt."""

    reason = TextAreaField(
        _("もう一度作る理由"),
        [_NEEDED, _not_longer(LONGEST_NOTE)],
        description=_("前の媒体がどうなったかを書いてください。記録に残ります。"),
    )


class ReceiptForm(FlaskForm):
    """The receipt that came back (S4-176, S4-177)."""

    seal_matches = RadioField(
        _("受領書の印影と、利用申込書の実印"),
        choices=MATCHES,
        validators=[InputRequired(_("どちらかを選んでください。"))],
    )


for _name, _field in day_fields("returned_on").items():
    setattr(ReceiptForm, _name, _field)


def receipt_form(office: Office, *, fresh: bool = False) -> ReceiptForm:
    """It came today unless told. ``fresh``: not as sent."""
    data = day_data("returned_on", day_in_japan(office.clock()))
    return ReceiptForm(formdata=None, data=data) if fresh else ReceiptForm(data=data)


class ArrivalForm(VersionedForm):
    """Papers that came by post; ``arrival_form`` adds a row for each."""


def arrival_form(office: Office, record: Record, *, fresh: bool = False) -> ArrivalForm:
    """One row for each required paper; the day of arrival is today unless told. ``fresh``: not as sent."""
    fields: dict[str, Field] = day_fields("arrived_on")
    here = shared_papers.offers(office, record.code) if record.state in TAKING_PAPERS else {}
    for paper in record.papers:
        fields[f"{paper.key}_arrived"] = BooleanField(paper.label)
        fields |= day_fields(f"{paper.key}_issued_on")
        fields[f"{paper.key}_copy"] = BooleanField(_("写し(コピー)"))
        if shared := here.get(paper.key):
            choices = [SelectChoice("", _("この申し込みに届いた"))]
            choices += [SelectChoice(str(offer.id), _sheet(offer)) for offer in shared]
            fields[f"{paper.key}_from"] = SelectField(
                _("%(paper)sの現物", paper=paper.label), choices=choices, validate_choice=False
            )
    kind = type("ArrivalForm", (ArrivalForm,), fields)
    data = day_data("arrived_on", day_in_japan(office.clock())) | {"version": str(record.version)}
    form: ArrivalForm = kind(formdata=None, data=data) if fresh else kind(data=data)
    return form


def _sheet(offer: Offer) -> str:
    """A sheet by whose papers it came with, and how fresh it is."""
    issued = day(offer.issued_on) if offer.issued_on else ""
    return gettext(
        "%(name)s(%(code)s)の書類と共用　発行 %(issued)s", name=offer.name, code=grouped(offer.code), issued=issued
    )


def names_of(record: Record) -> dict[str, str]:
    """How the error summary names each input: 「月」 alone would not say of which day."""
    days = {"arrived_on": _("到着日"), "returned_on": _("受領書の到着日"), "posted_on": _("発送日")}
    days |= {f"{paper.key}_issued_on": _("%(paper)sの発行日", paper=paper.label) for paper in record.papers}
    return {f"{name}_{part}": words for name, words in days.items() for part in ("year", "month", "day")}


class ComparisonForm(VersionedForm):
    """What the reviewer found; ``comparison_form`` adds a row for each item and paper."""


def comparison_form(record: Record, *, fresh: bool = False) -> ComparisonForm:
    """Filled with what was found before. ``fresh``: not as sent."""
    fields: dict[str, Field] = {}
    data: dict[str, object] = {"version": record.version}
    for row in record.compared:
        fields[f"item_{row.key}"] = RadioField(row.label, choices=MATCHES, validate_choice=False)
        fields[f"words_{row.key}"] = _words(row.label)
        fields[f"note_{row.key}"] = _note(row.label)
        if row.matches is not None:
            data |= {f"item_{row.key}": "yes" if row.matches else "no", f"note_{row.key}": row.note}
            data[f"words_{row.key}"] = row.paper_text
    for paper in record.papers:
        if paper.arrived_on is None:
            continue
        fields[f"paper_{paper.key}"] = RadioField(paper.label, choices=_verdicts(paper), validate_choice=False)
        fields[f"remark_{paper.key}"] = _note(paper.label)
        data |= {f"paper_{paper.key}": paper.verdict, f"remark_{paper.key}": paper.remark}
        if paper.amount_due is not None:
            fields[f"amount_{paper.key}"] = StringField(_("%(label)sの振込金額", label=paper.label), [_yen])
            data[f"amount_{paper.key}"] = "" if paper.amount is None else str(paper.amount)
    kind = type("ComparisonForm", (ComparisonForm,), fields)
    form: ComparisonForm = kind(formdata=None, data=data) if fresh else kind(data=data)
    return form


def _yen(_form: FlaskForm, field: Field) -> None:
    """An amount as people write it: 15,400円, １５４００."""
    try:
        read_yen(field.data or "")
    except InvalidInput as wrong:
        raise ValidationError(words_for(wrong)) from None


def read_yen(text: str) -> int | None:
    """Yen; None for nothing. Raises ``InvalidInput('not_digits')``."""
    digits = only_digits(text.strip().removesuffix("円").replace(",", "").replace("，", ""))
    if len(digits) > LONGEST_AMOUNT:
        raise InvalidInput("too_long", limit=LONGEST_AMOUNT)
    return int(digits) if digits else None


def _words(label: str) -> StringField:
    return StringField(_("%(label)sの書類の記載", label=label), [_not_longer(LONGEST_NOTE)])


def _note(label: str) -> StringField:
    return StringField(_("%(label)sのメモ", label=label), [_not_longer(LONGEST_NOTE)])


def _verdicts(paper: PaperRow) -> list[SelectChoice]:
    found = [SelectChoice(PaperVerdict.OK, _("問題なし")), SelectChoice(PaperVerdict.MISMATCH, _("不備あり"))]
    return [*found, SelectChoice(PaperVerdict.TOO_OLD, _("発行日が古い"))] if paper.dated else found
