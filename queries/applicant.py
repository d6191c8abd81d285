"""What an applicant sees after printing."""

from __future__ import annotations

from dataclasses import dataclass

from domain.certificates.fees import Fee
from domain.certificates.papers import RequiredPaper, required_papers
from domain.errors import Gone
from services.office import Office
from services.programmes import profile_of
from services.records import application_by_code, fee_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The application just printed: what to send, what to pay."""

    code: str
    name: str
    fee: Fee
    documents: tuple[str, ...]
    """What was printed, as the profile names it."""
    papers: tuple[RequiredPaper, ...]


def summary(office: Office, code: str) -> Summary:
    """Raises ``NotFound('no_such_application')``, ``Gone('application_erased')`` of one withdrawn or lapsed."""
    with office.database.read() as session:
        application = application_by_code(session, code)
        if application.erased_at is not None:
            raise Gone("application_erased")
        profile = profile_of(office, session, application)
        return Summary(
            code=application.code,
            name=application.name,
            fee=fee_of(application),
            documents=profile.documents,
            papers=required_papers(profile.papers, application.answers),
        )
