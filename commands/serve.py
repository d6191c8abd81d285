"""``serve`` and ``demo``: answers requests and does what happens by itself."""

from __future__ import annotations

import argparse
import gc
from contextlib import suppress
from threading import Thread
from typing import Any

from sqlalchemy.exc import OperationalError

from commands.bodies import KEPT_IN_MEMORY, Bodies
from commands.installation import AddCommand, Installation
from commands.opening import prepare, takes_authority
from commands.serving import Counter, told_by_signal
from jobs.table import BATCHES
from jobs.worker import Worker
from services import demo, web_sessions
from services.office import Office


def serve(installation: Installation, arguments: argparse.Namespace) -> int:
    """Answers requests and does what happens by itself, until told to stop."""
    config, office = installation.config, prepare(installation)
    if arguments.demo:
        demo.fill(office)
        demo.describe(office, print)
    application = installation.create_app(config, office)
    settle()
    worker, batches = Worker(office, installation.way_out(config)), Worker(office, None, jobs=BATCHES)
    counter = Counter(
        application,
        host=arguments.host,
        port=arguments.port,
        threads=config.threads,
        ident=None,
        # A hundred half-sent requests, the default, would shut the office to everybody for two minutes.
        connection_limit=500,
        channel_timeout=30,
        # Waitress refuses what is as large as this or larger; what a route has room for is asked besides.
        max_request_body_size=application.config["LARGEST_UPLOAD"] + 1,
        inbuf_overflow=KEPT_IN_MEMORY,
        at_hand=application.extensions["at_hand"],
        bodies=Bodies(application.extensions["room_for"], common=application.config["MAX_CONTENT_LENGTH"]),
        **proxy_settings(config.trusted_proxy),
    )
    try:
        with told_by_signal() as told:
            worker.start()
            batches.start()
            for warm in (office.renderer.warm, office.pdfs.warm):
                Thread(target=warm, daemon=True, name="warm-workers").start()
            print(f"serving on http://{arguments.host}:{counter.port}, reached as {office.public_url}", flush=True)
            counter.answer_until(told)
    finally:
        worker.stop()
        batches.stop()
        close(office)
    return 0


def close(office: Office) -> None:
    """Ends what the office has running, and writes down what only memory knows, if that can be written."""
    with suppress(OperationalError):
        web_sessions.write_last_seen(office)
    office.renderer.close()
    office.pdfs.close()
    office.database.close()


def settle() -> None:
    """Takes what was loaded out of the search for garbage: it stays, and looking through it slowed every page."""
    gc.collect()
    gc.freeze()
    # A page makes some thousand short-lived objects; the default of 700 would search several times within each.
    gc.set_threshold(10_000)


def proxy_settings(trusted: str) -> dict[str, Any]:
    """Whose word about a visitor's address is taken: the proxy's that is named, and nobody else's."""
    if not trusted:
        return {}
    return {
        "trusted_proxy": trusted,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def add(command: AddCommand) -> None:
    """Puts both on the command line."""
    for name, words in (("serve", "serve the office"), ("demo", "serve a filled demo office")):
        made = command(name, serve, words)
        made.add_argument("--host", default="127.0.0.1")
        made.add_argument("--port", type=int, default=8000)
        made.set_defaults(demo=name == "demo")
        if name == "serve":
            takes_authority(made)
