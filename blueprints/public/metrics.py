"""Figures for monitoring, in the text form of Prometheus; about the office's work and about nobody in it."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterator

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from blueprints.public import public
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_office
from queries import desk, health, mails
from services import backups
from services.office import Office


@public.get("/metrics")
@open_to_all
def metrics() -> ResponseReturnValue:
    """For whoever has the token; without one set, for programs on this machine."""
    if not _may_read():
        abort(404)
    registry = CollectorRegistry()
    registry.register(_Collector(current_office()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # A proxy on this machine names itself here when it is not one we were told of: then it is nobody we know.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    return ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104 — an address to compare


class _Collector:
    """Asks the office at the moment somebody reads."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[Metric]:
        office, now = self._office, self._office.clock()
        looks = GaugeMetricFamily("madoguchi_health", "0 good, 1 look after it, 2 bad", labels=["look", "of"])
        free = GaugeMetricFamily("madoguchi_disk_free_megabytes", "Room left", labels=["place"])
        lists = GaugeMetricFamily("madoguchi_crl_valid_seconds", "Until the list expires", labels=["authority"])
        for finding in health.quick(office):
            values = finding.values
            looks.add_metric([finding.code, str(values.get("authority", values.get("place", "")))], finding.grade)
            if "megabytes" in values:
                free.add_metric([values["place"]], values["megabytes"])
            if "next_update" in values:
                left = values["next_update"] - now
                lists.add_metric([str(values["authority"])], left.total_seconds())
        yield from (looks, free, lists)
        waiting = GaugeMetricFamily("madoguchi_applications", "Applications in each state", labels=["state"])
        for state, found in desk.desk(office).by_state.items():
            waiting.add_metric([state], found.count)
        yield waiting
        letters = mails.waiting_and_dead(office)
        outbox = GaugeMetricFamily("madoguchi_mails", "Mails that have not gone out", labels=["state"])
        outbox.add_metric(["waiting"], letters.waiting)
        outbox.add_metric(["dead"], letters.dead)
        yield outbox
        if newest := backups.last(office):
            age = (now - newest).total_seconds()
            yield GaugeMetricFamily("madoguchi_backup_age_seconds", "Since the newest good backup", value=age)
