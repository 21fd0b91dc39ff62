"""The repertoire of a directed dyad: kinds used and not, their spread, and what followed them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from comity.measures.dyad_series import CoveredDay
from comity.measures.repertoire.diversity import (
    Entropy,
    entropy_by_weeks,
    expected_kinds,
    observed_entropy,
)
from comity.measures.repertoire.followed import FOLLOWED, followed_by, windows_of
from comity.measures.repertoire.kinds import GROUPS, Kind
from comity.measures.repertoire.practice import Practice
from comity.measures.repertoire.result import KINDS, SPREAD, Repertoire
from comity.registry.gestures import code_book
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, Span, period_start

ANY = "any"
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "friendly": ("friendly",),
    "hostile": ("insult", "offence", "attack"),
}
# With others is compared at no fewer acts, and only where there are so many of them.
LEAST_AT, LEAST_PEERS = 10, 10
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Uses:
    """The directed acts of one side: by kind and day, by reading and day; and what stands apart."""

    by_kind: dict[str, dict[dt.date, int]]
    by_reading: dict[str, dict[dt.date, int]]
    unaddressed: dict[str, int]
    codes: frozenset[str]
    meetings: dict[str, int]
    not_meant: int = 0
    outside: int = 0


def repertoire(
    cells: pa.Table,
    practice: Practice,
    *,
    dyad: Dyad,
    covered: Sequence[CoveredDay],
    span: Span,
    dataset: str,
    peers: Collection[Dyad],
    peers_text: str = "",
    window_days: int = 30,
    level: float = 0.95,
    counts_only: int = 0,
) -> Repertoire:
    """What a state has tried toward a partner, from cells of both directions (see `cells_of`).

    `practice`: what everybody in the dataset did on the covered days. `peers`: the dyads to compare
    with. Acts of days that are not covered are left out and counted in `outside`. Raises
    OutsideCoverage where no day is covered.
    """
    days = frozenset(c.day for c in covered)
    own = _uses(cells, dyad, practice, days)
    other = _uses(cells, dyad.reverse, practice, days)
    counts = {kind: sum(of.values()) for kind, of in own.by_kind.items()}
    return Repertoire(
        dyad=dyad,
        dataset=dataset,
        span=span,
        days_covered=len(days),
        level=level,
        window_days=window_days,
        table=_kinds(own, counts, practice, dyad, dataset),
        spread=_spread(own, counts, practice, dyad, peers, level),
        followed=_followed(own, other, practice, covered, window_days, level),
        meetings=sum(own.meetings.values()),
        not_meant=own.not_meant,
        outside=own.outside,
        counts_only=counts_only,
        peers_text=peers_text,
    )


def _uses(cells: pa.Table, dyad: Dyad, practice: Practice, days: frozenset[dt.date]) -> _Uses:
    by_kind: dict[str, dict[dt.date, int]] = {}
    by_reading: dict[str, dict[dt.date, int]] = {}
    unaddressed: dict[str, int] = {}
    meetings: dict[str, int] = {}
    codes: set[str] = set()
    fine = practice.by_code.kinds
    not_meant = outside = 0
    for row in cells.to_pylist():
        if (row["source"], row["target"]) != (dyad.source, dyad.target):
            continue
        day, reading, n = row["day"], row["reading"], row["acts"]
        book = code_book().reading(row["scheme"], row["code"])
        assert book is not None
        kind = practice.kinds[row["scheme"]][row["code"]].id
        if day not in days:
            outside += n
        elif reading == "meeting":
            meetings[kind] = meetings.get(kind, 0) + n
        elif reading == "neutral" and book.gesture_class != "neutral":
            not_meant += n
        else:
            of_kind, of_reading = by_kind.setdefault(kind, {}), by_reading.setdefault(reading, {})
            of_kind[day] = of_kind.get(day, 0) + n
            of_reading[day] = of_reading.get(day, 0) + n
            codes.add(fine[row["scheme"]][row["code"]].id)
            if reading != book.gesture_class:
                unaddressed[kind] = unaddressed.get(kind, 0) + n
    return _Uses(by_kind, by_reading, unaddressed, frozenset(codes), meetings, not_meant, outside)


def _kinds(
    own: _Uses, counts: Mapping[str, int], practice: Practice, dyad: Dyad, dataset: str
) -> pa.Table:
    acts, users = practice.of_others(dyad)
    total = sum(counts.values())
    ours, theirs = (_by_group(of, practice) for of in (counts, acts))
    rows: list[Row] = []
    for kind in practice.available:
        uses, days = counts.get(kind.id, 0), sorted(own.by_kind.get(kind.id, {}))
        of_group = theirs[kind.group]
        rows.append(
            {
                **_named(kind, own, dyad, dataset),
                "uses": uses,
                "share": uses / total if total else None,
                "days_used": len(days),
                "first_day": days[0] if days else None,
                "last_day": days[-1] if days else None,
                "expected": ours[kind.group] * acts.get(kind.id, 0) / of_group
                if of_group
                else None,
                "others_acts": acts.get(kind.id, 0),
                "others_dyads": users.get(kind.id, 0),
                "unaddressed": own.unaddressed.get(kind.id, 0),
                "_group": GROUPS.index(kind.group),
            }
        )
    rows.sort(key=lambda r: (-r["uses"], r["_group"], -r["others_dyads"], r["kind"]))
    met = [_named(kind, own, dyad, dataset) for kind in practice.meetings]
    rows += sorted(met, key=lambda r: -r["meetings"])
    return pa.Table.from_pylist(rows, schema=KINDS)


def _named(kind: Kind, own: _Uses, dyad: Dyad, dataset: str) -> Row:
    """What a row says of its kind, whether it was used or not."""
    return {
        "source": dyad.source,
        "target": dyad.target,
        "kind": kind.id,
        "title": kind.title,
        "gesture_class": kind.group if kind.meeting else str(kind.gesture_class),
        "meetings": own.meetings.get(kind.id, 0),
        "plover_type": kind.plover_type,
        "plover_mode": kind.plover_mode,
        "scheme": kind.scheme,
        "dataset": dataset,
    }


def _by_group(counts: Mapping[str, int], practice: Practice) -> dict[str, int]:
    sums = dict.fromkeys(GROUPS, 0)
    for kind in practice.available:
        sums[kind.group] += counts.get(kind.id, 0)
    return sums


def _spread(
    own: _Uses,
    counts: Mapping[str, int],
    practice: Practice,
    dyad: Dyad,
    peers: Collection[Dyad],
    level: float,
) -> pa.Table:
    acts, _ = practice.of_others(dyad)
    codes = own.codes | practice.by_code.of_others(dyad)[0].keys()
    rows = []
    for of in ("all", "friendly", "hostile"):
        kinds = [kind for kind in practice.available if of in ("all", kind.group)]
        ours = {kind.id: counts[kind.id] for kind in kinds if counts.get(kind.id)}
        anyone = sum(1 for kind in kinds if ours.get(kind.id) or acts.get(kind.id))
        total = sum(ours.values())
        row: Row = {
            "of": of,
            "acts": total,
            "kinds": len(ours),
            "kinds_anyone": anyone,
            "kinds_scheme": len(kinds),
            **_codes(own.codes, codes, practice, of),
        }
        if total:
            row["top_three_share"] = sum(sorted(ours.values())[-3:]) / total
            row |= _entropies(own, ours, anyone, level)
            row |= _beside(ours, [practice.by_dyad[p] for p in peers if p != dyad], kinds)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=SPREAD)


def _codes(
    ours: Collection[str], anyone: Collection[str], practice: Practice, of: str
) -> dict[str, int]:
    """How many full codes of a group: used here, by anyone, and in the scheme."""
    ids = {kind.id for kind in practice.by_code.available if of in ("all", kind.group)}
    return {
        "codes": len(ids & set(ours)),
        "codes_anyone": len(ids & set(anyone)),
        "codes_scheme": len(ids),
    }


def _entropies(own: _Uses, ours: Mapping[str, int], anyone: int, level: float) -> Row:
    seen = observed_entropy(list(ours.values()))
    row: Row = {"entropy_observed": seen, "effective_observed": float(np.exp(seen))}
    found = entropy_by_weeks(_by_week(own, list(ours)), kinds=anyone, level=level)
    if found is not None:
        row |= _with_ends("entropy", found, lambda x: x)
        row |= _with_ends("effective", found, lambda x: float(np.exp(x)))
        if anyone > 1:
            row |= _with_ends("evenness", found, lambda x: x / float(np.log(anyone)))
    return row


def _with_ends(name: str, found: Entropy, scale: Any) -> Row:
    return {
        name: scale(found.value),
        f"{name}_lower": scale(found.lower),
        f"{name}_upper": scale(found.upper),
    }


def _by_week(own: _Uses, kinds: Sequence[str]) -> list[list[int]]:
    weeks: dict[dt.date, list[int]] = {}
    for place, kind in enumerate(kinds):
        for day, n in own.by_kind[kind].items():
            week = weeks.setdefault(period_start(day, Granularity.WEEK), [0] * len(kinds))
            week[place] += n
    return [weeks[start] for start in sorted(weeks)]


def _beside(
    ours: Mapping[str, int], peers: Sequence[Mapping[str, int]], kinds: Sequence[Kind]
) -> Row:
    """Kinds at equal numbers of acts: as many as the pair has, or as ten others have."""
    ids = [kind.id for kind in kinds]
    theirs = [[n for kind in ids if (n := of.get(kind, 0))] for of in peers]
    totals = sorted((sum(of) for of in theirs), reverse=True)
    if len(totals) < LEAST_PEERS:
        return {}
    at = min(sum(ours.values()), totals[LEAST_PEERS - 1])
    if at < LEAST_AT:
        return {}
    own = expected_kinds(list(ours.values()), at)
    found = np.array([expected_kinds(of, at) for of in theirs if sum(of) >= at])
    low, median, high = (float(x) for x in np.quantile(found, [0.05, 0.5, 0.95]))
    near = np.abs(found - own) < 1e-9
    return {
        "at_acts": at,
        "kinds_at": own,
        "peers": len(found),
        "peers_low": low,
        "peers_median": median,
        "peers_high": high,
        "peers_fewer": float(((found < own) & ~near).mean() + near.mean() / 2),
    }


def _followed(
    own: _Uses,
    other: _Uses,
    practice: Practice,
    covered: Sequence[CoveredDay],
    window_days: int,
    level: float,
) -> pa.Table:
    """A row for each friendly kind used, and for all together, and each class of answers."""
    friendly = {
        k.id: k for k in practice.available if k.group == "friendly" and k.id in own.by_kind
    }
    ordered = sorted(friendly, key=lambda id: (-sum(own.by_kind[id].values()), id))
    every: dict[dt.date, int] = {}
    for id in ordered:
        for day, n in own.by_kind[id].items():
            every[day] = every.get(day, 0) + n
    asked = [(ANY, "Any friendly act", every)] if every else []
    asked += [(id, friendly[id].title, own.by_kind[id]) for id in ordered]
    rows = []
    for answer, readings in ANSWERS.items():
        answers: dict[dt.date, int] = {}
        for reading in readings:
            for day, n in other.by_reading.get(reading, {}).items():
                answers[day] = answers.get(day, 0) + n
        windows = windows_of(answers, covered, days=window_days)
        for id, title, uses in asked:
            found = followed_by(uses, windows, level=level)
            rows.append({"kind": id, "title": title, "answer": answer, **found})
    order = {id: place for place, (id, _, _) in enumerate(asked)}
    rows.sort(key=lambda row: order[row["kind"]])
    return pa.Table.from_pylist(rows, schema=FOLLOWED)
