"""The forms of a revocation."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, FileField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from blueprints.shared.days import day_fields
from blueprints.shared.holder_request_words import WAYS
from blueprints.shared.revocation_words import ACTS, REASONS
from domain.pki.revocation import OF_SUBSCRIBERS
from queries.revocations import Standing
from services.revocation import LONGEST_NOTE

_NEEDED = DataRequired(_("入力してください。"))
_NOT_LONGER = Length(max=LONGEST_NOTE, message=_("%(longest)s文字以内で入力してください。", longest=LONGEST_NOTE))


class WishForm(FlaskForm):
    """What is to become of the certificate; ``wish_form`` adds what is possible, and the day."""

    reason = RadioField(
        _("失効の理由"),
        [Optional()],
        choices=[SelectChoice(reason.value, REASONS[reason]) for reason in OF_SUBSCRIBERS],
        description=_("失効リストに載り、証明書を確認する相手に伝わります"),
    )
    note = TextAreaField(
        _("判断の根拠"),
        [_NEEDED, _NOT_LONGER],
        description=_("申し出や調査の内容、確認した方法を書いてください。記録に残り、名義人には送られません。"),
    )


class HolderRequestForm(FlaskForm):
    """The holder's own request (S4-193); ``holder_request_form`` adds the days."""

    way = RadioField(
        _("申請の方法"),
        [InputRequired(_("どれか一つを選んでください。"))],
        choices=[SelectChoice(way.value, words) for way, words in WAYS.items()],
    )
    seal = RadioField(
        _("印影の照合"),
        [Optional()],
        choices=[SelectChoice("yes", _("利用申込書の実印と一致する")), SelectChoice("no", _("一致しない"))],
    )
    mail = FileField(_("メールのファイル(.eml)"))
    reason = RadioField(
        _("失効の理由"),
        [InputRequired(_("どれか一つを選んでください。"))],
        choices=[SelectChoice(reason.value, REASONS[reason]) for reason in OF_SUBSCRIBERS],
        description=_("失効リストに載り、証明書を確認する相手に伝わります"),
    )
    note = TextAreaField(
        _("申請の内容"),
        [_NEEDED, _NOT_LONGER],
        description=_(
            "申請書やメールに書かれた理由と、確認したことを書いてください。記録に残り、名義人には送られません。"
        ),
    )


def holder_request_form(*, fresh: bool = False) -> HolderRequestForm:
    """``fresh``: not as sent."""
    kind = type("HolderRequestForm", (HolderRequestForm,), day_fields("received_on") | day_fields("invalid_since"))
    form: HolderRequestForm = kind(formdata=None) if fresh else kind()
    return form


class RefusalForm(FlaskForm):
    """It is not done."""

    refusal_note = TextAreaField(_("見送る理由"), [_NEEDED, _NOT_LONGER], description=_("記録に残ります"))


def wish_form(standing: Standing, *, fresh: bool = False, proposed: Mapping[str, str] | None = None) -> WishForm:
    """``fresh``: not as sent, but empty or with what is ``proposed``."""
    choices = [SelectChoice(act.value, ACTS[act]) for act in standing.acts]
    fields: dict[str, Field] = {
        "act": RadioField(_("手続き"), [InputRequired(_("どれか一つを選んでください。"))], choices=choices),
        **day_fields("invalid_since"),
    }
    kind = type("WishForm", (WishForm,), fields)
    only = standing.acts[0].value if len(standing.acts) == 1 else None
    form: WishForm = kind(formdata=None, data={"act": only, **(proposed or {})}) if fresh else kind()
    return form
