"""The file for the medium that is posted instead of a download (S4-06, S4-19).

It is made for a dispatcher, in memory, from the sealed bundle: once, and once more only for a spoilt medium, with the
reason on record. From the posting on nobody can make it, since the bundle is destroyed then.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from adapters.db.models import Authority, Certificate, KeyBundle, Medium
from adapters.medium import image
from adapters.pki.reader import read_certificate
from domain.access import Actor, Permission
from domain.certificates import medium as rules
from domain.errors import Gone, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.programme import Programme
from services import audit
from services.dispatch import certificate_of, printable, require_issued
from services.issuance import bundle_context
from services.office import Office
from services.programmes import contacted
from services.records import application_by_code, subject_of


def make_medium(office: Office, actor: Actor, code: str, *, reason: str = "") -> bytes:
    """The ISO 9660 image with key file, CA certificates and a text.

    Raises ``RuleViolation('not_possible_now')`` before the issue and after the posting, ``'changed_meanwhile'``;
    ``NotFound('no_medium')`` for what is downloaded; ``Gone('medium_erased')`` after day 30 or a revocation;
    ``InvalidInput`` at ``reason`` for a second one without.
    """
    actor.require(Permission.DISPATCH)
    with office.database.read() as session:
        application = application_by_code(session, code)
        require_issued(application)
        certificate = certificate_of(session, application)
        found = medium_of(certificate)
        words = rules.Medium(made_at=found.made_at).reason_to_make(reason)
        if certificate.bundle is None:
            raise Gone("medium_erased")
        made_before, sealed = found.made_at, certificate.bundle.standard
        files = _files(office, session, certificate, certificate.bundle, contacted(office, session, application))
    # Outside any transaction; the octets go to the dispatcher only once it is on record who got them.
    content = image(files, label=certificate.contract_number)
    with office.database.write() as session:
        current, bundle = printable(session, code)
        found = session.get_one(Medium, bundle.certificate_id)
        # Printed anew or made meanwhile: then this one would open with another PIN, or be one that nobody explained.
        if found.made_at != made_before or bundle.standard != sealed:
            raise RuleViolation("changed_meanwhile")
        found.made_at, found.made_count = office.clock(), found.made_count + 1
        audit.record(
            session,
            office.clock,
            actor,
            "make_medium",
            subject_of(current),
            note=words,
            number=found.made_count,
        )
    return content


def medium_of(certificate: Certificate) -> Medium:
    """Raises ``NotFound('no_medium')`` for a certificate that is downloaded."""
    if certificate.medium is None:
        raise NotFound("no_medium")
    return certificate.medium


def _files(
    office: Office, session: Session, certificate: Certificate, bundle: KeyBundle, programme: Programme
) -> tuple[rules.MediumFile, ...]:
    def opened(sealed: bytes, column: str) -> bytes:
        return office.secret_box.open(sealed, context=bundle_context(certificate.id, column))

    file_name = programme.download.file_name
    return rules.files_of(
        file_name=file_name,
        standard=opened(bundle.standard, "standard"),
        compatible=opened(bundle.compatible, "compatible"),
        chain=list(_chain(session, certificate)),
        text=rules.read_me(
            service=programme.name,
            contract_number=certificate.contract_number,
            last_day=day_in_japan(certificate.not_after),
            file_name=file_name,
            operator=programme.support.name,
            phone=programme.support.phone,
            email=programme.support.email,
        ),
    )


def _chain(session: Session, certificate: Certificate) -> Iterator[tuple[str, bytes, bytes]]:
    """The authorities above the certificate, the issuing one first."""
    above: int | None = certificate.authority_id
    while above is not None:
        authority = session.get_one(Authority, above)
        yield authority.kind, authority.certificate, read_certificate(authority.certificate).pem.encode()
        above = authority.issuer_id
