"""The words for refusals around guarantee bonds and orderers' domains (S3)."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


BOND_WORDS: dict[str, str] = {
    # Upload
    "not_a_policy_number": N_("証券番号は、半角の英数字とハイフンで入力してください。"),
    "not_named_pdf": N_("拡張子がPDFまたはpdfのファイルだけをアップロードできます。"),
    "no_files": N_("PDFファイルを1つ以上選んでください。"),
    "too_many_files": N_(
        "一度にアップロードできるのは%(most)sファイルまでです。残りは追加アップロードで登録してください。"
    ),
    "file_twice": N_("同じ内容のファイルがすでにあります。"),
    "policy_number_taken": N_(
        "この証券番号のフォルダはすでにあります。一覧から開き、追加アップロードで登録してください。"
    ),
    "end_too_early": N_("保険終期から%(years)s年が過ぎているため、登録できません。日付を確認してください。"),
    "end_too_late": N_("保険終期が遠すぎます。年を確認してください。"),
    "replaced_already": N_("差し替え元に選んだファイルは、ほかのファイルに差し替え済みです。選び直してください。"),
    "no_such_draft": N_("この入力はもうありません。最初からやり直してください。"),
    # Folder
    "no_such_folder": N_("このフォルダはありません。"),
    "folder_is_gone": N_("このフォルダは削除されています。"),
    "no_such_file": N_("このファイルはありません。"),
    "url_revoked": N_("閲覧用URLは無効にしてあります。先に新しい閲覧用URLを発行してください。"),
    "deletion_requested": N_("すでに削除の申し出が出ています。"),
    "last_file": N_("最後のファイルです。フォルダごと削除してください。"),
    "no_such_deletion": N_("この削除の申し出はありません。"),
    # Viewing
    "viewing_refused": N_(
        "閲覧用URLまたは閲覧用パスワードが正しくありません。ご案内と見比べて、もう一度入力してください。"
    ),
    "too_many_viewing_tries": N_("誤りが続いたため、受付を止めています。%(minutes)sほど待ってからやり直してください。"),
    "viewing_over": N_(
        "閲覧の時間が終わったか、閲覧用パスワードなどが変わったため、表示を終了しました。もう一度入力してください。"
    ),
    "no_download": N_("ダウンロードできるのは、ドメインを登録した発注者さまだけです。画面での確認はできます。"),
    # Orderer
    "log_in_refused_to_orderer": N_(
        "メールアドレスのドメイン、閲覧用URL、閲覧用パスワードのいずれかが正しくありません。"
        "ご案内と見比べて、もう一度入力してください。"
    ),
    "too_many_otp_mails": N_(
        "認証メールの送信が続いています。届いたメールを確認するか、%(minutes)sほど待ってください。"
    ),
    "wrong_otp": N_("ワンタイムパスワードが違います。あと%(tries_left)s回入力できます。"),
    "otp_used": N_("このワンタイムパスワードは使用済みです。ログイン画面から、もう一度発行してください。"),
    "otp_tries_over": N_("誤りが%(tries)s回に達しました。ログイン画面から、もう一度発行してください。"),
    "otp_expired": N_("発行から%(minutes)sが過ぎました。ログイン画面から、もう一度発行してください。"),
    "otp_void": N_("この認証は無効になりました。ログイン画面から、もう一度発行してください。"),
    # Domains
    "not_a_domain": N_("ドメインの形になっていません。例：city.example.jp"),
    "free_mail_domain": N_("%(domain)sは誰でも取得できるメールのドメインのため、登録できません。"),
    "public_suffix": N_("%(domain)sは一つの団体のドメインではありません。団体名を含むドメインを入力してください。"),
    "address_of_another_domain": N_("申請するドメインのメールアドレスを入力してください。"),
    "domain_taken": N_("このドメインはすでに登録されています。"),
    "domain_not_registered": N_("このドメインは登録されていません。"),
    "too_many_applications": N_("申請が続いています。%(minutes)sほど待ってからやり直してください。"),
    "no_such_proof": N_("このURLの申請はありません。メールのURLの末尾までを開いてください。"),
    "proof_over": N_("確認の期限が過ぎたため、申請は取り消されました。もう一度申請してください。"),
    "decided_already": N_("この申請には、すでに回答済みです。"),
}
