"""The embedded code-book: which gesture class each full code of a published scheme has."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from itertools import permutations
from types import MappingProxyType
from typing import Any

from comity.errors import BadConfiguration
from comity.registry.organisations import memberships, organisations
from comity.registry.states import states
from comity.registry.tables import read_yaml
from comity.vocabulary.code_book import CodeBook, PairWindow
from comity.vocabulary.event import Scheme
from comity.vocabulary.gesture import GestureClass, MeetingRule, QuadClass, Reading
from comity.vocabulary.membership import BELONGING, Membership

KEYS = frozenset(
    {"title", "class", "intensity", "goldstein", "plover"}
    | {"meeting", "recognition", "aim", "both_ways", "reason"}
)
SCHEMES = (Scheme.CAMEO, Scheme.WEIS, Scheme.PLOVER, Scheme.UCDP, Scheme.ACLED)


@functools.cache
def code_book() -> CodeBook:
    """The default code-book, with the tables of recognitions and of hosted forces."""
    content = read_yaml("gestures", "gestures.yml")
    readings = {
        (reading.scheme, reading.code): reading
        for scheme in SCHEMES
        for reading in _readings(scheme.value, content[scheme.value])
    }
    return CodeBook(
        version=str(content["version"]),
        readings=MappingProxyType(readings),
        recognition_windows=tuple(_recognitions(read_yaml("gestures", "recognitions.yml"))),
        hosting_windows=tuple(_hosted_forces(read_yaml("gestures", "hosted_forces.yml"))),
    )


def _readings(scheme: str, groups: Mapping[str, Any]) -> Iterator[Reading]:
    for group in groups.values():
        for code, entry in group["codes"].items():
            yield _reading(scheme, code, entry, group)


def _reading(scheme: str, code: str, entry: Mapping[str, Any], group: Mapping[str, Any]) -> Reading:
    if unknown := set(entry) - KEYS:
        raise BadConfiguration(f"gestures.yml, {scheme} {code}: unknown keys {sorted(unknown)}.")
    score = entry.get("goldstein")
    plover = code if scheme == Scheme.PLOVER else entry.get("plover") or ""
    plover_type, _, plover_mode = plover.partition(":")
    return Reading(
        scheme=scheme,
        code=code,
        title=entry["title"],
        gesture_class=GestureClass(entry["class"]),
        meeting=MeetingRule(entry.get("meeting", group.get("meeting", "never"))),
        recognition=entry.get("recognition", False),
        aim=entry.get("aim", group.get("aim", False)),
        intensity=float(entry["intensity"]),
        goldstein_tenths=None if score is None else round(score * 10),
        quad=QuadClass(group["quad"]),
        plover_type=plover_type or None,
        plover_mode=plover_mode or None,
        reason=entry.get("reason", group["reason"]),
        both_ways=entry.get("both_ways", group.get("both_ways", False)),
    )


def _recognitions(content: Mapping[str, Any]) -> Iterator[PairWindow]:
    rule = content["window"]
    before = dt.timedelta(days=rule["days_before"])
    # Half-open: the last day that counts is `days_after` after the act.
    after = dt.timedelta(days=rule["days_after"] + 1)
    for act in content["mutual"]:
        first, end = act["day"] - before, act["day"] + after
        for source, target in permutations(act["pair"]):
            yield PairWindow(source, target, first, end, act["basis"])
    for act in content["by_source"]:
        first, end = act["day"] - before, act["day"] + after
        yield PairWindow(act["source"], act["target"], first, end, "recognition")
    yield from _new_states(rule["new_states_since"], rule["new_state_years"])


def _new_states(since: dt.date, years: int) -> Iterator[PairWindow]:
    """Toward a state in its first years, whoever recognises it."""
    everyone = [party.code for party in (*states(), *organisations())]
    for state in states():
        if state.first_day >= since:
            end = state.first_day.replace(year=state.first_day.year + years)
            for source in everyone:
                if source != state.code:
                    yield PairWindow(source, state.code, state.first_day, end, "new state")


def _hosted_forces(content: Mapping[str, Any]) -> Iterator[PairWindow]:
    adverse = {frozenset(pair) for pair in content["adverse"]}
    for organisation in content["organisations"]:
        rows = memberships().of_organisation(organisation)
        members = [row for row in rows if row.status in BELONGING]
        for one, other in permutations(members, 2):
            if one.state != other.state and frozenset((one.state, other.state)) not in adverse:
                yield from _while_both(organisation, one, other)
        for member in members:
            for source, target in permutations((member.state, organisation)):
                basis = f"member of {organisation}"
                yield PairWindow(source, target, member.first_day, member.end_day, basis)
    for treaty in content["mutual"]:
        for source, target in permutations(treaty["pair"]):
            yield _window(source, target, treaty)
    for invitation in content["invited"]:
        yield _window(invitation["source"], invitation["target"], invitation)


def _while_both(organisation: str, one: Membership, other: Membership) -> Iterator[PairWindow]:
    first = max(one.first_day, other.first_day)
    end = min((day for day in (one.end_day, other.end_day) if day), default=None)
    if end is None or first < end:
        yield PairWindow(one.state, other.state, first, end, f"both in {organisation}")


def _window(source: str, target: str, entry: Mapping[str, Any]) -> PairWindow:
    return PairWindow(source, target, entry["first_day"], entry.get("end_day"), entry["basis"])
