"""The words of ceremonies: acts, what they do, refusals."""

from __future__ import annotations

from blueprints.shared.translation import later as _
from domain.pki.ceremony import CeremonyAct


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


CEREMONIES = {
    CeremonyAct.ROLL_OVER: _("次の発行認証局を作る"),
    CeremonyAct.NEW_ROOT: _("次のルート認証局を作る"),
    CeremonyAct.RETIRE: _("発行認証局の発行を終える"),
    CeremonyAct.KEY_SPLIT: _("ルート認証局の鍵を分ける"),
    CeremonyAct.KEY_AWAY: _("ルート認証局の鍵を取り外す"),
    CeremonyAct.KEY_BACK: _("ルート認証局の鍵を取り付ける"),
}

CONSEQUENCES = {
    CeremonyAct.ROLL_OVER: _(
        "新しい鍵と証明書を作り、以後の電子証明書はこの認証局が発行します。"
        "いまの認証局の失効リストとOCSPの応答は、その電子証明書が有効な間続きます。"
    ),
    CeremonyAct.NEW_ROOT: _(
        "新しいルート認証局の鍵と証明書を作り、公開します。検証する人に行き渡ってから、その下に次の発行認証局を作ってください。"
        "いまのルート認証局と、その下の認証局はそのまま続きます。"
    ),
    CeremonyAct.RETIRE: _(
        "この認証局では、以後の電子証明書を発行しません。失効リストとOCSPの応答は続きます。取り消せません。"
    ),
    CeremonyAct.KEY_SPLIT: _("鍵ファイルと3枚の紙を作ります。どれか2枚の紙がそろうと、鍵ファイルを開けます。"),
    CeremonyAct.KEY_AWAY: _(
        "1年間有効な失効リストに署名してから、この機械にある鍵を消去します。"
        "1年以内に一度、鍵ファイルと2枚の紙で取り付けて、失効リストを更新する必要があります。"
    ),
    CeremonyAct.KEY_BACK: _(
        "鍵ファイルと2枚の紙で、鍵をこの機械に戻します。次の認証局を作るか失効リストに署名したら、また取り外してください。"
    ),
}
"""What pressing the button does."""

_FIRST = {
    CeremonyAct.NEW_ROOT: (
        _("最初のルート認証局を作る"),
        _("ルート認証局の鍵と証明書を作り、公開します。続けて、その下に発行認証局を作ってください。"),
    ),
    CeremonyAct.ROLL_OVER: (
        _("最初の発行認証局を作る"),
        _("発行認証局の鍵と証明書を作ります。このときから電子証明書を発行できます。"),
    ),
}


def title_of(act: CeremonyAct, *, first: bool) -> str:
    """What the act is called; ``first`` where it makes the first authority of its kind."""
    return str(_FIRST[act][0] if first else CEREMONIES[act])


def consequence_of(act: CeremonyAct, *, first: bool) -> str:
    """What pressing the button does."""
    return str(_FIRST[act][1] if first else CONSEQUENCES[act])


CEREMONY_REFUSALS = {
    "authority_key_here": N_("このルート認証局の鍵は、この機械にあります。"),
    "ceremony_proposed_already": N_("同じ操作がすでに提案され、確認を待っています。"),
    "ceremony_at_machine": N_("この操作は、窓口の機械のコマンド(authority split)で行います。"),
    "no_such_ceremony": N_("この認証局の操作はありません。"),
    "token_missing": N_(
        "認証局の鍵が入ったPKCS#11トークンが見つかりません。トークンの接続と設定(pkcs11_module、pkcs11_token)を確認してください。"
    ),
    "token_pin_missing": N_("PKCS#11トークンのPINのファイル(pkcs11_pin_file)を読めません。"),
    "token_pin_wrong": N_(
        "PKCS#11トークンのPINが違います。同じPINは二度使いません。PINのファイル(pkcs11_pin_file)を直してください。"
    ),
    "token_locked": N_(
        "PKCS#11トークンがロックされています。トークンの管理者用の手順で解除してから、もう一度操作してください。"
    ),
    "token_key_missing": N_("このPKCS#11トークンには、認証局の鍵がありません。正しいトークンを接続してください。"),
    "token_failed": N_("PKCS#11トークンが署名できませんでした。トークンを接続し直して、もう一度操作してください。"),
    "no_protocol": N_("実施記録はまだ印刷されていません。1分ほどで出来上がります。"),
    "sheets_do_not_fit": N_(
        "2枚の紙の語が合いません。同じときに作った、別々の2枚の紙の33語を、順番どおりに入力してください。"
    ),
    "key_file_not_opened": N_(
        "この2枚の紙では、鍵ファイルを開けません。紙と同じときに作った鍵ファイルを選んでください。"
    ),
    "key_file_of_another": N_("この鍵ファイルには、別の認証局の鍵が入っています。"),
}
