"""Memberships and agreements as a timeline, and the agreements with each pole as a list."""

from __future__ import annotations

import datetime as dt

from comity.briefs.charts.membership_timeline import Mark, Stretch, membership_timeline
from comity.briefs.content import Grid, Number, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section

FIRST_YEAR = 1991
LISTED = 14
MOST_ROWS = 22
# Of universal or near-universal membership: they say little about where a state stands.
STATUSES = ("member", "associate", "participant", "partner", "observer", "candidate", "suspended")


def build(evidence: Evidence) -> SectionContent | None:
    stretches, marks = _stretches(evidence), _marks(evidence)
    if not stretches and not marks:
        return None
    svg = membership_timeline(
        stretches,
        marks,
        first_year=FIRST_YEAR,
        last_day=evidence.committed_at.date(),
        title=f"Memberships and agreements of {evidence.state.name}",
    )
    caption = (
        "Bars: dark, member; middle, associate or participant; light grey, observer or partner; "
        "yellow, candidate; orange, suspended. Dots: agreements with a pole, at signature; filled: "
        "with a recorded entry into force. What began earlier is drawn from 1991. Sources: "
        "memberships, agreements (compiled by comity; each row names its evidence)."
    )
    picture = Picture("ties", svg, _alt(stretches), caption)
    listed = _listed(evidence)
    return SectionContent(
        id="ties",
        title="Memberships and agreements",
        lead="What it belongs to, since when, and what it has signed with its poles.",
        blocks=(picture, *([listed] if listed.rows else [])),
        numbers=tuple(_numbers(evidence)),
    )


def _stretches(evidence: Evidence) -> list[Stretch]:
    rows = [row for row in evidence.memberships.to_pylist() if row["status"] in STATUSES]
    stretches = [
        Stretch(row["organisation"], row["status"], row["first_day"], row["end_day"])
        for row in rows
        if row["first_day"] is not None
        and (row["end_day"] is None or row["end_day"].year >= FIRST_YEAR)
    ]
    order = list(dict.fromkeys(s.row for s in sorted(stretches, key=lambda s: s.first_day)))
    kept = set(order[:MOST_ROWS])
    return sorted(
        (s for s in stretches if s.row in kept), key=lambda s: (order.index(s.row), s.first_day)
    )


def _with_pole(evidence: Evidence) -> list[dict[str, object]]:
    """Agreements to which the state and a pole are parties: one row a pole."""
    parties: dict[str, dict[str, dict[str, object]]] = {}
    for row in evidence.agreements.to_pylist():
        parties.setdefault(row["agreement"], {})[row["party"]] = row
    found = []
    for by_party in parties.values():
        own = by_party.get(evidence.state.code)
        for pole in evidence.region.poles_of(evidence.state.code):
            if own is not None and pole in by_party:
                day = own["signed"] or own["in_force"]
                if isinstance(day, dt.date):
                    found.append({**own, "pole": pole, "day": day, "parties": len(by_party)})
    return sorted(found, key=lambda row: str(row["day"]))


def _marks(evidence: Evidence) -> list[Mark]:
    return [
        Mark(f"with {evidence.name(str(row['pole']))}", day, row["in_force"] is not None)
        for row in _with_pole(evidence)
        if isinstance(day := row["day"], dt.date)
    ]


def _listed(evidence: Evidence) -> Grid:
    rows: list[tuple[str, ...]] = []
    for row in reversed(_with_pole(evidence)):
        if len(rows) < LISTED and str(row["kind"]) != "other":
            ended = f", ended {row['ended']}" if row["ended"] else ""
            in_force = f"in force {row['in_force']}" if row["in_force"] else "no date on record"
            rows.append(
                (
                    str(row["signed"] or "·"),
                    evidence.name(str(row["pole"])),
                    str(row["title"]),
                    str(row["kind"]),
                    in_force + ended,
                )
            )
    caption = f"The newest {len(rows)} agreements to which the state and a pole are parties."
    return Grid(("Signed", "With", "Agreement", "Kind", "Force"), rows, caption, frozenset(),
                (11, 14, 43, 10, 22))  # fmt: skip


def _alt(stretches: list[Stretch]) -> str:
    return "; ".join(
        f"{s.row}: {s.status} since {s.first_day.isoformat()}"
        + (f" until {s.end_day.isoformat()}" if s.end_day else "")
        for s in stretches
    )


def _numbers(evidence: Evidence) -> list[Number]:
    day = evidence.committed_at.date()
    members = {
        row["organisation"]
        for row in evidence.memberships.to_pylist()
        if row["status"] == "member" and row["end_day"] is None
    }
    agreements = {str(row["agreement"]) for row in _with_pole(evidence)}
    counts = (
        ("memberships", "listed organisations of which it is a member", len(members)),
        ("agreements", "listed agreements with its poles", len(agreements)),
    )
    return [
        evidence.number(f"ties.{name}", label, n, "count", period=day.isoformat(), source=name)
        for name, label, n in counts
    ]


SECTION = Section(50, "ties", build)
