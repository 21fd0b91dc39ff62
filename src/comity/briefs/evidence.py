"""What the lake says about one state among its poles: gathered once, read by every section."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from comity.briefs.alignment_evidence import (
    AlignmentEvidence,
    RegionAlignment,
    gather_alignment,
)
from comity.briefs.clashes import Clashes, clashes
from comity.briefs.content import Number
from comity.briefs.repertoire_evidence import repertoires
from comity.errors import OutsideCoverage
from comity.measures.act_reading import cells_of
from comity.measures.dyad_series import CoveredDay, DyadSeries, dyad_series
from comity.measures.gestures import Gestures, gestures
from comity.measures.partner_balance import PartnerBalance, partner_balance
from comity.measures.reading_tables import default_reading, is_judged
from comity.measures.repertoire import Repertoire
from comity.measures.vote_agreement import VoteAgreement, agreement_with_poles
from comity.registry import actors
from comity.sources.contract import Coverage
from comity.store.coverage import DEFAULT_YEARS, covered_days
from comity.store.query import Reading
from comity.vocabulary.actor import ActorKind
from comity.vocabulary.bloc import Bloc, MemberSpell
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, Span
from comity.vocabulary.region import Region
from comity.vocabulary.state import State

HOSTILE = ("insult", "offence", "attack")
# Beside the poles, so many of the busiest other partners, with at least so many acts.
OTHER_PARTNERS, LEAST_ACTS = 2, 40


@dataclass(frozen=True, slots=True)
class PoleEvidence:
    """What passed between the state and one pole that the dataset covers, by month and by act.

    Beside the poles stand the state's busiest other partners (`is_pole` false).
    """

    code: str
    name: str
    months: DyadSeries
    acts: Gestures
    judged: bool
    is_pole: bool
    clashes: Clashes

    def confirmed_attacks(self, source: str) -> int:
        """Attacks of one direction that others bear out; see `clashes`."""
        return sum(
            row["count"]
            for row in self.acts.table.to_pylist()
            if row["source"] == source
            and row["gesture_class"] == "attack"
            and self.clashes.holds(row["day"], row["source"], row["target"])
        )

    def rows(self, source: str) -> list[dict[str, object]]:
        """The months of one direction."""
        return [row for row in self.months.table.to_pylist() if row["source"] == source]

    def total(self, source: str, *classes: str) -> int:
        """Acts of some classes (default: all) in one direction."""
        names = classes or ("acts",)
        return sum(int(row[name]) for row in self.rows(source) for name in names)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a brief is made from. Sections read it and compute nothing on the lake."""

    state: State
    region: Region
    poles: tuple[PoleEvidence, ...]
    dataset: str
    span: Span
    covered: tuple[CoveredDay, ...]
    partners: PartnerBalance
    votes: Mapping[str, VoteAgreement]
    roll_call_days: frozenset[dt.date]
    visa_facts: pa.Table
    visa_coverage: Sequence[Coverage]
    memberships: pa.Table
    agreements: pa.Table
    sources: pa.Table
    eu: Bloc
    lake_version: int
    committed_at: dt.datetime
    alignment: AlignmentEvidence | None = None
    repertoires: tuple[Repertoire, ...] = ()

    @property
    def period(self) -> str:
        """The span of the acts as an ISO 8601 interval, both ends included."""
        return f"{self.span.first_day.isoformat()}/{self.span.last_day.isoformat()}"

    @property
    def days_text(self) -> str:
        """How much of the span is covered, in words."""
        return f"{len(self.covered)} of {self.span.days} days covered"

    def number(
        self,
        id: str,
        label: str,
        value: float | int,
        unit: str,
        *,
        period: str | None = None,
        source: str | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> Number:
        """A traced number; by default of the acts' dataset and of the whole span."""
        return Number(
            id,
            label,
            value,
            unit,
            period or self.period,
            source or self.dataset,
            self.lake_version,
            low,
            high,
        )

    def name(self, code: str) -> str:
        """The English short name of an actor."""
        return actors().name(code)

    def pole_actor(self, code: str) -> str | Bloc:
        """A pole as a measure takes it: the EU as a bloc of its members, a state by its code."""
        return self.eu if code == self.eu.code else code


def gather(
    reading: Reading,
    state: State,
    region: Region,
    *,
    dataset: str | None = None,
    alignment: RegionAlignment | None = None,
) -> Evidence:
    """Read all that a brief needs.

    `alignment` is what the briefs of the region share; without it the brief has no part on it.

    The acts come from one dataset for all poles, the one asked for or the one that covers the most
    days of the last ten years. Raises OutsideCoverage where no dataset covers the state and a pole.
    """
    poles = region.poles_of(state.code)
    chosen, by_pole = _choose_dataset(reading, state.code, poles, dataset)
    days = tuple(sorted({c for of in by_pole.values() for c in of}, key=lambda c: c.day))
    span = Span.inclusive(days[0].day, days[-1].day)
    acts = reading.run(
        "state_acts",
        {
            "state": state.code,
            "dataset": chosen,
            "first_day": span.first_day,
            "last_day": span.last_day,
        },
    )
    cells = cells_of(acts, default_reading())
    bloc = members_bloc(reading, "EU")
    partners = partner_balance(acts, default_reading(), state=state.code, cells=cells)
    by_partner = {**by_pole, **_busiest(reading, partners, poles, bloc, chosen, span)}
    return Evidence(
        state=state,
        region=region,
        poles=_poles(acts, cells, state.code, poles, by_partner, span),
        dataset=chosen,
        span=span,
        covered=days,
        partners=partners,
        votes=_votes(reading, state.code, poles, bloc),
        roll_call_days=_roll_call_days(reading),
        visa_facts=reading.query(
            "SELECT * FROM dyad_facts WHERE dataset = 'passport_index' AND fact = 'visa'"
        ),
        visa_coverage=_visa_coverage(reading),
        memberships=_memberships(reading, state.code),
        agreements=_agreements(reading, state.code),
        sources=reading.run("data"),
        eu=bloc,
        lake_version=reading.version.number,
        committed_at=reading.version.committed_at,
        alignment=gather_alignment(reading, alignment, state.code, region, bloc)
        if alignment
        else None,
        repertoires=repertoires(
            reading, acts, cells, state=state.code, covered=by_partner, dataset=chosen
        ),
    )


def _choose_dataset(
    reading: Reading, state: str, poles: Sequence[str], dataset: str | None
) -> tuple[str, Mapping[str, tuple[CoveredDay, ...]]]:
    """The dataset that covers the most days over all poles, and the days it covers for each.

    A pole without a covered day in it is left out: there is no number outside coverage.
    """
    days: dict[str, dict[str, dict[dt.date, str]]] = {}
    for pole in poles:
        for name, of in covered_days(reading, Dyad(state, pole)).items():
            if dataset in (None, name):
                days.setdefault(name, {})[pole] = of
    latest = max((max(of) for by_pole in days.values() for of in by_pole.values()), default=None)
    if latest is None:
        raise OutsideCoverage(
            f"No source of the lake covers {state} and its poles ({', '.join(poles)}).",
            next_step="`comity data` lists what is covered; `comity ingest` adds more.",
        )
    earliest = dt.date(latest.year - DEFAULT_YEARS, 1, 1)
    kept = {
        name: {pole: _since(earliest, of) for pole, of in by_pole.items()}
        for name, by_pole in days.items()
    }
    best = max(sorted(kept), key=lambda name: sum(len(of) for of in kept[name].values()))
    return best, {pole: of for pole, of in kept[best].items() if of}


def _busiest(
    reading: Reading,
    partners: PartnerBalance,
    poles: Sequence[str],
    eu: Bloc,
    dataset: str,
    span: Span,
) -> Mapping[str, tuple[CoveredDay, ...]]:
    """The busiest partners that are no pole, with the days that the dataset covers for each.

    Members of the EU stand for themselves only where the EU is no pole.
    """
    left_out = {*poles, *(eu.members_on(span.last_day) if eu.code in poles else ())}
    busiest = [
        row["partner"]
        for row in partners.table.to_pylist()
        if row["partner"] not in left_out
        and row["acts"] >= LEAST_ACTS
        and actors().kind(row["partner"]) is ActorKind.STATE
    ][:OTHER_PARTNERS]
    found = {}
    for partner in busiest:
        days = covered_days(reading, Dyad(partners.state, partner)).get(dataset, {})
        inside = tuple(CoveredDay(day, days[day]) for day in sorted(days) if day in span)
        if inside:
            found[partner] = inside
    return found


def _since(earliest: dt.date, days: Mapping[dt.date, str]) -> tuple[CoveredDay, ...]:
    return tuple(CoveredDay(day, part) for day, part in sorted(days.items()) if day >= earliest)


def _poles(
    acts: pa.Table,
    cells: pa.Table,
    state: str,
    region_poles: Sequence[str],
    by_pole: Mapping[str, tuple[CoveredDay, ...]],
    span: Span,
) -> tuple[PoleEvidence, ...]:
    """The evidence on each pole and busy partner, from all acts: read once, then divided."""
    poles = list(by_pole)
    dataset = str(acts["dataset"][0]) if acts.num_rows else ""
    with_poles = acts.filter(
        pc.or_(
            pc.is_in(acts["source"], value_set=pa.array(poles)),
            pc.is_in(acts["target"], value_set=pa.array(poles)),
        )
    )
    months = _months(with_poles, cells, state, by_pole, dataset, span)
    listed = gestures(with_poles, default_reading(), cells=cells)
    clashed = clashes(listed.table)
    return tuple(
        PoleEvidence(
            pole,
            actors().name(pole),
            replace(months[pole], table=_between(months[pole].table, pole)),
            replace(listed, table=_between(listed.table, pole)),
            is_judged(Dyad(state, pole), span) or is_judged(Dyad(pole, state), span),
            pole in region_poles,
            clashed,
        )
        for pole in poles
    )


def _months(
    acts: pa.Table,
    cells: pa.Table,
    state: str,
    by_pole: Mapping[str, tuple[CoveredDay, ...]],
    dataset: str,
    span: Span,
) -> Mapping[str, DyadSeries]:
    """The monthly series by pole; poles that are covered on the same days are read together."""
    together: dict[tuple[CoveredDay, ...], list[str]] = {}
    for pole, days in by_pole.items():
        together.setdefault(days, []).append(pole)
    found: dict[str, DyadSeries] = {}
    for days, poles in together.items():
        dyads = [d for pole in poles for d in (Dyad(state, pole), Dyad(pole, state))]
        series = dyad_series(
            acts,
            default_reading(),
            dyads=dyads,
            judged=frozenset(d for d in dyads if is_judged(d, span)),
            covered=days,
            granularity=Granularity.MONTH,
            dataset=dataset,
            cells=cells,
        )
        found |= dict.fromkeys(poles, series)
    return found


def _between(rows: pa.Table, pole: str) -> pa.Table:
    """The rows with the pole on either side."""
    return rows.filter(pc.or_(pc.equal(rows["source"], pole), pc.equal(rows["target"], pole)))


def members_bloc(reading: Reading, organisation: str) -> Bloc:
    """An organisation as the bloc of its members."""
    rows = reading.query(
        "SELECT state, first_day, end_day FROM memberships "
        "WHERE dataset = 'memberships' AND organisation = $organisation "
        "AND status = 'member' ORDER BY first_day, state",
        {"organisation": organisation},
    ).to_pylist()
    spells = (MemberSpell(row["state"], row["first_day"], row["end_day"]) for row in rows)
    return Bloc(organisation, tuple(spells))


def _votes(
    reading: Reading, state: str, poles: Sequence[str], eu: Bloc
) -> Mapping[str, VoteAgreement]:
    voters = sorted({state, *poles, *eu.states})
    votes = reading.query(
        "SELECT rcid, state, vote FROM votes "
        "WHERE dataset = 'un_votes' AND list_contains($voters, state)",
        {"voters": voters},
    )
    roll_calls = reading.query("SELECT * FROM roll_calls WHERE dataset = 'un_votes'")
    asked = [eu if pole == eu.code else pole for pole in poles]
    return agreement_with_poles(votes, roll_calls, state=state, poles=asked)


def _roll_call_days(reading: Reading) -> frozenset[dt.date]:
    days = reading.query(
        "SELECT DISTINCT day FROM roll_calls WHERE dataset = 'un_votes' AND day IS NOT NULL"
    )
    return frozenset(days.column(0).to_pylist())


def _visa_coverage(reading: Reading) -> tuple[Coverage, ...]:
    rows = reading.query(
        "SELECT * FROM coverage WHERE \"table\" = 'dyad_facts' AND dataset = 'passport_index'"
    ).to_pylist()
    return tuple(
        Coverage(
            row["dataset"],
            row["part"],
            row["first_day"],
            row["last_day"],
            row["scope"],
            tuple(json.loads(row["actors"])),
            row["table"],
        )
        for row in rows
    )


def _memberships(reading: Reading, state: str) -> pa.Table:
    return reading.query(
        "SELECT * FROM memberships WHERE dataset = 'memberships' AND state = $state "
        "ORDER BY first_day",
        {"state": state},
    )


def _agreements(reading: Reading, state: str) -> pa.Table:
    """Agreements to which the state is party, each with all its parties."""
    return reading.query(
        """
        -- One row: one party of an agreement that the state has signed, acceded to or ratified.
        SELECT * FROM agreements
        WHERE dataset = 'agreements'
            AND agreement IN (SELECT agreement FROM agreements WHERE party = $state)
        ORDER BY coalesce(signed, in_force), agreement, party
        """,
        {"state": state},
    )
