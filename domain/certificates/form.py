"""Judging a filled-in application form, row by row (S4-65…S4-106)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.certificates.items import Input, Item, asked
from domain.errors import InvalidInput

Unprintable = Callable[[str], str]
"""The characters of a text that no font of the office can print."""

MOST_TYPED = 4000
"""What a person may send for one input before it is refused unread."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The canonical answers, and what stands in the way; the form is good when there are no problems."""

    answers: dict[str, str]
    problems: tuple[InvalidInput, ...]


def judge(items: Iterable[Item], raw: Mapping[str, str], *, today: date, unprintable: Unprintable) -> Judged:
    """Brings what was typed to canonical answers.

    ``raw`` is input name → text as sent. Each problem names its input, so that the words stand at their place;
    nothing that was typed is changed or lost by a refusal.
    """
    answers: dict[str, str] = {}
    problems: list[InvalidInput] = []
    for item in items:
        # A condition reads radio buttons that stand above, and those are canonical by now.
        if not asked(item.shown_when, answers):
            continue
        found = [p for i in item.inputs for p in _judge_input(i, raw, answers, unprintable)]
        if not found and item.together is not None:
            try:
                answers.update(item.together(answers, today))
            except InvalidInput as problem:
                found.append(problem)
        if item.one_value and all(problem.code == "required" for problem in found):
            found = found[:1]
        problems.extend(found)
    return Judged(answers, tuple(problems))


def _judge_input(
    wanted: Input, raw: Mapping[str, str], answers: dict[str, str], unprintable: Unprintable
) -> list[InvalidInput]:
    """Puts the canonical text of one input into ``answers``, or says what is wrong with it."""
    if not asked(wanted.shown_when, answers):
        return []
    typed = raw.get(wanted.name, "")
    if not typed.strip() and wanted.kind in {"text", "select"} or (wanted.kind == "radio" and not typed):
        if wanted.required:
            return [InvalidInput("choose_one" if wanted.kind != "text" else "required", wanted.name)]
        answers[wanted.name] = ""
        return []
    if len(typed) > MOST_TYPED:
        return [InvalidInput("too_long", wanted.name, limit=wanted.longest)]
    try:
        text = wanted.rule(typed)
    except InvalidInput as problem:
        return [InvalidInput(problem.code, wanted.name, **problem.values)]
    if not text and wanted.required:
        # Only separators were typed, as in a telephone number of hyphens.
        return [InvalidInput("required", wanted.name)]
    if len(text) > wanted.longest:
        return [InvalidInput("too_long", wanted.name, limit=wanted.longest)]
    if boxes := unprintable(text):
        return [InvalidInput("unprintable", wanted.name, characters=boxes)]
    answers[wanted.name] = text
    return []


def defaults(items: Iterable[Item]) -> dict[str, str]:
    """What is chosen before anybody has chosen (the states of 図2-11)."""
    return {i.name: i.default for item in items for i in item.inputs if i.default}
