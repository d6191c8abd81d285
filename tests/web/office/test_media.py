"""The dispatcher makes the medium and posts two envelopes; the pages say so, and no page of a download opens."""

from __future__ import annotations

from adapters.db.models import Download, Medium
from domain.access import Role
from tests.factories.applications import ON_MEDIUM, issued
from tests.factories.records import all_of
from tests.web.office.conftest import QUEUE, Desks, token_of, words

PARCELS = f"{QUEUE}/parcels"
TODAY = {"posted_on_year": "R8", "posted_on_month": "11", "posted_on_day": "20"}


def test_one_application_from_the_print_to_the_post_s4_06_s4_153_s4_158(desks: Desks) -> None:
    code, clerk = issued(desks.office, desks.crew, **ON_MEDIUM), desks.clerk(Role.DISPATCHER)
    downloads = len(all_of(desks.office, Download))
    page = clerk.open(code)
    assert "媒体(CD-R)シリーズ" in words(page)
    assert "2 媒体(CD-R)を作る" in words(page).replace("　", " ")
    assert "download-url" not in page.text
    assert clerk.post(f"{QUEUE}/{code}/parcel.pdf", page=f"{QUEUE}/{code}").data[:5] == b"%PDF-"
    early = words(clerk.post(
        f"{QUEUE}/{code}/dispatch", TODAY | {"posted_number": "99999999991", "medium_number": "99999999992"},
        page=f"{QUEUE}/{code}",
    ))  # fmt: skip
    assert "いまのPINコードで開く媒体が、まだ作られていません。" in early
    image = clerk.post(f"{QUEUE}/{code}/medium.iso", page=f"{QUEUE}/{code}")
    assert (image.mimetype, image.headers["Cache-Control"]) == ("application/x-iso9660-image", "no-store")
    assert f"medium-{code}.iso" in image.headers["Content-Disposition"]
    assert image.data[0x8001:0x8006] == b"CD001"
    again = clerk.post(f"{QUEUE}/{code}/medium.iso", page=f"{QUEUE}/{code}/medium")
    assert (again.status_code, "入力してください。" in words(again)) == (422, True)
    typed = {"reason": "書き込みに失敗"}
    assert (
        clerk.post(f"{QUEUE}/{code}/medium.iso", typed, page=f"{QUEUE}/{code}/medium").data[0x8001:0x8006] == b"CD001"
    )
    assert "媒体用のファイルを作りました 書き込みに失敗" in words(clerk.open(code))
    same = {"posted_number": "99999999991", "medium_number": "99999999991"}
    refused = clerk.post(f"{QUEUE}/{code}/dispatch", TODAY | same, page=f"{QUEUE}/{code}")
    assert (refused.status_code, "PINコードの封筒と同じ番号です。" in words(refused)) == (422, True)
    bad = clerk.post(f"{QUEUE}/{code}/dispatch", TODAY | same | {"medium_number": "1"}, page=f"{QUEUE}/{code}")
    assert 'value="99999999991"' in bad.text
    assert "11桁の数字で入力してください。" in words(bad)
    both = TODAY | {"posted_number": "99999999991", "medium_number": "99999999992"}
    done = words(clerk.post(f"{QUEUE}/{code}/dispatch", both, page=f"{QUEUE}/{code}"))
    assert "発送を登録し、PINコードと証明書ファイルを消去しました。" in done
    assert "消去しました。媒体を作ることはできません。" in done
    assert "999-99-99999-2" in done
    assert clerk.get(f"{QUEUE}/{code}/medium").status_code == 303
    assert len(all_of(desks.office, Download)) == downloads


def test_parcels_of_both_series_together(desks: Desks) -> None:
    plain, code, clerk = (
        desks.codes["issued"],
        issued(desks.office, desks.crew, **ON_MEDIUM),
        desks.clerk(Role.DISPATCHER),
    )
    chosen = {"csrf_token": token_of(clerk.get(PARCELS).text), "code": [plain, code]}
    assert clerk.client.post(f"{PARCELS}/print", data=chosen).data[:5] == b"%PDF-"
    assert f"{code}/medium.iso" in clerk.get(PARCELS).text
    clerk.post(f"{QUEUE}/{code}/medium.iso", page=PARCELS)
    shown = clerk.get(PARCELS)
    assert f"{code}/medium.iso" not in shown.text
    assert "もう一度作る…" in words(shown)
    half = clerk.post(f"{PARCELS}/dispatch", TODAY | {f"medium_{code}": "99999999992"}, page=PARCELS)
    assert (half.status_code, "入力してください。" in words(half)) == (422, True)
    typed = {f"number_{plain}": "99999999993", f"number_{code}": "99999999991", f"medium_{code}": "99999999992"}
    assert "2件の発送を登録し" in words(clerk.post(f"{PARCELS}/dispatch", TODAY | typed, page=PARCELS))
    assert [row.posted_number for row in all_of(desks.office, Medium)] == ["999-99-99999-2"]


def test_the_list_shows_what_goes_on_a_medium_s4_01(desks: Desks) -> None:
    issued(desks.office, desks.crew, **ON_MEDIUM)
    shown = words(desks.clerk(Role.REVIEWER).get(f"{QUEUE}?state=issued"))
    assert shown.count("組織社員 CD-R") == 1, "of two, one is downloaded"
