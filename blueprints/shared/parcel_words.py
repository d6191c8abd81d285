"""The words for refusals about issuing in one go, parcels, and papers that arrive."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


PARCEL_WORDS: dict[str, str] = {
    "parcel_printed_already": N_(
        "%(name)s様の送付書類はすでに印刷されています。PINコードとパスワードは一度しか印刷できません。"
        "印刷物を失ったときは、申し込みの画面から、新しいPINコードとパスワードで印刷し直してください。"
    ),
    "no_medium": N_("この申し込みの証明書は、媒体では送りません。"),
    "medium_erased": N_(
        "証明書ファイルは消去されているため、媒体を作れません(発行から日数が過ぎたか、失効しています)。"
        "証明書が有効なときは失効させ、申込者に新しい申し込みを案内してください。"
    ),
    "medium_not_made": N_(
        "いまのPINコードで開く媒体が、まだ作られていません。発送を登録すると証明書ファイルは消去されます。"
        "先に媒体を作ってください。"
    ),
    "parcel_not_printed": N_(
        "PINコードの用紙が、まだ印刷されていません。発送を登録すると証明書ファイルは消去されます。先に印刷してください。"
    ),
    "medium_in_the_same_envelope": N_(
        "PINコードの封筒と同じ番号です。媒体とPINコードは、別の封筒で送り、それぞれの番号を入力してください。"
    ),
    "no_parcel_named": N_("印刷する申し込みを一つ以上選んでください。"),
    "too_many_parcels": N_("一度に印刷できるのは%(limit)s件までです。選び直してください。"),
    "fetched_before_dispatch": N_(
        "発送の前に、証明書ファイルがダウンロードされています。印刷物が人の手に渡ったおそれがあります。"
        "印刷し直さず、証明書を失効させて、管理者に報告してください。"
    ),
    "posted_before_issue": N_("証明書の発行日(%(first_day)s)より前の日付は入力できません。"),
    "posted_number_used": N_("この引受番号は、%(name)s様の発送に登録されています。番号を確認してください。"),
    "nothing_to_issue": N_("発行する申し込みを一つ以上選んでください。ほかの一括発行で待っているものは選べません。"),
    "batch_too_large": N_("一度に発行できるのは%(limit)s件までです。選び直してください。"),
    "arrived_before_printing": N_("申込書の作成日(%(first_day)s)より前の日付は入力できません。"),
    "arrived_after_last_day": N_(
        "書類の到着期限(%(last_day)s)を過ぎて届いた書類は受け付けられません。申込者に、新しい申し込みを案内してください。"
    ),
    "arrival_registered_already": N_(
        "この書類の到着(%(first_day)s)は、すでに登録されています。同じ書類をもう一度登録する必要はありません。"
    ),
    "not_the_same_organisation": N_("同じ組織の申し込みに届いた書類だけを共用できます。選び直してください。"),
    "no_such_batch": N_("この一括発行はありません。"),
}
