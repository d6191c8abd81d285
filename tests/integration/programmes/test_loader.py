"""A programme's folder is taken whole or refused by file and key (design §1, S4-62)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from adapters.programmes import ROWS_OF_DOCUMENT, BadProgramme, load
from domain.certificates.catalogue import ITEMS
from domain.errors import NotFound, RuleViolation
from domain.programme import Programme

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "programmes"
OWN = ROOT / "tests" / "data" / "programmes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the made-up service, to be spoilt."""
    shutil.copytree(OWN / "mihon", tmp_path / "programmes" / "mihon")
    return tmp_path / "programmes"


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "mihon" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"nothing to spoil: {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def gid() -> Programme:
    return load(SHIPPED).get("gid")


def test_the_shipped_service_is_the_manuals_s4_01_s4_05_s4_62() -> None:
    programme = gid()
    assert programme.name == "セコムパスポート for G-ID"
    assert programme.certificate_class == "タイプB(一般向け)"
    assert programme.validity_years == (2, 3)
    assert [programme.fee(series="download", years=y, on=date(2026, 11, 20)).total for y in (2, 3)] == [15_400, 23_100]
    assert [profile.label for profile in programme.profiles] == [
        *("基本型", "個人", "個人事業主", "組織代表者", "組織社員", "組織社員（電子委任状付き）"),
    ]
    assert all(profile.offered for profile in programme.profiles)
    assert [programme.fee(series="medium", years=y, on=date(2026, 11, 20)).total for y in (2, 3)] == [18_040, 25_080]
    assert [(series.label, series.delivery, series.offered) for series in programme.series] == [
        ("ダウンロードシリーズ", "download", True), ("媒体(CD-R)シリーズ", "medium", True)
    ]  # fmt: skip
    assert (programme.media, programme.downloads) == (("CD-R",), True)
    assert (programme.paper_months, programme.receipt_days) == (3, 30)


def test_its_account_and_desk_are_the_manuals_s4_132_s4_135_s4_212() -> None:
    programme = gid()
    bank = programme.bank
    assert (bank.bank, bank.bank_code, bank.branch, bank.branch_code) == ("三井住友銀行", "0009", "なでしこ支店", "971")
    assert (bank.kind, bank.number, bank.holder) == ("普通預金", "1621000", "セコムトラストシステムズ株式会社")
    assert (programme.operator.postcode, programme.operator.address) == (
        "181-8528",
        "東京都三鷹市下連雀 8-10-16 セコム SC センター",
    )
    assert programme.support.phone == "0570-020-213"


def test_its_download_rules_are_the_manuals_s4_161_s4_163_s4_166_s4_169() -> None:
    rules = gid().download
    assert (rules.window_minutes, rules.open_days, rules.password_digits) == (60, 30, 8)
    assert rules.file_name == "cert.p12"


def test_terms_carry_version_and_text_s4_54_s4_55() -> None:
    terms = gid().terms
    assert [t.title for t in terms] == ["証明書ポリシー", "認証運用規定", "加入者利用規定"]
    assert [t.key for t in terms if t.download_needed] == ["subscriber_agreement"]
    assert all(t.text.strip() for t in terms)


@pytest.mark.parametrize("slug", [path.parent.name for path in SHIPPED.glob("*/programme.toml")])
def test_every_row_of_the_catalogue_a_profile_asks_exists(slug: str) -> None:
    for profile in load(SHIPPED).get(slug).profiles:
        assert set(profile.items) <= set(ITEMS)


def test_rows_that_papers_need_exist() -> None:
    assert {row for rows in ROWS_OF_DOCUMENT.values() for row in rows} <= set(ITEMS)


def test_what_is_not_there_is_not_found() -> None:
    programmes = load(SHIPPED)
    with pytest.raises(NotFound, match="no_such_programme"):
        programmes.get("mars")
    with pytest.raises(NotFound, match="no_such_profile"):
        gid().profile("mars")
    with pytest.raises(NotFound, match="no_such_profile"):
        gid().offered("mars")
    with pytest.raises(NotFound, match="no_such_series"):
        gid().series_of("media")
    with pytest.raises(NotFound, match="no_such_group"):
        gid().group("mars")
    with pytest.raises(RuleViolation, match="no_price"):
        gid().fee(series="download", years=5, on=date(2026, 11, 20))


def test_what_pages_say_of_a_service_comes_from_its_folder_s4_17_s4_34_s4_55() -> None:
    programme = gid()
    assert programme.agreement.title == "加入者利用規定"
    assert programme.audience == "一般向け"
    assert load(OWN).get("mihon").audience == "個人向け", "the whole class where it has no brackets"
    assert programme.asks("corporate_number")
    assert not load(OWN).get("mihon").asks("corporate_number")
    assert programme.to_bring == ("住民票", "印鑑登録証明書", "振込み控え")
    assert not {"利用申込書", "代理受取人の印鑑登録証明書"} & set(programme.to_bring)


def test_an_edition_names_exactly_these_words_and_figures(folder: Path) -> None:
    before = load(folder).get("mihon")
    assert load(folder).get("mihon").edition == before.edition
    edit(folder, "before_tax = 5000", "before_tax = 5001")
    dearer = load(folder).get("mihon")
    (folder / "mihon" / "terms" / "agreement.txt").write_text("別の規約", encoding="utf-8")
    reworded = load(folder).get("mihon")
    assert len({before.edition, dearer.edition, reworded.edition}) == 3
    assert load(folder).edition(before.edition, lambda: before.source) == before


def test_an_offices_own_folder_adds_and_wins(folder: Path, tmp_path: Path) -> None:
    edit(folder, "見本パスポート", "本家パスポート")
    both = load(SHIPPED, OWN, folder)
    assert [programme.slug for programme in both] == ["gid", "mihon"]
    assert both.get("mihon").name == "本家パスポート"
    assert [programme.slug for programme in load(SHIPPED, tmp_path / "absent")] == ["gid"]


@pytest.mark.parametrize(
    "old,new,named",
    [
        ('slug = "mihon"', 'slug = "other"', "slug"),
        ('slug = "mihon"\n', "", "slug"),
        ('name = "見本パスポート"', 'name = "見本', "line"),
        ("receipt_days = 14", "receipt_days = '14'", "receipt_days"),
        ("receipt_days = 14", "receipt_days = true", "receipt_days"),
        ("receipt_days = 14", "receipt_days = 14\ncolour = 1", "colour"),
        ("validity_years = [2]", "validity_years = 2", "validity_years"),
        ("validity_years = [2]", "validity_years = []", "validity_years"),
        ("validity_years = [2]", "validity_years = [2, 3]", "prices"),
        ("validity_years = [2]", "validity_years = [2, 'x']", r"validity_years\[1\]"),
        ('["送付", "お送りします。"]', '["送付"]', r"steps\[1\]"),
        ("[operator]", "[[operator]]", "operator"),
        ('postcode = "100-0001"\n', "", "operator.postcode"),
        ("since = 2019-10-01", "since = 2019-10-01T00:00:00", r"taxes\[0\].since"),
        ("[[taxes]]\nsince = 2019-10-01\npercent = 10", "taxes_ = 1", "taxes"),
        ("window_minutes = 30", "window_hours = 1", "download.window_hours"),
        ('series = "card"', 'series = "cart"', "prices"),
        ('delivery = "medium"', 'delivery = "pigeon"', r"series\[2\].delivery: must be one of download, medium"),
        ("[[terms]]", "[terms]", "terms"),
        ('key = "agreement"', 'key = "absent"', "absent.txt"),
        ('key = "agreement"\n', "", r"terms\[0\].key"),
        ("download_needed = true", "download_needed = false", "download_needed"),
        ('"validity", "name"', '"validity", "nom"', "items"),
        ('"phone2", ', "", "phone2"),
        ('"purpose",\n', '"purpose", "roman_address",\n', "personal_in_certificate"),
        ('"purpose",\n', '"purpose", "roman_address", "personal_in_certificate",\n', "roman_address"),
        ('documents = ["application_form"]', 'documents = ["employment_certificate"]', "organisation"),
        ('documents = ["application_form"]', 'documents = ["poem"]', "poem"),
        ('item = "address", paper', 'item = "organisation", paper', "compared"),
        ('{ item = "name", paper = "residence_record" }', '{ item = "name", paper = "letter" }', "compared"),
        ("dated = true", 'dated = true\nwhen = ["proxy", "yes"]', "residence_record.when"),
        ("dated = true", 'dated = true\nwhen = ["proxy"]', "when"),
        ("{name_roman}", "{nickname}", r"profiles\[0\].certificate.subject.*nickname"),
        ('"commonName", "{name_kanji}"', '"nickName", "{name_kanji}"', "nickName"),
        ('key_usage = ["digitalSignature"]', 'key_usage = ["everything"]', "key_usage.*everything"),
        ("[profiles.certificate]", "[[profiles.certificate]]", "certificate: must be a table"),
    ],
)
def test_a_mistake_stops_the_start_and_is_named(folder: Path, old: str, new: str, named: str) -> None:
    edit(folder, old, new)
    with pytest.raises(BadProgramme, match=f"(?s)mihon/programme.toml: .*{named}"):
        load(folder)


SHARED = """
[papers.residence_record]
label = "住民票"

[names.person]
attributes = [["countryName", "JP"], ["commonName", "{name_kanji}"]]

[certificate]
key_usage = ["digitalSignature"]
"""


def test_what_kinds_share_is_written_once(folder: Path) -> None:
    """A table of its own in a kind goes before the shared one."""
    edit(folder, "[[profiles]]", SHARED + "\n[[profiles]]")
    edit(folder, 'key_usage = ["digitalSignature"]\nextended', "extended")
    edit(
        folder,
        "[[profiles.certificate.directory_names]]\n"
        'attributes = [["countryName", "JP"], ["commonName", "{name_kanji}"]]\n',
        "",
    )
    edit(folder, "extended_key_usage", 'directory_names = ["person"]\nextended_key_usage')
    before = load(OWN).get("mihon").profile("person")
    file = folder / "mihon" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text[: text.index("[[profiles.papers]]")].replace(
            "[profiles.certificate]",
            'papers = [{ key = "application_form", label = "利用申込書" }, "residence_record"]\n\n'
            "[profiles.certificate]",
        ),
        encoding="utf-8",
    )
    found = load(folder).get("mihon").profile("person")
    assert [paper.key for paper in found.papers] == ["application_form", "residence_record"]
    assert found.certificate == before.certificate


@pytest.mark.parametrize(
    "shared,named",
    [
        ("[papers]\nform = 1", "papers: must be a table of tables"),
        ("names = 3", "names: must be a table of tables"),
        ("certificate = 3", "certificate: must be a table"),
        ("[papers.poem]\nlabel = '詩'", "papers.poem: no profile names it"),
        ("[names.poet]\nattributes = []", "names.poet: no profile names it"),
    ],
)
def test_a_mistake_in_what_is_shared_is_named(folder: Path, shared: str, named: str) -> None:
    file = folder / "mihon" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    head, table = (shared + "\n", "") if not shared.startswith("[") else ("", "\n" + shared + "\n")
    file.write_text(head + text + table, encoding="utf-8")
    with pytest.raises(BadProgramme, match=named):
        load(folder)


@pytest.mark.parametrize(
    "old,new,named",
    [
        ("[[profiles.papers]]", "[[profiles.notes]]", "profiles"),
        ('type_label = "個人"', 'type_label = "個人"\ntype = "basic"', "profiles.person.type: no such type 'basic'"),
        ('type_label = "個人"', 'type_label = "個人"\npapers = ["poem"]', r"there is no \[papers.poem\]"),
    ],
)
def test_a_kind_names_only_what_there_is(folder: Path, old: str, new: str, named: str) -> None:
    file = folder / "mihon" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    if "papers = " in new:
        text = text[: text.index("[[profiles.papers]]")]
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadProgramme, match=f"(?s)mihon/programme.toml: .*{named}"):
        load(folder)


def test_a_service_of_which_nothing_is_offered_does_not_start(folder: Path) -> None:
    edit(folder, 'medium = "ダウンロード"', 'medium = "ダウンロード"\noffered = false')
    edit(folder, 'medium = "ICカード"', 'medium = "ICカード"\noffered = false')
    edit(folder, 'medium = "USBメモリー"', 'medium = "USBメモリー"\noffered = false')
    with pytest.raises(BadProgramme, match="series: one must be offered"):
        load(folder)


def test_an_offered_kind_needs_its_certificate(folder: Path) -> None:
    file = folder / "mihon" / "programme.toml"
    head, _, rest = file.read_text(encoding="utf-8").partition("[profiles.certificate]")
    file.write_text(head + rest[rest.index("[[profiles.papers]]") :], encoding="utf-8")
    with pytest.raises(BadProgramme, match="profiles.person.certificate: missing"):
        load(folder)


Spoil = Callable[[Path], object]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b"name = '\xff'"),
        lambda file: file.write_text("", encoding="utf-8"),
        lambda file: file.write_text("profiles = [1]", encoding="utf-8"),
        lambda file: file.write_text("terms = 5", encoding="utf-8"),
    ],
)
def test_what_is_no_programme_at_all_is_named_too(folder: Path, spoil: Spoil) -> None:
    spoil(folder / "mihon" / "programme.toml")
    with pytest.raises(BadProgramme, match="mihon/programme.toml: "):
        load(folder)
