"""The words for posts and for kinds of organisations."""

from __future__ import annotations

from collections.abc import Iterable

from blueprints.shared.translation import later as _
from domain.access import Role
from domain.organisation import OrganisationKind

POSTS: dict[str, str] = {
    Role.RECEPTION: _("受付"),
    Role.REVIEWER: _("審査"),
    Role.ISSUER: _("発行"),
    Role.DISPATCHER: _("発送"),
    Role.AUDITOR: _("監査"),
    Role.ADMINISTRATOR: _("管理者"),
    Role.AGENT: _("代理店"),
    Role.BRANCH: _("営業店"),
    Role.INSURER: _("保険会社管理者"),
    Role.ASSOCIATION: _("協会"),
}

POST_NOTES: dict[str, str] = {
    Role.RECEPTION: _("書類と受領書の到着を登録します"),
    Role.REVIEWER: _("書類を照合し、受理または却下します"),
    Role.ISSUER: _("証明書を発行します"),
    Role.DISPATCHER: _("送付書類を印刷し、発送します"),
    Role.AUDITOR: _("すべてを閲覧します。変更はできません"),
    Role.ADMINISTRATOR: _("アカウントと設定を管理します。証明書は扱えません"),
    Role.AGENT: _("証券をアップロードします"),
    Role.BRANCH: _("証券をアップロードします"),
    Role.INSURER: _("自社の担当者を管理し、ドメイン登録を承認します"),
    Role.ASSOCIATION: _("協会の担当者を管理し、ドメイン登録を承認します"),
}

KINDS: dict[str, str] = {
    OrganisationKind.INSURER: _("保険会社"),
    OrganisationKind.AGENCY: _("代理店"),
    OrganisationKind.ASSOCIATION: _("協会"),
}


def post_words(role: str) -> str:
    """What a post is called."""
    return str(POSTS.get(role, role))


def kind_words(kind: str) -> str:
    """What a kind of organisation is called."""
    return str(KINDS.get(kind, kind))


def posts_words(roles: Iterable[str]) -> str:
    """「審査・発行」."""
    return "・".join(post_words(role) for role in roles)
