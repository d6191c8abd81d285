"""What happens to an application of the demo office, each time through the real use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from adapters.db.models import OutgoingMail
from adapters.pki.sample_mail import signed_mail
from domain.access import Actor, Role, public
from domain.certificates.papers import PaperVerdict, required_papers, rows_to_compare
from domain.certificates.parcel import NUMBER_DIGITS, posted_number
from domain.certificates.revocation_request import RevocationAct
from domain.errors import InvalidInput
from domain.japanese.local_time import day_in_japan
from domain.pki.revocation import RevocationReason
from services import (
    applicants,
    applications,
    arrivals,
    changes,
    dispatch,
    downloads,
    issuance,
    issue_batches,
    lapsing,
    media,
    receipts,
    review,
    revocation_papers,
    shared_papers,
)
from services.applications import Draft
from services.arrivals import ArrivedPaper
from services.dispatch import certificate_of
from services.issuance import bundle_context
from services.mails import open_secrets
from services.office import Office
from services.records import application_by_code, fee_of
from services.review import Finding, PaperFinding
from services.revocation import Wish

PROGRAMME, GROUP, PROFILE = "gid", "general", "employee"
DOWNLOADED, POSTED = "download", "medium"
"""The series whose file is downloaded, and the one whose file comes on a medium."""
APPLICANT = public("203.0.113.7")
"""A network address for documentation (RFC 5737)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One application at one moment: the clock of ``office`` shows the time of the step."""

    office: Office
    desks: Mapping[Role, Actor]
    typed: Mapping[str, str]
    series: str = DOWNLOADED
    request_key: str
    code: str = ""
    pocket: dict[str, str] = field(default_factory=dict)
    """What the holder keeps from the parcel: the PIN, which the office then forgets."""


Step = Callable[[Scene], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened so many hours ago, done with an office whose clock shows that time."""

    ago: float
    act: Callable[[Office], None]
    not_before: datetime | None = None


def confirm(scene: Scene) -> str:
    """The applicant prints; gives the code."""
    programme = scene.office.programmes.get(PROGRAMME)
    consents = {terms.key: terms.version for terms in programme.terms} | {"privacy": programme.privacy_version}
    draft = Draft(
        programme=PROGRAMME, group=GROUP, series=scene.series, profile=PROFILE, consents=consents, typed=scene.typed
    )
    return applications.confirm(scene.office, APPLICANT, draft, request_key=scene.request_key)


def arrive(scene: Scene) -> None:
    """All papers, ten days old."""
    _arrive(scene, missing=frozenset())


def arrive_with_shared(scene: Scene) -> None:
    """The registry paper lies with a colleague's application already (S4-40)."""
    with scene.office.database.read() as session:
        own = application_by_code(session, scene.code)
        known = [row.id for row, _ in session.execute(shared_papers.sheets(own)) if row.kind == "registry"]
    _arrive(scene, missing=frozenset(), shared={"registry": known[0]} if known else {})


def arrive_in_part(scene: Scene) -> None:
    """The transfer slip is still to come."""
    _arrive(scene, missing=frozenset({"transfer_slip"}))


def start(scene: Scene) -> None:
    """The reviewer takes it up."""
    review.start(scene.office, scene.desks[Role.REVIEWER], scene.code)


def compare_half(scene: Scene) -> None:
    """The reviewer is in the middle."""
    compared = _rows(scene)
    _compare(scene, {key: Finding(matches=True) for key in compared[: len(compared) // 2]}, {})


def find_fault(scene: Scene) -> None:
    """The address differs from the residence record, and the applicant is told."""
    finding = Finding(matches=False, note="住民票では番地が「8-10-16」")
    paper = PaperFinding(verdict=PaperVerdict.MISMATCH, note="申込書の住所と一致しない")
    _compare(scene, {"address": finding}, {"residence_record": paper})
    review.report_deficiency(
        scene.office,
        scene.desks[Role.REVIEWER],
        scene.code,
        text="利用申込書の住所が、住民票の記載と一致していません。住所を二重線で消し、住民票のとおりに書き直して、"
        "実印で訂正印を押した利用申込書をお送りください。",
    )


def accept(scene: Scene) -> None:
    """Every row and paper is found good."""
    _compare(
        scene,
        {key: Finding(matches=True) for key in _rows(scene)},
        {
            key: PaperFinding(verdict=PaperVerdict.OK, amount=_fee(scene) if key == "transfer_slip" else None)
            for key in _papers(scene)
        },
    )
    review.accept(scene.office, scene.desks[Role.REVIEWER], scene.code)


def reject(scene: Scene) -> None:
    """The seal is not the registered one, again."""
    review.reject(
        scene.office,
        scene.desks[Role.REVIEWER],
        scene.code,
        reason="利用申込書に押された印影が、印鑑登録証明書の印影と一致しませんでした。",
    )


def withdraw(scene: Scene) -> None:
    """The applicant thinks better of it, on the own page."""
    applicants.withdraw(scene.office, APPLICANT, _mailed(scene, "application_printed", "status_url").split("/")[-1])


def remind(scene: Scene) -> None:
    """The papers have not come for a month."""
    lapsing.remind_due(scene.office)


def lapse(scene: Scene) -> None:
    """Nor in three."""
    lapsing.lapse_due(scene.office)


def issue(scene: Scene) -> None:
    """The issuer, who is not the reviewer."""
    issuance.issue(scene.office, scene.desks[Role.ISSUER], scene.code)


def issue_in_batch(scene: Scene) -> None:
    """The same, with 「一括発行」."""
    issue_batches.start(scene.office, scene.desks[Role.ISSUER], [scene.code])
    issue_batches.run_due(scene.office)


def post(scene: Scene) -> None:
    """The parcel is printed and goes out."""
    dispatcher = scene.desks[Role.DISPATCHER]
    dispatch.print_parcel(scene.office, dispatcher, scene.code)
    scene.pocket["pin"] = _pin(scene)
    if scene.series == POSTED:
        media.make_medium(scene.office, dispatcher, scene.code)
    number, other = (
        posted_number(scene.office.randomness.letters("0123456789", NUMBER_DIGITS)) for _envelope in range(2)
    )
    # The second is not asked for, and not kept, where there is one envelope only.
    dispatch.register_dispatch(scene.office, dispatcher, scene.code, posted_number=number, medium_number=other)


def press(scene: Scene) -> None:
    """The holder presses 「ダウンロード」 and takes the file."""
    token = _download_token(scene)
    downloads.press(scene.office, APPLICANT, token)
    downloads.fetch(scene.office, APPLICANT, token, "standard")


def guess(scene: Scene) -> None:
    """Somebody types wrong passwords until the counter locks. (One in 100 million is right: so be it.)"""
    token = _download_token(scene)
    tries = scene.office.programmes.get(PROGRAMME).download.tries
    for number in range(tries):
        try:
            downloads.enter_password(scene.office, APPLICANT, token, f"{number:08}")
        except InvalidInput:
            continue


def send_receipt(scene: Scene) -> None:
    """The sealed receipt comes back."""
    receipts.register_receipt(scene.office, scene.desks[Role.RECEPTION], scene.code, seal_matches=True)


def extend(scene: Scene) -> None:
    """The holder is away for long, and says so on the telephone (S4-178)."""
    until = day_in_japan(scene.office.clock()) + timedelta(days=60)
    reviewer = scene.desks[Role.REVIEWER]
    receipts.extend(scene.office, reviewer, scene.code, until=until, reason="長期出張のため、帰国後に返送との電話連絡")


def ask_change(scene: Scene) -> None:
    """登録情報変更申請書 comes in with another address (S4-187)."""
    _ask_change(scene)


def change(scene: Scene) -> None:
    """One comes in and is carried out (S4-190, S4-191)."""
    changes.carry_out(scene.office, scene.desks[Role.REVIEWER], _ask_change(scene), seal_matches=True)


def ask_to_revoke(scene: Scene) -> None:
    """The holder leaves the firm and asks by a mail signed with the certificate itself (S4-193, S4-198)."""
    file = downloads.fetch(scene.office, APPLICANT, _download_token(scene), "standard")
    raw = signed_mail(
        file,
        scene.pocket["pin"],
        "所属する組織を退職しますので、電子証明書の失効を申請します。\n",
        at=scene.office.clock(),
        sender=scene.typed["email"],
        subject="電子証明書の失効申請",
    )
    wish = Wish(
        act=RevocationAct.REVOKE, reason=RevocationReason.CESSATION_OF_OPERATION, note="退職(署名付きメールのとおり)"
    )
    revocation_papers.receive_mail(scene.office, scene.desks[Role.REVIEWER], scene.code, wish, raw)


NEEDS_CERTIFICATE: frozenset[Step] = frozenset(
    {issue, issue_in_batch, post, press, guess, extend, ask_change, change, ask_to_revoke, send_receipt}
)
"""Steps that cannot lie before the day the authority was made."""


def _rows(scene: Scene) -> list[str]:
    profile = scene.office.programmes.get(PROGRAMME).profile(PROFILE)
    return [proof.item for proof in rows_to_compare(profile.compared, scene.typed)]


def _papers(scene: Scene) -> list[str]:
    profile = scene.office.programmes.get(PROGRAMME).profile(PROFILE)
    return [paper.key for paper in required_papers(profile.papers, scene.typed)]


def _fee(scene: Scene) -> int:
    """What the applicant paid, and the slip shows."""
    with scene.office.database.read() as session:
        return fee_of(application_by_code(session, scene.code)).to_pay


def _arrive(scene: Scene, *, missing: frozenset[str], shared: Mapping[str, int] | None = None) -> None:
    today = day_in_japan(scene.office.clock())
    profile = scene.office.programmes.get(PROGRAMME).profile(PROFILE)
    papers = {
        paper.key: ArrivedPaper(
            issued_on=today - timedelta(days=10) if paper.dated else None, shared_from=(shared or {}).get(paper.key)
        )
        for paper in required_papers(profile.papers, scene.typed)
        if paper.key not in missing
    }
    arrivals.register_arrival(scene.office, scene.desks[Role.RECEPTION], scene.code, arrived_on=today, papers=papers)


def _compare(scene: Scene, items: Mapping[str, Finding], papers: Mapping[str, PaperFinding]) -> None:
    with scene.office.database.read() as session:
        version = application_by_code(session, scene.code).version
    review.compare(scene.office, scene.desks[Role.REVIEWER], scene.code, version=version, items=items, papers=papers)


def _ask_change(scene: Scene) -> int:
    """Gives the number of the paper."""
    name, _, domain = scene.typed["email"].partition("@")
    typed = {"email": f"{name}.new@{domain}"}
    today = day_in_japan(scene.office.clock())
    return changes.receive(scene.office, scene.desks[Role.RECEPTION], scene.code, typed, received_on=today)


def _pin(scene: Scene) -> str:
    """As the parcel says it."""
    with scene.office.database.read() as session:
        certificate = certificate_of(session, application_by_code(session, scene.code))
        sealed = certificate.bundle.pin if certificate.bundle else None
        return scene.office.secret_box.open(sealed or b"", context=bundle_context(certificate.id, "pin")).decode()


def _download_token(scene: Scene) -> str:
    return _mailed(scene, "download_url", "download_url").split("/")[-2]


def _mailed(scene: Scene, kind: str, place: str) -> str:
    """What the applicant takes from a mail."""
    with scene.office.database.read() as session:
        application = application_by_code(session, scene.code)
        mail = session.scalars(
            select(OutgoingMail).where(OutgoingMail.application_id == application.id, OutgoingMail.kind == kind)
        ).one()
    return open_secrets(scene.office, mail.message_id, mail.sealed_secrets or b"")[place]
