"""How the acts of the audit trail read."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from blueprints.shared.formatting import duration
from blueprints.shared.states import label_of
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, NotFound
from domain.settings import Setting, by_name
from queries.audit_events import Event

_ACTS: dict[str, str] = {
    # Applications
    "confirm": _("申込書を作成し、印刷しました"),
    "register_arrival": _("書類の到着を登録しました"),
    "register_more_papers": _("追加の書類の到着を登録しました"),
    "start_review": _("審査を始めました"),
    "substitute": _("証明書の文字を置き換えました"),
    "take_over": _("審査の担当を引き受けました"),
    "compare": _("照合の結果を保存しました"),
    "report_deficiency": _("書類の不備を連絡しました"),
    "accept": _("受理しました"),
    "reject": _("却下しました"),
    "return_to_review": _("審査へ戻しました"),
    "withdraw": _("取下げを受け付けました"),
    "lapse": _("期限切れになりました"),
    "erase_personal_data": _("個人情報を消去しました"),
    "ask_email_change": _("メールアドレスの変更を申し出ました"),
    "change_email": _("メールアドレスを変更しました"),
    "receive_change": _("登録情報変更申請書の到着を登録しました"),
    "carry_out_change": _("登録内容を変更しました"),
    "refuse_change": _("登録内容の変更を見送りました"),
    # Certificates
    "intend_certificate": _("証明書の発行を始めました"),
    "issue": _("証明書を発行しました"),
    "abandon_certificate": _("発行の中断により、シリアル番号を失効させました"),
    "print_parcel": _("送付書類を印刷しました"),
    "reprint_parcel": _("新しいPINコードとパスワードで、送付書類を印刷し直しました"),
    "make_medium": _("媒体用のファイルを作りました"),
    "start_issue_batch": _("証明書の一括発行を始めました"),
    "stop_issue_batch": _("証明書の一括発行を止めました"),
    "dispatch": _("発送を登録しました"),
    "register_receipt": _("受領書の到着を登録しました"),
    "note_differing_seal": _("印影の異なる受領書が届いたことを記録しました"),
    "remind_of_receipt": _("受領書の返送をお願いするメールを送りました"),
    "extend_receipt": _("受領書送付期限日を延長しました"),
    "destroy_key_bundle": _("証明書ファイルを消去しました"),
    # Revocation
    "receive_revocation_request": _("名義人の失効申請を受け付けました"),
    "refuse_signed_mail": _("署名付きメールを受け付けませんでした"),
    "propose_revocation": _("失効を提案しました"),
    "propose_revocation:hold": _("一時停止を提案しました"),
    "propose_revocation:release": _("一時停止の解除を提案しました"),
    "approve_revocation": _("失効申請の審査を終えました"),
    "carry_out_revocation": _("証明書を失効させました"),
    "carry_out_revocation:hold": _("証明書を一時停止しました"),
    "carry_out_revocation:release": _("証明書の一時停止を解除しました"),
    "refuse_revocation": _("失効を見送りました"),
    # Download
    "replace_download_url": _("新しいダウンロードURLを送りました"),
    "enter_download": _("ダウンロード画面にパスワードを入力しました"),
    "wrong_download_password": _("ダウンロード画面で誤ったパスワードを入力しました"),
    "start_download": _("ダウンロードを始めました"),
    "fetch_certificate_file": _("証明書ファイルをダウンロードしました"),
    # Mails
    "send_mail_again": _("送信済みのメールをもう一度送りました"),
    "change_mail_text": _("メールの文面を変えました"),
    "restore_mail_text": _("メールの文面を標準に戻しました"),
    "retry_mail": _("メールの再送を指示しました"),
    # Office
    "log_in": _("ログインしました"),
    "log_out": _("ログアウトしました"),
    "log_in_refused": _("ログインに失敗しました"),
    "enrol": _("パスワードと第二要素を設定しました"),
    "reset_password": _("パスワードを再設定しました"),
    "send_reset_link": _("パスワード再設定のURLを送りました"),
    "change_password": _("パスワードを変更しました"),
    "set_up_app": _("認証アプリを設定しました"),
    "remove_app": _("認証アプリの設定を削除しました"),
    "add_passkey": _("パスキーを登録しました"),
    "remove_passkey": _("パスキーを削除しました"),
    "renew_recovery_codes": _("回復コードを作り直しました"),
    "end_session": _("別の端末のログインを終了しました"),
    "end_other_sessions": _("ほかの端末のログインをすべて終了しました"),
    "invite_staff": _("担当者を招待しました"),
    "invite_again": _("招待をもう一度送りました"),
    "set_roles": _("役割を変更しました"),
    "disable_staff": _("アカウントを停止しました"),
    "enable_staff": _("アカウントを再開しました"),
    "ask_factor_reset": _("端末の登録の取消しを申請しました"),
    "reset_factors": _("端末の登録を取り消しました"),
    "review_accounts": _("アカウントを見直しました"),
    "confirm_identity": _("本人であることを確認しました"),
    "identity_refused": _("本人の確認に失敗しました"),
    "create_staff": _("担当者のアカウントを作りました"),
    "create_organisation": _("団体を登録しました"),
    "let_represent": _("代理店に保険会社の代理を認めました"),
    # Before all settings were changed in one way.
    "set_two_person": _("二人確認の設定を変えました"),
    "change_setting": _("設定を変えました"),
    "ask_two_person_off": _("二人確認を無効にする申請をしました"),
    "withdraw_two_person_off": _("二人確認を無効にする申請を取り下げました"),
    "write_notice": _("お知らせの下書きを書きました"),
    "rewrite_notice": _("お知らせを書き直しました"),
    "publish_notice": _("お知らせを公開しました"),
    "withdraw_notice": _("お知らせを取り下げました"),
    "make_coupon": _("クーポンを登録しました"),
    "end_coupon": _("クーポンの利用を終了しました"),
    "send_test_mail": _("送信テストのメールを送りました"),
    "leave_authority_to_ceremony": _("最初の認証局を、二人の操作で作ることにしました"),
    "establish_authority": _("認証局を作りました"),
    "publish_revocation_list": _("失効リストを公開しました"),
    # Keeping
    "roll_over_authority": _("次の発行認証局を作りました"),
    "make_root_authority": _("次のルート認証局を作りました"),
    "split_authority_key": _("ルート認証局の鍵を鍵ファイルと3枚の紙に分けました"),
    "propose_ceremony": _("認証局の操作を提案しました"),
    "propose_ceremony:roll_over": _("次の発行認証局を提案しました"),
    "propose_ceremony:new_root": _("次のルート認証局を提案しました"),
    "propose_ceremony:retire": _("発行認証局の発行の終了を提案しました"),
    "propose_ceremony:key_away": _("ルート認証局の鍵の取り外しを提案しました"),
    "propose_ceremony:key_back": _("ルート認証局の鍵の取り付けを提案しました"),
    "refuse_ceremony": _("認証局の操作を見送りました"),
    "print_protocol": _("認証局操作実施記録を印刷し、電子署名を付けました"),
    "retire_authority": _("発行認証局の発行を終えました"),
    "take_authority_key_away": _("ルート認証局の鍵をこの機械から取り除きました"),
    "bring_authority_key_back": _("ルート認証局の鍵をこの機械に戻しました"),
    "restore": _("バックアップから復元しました"),
    "resolve_restore": _("復元後の確認を終え、発行を再開しました"),
    "accept_clock": _("時計が正しいことを確認しました"),
    "make_backup": _("バックアップを作成し、復元できることを確認しました"),
}

_ACTS |= {
    # Guarantee bonds
    "register_bonds": _("証券等のフォルダを登録しました"),
    "add_bonds": _("証券等を追加アップロードしました"),
    "renew_bond_password": _("新しい閲覧用パスワードを発行しました"),
    "resend_bond_password": _("閲覧用パスワードを再送しました"),
    "resend_bond_url": _("閲覧用URLを再送しました"),
    "revoke_bond_url": _("閲覧用URLを無効にしました"),
    "renew_bond_url": _("新しい閲覧用URLを発行しました"),
    "request_bond_deletion": _("誤登録の削除を申し出ました"),
    "decline_bond_deletion": _("削除の申し出を取り下げました"),
    "delete_bond_file": _("誤登録のファイルを削除しました"),
    "delete_bonds": _("誤登録のフォルダを削除しました"),
    "expire_bonds": _("保管期間が過ぎたフォルダを削除しました"),
    "make_orderer_form": _("発注者提出用フォーマットを作りました"),
    "wrong_bond_password": _("閲覧の入力に誤りがありました"),
    "open_bonds": _("証券等を開きました"),
    "download_bond": _("証券等をダウンロードしました"),
    "request_otp": _("ワンタイムパスワードを請求しました"),
    "wrong_otp": _("ワンタイムパスワードに誤りがありました"),
    "apply_domain": _("ドメインの申請を受け付けました"),
    "prove_domain": _("申請者がメールアドレスを確認しました"),
    "decide_domain": _("ドメインの申請に回答しました"),
    "approve_domain": _("ドメインの申請が承認されました"),
    "reject_domain": _("ドメインの申請が否認されました"),
    "take_effect_domain": _("ドメインの申請を反映しました"),
    "lapse_domain": _("確認されないドメインの申請を取り消しました"),
}

_SUBJECTS: dict[str, str] = {
    "bond": _("証券等のフォルダ"),
    "domain": _("ドメイン申請"),
    "application": _("申し込み"),
    "staff": _("担当者"),
    "office": _("事務所"),
    "organisation": _("団体"),
    "authority": _("認証局"),
    "mail": _("メール"),
    "mail_text": _("メールの文面"),
    "setting": _("設定"),
    "notice": _("お知らせ"),
    "backup": _("バックアップ"),
    "coupon": _("クーポン"),
    "batch": _("一括発行"),
}


def act_words(event: Event) -> str:
    """What was done; an act that has no words yet shows its name rather than nothing."""
    precise = f"{event.action}:{event.details.get('act')}"
    return str(_ACTS.get(precise) or _ACTS.get(event.action, event.action))


def actor_words(event: Event) -> str:
    """Who did it. People at the counter have no name here: only the application knows it."""
    if event.actor_kind == "staff":
        return event.actor_name
    return gettext("自動処理") if event.actor_kind == "system" else gettext("申込者側")


def subject_words(event: Event) -> str:
    """Which kind of thing it was done to, for things other than applications."""
    kind, _colon, key = event.subject.partition(":")
    words = str(_SUBJECTS.get(kind, kind))
    if kind == "setting":
        known = _setting(key)
        return f"{words} {known.meaning if known else key}"
    return words if key in {"", "?", "settings"} else f"{words} {event.subject_name or key}"


def note_words(event: Event) -> str:
    """What one wants to know beside the act: the text told, the reason, the number."""
    details = event.details
    if event.note:
        return event.note
    if event.action == "dispatch":
        return gettext("引受番号 %(number)s", number=details.get("posted_number", ""))
    if event.action == "make_medium":
        return gettext("%(number)s回目", number=details.get("number", ""))
    if event.action in {"issue", "abandon_certificate"}:
        return gettext("シリアル番号 %(number)s", number=str(details.get("serial_number", "")).upper())
    if event.action == "compare":
        items, papers = details.get("items", {}), details.get("papers", {})
        # Saved before anything was judged: 「不一致・不備なし」 would claim a look nobody took.
        if not items and not papers:
            return ""
        differing = [*_differing(items, good=True), *_differing(papers, good="ok")]
        return gettext("不一致・不備 %(count)s件", count=len(differing)) if differing else gettext("不一致・不備なし")
    if event.action == "wrong_download_password":
        return gettext("通算 %(tries)s回目の誤り", tries=details.get("tries", ""))
    if event.action == "start_download" and "minutes" in details:
        return gettext("制限時間 %(length)s", length=duration(details["minutes"]))
    if event.action == "log_in_refused":
        return gettext("接続元 %(address)s", address=details.get("address", ""))
    if event.action == "refuse_signed_mail":
        return words_for(InvalidInput(details["why"], **details["values"]))
    if event.action == "set_two_person":
        return gettext("有効にしました") if details.get("after") else gettext("無効にしました")
    if event.action == "change_setting":
        return _setting_change(event)
    return ""


def change_words(event: Event) -> str:
    """「書類到着 → 審査中」, where an application moved."""
    before, after = event.details.get("before"), event.details.get("after")
    if not event.application_code or not isinstance(before, str) or not isinstance(after, str):
        return ""
    return f"{label_of('application', before)[0]} → {label_of('application', after)[0]}"


def _differing(found: object, *, good: object) -> list[str]:
    return [key for key, value in found.items() if value != good] if isinstance(found, dict) else []


def _setting(key: str) -> Setting[Any] | None:
    """The setting of a subject's key, ``name`` or ``name@programme``; None: this version has it no more."""
    try:
        return by_name(key.partition("@")[0])
    except NotFound:
        return None


def _setting_change(event: Event) -> str:
    """「無効 → 有効」; of a secret only whether there is one now."""
    key = event.subject.partition(":")[2]
    if "erased" in event.details:
        return gettext("消去しました") if event.details["erased"] else gettext("新しい値を保存しました")
    choices = getattr(getattr(_setting(key), "shape", None), "choices", {})
    before, after = (choices.get(event.details[side], event.details[side]) for side in ("before", "after"))
    shown = f"{before or gettext('(空欄)')} → {after or gettext('(空欄)')}".replace("\n", "、")
    return f"{key.partition('@')[2]} {shown}".strip()


def choices() -> list[tuple[str, str]]:
    """Every act with its words, for a filter."""
    return [("", gettext("すべて")), *((action, str(words)) for action, words in _ACTS.items())]
