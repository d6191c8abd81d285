"""Sets of papers; what is in them is seen where they are made, in ``tests/integration/services``."""

from __future__ import annotations

import pytest

from domain.certificates.printed import PaperSet, PrintSet


def test_a_set_must_say_what_is_in_it() -> None:
    with pytest.raises(NotImplementedError):
        _ = PaperSet().papers
    assert PrintSet(documents=()).papers == ()
