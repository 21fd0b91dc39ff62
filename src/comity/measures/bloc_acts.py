"""A bloc as an actor: the acts of its institutions, of its members of that day, or of both."""

from __future__ import annotations

from enum import StrEnum

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from comity.vocabulary.dyad import Dyad


class BlocVoice(StrEnum):
    """Whose acts count as those of a bloc."""

    INSTITUTIONS = "institutions"
    MEMBERS = "members"
    BOTH = "both"
    # With both, an act of one voice may mirror an act toward another: it is then a meeting, so that
    # the classes of both are not the sum of the two, though the acts are.


COLLAPSE = """
-- One row: an act whose sides stand for the two ends of the dyad that day; `source_as_recorded`
-- and `target_as_recorded` keep who it was.
WITH voices AS (
    SELECT organisation AS bloc, state AS voice, first_day, end_day
    FROM memberships
    WHERE status = 'member' AND organisation IN ($source, $target) AND $members
    UNION ALL
    SELECT actor, actor, DATE '0001-01-01', NULL
    FROM (SELECT unnest([$source, $target]) AS actor)
    WHERE actor NOT IN (SELECT organisation FROM memberships) OR $institutions
)
SELECT acts.* REPLACE (a.bloc AS source, b.bloc AS target),
    acts.source AS source_as_recorded, acts.target AS target_as_recorded
FROM acts
JOIN voices a ON a.voice = acts.source AND a.first_day <= acts.day
    AND (a.end_day IS NULL OR acts.day < a.end_day)
JOIN voices b ON b.voice = acts.target AND b.first_day <= acts.day
    AND (b.end_day IS NULL OR acts.day < b.end_day)
WHERE a.bloc <> b.bloc
"""


def voices(dyad: Dyad, memberships: pa.Table, voice: BlocVoice) -> dict[str, tuple[str, ...]]:
    """For each end of a dyad, the codes whose acts may stand for it on some day."""
    spoken: dict[str, tuple[str, ...]] = {}
    members: dict[str, set[str]] = {}
    for row in memberships.to_pylist():
        if row["status"] == "member":
            members.setdefault(row["organisation"], set()).add(row["state"])
    for end in (dyad.source, dyad.target):
        if end not in members or voice is BlocVoice.INSTITUTIONS:
            spoken[end] = (end,)
        elif voice is BlocVoice.MEMBERS:
            spoken[end] = tuple(sorted(members[end]))
        else:
            spoken[end] = (end, *sorted(members[end]))
    return spoken


def collapse(acts: pa.Table, memberships: pa.Table, dyad: Dyad, voice: BlocVoice) -> pa.Table:
    """Acts with each side replaced by the end of the dyad that it stands for on that day.

    `acts` holds both directions. An act of a state that was no member that day is left out, and so
    is one between two voices of the same end.
    """
    if all(spoken == (end,) for end, spoken in voices(dyad, memberships, voice).items()):
        return _as_recorded(acts, dyad)
    with duckdb.connect(":memory:") as connection:
        connection.register("acts", acts)
        connection.register("memberships", memberships)
        return connection.sql(
            COLLAPSE,
            params={
                "source": dyad.source,
                "target": dyad.target,
                "members": voice is not BlocVoice.INSTITUTIONS,
                "institutions": voice is not BlocVoice.MEMBERS,
            },
        ).to_arrow_table()


def _as_recorded(acts: pa.Table, dyad: Dyad) -> pa.Table:
    """The acts in which each end of the dyad speaks for itself."""
    ends = pa.array([dyad.source, dyad.target])
    sides = [pc.is_in(acts[side], value_set=ends) for side in ("source", "target")]
    between = pc.and_(pc.and_(*sides), pc.not_equal(acts["source"], acts["target"]))
    kept = acts.filter(between)
    for side in ("source", "target"):
        kept = kept.append_column(f"{side}_as_recorded", kept[side])
    return kept
