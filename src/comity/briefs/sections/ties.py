"""Memberships and agreements as a timeline, and the agreements with each pole as a list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from comity.briefs import theme
from comity.briefs.charts.membership_timeline import Mark, Stretch, membership_timeline
from comity.briefs.content import Grid, Number, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.registry import organisations
from comity.vocabulary.organisation import OrganisationKind

FIRST_YEAR = 1991
LISTED = 14
MOST_ROWS = 14
SHORT = 19
# Most states belong to these: they say little of where one stands.
COMMON = (OrganisationKind.UNIVERSAL, OrganisationKind.FINANCE, OrganisationKind.COURT)
# How the table of agreements marks a text that never came into force.
NOT_IN_FORCE = "(not in force)"
# What stands for a title where the list of trade agreements has none.
UNTITLED = "(trade agreement)"
# How a state may stand to an organisation while it stands to it at all.
STATUSES = ("member", "associate", "participant", "partner", "observer", "candidate", "suspended")


def build(evidence: Evidence) -> SectionContent | None:
    stretches, marks = _stretches(evidence), _marks(evidence)
    if not stretches and not marks:
        return None
    svg, narrow = (
        membership_timeline(
            stretches,
            marks,
            first_year=FIRST_YEAR,
            last_day=_as_of(evidence),
            title=f"Memberships and agreements of {evidence.state.name}",
            width=width,
        )
        for width in (theme.WIDE, theme.NARROW)
    )
    caption = (
        "Dots: agreements with a pole, at signature; filled: with a recorded entry into force. "
        f"What began earlier is drawn from {FIRST_YEAR}. Sources: "
        "memberships, agreements (compiled by comity; each row names its evidence)."
    )
    picture = Picture("ties", svg, _alt(stretches), caption, narrow=narrow)
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
        Stretch(_short(row["organisation"]), row["status"], row["first_day"], row["end_day"])
        for row in _most_telling(rows)
        if row["first_day"] is not None
        and (row["end_day"] is None or row["end_day"].year >= FIRST_YEAR)
    ]
    order = list(dict.fromkeys(s.row for s in sorted(stretches, key=lambda s: s.first_day)))
    return sorted(stretches, key=lambda s: (order.index(s.row), s.first_day))


def _most_telling(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of at most `MOST_ROWS` organisations: nearly universal and left ones go first."""

    def rank(code: str) -> tuple[bool, bool]:
        organisation = organisations().get(code)
        wide = organisation is not None and organisation.kind in COMMON
        ended = all(row["end_day"] for row in rows if row["organisation"] == code)
        return wide and code != "UN", ended

    kept = sorted(dict.fromkeys(row["organisation"] for row in rows), key=rank)[:MOST_ROWS]
    return [row for row in rows if row["organisation"] in kept]


def _short(code: str) -> str:
    """An organisation's name where it is short, else its code."""
    organisation = organisations().get(code)
    if organisation is None or len(organisation.name) <= SHORT:
        return organisation.name if organisation else code
    if "_" not in code:
        return code
    return min((n for n in organisation.names if n.isascii()), key=len)


def _as_of(evidence: Evidence) -> dt.date:
    """The last day that the table of memberships knows of."""
    days = [
        row["last_day"]
        for row in evidence.sources.to_pylist()
        if row["table"] == "memberships" and row["last_day"] is not None
    ]
    return max(days, default=evidence.committed_at.date())


@dataclass(frozen=True, slots=True)
class Tie:
    """An agreement to which the state and some of its poles are parties, by the state's dates."""

    agreement: str
    title: str
    kind: str
    poles: tuple[str, ...]
    signed: dt.date | None
    in_force: dt.date | None
    ended: dt.date | None

    @property
    def day(self) -> dt.date | None:
        """Of signature, else of entry into force (states that acceded have not signed)."""
        return self.signed or self.in_force

    @property
    def sameness(self) -> tuple[object, ...]:
        """What two records of one agreement have in common."""
        return self.kind, self.poles, self.signed

    @property
    def force(self) -> str:
        """Since when it is in force for the state, or what is known of it."""
        if NOT_IN_FORCE in self.title:
            return "not in force"
        since = f"in force {self.in_force}" if self.in_force else "entry into force not on record"
        return f"{since}, ended {self.ended}" if self.ended else since

    @property
    def words(self) -> str:
        """The title as a reader wants it: what it is, not what became of it."""
        return self.title.replace(NOT_IN_FORCE, "").strip()


def _with_poles(evidence: Evidence) -> list[Tie]:
    """The agreements with a pole, oldest first."""
    parties: dict[str, dict[str, dict[str, Any]]] = {}
    for row in evidence.agreements.to_pylist():
        parties.setdefault(row["agreement"], {})[row["party"]] = row
    poles = evidence.region.poles_of(evidence.state.code)
    ties = []
    for agreement, by_party in parties.items():
        own = by_party.get(evidence.state.code)
        with_poles = tuple(pole for pole in poles if pole in by_party)
        if own is not None and with_poles and (own["signed"] or own["in_force"]):
            dates = (own["signed"], own["in_force"], own["ended"])
            ties.append(Tie(agreement, own["title"], own["kind"], with_poles, *dates))
    return sorted(_without_twins(ties), key=lambda tie: str(tie.day))


def _without_twins(ties: list[Tie]) -> list[Tie]:
    """Each agreement once: of two of one kind, day and partners, the one with a title of its own.

    Lists of trade agreements name a pair ("EU Montenegro (trade agreement)"); another list may
    have the same text under its title.
    """
    named = {tie.sameness for tie in ties if not tie.title.endswith(UNTITLED)}
    return [tie for tie in ties if not (tie.title.endswith(UNTITLED) and tie.sameness in named)]


def _marks(evidence: Evidence) -> list[Mark]:
    return [
        Mark(f"with {evidence.name(pole)}", tie.day, tie.in_force is not None)
        for tie in _with_poles(evidence)
        for pole in tie.poles
        if tie.day is not None
    ]


def _listed(evidence: Evidence) -> Grid:
    ties = [tie for tie in reversed(_with_poles(evidence)) if tie.kind != "other"][:LISTED]
    rows = [
        (
            str(tie.signed or "·"),
            ", ".join(evidence.name(pole) for pole in tie.poles),
            tie.words,
            tie.kind,
            tie.force,
        )
        for tie in ties
    ]
    caption = (
        f"The newest {len(rows)} agreements to which the state and a pole are parties, others "
        "beside them or not: a trade agreement of a union with a third party is listed with each "
        "member of the union. ·: by accession or succession, or not on record. Agreements on "
        "single matters, such as the environment, are left out."
    )
    return Grid(("Signed", "With", "Agreement", "Kind", "Force"), rows, caption, frozenset(),
                (11, 14, 43, 10, 22))  # fmt: skip


def _alt(stretches: list[Stretch]) -> str:
    listed = "; ".join(
        f"{s.row}: {s.status} since {s.first_day.isoformat()}"
        + (f" until {s.end_day.isoformat()}" if s.end_day else "")
        for s in stretches
    )
    return listed or "No membership in the organisations shown is recorded."


def _numbers(evidence: Evidence) -> list[Number]:
    day = _as_of(evidence)
    members = {
        row["organisation"]
        for row in evidence.memberships.to_pylist()
        if row["status"] == "member"
        and row["first_day"] is not None
        and row["first_day"] <= day
        and (row["end_day"] is None or day < row["end_day"])
    }
    agreements = _with_poles(evidence)
    counts = (
        ("memberships", "listed organisations of which it is a full member", len(members)),
        ("agreements", "listed agreements with its poles", len(agreements)),
    )
    return [
        evidence.number(f"ties.{name}", label, n, "count", period=day.isoformat(), source=name)
        for name, label, n in counts
    ]


SECTION = Section(50, "ties", build)
