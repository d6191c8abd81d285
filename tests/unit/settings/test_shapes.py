"""What may be typed into a setting, and what is refused in which words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.errors import InvalidInput, NotFound
from domain.service_hours import WHOLE_DAY, Hours
from domain.settings import SETTINGS, Group, Setting, by_name
from domain.settings.check import check_together
from domain.settings.setting import Shape
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
from domain.settings.table import OFFICE_NAME

TAKEN: list[tuple[Shape[Any], str, object, str]] = [
    (Words(10), "  窓口 ", "窓口", "窓口"),
    (Words(20, lines=True), " 一行\r\n二行 \n", "一行\n二行", "一行\n二行"),
    (Secret(), " p@ss ", " p@ss ", " p@ss "),
    (Host(), "ｍａｉｌ.example.jp", "mail.example.jp", "mail.example.jp"),
    (Host(), "", "", ""),
    (Host(), "192.0.2.1", "192.0.2.1", "192.0.2.1"),
    (Phone(), "０３-1234-5678", "03-1234-5678", "03-1234-5678"),
    (Phone(), "+81-3-1234-5678", "+81-3-1234-5678", "+81-3-1234-5678"),
    (Postcode(), "〒１８１８５２８", "181-8528", "181-8528"),
    (Postcode(), " ", "", ""),
    (Email(), "", "", ""),
    (Email(), "Desk@Example.JP", "Desk@example.jp", "Desk@example.jp"),
    (Number(1, 30), "２０", 20, "20"),
    (OneOf({"a": "A"}), "a", "a", "a"),
    (Switch(), "on", True, "on"),
    (Switch(), "off", False, "off"),
    (HoursOfDay(), "6:00-24:00", Hours(360, 1440), "6:00-24:00"),
    (HoursOfDay(), "６：００～２２：３０", Hours(360, 1350), "6:00-22:30"),
    (HoursOfDay(), "", WHOLE_DAY, ""),
    (HoursOfDay(), "0:00-24:00", WHOLE_DAY, ""),
    (
        Days(),
        "2027-05-06 創立記念日\n2026/12/30, 2026.12.29",
        frozenset({date(2027, 5, 6), date(2026, 12, 30), date(2026, 12, 29)}),
        "2026-12-29\n2026-12-30\n2027-05-06",
    ),
    (Days(), "", frozenset(), ""),
    (MonthDays(), "1/3、1/1 12/31,2/29", frozenset({(12, 31), (1, 1), (1, 3), (2, 29)}), "12/31、1/1、1/3、2/29"),
    (Moment(), "", None, ""),
    (Moment(), "2026/11/28 22:00", datetime(2026, 11, 28, 13, 0, tzinfo=UTC), "2026-11-28 22:00"),
]

REFUSED: list[tuple[Shape[Any], str, str]] = [
    (Words(10, needed=True), "  ", "required"),
    (Words(3), "四文字だ", "too_long"),
    (Words(30), "窓口\r\nBcc: x@example.jp", "control_character"),
    (Words(30, lines=True), "窓\x00口", "control_character"),
    (Secret(3), "abcd", "too_long"),
    (Secret(), "a\nb", "control_character"),
    (Host(), "mail example", "not_a_host"),
    (Host(), "a" * 300, "not_a_host"),
    (Phone(), "電話", "not_a_phone_number"),
    (Phone(), "0" * 30, "not_a_phone_number"),
    (Postcode(), "181-852", "wrong_length"),
    (Email(needed=True), "", "required"),
    (Email(), "nobody", "not_email_address"),
    (Number(1, 30), "", "not_digits"),
    (Number(1, 30), "0", "out_of_bounds"),
    (Number(1, 30), "31", "out_of_bounds"),
    (OneOf({"a": "A"}), "b", "not_a_choice"),
    (Switch(), "", "not_a_choice"),
    (HoursOfDay(), "朝から", "not_hours"),
    (HoursOfDay(), "9:00-9:00", "hours_end_before_they_begin"),
    (HoursOfDay(), "22:00-6:00", "hours_end_before_they_begin"),
    (HoursOfDay(), "6:00-24:01", "hours_end_before_they_begin"),
    (HoursOfDay(), "6:75-24:00", "hours_end_before_they_begin"),
    (Days(), "2027-02-29", "not_a_day_of_the_list"),
    (Days(), "明日", "not_a_day_of_the_list"),
    (Days(), "\n".join(["2027-01-01"] * 201), "too_many_days"),
    (MonthDays(), "2/30", "not_a_day_of_the_list"),
    (MonthDays(), "元日", "not_a_day_of_the_list"),
    (Moment(), "2026-11-28", "not_a_moment"),
    (Moment(), "2026-11-28 25:00", "not_a_moment"),
]


@pytest.mark.parametrize("shape,typed,value,text", TAKEN)
def test_what_is_taken_and_how_it_is_written_back(shape: Shape[Any], typed: str, value: object, text: str) -> None:
    assert shape.read(typed) == value
    assert shape.text(value) == text
    assert shape.read(text) == value


@pytest.mark.parametrize("shape,typed,code", REFUSED)
def test_what_is_refused(shape: Shape[Any], typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        shape.read(typed)
    assert refusal.value.code == code


def test_a_default_that_is_no_value_stops_the_start() -> None:
    with pytest.raises(InvalidInput):
        Setting(name="x", group=Group.OFFICE, meaning="x", default=0, shape=Number(1, 2))
    with pytest.raises(ValueError, match="the default is no value of its own shape"):
        Setting(name="x", group=Group.OFFICE, meaning="x", default=" x ", shape=Words())


def test_a_setting_is_found_by_its_name() -> None:
    assert by_name("office_name") is OFFICE_NAME
    with pytest.raises(NotFound):
        by_name("colour")


MAIL = {"smtp_tls": "none", "smtp_user": ""}
STOP = {"maintenance_begins": datetime(2026, 11, 28, 13, tzinfo=UTC), "maintenance_ends": None}
LAPSE = {"application_reminder_days": 30, "application_lapse_days": 90}


@pytest.mark.parametrize("values", [MAIL, STOP, LAPSE, {}, STOP | {"maintenance_begins": None}])
def test_settings_that_fit_together(values: dict[str, object]) -> None:
    check_together(values)
    with pytest.raises(InvalidInput):
        check_together(values | MAIL | {"smtp_user": "and one that does not"})


@pytest.mark.parametrize(
    "values,code,field",
    [
        (MAIL | {"smtp_user": "office"}, "password_in_the_clear", "smtp_tls"),
        (STOP | {"maintenance_ends": STOP["maintenance_begins"]}, "maintenance_ends_first", "maintenance_ends"),
        (
            {"maintenance_begins": None, "maintenance_ends": STOP["maintenance_begins"]},
            "maintenance_has_no_beginning",
            "maintenance_begins",
        ),
        (LAPSE | {"application_reminder_days": 90}, "reminder_after_lapse", "application_reminder_days"),
    ],
)
def test_settings_that_do_not(values: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_together(values)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_the_secret_ones_are_the_passwords() -> None:
    assert [setting.name for setting in SETTINGS if setting.secret] == ["smtp_password"]
