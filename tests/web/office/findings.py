"""What a reviewer sends who finds everything good."""

from __future__ import annotations

ITEMS = (
    "former_name", "name", "address", "birth_date",
    "corporate_number", "organisation", "representative", "organisation_address",
)  # fmt: skip
PAPERS = (
    "application_form", "employment_certificate", "residence_record", "personal_seal",
    "transfer_slip", "registry", "organisation_seal",
)  # fmt: skip


def all_good(**changes: str) -> dict[str, str]:
    found = {f"item_{key}": "yes" for key in ITEMS} | {f"paper_{key}": "ok" for key in PAPERS}
    return found | {"amount_transfer_slip": "15,400円"} | changes
