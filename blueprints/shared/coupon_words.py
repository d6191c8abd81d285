"""The words for what stands in the way of a coupon."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


COUPON_WORDS: dict[str, str] = {
    # At the form of the applicant
    "no_such_coupon": N_(
        "このクーポンコードは見つかりません。クーポンに印字されたコードと見比べてください。"
        "クーポンを使わない場合は「利用しない」を選んでください。"
    ),
    "too_many_coupon_guesses": N_(
        "見つからないクーポンコードが続いたため、確認を止めています。%(minutes)sほど待ってから、もう一度入力してください。"
        "クーポンを使わない場合は「利用しない」を選んでください。"
    ),
    "coupon_too_early": N_("このクーポンは%(first_day)sからご利用いただけます。"),
    "coupon_over": N_(
        "このクーポンの利用期限は%(last_day)sまででした。「利用しない」を選ぶか、"
        "所属の商工会議所・商工会にお問い合わせください。"
    ),
    "coupon_used_up": N_(
        "このクーポンは、利用できる回数に達しました。「利用しない」を選ぶか、"
        "所属の商工会議所・商工会にお問い合わせください。"
    ),
    "coupon_ended": N_(
        "このクーポンの利用は終了しました。「利用しない」を選ぶか、所属の商工会議所・商工会にお問い合わせください。"
    ),
    # At the desk of the office
    "coupon_taken": N_("このコードのクーポンはすでに登録されています。"),
    "coupon_ends_before_it_begins": N_("終了日は、開始日より後にしてください。"),
    "coupon_ended_already": N_("このクーポンは、すでに終了しています。"),
    "no_such_coupon_here": N_("このクーポンはありません。"),
}
