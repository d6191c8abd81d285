"""The words for refusals about accounts: log-in, passwords, second factors, posts."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


ACCOUNT_WORDS: dict[str, str] = {
    "log_in_refused": N_("メールアドレス、パスワード、確認コードのいずれかが違います。"),
    "too_many_log_ins": N_("続けて失敗したため、%(minutes)sほど待ってからもう一度お試しください。"),
    "identity_not_confirmed": N_("パスワードまたは確認コードが違います。確認コードは一度しか使えません。"),
    "email_taken": N_("このメールアドレスの担当者はすでに登録されています。"),
    "password_too_short": N_("パスワードは%(shortest)s文字以上にしてください。"),
    "password_too_long": N_("パスワードは%(longest)s文字以内にしてください。"),
    "password_common": N_("よく使われるパスワードのため、すぐに推測されます。別のパスワードにしてください。"),
    "password_of_own_words": N_(
        "氏名、メールアドレス、窓口の名前が大部分を占めています。ほかの言葉を足すか、別のパスワードにしてください。"
    ),
    "password_differs": N_("現在のパスワードと違います。"),
    "code_differs": N_("確認コードが違います。認証アプリに新しく表示された数字を入力してください。"),
    "factor_refused": N_("確認コード、回復コードまたはパスキーを確認できませんでした。"),
    "passkey_refused": N_("パスキーを確認できませんでした。もう一度ボタンを押してください。"),
    "last_factor": N_("最後の認証手段は削除できません。先に別の手段を登録してください。"),
    "no_such_passkey": N_("このパスキーは登録されていません。"),
    "no_such_session": N_("このログインはすでに終了しています。"),
    "no_such_link": N_("このURLは使えません。使用済みか、新しいURLが送られています。最新のメールを確認してください。"),
    "link_over": N_(
        "このURLの有効期限が過ぎました。もう一度送るよう、管理者に依頼するか、手続きをやり直してください。"
    ),
    "no_such_account": N_("このアカウントはありません。"),
    "own_account": N_("自分のアカウントにこの操作はできません。ほかの管理者に依頼してください。"),
    "last_administrator": N_("最後の管理者です。先に別の人を管理者にしてください。"),
    "second_administrator_needed": N_(
        "この取消しを申請した人とは別の管理者の承認が必要です(二人確認)。ほかに管理者がいないときは、"
        "サーバーのコマンドで取り消せます。"
    ),
    "accounts_changed_meanwhile": N_(
        "画面を開いた後に、アカウントまたは役割が変わりました。現在の一覧を見直してください。"
    ),
}
