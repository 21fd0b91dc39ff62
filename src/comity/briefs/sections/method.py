"""How the brief was made: method, coverage, licences, how to cite, lake version."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from comity.briefs.content import Block, Grid, Number, Paragraph, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.registry.gestures import code_book
from comity.vocabulary.period import Span

READING = (
    "Each act is the act of an organ of a state or of an organisation toward another state, its "
    "organs, its population or an organisation; acts of private persons, parties, media, "
    "companies, armed groups, ethnic or religious groups, and acts within one state, are left out. "
    "Two records of the same act on one day count once. The code-book reads each full event code "
    "as friendly, neutral, insult, offence or attack. A show of force is an attack only where the "
    "record names an organ that it addresses, else an offence. Meetings are mirrored by the coders "
    "in both directions and counted apart. The acts of the European Union are those of its "
    "institutions, not of its members. "
    "Recognition is friendly only where the recognised party is the target. A breach is an act "
    "contrary to a listed obligation in force that day; a lawful exit is none."
)
POSITIONS = (
    "Positions in UN votes are ideal points (Bailey, Strezhnev and Voeten 2017): a yes, an "
    "abstention and a no are ordered choices on one line, a state's position is carried on from "
    "session to session, and a resolution that is voted again keeps its parameters, which ties the "
    "sessions together; an absence is missing. Drift is the median slope of the distance between "
    "two positions (Theil 1950; Sen 1968) over joint draws of the estimate; breaks are those "
    "beyond a random walk (Barry and Hartigan 1993; Fearnhead 2006)."
)
TIES = (
    "Blocs are communities in the network of several kinds of ties at once (Mucha et al. 2010), by "
    "modularity (Blondel et al. 2008; Traag, Waltman and van Eck 2019), that hold over many runs "
    "(Lancichinetti and Fortunato 2012) with other weights of the kinds; votes are compared beyond "
    "chance by Scott’s pi (Häge 2011). The spread over poles is the evenness of Simpson (1949) and "
    "Gini (1912). The sovereignty profile is the mean of indicators on fixed scales, its intervals "
    "over other choices and weights of them (Nardo et al. 2008). None of these tells of intentions."
)
ANSWERS = (
    "Answers are counts of acts by day that follow the other side's acts of the days before, "
    "through kernels of several lengths, beside each side's own momentum, the acts of third "
    "parties, the volume of news and a common shock to both sides; dyads with little record borrow "
    "from the others. It is the discrete relative of a mutually exciting process (Hawkes 1971)."
)
LIMITS = (
    "Event data record what news agencies report, and say how often, not how much: counts follow "
    "attention as well as deeds. Levels are compared within one source and one stretch only. 0 "
    "stands for covered days without an act; outside coverage there is no number."
)


def build(evidence: Evidence) -> SectionContent | None:
    rows = [
        (
            str(row["dataset"]),
            str(row["table"]),
            f"{row['rows']:,}",
            f"{row['first_day'] or '·'} to {row['last_day'] or '·'}",
            str(row["licence"] or "·"),
        )
        for row in _used(evidence)
    ]
    version = (
        f"Lake version {evidence.lake_version} of {evidence.committed_at.date().isoformat()}; "
        f"code-book {code_book().version}. Cite: comity, country brief {evidence.state.name} "
        f"({evidence.state.code}), lake version {evidence.lake_version}, with the sources: "
        f"{_citations(evidence)}"
    )
    grid = Grid(
        ("Source", "Table", "Rows", "Coverage", "Licence"),
        rows,
        "Sources of this brief.",
        frozenset({"Rows"}),
        (17, 14, 11, 25, 33),
    )
    blocks: tuple[Block, ...] = (
        Paragraph(READING, small=True),
        *_alignment(evidence),
        Paragraph(LIMITS, small=True),
        Paragraph(f"Days covered for the acts: {_stretches(evidence)}.", small=True),
        grid,
        Paragraph(version, small=True),
    )
    return SectionContent("method", "Method, coverage and sources", "", blocks, _numbers(evidence))


def _alignment(evidence: Evidence) -> list[Paragraph]:
    """How positions, drift, blocs, spread, answers are made, where the brief has them."""
    found = evidence.alignment
    if found is None:
        return []
    ties = found.blocs or found.hedging or found.sovereignty
    said = ([POSITIONS] if found.standings else []) + ([TIES] if ties else [])
    said += [ANSWERS] if found.reactions else []
    return [Paragraph(text, small=True) for text in said]


def _used(evidence: Evidence) -> list[dict[str, object]]:
    wanted = {evidence.dataset, "un_votes", "passport_index", "memberships", "agreements"}
    wanted |= evidence.alignment.datasets if evidence.alignment else frozenset()
    return [row for row in evidence.sources.to_pylist() if row["dataset"] in wanted]


def _citations(evidence: Evidence) -> str:
    texts = dict.fromkeys(str(row["citation"]).strip().rstrip(".") for row in _used(evidence))
    return "; ".join(text for text in texts if text and text != "None") + "."


def _stretches(evidence: Evidence) -> str:
    """The covered days as spans, with the part that each belongs to."""
    spans = []
    numbered = enumerate(evidence.covered)
    for (part, _), group in groupby(
        numbered, key=lambda pair: (pair[1].part, pair[1].day.toordinal() - pair[0])
    ):
        days: list[dt.date] = [covered.day for _, covered in group]
        spans.append(f"{Span.inclusive(days[0], days[-1])} (part {part})")
    return "; ".join(spans)


def _numbers(evidence: Evidence) -> tuple[Number, ...]:
    return tuple(
        evidence.number(
            f"method.{row['dataset']}.{row['table']}.rows",
            f"rows of {row['dataset']} in {row['table']}",
            row["rows"],  # type: ignore[arg-type]
            "rows",
            period=f"{row['first_day'] or ''}/{row['last_day'] or ''}",
            source=str(row["dataset"]),
        )
        for row in _used(evidence)
    )


SECTION = Section(90, "method", build)
