"""Why the download counter is shut, and what the holder can do about it (S4-125, S4-161, S4-166, S4-174)."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.download import download
from blueprints.shared.words import words_for
from domain.errors import Gone, Locked, NotFound, RuleViolation


def _not_found(_refusal: RuleViolation) -> tuple[str, list[str]]:
    return _("このURLではダウンロードできません"), [
        _(
            "メールの中でURLが途中で改行されていることがあります。"
            "「https」から末尾までをすべてコピーし、アドレスバーに貼り付けて開いてください。"
        ),
        _("「電子証明書ダウンロード URL のお知らせ」を2通以上受け取った場合は、新しいほうのURLを開いてください。"),
        _("それでも開けないときは、お問い合わせ窓口に契約番号をお知らせください。"),
    ]


def _locked(_refusal: RuleViolation) -> tuple[str, list[str]]:
    return _("ダウンロードをロックしました"), [
        _(
            "お問い合わせ窓口に、契約番号(「送付のお知らせ兼受領書」に記載)をお知らせください。"
            "確認のうえ、新しいURLを電子メールでお送りします。"
        ),
        _("パスワードは変わりません。「パスワード送付のお知らせ」は捨てずにお持ちください。"),
        _("時間をおいても、ロックは解除されません。正しいパスワードを入力しても開けません。"),
    ]


def _over(refusal: RuleViolation) -> tuple[str, list[str]]:
    return _("ダウンロードの受付は終わりました"), [
        _(
            "証明書ファイル(%(name)s)を保存してある場合は、そのままお使いいただけます。"
            "パソコンの「ダウンロード」フォルダーを確認してください。",
            name=refusal.values["file_name"],
        ),
        _("証明書ファイルがお手もとにない場合は、新規のお申し込み(有料)が必要です。"),
        _("ご不明な点は、お問い合わせ窓口に契約番号をお知らせください。"),
    ]


_PAGES: dict[type[RuleViolation], Callable[[RuleViolation], tuple[str, list[str]]]] = {
    NotFound: _not_found,
    Locked: _locked,
    Gone: _over,
}


def refused(refusal: RuleViolation) -> ResponseReturnValue:
    """The page in place of the counter: 404, 410 or 423."""
    title, todo = _PAGES[type(refusal)](refusal)
    what = words_for(refusal)
    page = render_template("errors/page.html", status=refusal.status, title=title, what=what, todo=todo)
    return page, refusal.status


for _kind in _PAGES:
    download.register_error_handler(_kind, refused)
