"""What a newcomer would have in the mailbox and on the telephone."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.demo import demo
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_office
from domain.access import Role
from domain.japanese.local_time import JST
from services import caught_mails
from services.demo import accounts
from services.demo_bonds import ORDERER

# Printable ASCII only: in Japanese text a URL often ends at a full-width bracket or full stop.
_LINK = re.compile(r"(https?://[!-~]+)")


def _posts() -> dict[Role, str]:
    return {
        Role.RECEPTION: _("受付"),
        Role.REVIEWER: _("審査"),
        Role.ISSUER: _("発行"),
        Role.DISPATCHER: _("発送"),
        Role.AUDITOR: _("監査"),
        Role.ADMINISTRATOR: _("管理"),
        Role.AGENT: _("代理店"),
        Role.BRANCH: _("保険会社の営業店"),
        Role.INSURER: _("保険会社"),
        Role.ASSOCIATION: _("協会"),
    }


@demo.get("/")
@open_to_all
def overview() -> ResponseReturnValue:
    office = current_office()
    mails = caught_mails.newest(office, _folder())
    return render_template(
        "demo/overview.html", accounts=accounts(office), posts=_posts(), mails=mails, local=_short, orderer=ORDERER
    )


@demo.get("/mails/<name>")
@open_to_all
def mail(name: str) -> ResponseReturnValue:
    found = caught_mails.read(current_office(), _folder(), name)
    return render_template("demo/mail.html", mail=found, lines=found.body.splitlines(), link=_LINK)


def _short(moment: datetime) -> str:
    """「11/21 18:59」, in Japan: the column is narrow and nobody's demo lasts a year."""
    return f"{moment.astimezone(JST):%m/%d %H:%M}"


def _folder() -> Path:
    return cast(Path, current_app.extensions["caught_mails"])
