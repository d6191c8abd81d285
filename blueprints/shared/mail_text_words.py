"""The words of the mail editor's refusals, and of sending a mail again."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


MAIL_TEXT_WORDS = {
    "mail_text_syntax": N_(
        "%(line)s行目：差し込みの書き方が正しくありません。"
        "「{{ 名前 }}」「{%% if 名前 %%}…{%% endif %%}」の形を確かめてください。"
    ),
    "mail_text_forbidden": N_(
        "%(line)s行目：この書き方(%(name)s)は使えません。差し込み、決められた書式、if、for だけが使えます。"
    ),
    "mail_text_unknown_place": N_(
        "%(line)s行目：「%(name)s」は、このメールでは使えない差し込みです。一覧から選んでください。"
    ),
    "mail_text_no_such_filter": N_("%(line)s行目：「%(name)s」という書式はありません。一覧の書き方を使ってください。"),
    "mail_text_no_such_part": N_("%(line)s行目：「%(name)s」という共通の部分はありません。"),
    "mail_text_fails": N_("見本の値で文面を作れませんでした。書式を付ける差し込みを確かめてください。"),
    "mail_text_lacks": N_("このメールに必要な差し込みがありません：%(names)s"),
    "mail_text_changed_meanwhile": N_(
        "画面を開いた後に、別の人がこの文面を変えました。現在の文面は下に表示しています。入力した内容と見比べてください。"
    ),
    "no_such_message": N_("この種類のメールの文面は変えられません。"),
    "mail_not_sent_yet": N_("このメールはまだ送信されていません。"),
    "mail_not_about_application": N_("申し込みについてのメールだけを、もう一度送れます。"),
    "mail_erased": N_("個人情報を消去したため、このメールは送れません。"),
    "mail_with_secret": N_(
        "このメールのURLは送信のときに消去されたため、同じものは送れません。申し込みの画面から新しいURLを送ってください。"
    ),
}
