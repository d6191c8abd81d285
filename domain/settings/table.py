"""The settings, page by page. Add one here, and screen, check, audit and docs/settings.md know it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from domain.errors import NotFound
from domain.japanese.business_day import YEAR_END
from domain.service_hours import WHOLE_DAY, Counter, Hours
from domain.settings.review import DEFICIENCY_PHRASES, STEP_DAYS
from domain.settings.setting import Group, Setting
from domain.settings.shapes import (
    Days,
    Email,
    Host,
    HoursOfDay,
    Moment,
    MonthDays,
    Number,
    OneOf,
    Phone,
    Postcode,
    Secret,
    Switch,
    Words,
)

# --- the office ---------------------------------------------------------------------------------------
OFFICE_NAME: Final = Setting(
    name="office_name",
    group=Group.OFFICE,
    meaning="窓口の名称",
    default="電子証明書窓口",
    shape=Words(60, needed=True),
    help="画面の上と下、メールの差出人の名前に表示します。",
)
OFFICE_ADDRESS: Final = Setting(
    name="office_address",
    group=Group.OFFICE,
    meaning="窓口の所在地",
    default="",
    shape=Words(200),
    help="公開画面の下に表示します。書類の送付先は、サービスごとの「送付先とお問い合わせ」で変えます。",
)
NOTICES_ON_HOME: Final = Setting(
    name="notices_on_home",
    group=Group.OFFICE,
    meaning="最初のページに表示するお知らせの数",
    default=5,
    shape=Number(1, 30),
    unit="件",
    help="これより古いものは「お知らせ一覧」に表示します。",
)

# --- sending papers and asking, of each service -------------------------------------------------------
OPERATOR_DESK: Final = Setting(
    name="operator_desk", group=Group.DESK, meaning="送付先の部署", default="", shape=Words(60)
)
OPERATOR_POSTCODE: Final = Setting(
    name="operator_postcode", group=Group.DESK, meaning="送付先の郵便番号", default="", shape=Postcode()
)
OPERATOR_ADDRESS: Final = Setting(
    name="operator_address",
    group=Group.DESK,
    meaning="送付先の住所",
    default="",
    shape=Words(100),
    help="印刷済みの申込書には、印刷した時の送付先が残ります。",
)
SEAL_LABEL: Final = Setting(
    name="seal_label",
    group=Group.DESK,
    meaning="送付書類の印欄の文字",
    default="",
    shape=Words(6),
    help="送付のお知らせに、この文字の入った押印欄を印刷します。空欄のときは印刷しません。",
)
SUPPORT_NAME: Final = Setting(
    name="support_name", group=Group.DESK, meaning="お問い合わせ先の名称", default="", shape=Words(100)
)
SUPPORT_HOURS: Final = Setting(
    name="support_hours",
    group=Group.DESK,
    meaning="お問い合わせの受付時間",
    default="",
    shape=Words(100),
    help="画面の下、メール、書類に、このまま表示します。",
)
SUPPORT_PHONE: Final = Setting(
    name="support_phone",
    group=Group.DESK,
    meaning="お問い合わせの電話番号",
    default="",
    shape=Phone(),
    help="市外局番から、ハイフンで区切って入力してください。",
)
SUPPORT_PHONE_NOTE: Final = Setting(
    name="support_phone_note", group=Group.DESK, meaning="電話番号の補足", default="", shape=Words(100)
)
SUPPORT_EMAIL: Final = Setting(
    name="support_email", group=Group.DESK, meaning="お問い合わせのメールアドレス", default="", shape=Email()
)

# --- where the fee goes, of each service --------------------------------------------------------------
BANK_NAME: Final = Setting(name="bank_name", group=Group.BANK, meaning="銀行名", default="", shape=Words(40))
BANK_CODE: Final = Setting(name="bank_code", group=Group.BANK, meaning="銀行コード", default="", shape=Words(4))
BANK_BRANCH: Final = Setting(name="bank_branch", group=Group.BANK, meaning="支店名", default="", shape=Words(40))
BANK_BRANCH_CODE: Final = Setting(
    name="bank_branch_code", group=Group.BANK, meaning="支店コード", default="", shape=Words(3)
)
BANK_KIND: Final = Setting(name="bank_kind", group=Group.BANK, meaning="預金種別", default="", shape=Words(20))
BANK_NUMBER: Final = Setting(name="bank_number", group=Group.BANK, meaning="口座番号", default="", shape=Words(20))
BANK_HOLDER: Final = Setting(name="bank_holder", group=Group.BANK, meaning="口座名義", default="", shape=Words(60))

# --- mail ---------------------------------------------------------------------------------------------
MAIL_FROM: Final = Setting(
    name="mail_from",
    group=Group.MAIL,
    meaning="差出人のメールアドレス",
    default="madoguchi@example.jp",
    shape=Email(needed=True),
)
SMTP_HOST: Final = Setting(
    name="smtp_host",
    group=Group.MAIL,
    meaning="メールサーバー",
    default="",
    shape=Host(),
    help="空欄の間、メールは送信されずに待ちます。",
)
SMTP_PORT: Final = Setting(
    name="smtp_port", group=Group.MAIL, meaning="ポート番号", default=25, shape=Number(1, 65_535)
)
SMTP_TLS: Final = Setting(
    name="smtp_tls",
    group=Group.MAIL,
    meaning="通信の暗号化",
    default="starttls",
    shape=OneOf({"starttls": "STARTTLS", "tls": "TLS(最初から)", "none": "なし(同じ機械のサーバーだけ)"}),
    help="「なし」では、ログイン名とパスワードを使えません。",
)
SMTP_USER: Final = Setting(name="smtp_user", group=Group.MAIL, meaning="ログイン名", default="", shape=Words(200))
SMTP_PASSWORD: Final = Setting(
    name="smtp_password",
    group=Group.MAIL,
    meaning="パスワード",
    default="",
    shape=Secret(),
    secret=True,
    help="暗号化して保存し、画面には表示しません。",
)

# --- hours of the counters ----------------------------------------------------------------------------
_COUNTERS: Final = {
    Counter.APPLY: ("電子証明書の申し込み", WHOLE_DAY, False),
    Counter.DOWNLOAD: ("電子証明書のダウンロード", WHOLE_DAY, False),
    Counter.BONDS: ("電子証券の登録(代理店)", Hours(6 * 60, 24 * 60), True),
    Counter.ORDERER: ("電子証券の閲覧(発注者)", Hours(6 * 60, 24 * 60), True),
    Counter.GATE: ("証明書でのログイン", WHOLE_DAY, False),
}
HOURS: Final[dict[Counter, Setting[Hours]]] = {
    counter: Setting(
        name=f"hours_{counter}",
        group=Group.HOURS,
        meaning=f"{words}の時間",
        default=hours,
        shape=HoursOfDay(),
        help="「6:00-24:00」のように入力してください。空欄は終日です。",
    )
    for counter, (words, hours, _) in _COUNTERS.items()
}
BUSINESS_DAYS_ONLY: Final[dict[Counter, Setting[bool]]] = {
    counter: Setting(
        name=f"business_days_{counter}",
        group=Group.HOURS,
        meaning=f"{words}を休業日に閉じる",
        default=only,
        shape=Switch({"on": "閉じる", "off": "閉じない"}),
    )
    for counter, (words, _, only) in _COUNTERS.items()
}
_BY_COUNTER: Final[tuple[Setting[Any], ...]] = tuple(
    setting for counter in Counter for setting in (HOURS[counter], BUSINESS_DAYS_ONLY[counter])
)

# --- closing days -------------------------------------------------------------------------------------
CLOSING_DAYS: Final[Setting[frozenset[date]]] = Setting(
    name="closing_days",
    group=Group.CLOSING,
    meaning="臨時の休業日",
    default=frozenset(),
    shape=Days(),
    help="土日、国民の祝日、年末年始のほかに休む日を、1行に1日「2027-05-06」のように入力してください。",
)
YEAR_END_DAYS: Final[Setting[frozenset[tuple[int, int]]]] = Setting(
    name="year_end_days",
    group=Group.CLOSING,
    meaning="年末年始の休業日",
    default=YEAR_END,
    shape=MonthDays(),
    help="毎年休む日を「12/31、1/1」のように入力してください。",
)

# --- maintenance --------------------------------------------------------------------------------------
MAINTENANCE_BEGINS: Final[Setting[datetime | None]] = Setting(
    name="maintenance_begins",
    group=Group.MAINTENANCE,
    meaning="メンテナンスの開始",
    default=None,
    shape=Moment(),
    help="「2026-11-28 22:00」のように入力してください。この間、すべての公開窓口が閉じます。",
)
MAINTENANCE_ENDS: Final[Setting[datetime | None]] = Setting(
    name="maintenance_ends",
    group=Group.MAINTENANCE,
    meaning="メンテナンスの終了",
    default=None,
    shape=Moment(),
    help="空欄のときは、終了を決めるまで閉じたままです。",
)
MAINTENANCE_NOTICE: Final = Setting(
    name="maintenance_notice",
    group=Group.MAINTENANCE,
    meaning="メンテナンスの案内",
    default="",
    shape=Words(300, lines=True),
    help="終了まで、公開画面の上に予告として表示します。",
)

# --- rules of work ------------------------------------------------------------------------------------
TWO_PERSON: Final = Setting(
    name="two_person",
    group=Group.RULES,
    meaning="二人確認",
    default=True,
    shape=Switch(),
    help=(
        "有効のときは、受理した人と発行する人など、重要な操作の前半と後半を別の人が行います。"
        "無効にするには、もう一人の管理者の承認が必要です(管理者が一人の窓口を除きます)。"
    ),
)
STAFF_IDLE_MINUTES: Final = Setting(
    name="staff_idle_minutes",
    group=Group.RULES,
    meaning="担当者が操作しないとログアウトする時間",
    default=20,
    shape=Number(5, 120),
    unit="分",
)
VISITOR_IDLE_MINUTES: Final = Setting(
    name="visitor_idle_minutes",
    group=Group.RULES,
    meaning="お申し込み者が操作しないと入力を消す時間",
    default=60,
    shape=Number(15, 240),
    unit="分",
)
SESSION_HOURS: Final = Setting(
    name="session_hours",
    group=Group.RULES,
    meaning="操作を続けていてもログインし直す時間",
    default=10,
    shape=Number(1, 24),
    unit="時間",
)

# --- guarantee bonds ----------------------------------------------------------------------------------
DOMAINS_IN_BATCHES: Final = Setting(
    name="domains_in_batches",
    group=Group.BONDS,
    meaning="承認された発注者ドメインを登録する時期",
    default=True,
    shape=Switch({"on": "年4回(2月、5月、8月、11月の25日)", "off": "承認がそろったとき、すぐに"}),
    help="変更の後に承認がそろった申請から有効です。登録日が決まった申請の日付は変わりません。",
)

# --- how long things are kept -------------------------------------------------------------------------
APPLICATION_REMINDER_DAYS: Final = Setting(
    name="application_reminder_days",
    group=Group.RETENTION,
    meaning="書類が届かない申し込みに案内を送るまでの日数",
    help="訂正書類が届かない申し込みには、不備を連絡した日から数えて送ります。",
    default=30,
    shape=Number(7, 180),
    unit="日",
)
APPLICATION_LAPSE_DAYS: Final = Setting(
    name="application_lapse_days",
    group=Group.RETENTION,
    meaning="書類が届かない申し込みを期限切れにするまでの日数",
    help="訂正書類は、不備を連絡した日から数えます。期限切れの申し込みの個人情報は、自動で消去されます。",
    default=90,
    shape=Number(14, 365),
    unit="日",
)
RECEIPT_REMINDER_DAYS: Final = Setting(
    name="receipt_reminder_days",
    group=Group.RETENTION,
    meaning="受領書が届かない申し込みに案内を送るまでの日数",
    help="証明書の発行日から数えます。案内は一度だけ、受領書送付期限日までに送ります。",
    default=20,
    shape=Number(7, 90),
    unit="日",
)
ONLINE_RECEIPTS: Final = Setting(
    name="online_receipts",
    group=Group.RULES,
    meaning="受領のオンライン確認",
    default=True,
    shape=Switch(),
    help="有効のときは、名義人が新しい証明書で署名して、受領書の郵送に代えられます。",
)
RENEWAL_REMINDER_DAYS: Final = Setting(
    name="renewal_reminder_days",
    group=Group.RETENTION,
    meaning="証明書の有効期限を知らせる日数(期限の何日前か)",
    help="名義人へ一度だけ送ります。新しいお申し込みがあるときは送りません。",
    default=45,
    shape=Number(14, 120),
    unit="日",
)
HOLDER_DATA_YEARS: Final = Setting(
    name="holder_data_years",
    group=Group.RETENTION,
    meaning="証明書の有効期間が終わった後に名義人の個人情報を保存する年数",
    help="過ぎると、申込内容、印刷した書類、審査の記録の文章、メールを自動で消去します。証明書と失効の記録は残ります。",
    default=10,
    shape=Number(1, 30),
    unit="年",
)
REJECTED_DATA_YEARS: Final = Setting(
    name="rejected_data_years",
    group=Group.RETENTION,
    meaning="却下した申し込みの個人情報を保存する年数",
    help="却下の日から数えます。過ぎると自動で消去します。",
    default=1,
    shape=Number(1, 30),
    unit="年",
)
BOND_YEARS: Final = Setting(
    name="bond_years",
    group=Group.RETENTION,
    meaning="電子証券を保険終期の後に保存する年数",
    default=3,
    shape=Number(1, 10),
    unit="年",
    help="この後のアップロードから有効です。登録済みの電子証券の保管期限は変わりません。",
)
BOND_WARNING_MONTHS: Final = Setting(
    name="bond_warning_months",
    group=Group.RETENTION,
    meaning="電子証券の削除を前もって一覧に出す月数",
    default=1,
    shape=Number(1, 6),
    unit="か月",
    help="「証券等」の画面に「まもなく保管期間終了」として表示します。",
)

SETTINGS: Final[tuple[Setting[Any], ...]] = (
    OFFICE_NAME, OFFICE_ADDRESS, NOTICES_ON_HOME,
    OPERATOR_DESK, OPERATOR_POSTCODE, OPERATOR_ADDRESS, SEAL_LABEL,
    SUPPORT_NAME, SUPPORT_HOURS, SUPPORT_PHONE, SUPPORT_PHONE_NOTE, SUPPORT_EMAIL,
    BANK_NAME, BANK_CODE, BANK_BRANCH, BANK_BRANCH_CODE, BANK_KIND, BANK_NUMBER, BANK_HOLDER,
    MAIL_FROM, SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER, SMTP_PASSWORD,
    *_BY_COUNTER,
    CLOSING_DAYS, YEAR_END_DAYS,
    MAINTENANCE_BEGINS, MAINTENANCE_ENDS, MAINTENANCE_NOTICE,
    TWO_PERSON, STAFF_IDLE_MINUTES, VISITOR_IDLE_MINUTES, SESSION_HOURS,
    DOMAINS_IN_BATCHES,
    APPLICATION_REMINDER_DAYS, APPLICATION_LAPSE_DAYS, BOND_YEARS, BOND_WARNING_MONTHS,
    RECEIPT_REMINDER_DAYS, ONLINE_RECEIPTS,
    RENEWAL_REMINDER_DAYS, HOLDER_DATA_YEARS, REJECTED_DATA_YEARS,
    STEP_DAYS, DEFICIENCY_PHRASES,
)  # fmt: skip

_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


def by_name(name: str) -> Setting[Any]:
    """Raises ``NotFound('no_such_setting')``."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise NotFound("no_such_setting") from None


def of_group(group: Group) -> tuple[Setting[Any], ...]:
    """The settings of one page, in their order."""
    return tuple(setting for setting in SETTINGS if setting.group is group)
