"""The bill of materials of the single file, in CycloneDX: what ``madoguchi sbom`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from deploy import contents
from deploy.inventory import Part

FILE = "madoguchi-sbom.cdx.json"
SCHEMA = SchemaVersion.V1_6


class BadBill(RuntimeError):
    """The bill of materials breaks the rules of CycloneDX."""


def write(folder: Path, found: Iterable[Part]) -> Path:
    """Writes the bill into ``folder``; gives the file. Raises ``BadBill``."""
    text = bill(found, contents.facts())
    if wrong := JsonStrictValidator(SCHEMA).validate_str(text):
        raise BadBill(str(wrong))
    file = folder / FILE
    file.write_text(text + "\n", "utf-8")
    return file


def bill(found: Iterable[Part], facts: dict[str, str]) -> str:
    """The bill as JSON. The same parts and facts give the same bytes."""
    licences = LicenseFactory()
    itself = Component(
        type=ComponentType.APPLICATION,
        name="madoguchi",
        version=facts["version"],
        bom_ref="madoguchi",
        licenses=[licences.make_from_string("Apache-2.0")],
        properties=[Property(name=f"madoguchi:{name}", value=value) for name, value in facts.items()],
    )
    components = [_component(part, licences) for part in found]
    bom = Bom(
        # No chance and no clock: two builds of one commit give one file.
        serial_number=uuid5(NAMESPACE_URL, f"madoguchi {facts['commit']}"),
        metadata=BomMetaData(component=itself, timestamp=datetime.fromisoformat(facts["committed"])),
        components=components,
    )
    bom.register_dependency(itself, components)
    return make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string(indent=2)


def _component(part: Part, licences: LicenseFactory) -> Component:
    namespace = "debian" if part.kind == "deb" else None
    url = PackageURL(part.kind, namespace, part.name, part.version)
    return Component(
        name=part.name,
        version=part.version,
        bom_ref=str(url),
        purl=url,
        licenses=[licences.make_from_string(part.licence)] if part.licence else [],
        properties=[Property(name="madoguchi:file", value=name) for name in part.files],
    )
