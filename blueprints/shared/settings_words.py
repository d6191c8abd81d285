"""The words for what may not be typed into a setting."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


SETTINGS_WORDS: dict[str, str] = {
    "control_character": N_("改行などの制御文字は使えません。削除してください。"),
    "not_a_host": N_("サーバーの名前(例：mail.example.jp)かIPアドレスを入力してください。"),
    "not_a_phone_number": N_("電話番号は、市外局番から数字とハイフンで入力してください。例：03-1234-5678"),
    "out_of_bounds": N_("%(least)sから%(most)sまでの数字を入力してください。"),
    "not_hours": N_("「6:00-24:00」のように、開始と終了の時刻を入力してください。"),
    "hours_end_before_they_begin": N_("0:00から24:00までの時刻で、終了を開始より後にしてください。"),
    "not_a_day_of_the_list": N_("「%(day)s」は日付として読めません。"),
    "too_many_days": N_("休業日は%(most)s日まで登録できます。過ぎた日を消してください。"),
    "not_a_moment": N_("「2026-11-28 22:00」のように、日付と時刻を入力してください。"),
    "password_in_the_clear": N_("暗号化なしではログイン名とパスワードを送れません。STARTTLSかTLSを選んでください。"),
    "maintenance_has_no_beginning": N_("終了だけでなく、開始も入力してください。"),
    "maintenance_ends_first": N_("終了は、開始より後の日時にしてください。"),
    "reminder_after_lapse": N_("案内を送る日は、期限切れになる日より前にしてください。"),
    "settings_changed_meanwhile": N_(
        "画面を開いた後に、別の人がこのページの設定を変えました。現在の値を確認してから、もう一度保存してください。"
    ),
    "second_person_for_the_rule": N_(
        "無効にする申請は済んでいます。ほかの管理者がこの画面で承認すると、二人確認が無効になります。"
    ),
    "administrator_left_lately": N_(
        "この7日の間にほかの管理者がいなくなったため、まだ無効にできません。7日たってから操作するか、"
        "もう一人の管理者を招待して、その人の承認を受けてください。"
    ),
    "no_mail_server": N_("メールサーバーを設定して保存してから、送信テストをしてください。"),
    "no_such_notice": N_("このお知らせはありません。取り下げられた可能性があります。"),
    "notice_changed_meanwhile": N_(
        "画面を開いた後に、別の人がこのお知らせを変えました。内容を写してから画面を開き直してください。"
    ),
    "no_such_setting": N_("この設定はありません。"),
}
