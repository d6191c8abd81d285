"""What a reviewer looks for on each paper (S4-141)."""

from __future__ import annotations

from flask_babel import gettext as _

from domain.certificates.fees import yen
from queries.application_record import Record


def checkpoints(record: Record) -> dict[str, str]:
    """Paper → what must be seen on it; a paper that nobody has described shows what the applicant was told."""
    known = {
        "application_form": _("自筆の署名、実印の捺印、2枚の間の割印"),
        "employment_certificate": _("代表者印の印影が「所属組織の印鑑証明書」と同じ"),
        "residence_record": _("個人番号(マイナンバー)の記載がない"),
        "personal_seal": _("印影が利用申込書の実印と同じ、住所と生年月日が住民票と同じ"),
        "transfer_slip": _("振込金額が%(fee)s(税込)、クーポン利用時は割引後の金額", fee=yen(record.fee.total))
        if _has_coupon(record)
        else _("振込金額が%(fee)s(税込)", fee=yen(record.fee.total)),
        "registry": _("組織名、所在地、法人番号(会社法人等番号)が申込書と同じ"),
        "organisation_seal": _("代表者の氏名が申込書と同じ"),
        "proxy_seal": _("代理受取人の氏名と住所が申込書と同じ"),
        "coupon": _("クーポンコードが申込書と同じ、期限内である"),
        "membership": _("会員であることが読み取れる"),
    }
    return {paper.key: known.get(paper.key, paper.note) for paper in record.papers}


def _has_coupon(record: Record) -> bool:
    return any(paper.key == "coupon" for paper in record.papers)
