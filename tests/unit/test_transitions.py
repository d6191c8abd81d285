"""The life of an application, every pair of state and event (S4-208, design §4)."""

from __future__ import annotations

from itertools import product

import pytest

from domain.certificates.application import APPLICATION_LIFE, OPEN_STATES, ApplicationEvent, ApplicationState
from domain.errors import RuleViolation

# Rows: states; columns: events, in the order of the enumeration; "-" is a refusal.
EVENTS = [
    "register_arrival",
    "start_review",
    "report_deficiency",
    "accept",
    "reject",
    "return_to_review",
    "issue",
    "dispatch",
    "register_receipt",
    "withdraw",
    "lapse",
]
TABLE = """
printed    arrived   -         -         -        -        -         -      -          -         withdrawn lapsed
arrived    -         reviewing -         -        -        -         -      -          -         withdrawn -
reviewing  -         -         deficient accepted rejected -         -      -          -         withdrawn -
deficient  reviewing -         -         -        rejected -         -      -          -         withdrawn lapsed
accepted   -         -         -         -        -        reviewing issued -          -         -         -
issued     -         -         -         -        -        -         -      dispatched -         -         -
dispatched -         -         -         -        -        -         -      -          completed -         -
completed  -         -         -         -        -        -         -      -          -         -         -
rejected   -         -         -         -        -        -         -      -          -         -         -
withdrawn  -         -         -         -        -        -         -      -          -         -         -
lapsed     -         -         -         -        -        -         -      -          -         -         -
"""
EXPECTED = {
    (ApplicationState(state), ApplicationEvent(event)): None if after == "-" else ApplicationState(after)
    for state, *cells in (row.split() for row in TABLE.strip().splitlines())
    for event, after in zip(EVENTS, cells, strict=True)
}


def test_the_table_above_names_every_pair() -> None:
    assert set(EXPECTED) == set(product(ApplicationState, ApplicationEvent))


@pytest.mark.parametrize("state,event", EXPECTED)
def test_an_event_leads_on_or_is_refused_s4_208(state: ApplicationState, event: ApplicationEvent) -> None:
    after = EXPECTED[state, event]
    assert APPLICATION_LIFE.allows(state, event) is (after is not None)
    if after is not None:
        assert APPLICATION_LIFE.after(state, event) is after
        return
    with pytest.raises(RuleViolation) as refused:
        APPLICATION_LIFE.after(state, event)
    assert refused.value.code == "not_possible_now"
    assert refused.value.status == 409
    assert refused.value.values == {"state": state, "event": event}


def test_open_states_are_the_ones_that_lead_on() -> None:
    assert {state for (state, _), after in EXPECTED.items() if after is not None} == OPEN_STATES


def test_nothing_is_issued_but_out_of_accepted_s4_152() -> None:
    ways = {state for (state, event), after in EXPECTED.items() if after is ApplicationState.ISSUED}
    assert ways == {ApplicationState.ACCEPTED}


def test_the_picture_shows_every_transition() -> None:
    first, *arrows = APPLICATION_LIFE.picture().splitlines()
    assert first == "stateDiagram-v2"
    assert {tuple(arrow.split()) for arrow in arrows} == {
        (state.value, "-->", after.value, ":", event.value) for (state, event), after in EXPECTED.items() if after
    }
