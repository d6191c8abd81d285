"""The forms of a revocation."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from blueprints.shared.days import day_fields
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
        description=_("申し出や調査の内容、確認した方法を書いてください。記録に残り、名義人には送られません"),
    )


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
