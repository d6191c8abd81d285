"""A CA does not live for ever: keys that long are not believed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from domain.pki.contents import AuthorityContents, IssuerFacts

CITATION = "CA/Browser Forum BR §6.3.2, §7.1.2.1.1 (root, at most 9,132 days); NIST SP 800-57 part 1 §5.3.6"

_LONGEST = timedelta(days=9132)


def check(contents: AuthorityContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Twenty-five years, for roots and those below alike."""
    if contents.not_after - contents.not_before > _LONGEST:
        yield f"validity is longer than {_LONGEST.days} days"
