"""What the confirmation shows of an application: labels, and apart from them the answers (S4-107…S4-113)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app
from markupsafe import Markup

from blueprints.shared.formatting import money
from blueprints.shared.translation import later
from blueprints.shared.translation import words as _
from domain.certificates.certificate_values import certificate_lines, certificate_values
from domain.certificates.fees import Fee
from domain.certificates.items import Item
from domain.certificates.wording import lines
from domain.programme import Profile, Series

SECTIONS = (("person", later("お申し込み者")), ("contact", later("ご連絡先")), ("organisation", later("所属する組織")))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its label, and the name under which the answer is filled in; empty where nothing was typed."""

    label: str
    name: str
    in_certificate: bool | None = None
    """Whether the certificate will carry it; None: it never could."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]
    may_be_changed: bool = True


@dataclass(slots=True)
class Confirmation:
    """The parts, which many share, and the answers, which are one person's."""

    answers: dict[str, object] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    certificate: Part = Part("", ())

    def line(self, label: str, value: str, in_certificate: bool | None = None) -> Line:
        """A line, its answer put aside."""
        if not value:
            return Line(label, "", in_certificate)
        name = f"answer{len(self.answers)}"
        self.answers[name] = value
        return Line(label, name, in_certificate)


def confirmation(profile: Profile, series: Series, answers: Mapping[str, str], fee: Fee) -> Confirmation:
    """What one applicant looks at before the paper is made."""
    found = Confirmation()
    asked = lines(profile.items, answers, _)
    sections = [
        (str(heading), [(item, value) for item, value in asked if item.section == key]) for key, heading in SECTIONS
    ]
    parts = [
        _order(found, profile, series, answers, fee, {item.key: value for item, value in asked}),
        *(_section(found, heading, rows, answers) for heading, rows in sections if rows),
    ]
    if answers.get("proxy") == "yes":
        proxy = ((_("代理受取人の氏名"), "proxy_name"), (_("代理受取人の住所"), "proxy_address"))
        parts.append(Part(_("代理受取人"), tuple(found.line(label, answers[name]) for label, name in proxy)))
    found.parts = tuple(parts)
    written = certificate_lines(certificate_values(answers), _)
    found.certificate = Part("", tuple(found.line(_(label), value) for label, value in written))
    return found


def _order(
    found: Confirmation,
    profile: Profile,
    series: Series,
    answers: Mapping[str, str],
    fee: Fee,
    asked: Mapping[str, str],
) -> Part:
    shown = [
        found.line(_("属性の種類"), profile.label),
        found.line(_("証明書の有効期間"), _("%(years)s年間", years=answers["validity_years"])),
        found.line(_("受取方法"), series.medium),
    ]
    if "fee_receipt" in asked:
        wanted = _("領収書あり") if answers["fee_receipt"] == "yes" else _("領収書なし")
        shown.append(found.line(_("領収書の有無"), wanted))
    shown.append(found.line(_("提供価格"), _with_tax(fee.total)))
    if answers.get("coupon_use") == "yes":
        shown += [
            found.line(_("クーポンコード"), answers["coupon_code"]),
            found.line(_("クーポン割引"), f"-{money(fee.discount)}"),
            found.line(_("お振り込みいただく額"), _with_tax(fee.to_pay)),
        ]
    if "purpose" in asked:
        shown.append(found.line(_("証明書の用途"), asked["purpose"]))
    return Part(_("お申し込み"), tuple(shown), may_be_changed=False)


def _section(found: Confirmation, heading: str, rows: list[tuple[Item, str]], answers: Mapping[str, str]) -> Part:
    return Part(
        heading,
        tuple(
            found.line(_(item.label), value, item.in_certificate(answers) if item.may_be_in_certificate else None)
            for item, value in rows
        ),
    )


def _with_tax(amount: int) -> Markup:
    macros = current_app.jinja_env.get_template("_macros/page.html").module
    return Markup(macros.money(amount))  # type: ignore[attr-defined] # noqa: S704 — our own macro
