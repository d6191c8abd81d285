"""Every row a form may have; a profile in ``programmes/`` names the ones it asks (S4-69)."""

from __future__ import annotations

from domain.certificates.catalogue import contact, delivery, organisation, person, term
from domain.certificates.items import Item

SECTIONS: dict[str, str] = {
    "term": "証明書とお支払い",
    "person": "お申し込み者",
    "contact": "ご連絡先",
    "organisation": "所属する組織",
    "delivery": "用途と受け取り",
}

ITEMS: dict[str, Item] = {
    item.key: item for item in (*term.ITEMS, *person.ITEMS, *contact.ITEMS, *organisation.ITEMS, *delivery.ITEMS)
}
