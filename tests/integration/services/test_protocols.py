"""The signed paper of a ceremony (issue 6, item 1): what it says, who sealed it, and that it can be checked."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.clock import ShiftedClock
from adapters.db.models import AuditEvent, Authority, CeremonyProtocol
from adapters.pdf.signatures import signatures_of
from adapters.pki.signer import LocalSigner
from domain.pdf import SignatureState
from domain.pki.ceremony import CeremonyAct
from domain.pki.contents import SealContents
from services import ceremony, protocols
from services.ceremony import Wish
from services.office import Office
from tests import programs
from tests.factories.ceremonies import Administrators
from tests.factories.offices import make_office, one_person_office
from tests.factories.printing import paper_pool
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal


@dataclass(frozen=True)
class Printed:
    """An office after one ceremony, with its paper. The clock runs: who checks a signature asks no other."""

    office: Office
    two: Administrators
    number: int
    pdf: bytes


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    office = make_office(tmp_path_factory.mktemp("office"), paper_pool(), clock=ShiftedClock())
    two = Administrators.hired(office)
    number = two.do(CeremonyAct.ROLL_OVER)
    with expect_refusal("no_protocol"):
        protocols.pdf_of(office, number)
    assert protocols.print_due(office) == [number]
    assert protocols.print_due(office) == [], "once"
    yield Printed(office, two, number, protocols.pdf_of(office, number))
    office.database.close()


def test_what_the_first_start_made_by_itself_is_told_apart(printed: Printed, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(printed.pdf)
    said = programs.run(["pdftotext", tmp_path / "paper.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert said.replace("\n", "").count("初回起動時に自動で作成(立会いなし)") == 4, (
        "root and issuing CA, before and after"
    )


def root_of(office: Office) -> bytes:
    return all_of(office, Authority)[0].certificate


def test_it_bears_a_signature_that_covers_all_of_it_and_leads_to_the_root(printed: Printed) -> None:
    (found,) = signatures_of(printed.pdf, [root_of(printed.office)])
    assert (found.state, found.signer) == (
        SignatureState.VALID,
        f"{printed.office.name} 認証局操作実施記録 第{printed.number}号",
    )
    (embedded,) = PdfFileReader(io.BytesIO(printed.pdf)).embedded_signatures
    context = ValidationContext(trust_roots=[Certificate.load(root_of(printed.office))], allow_fetching=False)
    assert validate_pdf_signature(embedded, context).bottom_line
    changed = printed.pdf.replace(b"/Title", b"/Titel", 1)
    assert changed != printed.pdf
    assert [one.state for one in signatures_of(changed, [root_of(printed.office)])] == [SignatureState.INVALID]


def test_the_seal_signs_papers_only_and_its_serial_number_was_stored_before(printed: Printed) -> None:
    row = all_of(printed.office, CeremonyProtocol)[0]
    certificate = x509.load_der_x509_certificate(row.certificate or b"")
    issuer = x509.load_der_x509_certificate(all_of(printed.office, Authority)[2].certificate)
    certificate.verify_directly_issued_by(issuer)
    assert f"{certificate.serial_number:040x}" == row.serial_number
    usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert [usage.dotted_string for usage in usages] == ["1.3.6.1.5.5.7.3.36"]
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert certificate.not_valid_after_utc == issuer.not_valid_after_utc
    with pytest.raises(IntegrityError), printed.office.database.write() as session:
        session.execute(text("UPDATE ceremony_protocol SET intended_at = ''"))
    with pytest.raises(IntegrityError), printed.office.database.write() as session:
        session.execute(text("DELETE FROM ceremony_protocol"))


def test_it_says_who_when_with_what_and_what_was_so_before_and_after(printed: Printed, tmp_path: Path) -> None:
    file = tmp_path / "protocol.pdf"
    file.write_bytes(printed.pdf)
    told = programs.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], check=True, capture_output=True, text=True)
    said = "".join(told.stdout.split())
    for authority in all_of(printed.office, Authority)[:3]:
        fingerprint = hashlib.sha256(authority.certificate).hexdigest().upper()
        assert all(fingerprint[i : i + 4] in said for i in range(0, 64, 4)), "in groups, since it is wrapped"
    for words in ("次の発行認証局の作成", printed.two.first.name, printed.two.second.name, "年次", "立会人", "印"):
        assert words.replace(" ", "") in said
    assert re.search(r"madoguchi\d+\.\d+\.\d+", said)
    assert said.count("●") == 2, "what is new, and the word that explains the mark"
    events = [event for event in all_of(printed.office, AuditEvent) if event.action == "print_protocol"]
    assert events[0].details["ceremony"] == printed.number


def test_a_crash_between_serial_number_and_signature_costs_a_serial_number(printed: Printed) -> None:
    class Dying(LocalSigner):
        """The process ends before it has signed."""

        def sign_seal(self, contents: SealContents, public_key_der: bytes, /) -> bytes:
            raise InterruptedError

    number = printed.two.do(CeremonyAct.NEW_ROOT)
    with pytest.raises(InterruptedError):
        protocols.print_due(replace(printed.office, signer_from=Dying))
    with expect_refusal("no_protocol"):
        protocols.pdf_of(printed.office, number)
    assert protocols.print_due(printed.office) == [number]
    rows = [row for row in all_of(printed.office, CeremonyProtocol) if row.ceremony_id == number]
    assert [row.pdf is not None for row in rows] == [False, True]


def test_nothing_is_sealed_while_nothing_may_be_signed(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    one_person_office(office)
    ceremony.at_machine(office, Administrators.hired(office).first, Wish(act=CeremonyAct.NEW_ROOT, note="理由"))
    (tmp_path / "revoked-2-99.crl").write_bytes(b"a list that this database does not know")
    assert protocols.print_due(office) == []
    office.database.close()
