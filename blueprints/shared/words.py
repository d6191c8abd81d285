"""The words for every refusal of the domain: what is wrong, and what to do about it (design §8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from blueprints.shared.account_words import ACCOUNT_WORDS
from blueprints.shared.applicant_words import APPLICANT_WORDS
from blueprints.shared.bond_words import BOND_WORDS
from blueprints.shared.ceremony_words import CEREMONY_REFUSALS
from blueprints.shared.coupon_words import COUPON_WORDS
from blueprints.shared.formatting import day, duration
from blueprints.shared.holder_request_words import HOLDER_REQUEST_WORDS
from blueprints.shared.input_words import INPUT_WORDS
from blueprints.shared.mail_text_words import MAIL_TEXT_WORDS
from blueprints.shared.parcel_words import PARCEL_WORDS
from blueprints.shared.pdf_words import PDF_WORDS
from blueprints.shared.receipt_words import RECEIPT_WORDS
from blueprints.shared.revocation_words import REFUSALS as REVOCATION_REFUSALS
from blueprints.shared.settings_words import SETTINGS_WORDS
from domain.errors import RuleViolation
from domain.japanese.jisx0208 import candidates


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


WORDS: dict[str, str] = ACCOUNT_WORDS | {
    # Office
    "not_permitted": N_("この操作をする権限がありません。"),
    "second_person_needed": N_(
        "先に手続きした人とは別の人が行う必要があります(二人確認)。ほかの担当者に依頼してください。"
    ),
    "not_possible_now": N_("いまの状態ではこの操作はできません。画面を読み込み直してください。"),
    "changed_meanwhile": N_(
        "画面を開いた後に、別の人がこの申し込みを更新しました。現在の内容を確認してから、もう一度操作してください。"
    ),
    "no_paper_named": N_("届いた書類を一つ以上選んでください。"),
    "issued_after_arrival": N_("発行日が到着日より後になっています。日付を確認してください。"),
    "paper_too_old": N_(
        "発行日が古いため「問題なし」にできません。新しい書類を求めるか、発行日を登録し直してください。"
    ),
    "paper_not_arrived": N_("届いていない書類は「問題なし」にできません。"),
    "reason_needed": N_("書類の記載が申込書と異なるのに「一致」とするときは、理由をメモに入力してください。"),
    "amount_differs": N_(
        "振込金額が料金(%(fee)s円)と異なります。金額を確かめ、異なるときは「不備あり」を選んでください。"
    ),
    "nothing_substituted": N_("置き換えた文字がありません。証明書に書く文字を変えてから、もう一度押してください。"),
    "review_unfinished": N_(
        "まだ受理できません。照合が済んでいない項目が%(rows)s件、確認が済んでいない書類が%(papers)s件あります。"
    ),
    "issue_in_progress": N_("この申し込みの発行は、いま別の画面で進んでいます。少し待って確認してください。"),
    "issue_broken_off": N_("発行が中断されました。もう一度発行してください。"),
    "issuer_expires_first": N_(
        "発行認証局の有効期限が証明書より先に切れるため、発行できません。認証局を更新してください。"
    ),
    "certificate_contents_refused": N_(
        "証明書の内容が規則に合わないため、署名しませんでした。証明書記載情報を確認してください。"
    ),
    "no_certificate_template": N_("この種類の証明書の内容が、プログラムの設定にありません。"),
    "no_such_application": N_("このコードの申し込みはありません。"),
    "no_such_document": N_("この書類はありません。"),
    "no_certificate": N_("この申し込みの証明書はまだありません。"),
    "parcel_secrets_erased": N_("発送が済んだため、PINコードとパスワードは消去されています。"),
    "seal_differs": N_("印影が一致しない受領書は受け付けられません。名義人に連絡してください。"),
    "post_of_another_house": N_("この所属の人には付けられない役割です。役割を選び直してください。"),
    "no_such_organisation": N_("この団体は登録されていません。"),
    "organisation_taken": N_("この名前の団体はすでに登録されています。"),
    "no_such_mail": N_("このメールはありません。"),
    "mail_already_sent": N_("このメールはすでに送信されています。"),
    "no_authority": N_("認証局がまだありません。"),
    "authority_key_away": N_("認証局の鍵がこの機械にないため、署名できません。"),
    "issuing_shut": N_(
        "データベースが古い状態に戻されているため、発行と失効リストの更新を止めています。"
        "管理者が「点検」の画面で内容を確認し、再開してください。"
    ),
    "clock_behind": N_(
        "この機械の時計が、すでにある記録より遅れているため、署名を止めています。時計を合わせてください。"
    ),
    "last_authority": N_("発行できる認証局がほかにないため、終えられません。先に次の発行認証局を作ってください。"),
    "nothing_to_resolve": N_("確認の必要な復元はありません。"),
    "foreign_list": N_("この窓口の認証局が署名した失効リストではありません。"),
    "no_revocation_list": N_("失効リストはまだ公開されていません。"),
    **INPUT_WORDS,
    **APPLICANT_WORDS,
    **COUPON_WORDS,
    **PDF_WORDS,
    **RECEIPT_WORDS,
    **PARCEL_WORDS,
    **BOND_WORDS,
    **SETTINGS_WORDS,
    **REVOCATION_REFUSALS,
    **HOLDER_REQUEST_WORDS,
    **MAIL_TEXT_WORDS,
    **CEREMONY_REFUSALS,
}

CODES = frozenset(WORDS)


_SHOWN: dict[str, Callable[[Any], str]] = {"minutes": duration, "first_day": day, "last_day": day}
"""Values that read otherwise than they are written, by their name."""


def words_for(violation: RuleViolation) -> str:
    """The sentence a person reads for a refusal, in the language of the request."""
    values = {name: _SHOWN.get(name, str)(value) for name, value in violation.values.items()}
    if violation.code == "outside_jis_x_0208":
        values["advice"] = _advice(values["characters"])
    return _(WORDS[violation.code]) % values if violation.code in CODES else _("この操作は受け付けられませんでした。")


def _advice(characters: str) -> str:
    """What one may write instead of characters outside JIS (S4-105); the person decides."""
    offers = [
        _("「%(character)s」は「%(candidates)s」に", character=c, candidates="・".join(candidates(c)))
        for c in characters.split("、")
        if candidates(c)
    ]
    if offers:
        return _("%(offers)s置き換えられるか、ご確認ください。", offers=_("、").join(offers))
    return _("対応する略字か、ひらがな・カタカナで入力し、印刷後に手書きで修正して訂正印を押してください。")
