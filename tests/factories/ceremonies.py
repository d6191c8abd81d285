"""Two administrators who do what is done to authorities."""

from __future__ import annotations

from dataclasses import dataclass

from adapters import key_shares
from adapters.db.models import Authority
from domain.access import Actor, Role
from domain.pki.ceremony import CeremonyAct
from services import authorities, ceremony
from services.ceremony import KeyFile, Wish
from services.office import Office
from tests.factories.offices import make_staff


@dataclass
class Administrators:
    """The first proposes, the second carries out."""

    office: Office
    first: Actor
    second: Actor
    open_one: int = 0
    """The ceremony proposed last."""

    @classmethod
    def hired(cls, office: Office) -> Administrators:
        (first, _), (second, _) = (make_staff(office, Role.ADMINISTRATOR) for _ in range(2))
        return cls(office, first, second)

    def propose(self, act: CeremonyAct, authority_id: int | None = None) -> int:
        self.open_one = ceremony.propose(self.office, self.first, Wish(act=act, note="年次", authority_id=authority_id))
        return self.open_one

    def do(
        self,
        act: CeremonyAct,
        authority_id: int | None = None,
        key_file: KeyFile | None = None,
        *,
        at: Office | None = None,
    ) -> int:
        number = self.propose(act, authority_id)
        ceremony.carry_out(at or self.office, self.second, number, key_file)
        return number

    def confirm_open(self, key_file: KeyFile | None) -> None:
        """Another try at what was proposed last."""
        ceremony.carry_out(self.office, self.second, self.open_one, key_file)


def split(office: Office, root: int = 1) -> tuple[bytes, list[str]]:
    """A file and three sheets, without the ceremony."""
    with office.database.read() as session:
        key = session.get_one(Authority, root).sealed_key or b""
    opened = office.secret_box.open(key, context=authorities.key_context(root))
    return key_shares.split(opened, office.randomness.octets(key_shares.SECRET))
