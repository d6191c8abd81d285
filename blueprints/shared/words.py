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
    # Shape of an input
    "required": N_("入力してください。"),
    "choose_one": N_("どれか一つを選んでください。"),
    "not_a_choice": N_("選択肢の中から選び直してください。"),
    "too_long": N_("%(limit)s文字以内で入力してください。"),
    "unprintable": N_("「%(characters)s」は印刷できない文字です。別の文字に置き換えてください。"),
    "forbidden_character": N_("「%(character)s」は使えない文字です。絵文字や制御文字を除いて入力してください。"),
    "outside_jis_x_0208": N_("「%(characters)s」はJIS第一水準・第二水準にない文字です。%(advice)s"),
    "not_hiragana": N_("ひらがなで入力してください。「%(characters)s」は使えません。"),
    "not_roman_letters": N_("半角のローマ字で入力してください。「%(characters)s」は使えません。"),
    "roman_proposed": N_("ふりがなから作成しました。表記を確認し、よろしければそのまま進んでください。"),
    "not_digits": N_("数字で入力してください。"),
    "wrong_digit_count": N_("%(digits)s桁の数字で入力してください。"),
    "not_a_coupon_code": N_("クーポンに印字された英数字とハイフンで入力してください。"),
    "no_such_date": N_("存在しない日付です。年月日を確認してください。"),
    "day_in_future": N_("今日より後の日付は入力できません。"),
    "birth_in_future": N_("生年月日に今日より後の日付は入力できません。"),
    "before_first_era": N_("明治より前の日付は入力できません。"),
    "birth_date_not_iso": N_("生年月日の形が正しくありません。"),
    "gender_not_m_or_f": N_("性別を選び直してください。"),
    "no_such_prefecture": N_("都道府県を選び直してください。"),
    "birth_too_early": N_("西暦1900年以降の日付を入力してください。"),
    "wrong_check_digit": N_("入力に誤りがあります。一桁ずつ確認してください。"),
    "wrong_length": N_("桁数が違います。%(expected)s桁の数字を入力してください。"),
    "incomplete": N_("電話番号は3つの欄すべてに入力してください。"),
    "no_leading_zero": N_("電話番号は0から始まる市外局番から入力してください。"),
    "not_email_address": N_("メールアドレスの形になっていません。例：taro@example.jp"),
    "emails_differ": N_("二つのメールアドレスが一致していません。もう一度確認してください。"),
    "no_price": N_("この有効期間は現在お申し込みいただけません。"),
    "not_a_code": N_("お申し込みコードは英数字12文字です。"),
    "mistyped_code": N_("お申し込みコードに打ち間違いがあります。申込書のコードと見比べてください。"),
    # Applying
    "consent_missing": N_("規定類への同意が済んでいません。同意の画面からやり直してください。"),
    "no_such_programme": N_("このサービスはこの窓口では取り扱っていません。"),
    "no_such_profile": N_("この種類の証明書は、この窓口では受け付けていません。"),
    "no_such_group": N_("この入口からのお申し込みは、この窓口では受け付けていません。"),
    "no_such_series": N_("この受取方法は、この窓口では受け付けていません。"),
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
    # Download
    "no_such_download": N_("このURLは使えません。メールに記載された最新のURLを確認してください。"),
    "wrong_password": N_(
        "パスワードが違います。「パスワード送付のお知らせ」の%(digits)s桁の数字を確認してください。"
        "残り%(tries_left)s回です。"
    ),
    "last_wrong_password": N_("パスワードの誤りが%(tries)s回に達したため、ロックしました。"),
    "download_locked": N_("パスワードの誤りが%(tries)s回に達したため、このURLはロックされています。"),
    "download_hour_over": N_("最初のダウンロードから%(minutes)sが過ぎたため、ダウンロードできなくなりました。"),
    "download_days_over": N_("証明書の発行から%(days)s日が過ぎたため、ダウンロードできなくなりました。"),
    "download_received": N_("受領書が届き、お手続きが終わったため、ダウンロードできなくなりました。"),
    "download_not_started": N_("先に「ダウンロード」ボタンを押してください。"),
    "no_such_format": N_("この形式のファイルはありません。"),
    **APPLICANT_WORDS,
    **COUPON_WORDS,
    **PDF_WORDS,
    **RECEIPT_WORDS,
    **BOND_WORDS,
    **SETTINGS_WORDS,
    **REVOCATION_REFUSALS,
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
        return _("%(offers)s置き換えられるか、ご確認ください。", offers="、".join(offers))
    return _("対応する略字か、ひらがな・カタカナで入力し、印刷後に手書きで修正して訂正印を押してください。")
