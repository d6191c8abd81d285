"""What the base templates ask for: the office's own words, and for those who work there their rail."""

from __future__ import annotations

from flask import g, request, url_for
from flask_login import current_user

from blueprints.shared import languages, rail
from blueprints.shared.office import current_office, current_settings
from domain.programme import SupportDesk
from domain.settings import table
from queries import open_counts
from services.office import Office
from services.programmes import with_contacts
from services.service_hours import announced


def frame() -> dict[str, object]:
    """The context of every page; a person's own values only for those who work here."""
    office, values = current_office(), current_settings()
    context: dict[str, object] = {
        "office_name": values[table.OFFICE_NAME],
        "office_address": values[table.OFFICE_ADDRESS],
        "announcement": announced(values, office.clock()),
        # S3-53: of bonds the agent or the branch is asked, never the desk of the certificates.
        "support": None if request.blueprint == "bonds" else g.get("support") or _only_desk(office),
    }
    if current_user.is_authenticated:
        actor, counts = current_user.actor, open_counts.by_desk(office)
        context["two_person_off"] = not counts.two_person
        context["staff_name"] = actor.name
        context["rail"] = rail.counters(actor, counts)
    at_work = current_user.is_authenticated and request.blueprint in {"office", "review"}
    return context | {"home_url": url_for("office.desk" if at_work else "public.home")}


def _only_desk(office: Office) -> SupportDesk | None:
    """The desk for pages of no service: with several services, none may answer for the others."""
    services = [with_contacts(programme, current_settings()) for programme in office.programmes]
    return languages.spoken(services[0].support, services[0]) if len(services) == 1 else None
