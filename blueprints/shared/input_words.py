"""The words for what is wrong with an input, with an application, or with a download."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


INPUT_WORDS: dict[str, str] = {
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
    "no_such_postcode": N_("この郵便番号は見つかりません。数字を確認するか、住所をそのまま入力してください。"),
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
    "too_many_waiting": N_("いま多くの申込書を作成しています。数分待ってから、もう一度お試しください。"),
    "consent_missing": N_("規定類への同意が済んでいません。同意の画面からやり直してください。"),
    "no_such_programme": N_("このサービスはこの窓口では取り扱っていません。"),
    "no_such_profile": N_("この種類の証明書は、この窓口では受け付けていません。"),
    "no_such_group": N_("この入口からのお申し込みは、この窓口では受け付けていません。"),
    "no_such_series": N_("この受取方法は、この窓口では受け付けていません。"),
    "no_such_edition": N_("この版の規定は、この窓口にありません。"),
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
}
