"""HTTP only: one folder for each counter (design §1)."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from blueprints.applicant import applicant
from blueprints.apply import apply
from blueprints.authority import authority
from blueprints.authority.ocsp import OcspFront
from blueprints.bond_desk import bond_desk
from blueprints.bonds import bonds
from blueprints.demo import demo
from blueprints.domain_desk import domain_desk
from blueprints.download import download
from blueprints.office import office as office_counter
from blueprints.public import public
from blueprints.review import review
from blueprints.shared import setup
from services.office import Office


def register(app: Flask, office: Office, *, secure: bool, caught_mails: Path | None) -> None:
    """Opens the counters of an office on an application.

    ``secure``: people come over TLS. ``caught_mails``: the demo's folder of mails, or None outside the demo.
    """
    setup.prepare(app, office, secure=secure)
    counters = (public, apply, applicant, download, office_counter, review, authority, bonds, bond_desk, domain_desk)
    for counter in counters:
        app.register_blueprint(counter)
    front = OcspFront(app.wsgi_app, office)
    app.extensions["at_hand"] = front.is_at_hand
    app.wsgi_app = front  # type: ignore[method-assign]  # because Flask documents this
    if caught_mails is not None:
        app.extensions["caught_mails"] = caught_mails
        app.register_blueprint(demo)
