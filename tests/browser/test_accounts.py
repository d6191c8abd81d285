"""From the invitation to a log-in with a passkey, in a real browser with a virtual authenticator (WebAuthn)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from adapters.clock import ShiftedClock
from adapters.db.models import OutgoingMail
from app import create_app
from domain.access import Role
from services import accounts
from services.mails import open_secrets
from services.office import Office
from tests.factories.offices import make_config, make_office, make_staff
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter
from tests.ports import free_port
from tests.served import served

pytestmark = pytest.mark.browser
CHOSEN = "four green umbrellas"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Reached as localhost: a passkey belongs to a name, never to a number (WebAuthn §5.1.2)."""
    port = free_port()
    url = f"http://localhost:{port}"
    made = make_office(tmp_path, QuickPrinter(), clock=ShiftedClock(), public_url=url)
    app = create_app(make_config(tmp_path, public_url=url), office=made)
    with served(app, port):
        yield made
    made.database.close()


@pytest.fixture
def authenticator(context: BrowserContext, page: Page) -> None:
    """A device with a screen lock, and an owner who opens it."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def link(office: Office) -> str:
    mail = all_of(office, OutgoingMail)[-1]
    return open_secrets(office, mail.message_id, mail.sealed_secrets or b"")["link"]


def test_an_account_that_lives_by_passkeys(office: Office, authenticator: None, page: Page) -> None:
    boss, _ = make_staff(office, Role.ADMINISTRATOR)
    accounts.invite(
        office, boss, email="new@example.jp", name="新人 花子", roles=[Role.ADMINISTRATOR], organisation_id=None
    )
    page.goto(link(office))
    page.get_by_label("パスワード", exact=False).first.fill(CHOSEN)
    page.get_by_label("パスワードを表示する").check()
    expect(page.locator('[name="password"]')).to_have_attribute("type", "text")
    page.get_by_role("button", name="パスキーを登録して進む").click()
    page.wait_for_url("**/office/recovery-codes")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("button", name="保管しました").click()
    page.wait_for_url("**/office/")
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url("**/office/login")
    page.locator('[name="email"]').fill("new@example.jp")
    page.locator('[name="password"]').fill(CHOSEN)
    page.get_by_role("button", name="パスキーでログイン").click()
    page.wait_for_url("**/office/")
    page.goto(f"{office.public_url}/office/confirm-identity?next=/office/account")
    page.get_by_role("button", name="パスキーで確認する").click()
    page.wait_for_url("**/office/account")
    expect(page.locator("main")).to_contain_text("パスキー：最初のパスキー")
    page.get_by_role("button", name="削除").first.click()
    expect(page.locator("main")).to_contain_text("最後の認証手段は削除できません。")
