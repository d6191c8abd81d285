"""The end of a key file: destroyed for good, whichever way it was to take (design §5)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, KeyBundle
from domain.access import Actor
from domain.certificates.download import DownloadState
from services import audit
from services.office import Office
from services.records import subject_of


def destroy_bundle(session: Session, office: Office, certificate_id: int, actor: Actor) -> None:
    """Erases the key file for good and closes its counter, if it has one."""
    bundle = session.get(KeyBundle, certificate_id)
    if bundle is None:
        return
    session.delete(bundle)
    certificate = session.get_one(Certificate, certificate_id)
    if certificate.download is not None:
        certificate.download.state = DownloadState.CLOSED
    application = session.get_one(Application, certificate.application_id)
    audit.record(session, office.clock, actor, "destroy_key_bundle", subject_of(application))
