"""The settings of the reviewers' page."""

from __future__ import annotations

from typing import Final

from domain.settings.setting import Group, Setting
from domain.settings.shapes import Number, Words

STEP_DAYS: Final = Setting(
    name="step_days",
    group=Group.REVIEW,
    meaning="申し込みを次の手順へ進めるまでの目安",
    default=5,
    shape=Number(1, 60),
    unit="営業日",
    help="書類到着・審査中・審査完了・発行済みの申し込みの期日を、その状態になった日から数えて一覧に表示します。",
)
DEFICIENCY_PHRASES: Final = Setting(
    name="deficiency_phrases",
    group=Group.REVIEW,
    meaning="不備の定型文",
    default="\n".join(
        (
            "利用申込書に自筆の署名がありません。署名した利用申込書をお送りください。",
            "利用申込書に実印の捺印がありません。実印を捺印した利用申込書をお送りください。",
            "利用申込書の2枚の間に割印がありません。割印のある利用申込書をお送りください。",
            "利用申込書の印影が、印鑑登録証明書の印影と一致しません。登録された実印を捺印してください。",
            "利用申込書の住所が、住民票の記載と一致しません。二重線で消し、住民票のとおりに書いて訂正印を押してください。",
            "公的書類の発行日が古いため、受け付けられません。新しく発行されたものをお送りください。",
            "住民票に個人番号(マイナンバー)が記載されています。記載のないものをお送りください。",
            "振込金額がサービス料金と一致しません。差額のお取り扱いについてご連絡ください。",
            "所属証明書に代表者印の捺印がありません。代表者印を捺印した所属証明書をお送りください。",
        )
    ),
    shape=Words(4_000, lines=True),
    help="1行に1つ入力してください。「不備を連絡する」の画面で選んで、本文に加えられます。",
)
