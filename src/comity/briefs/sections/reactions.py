"""How the state and its poles answer each other's friendly and hostile acts."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs import theme
from comity.briefs.content import Block, Grid, Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.reaction_pictures import curves_caption, curves_svg
from comity.briefs.reaction_story import in_kind_story
from comity.briefs.reaction_words import assumptions, evidence_sentence, row_amount
from comity.briefs.section import Section
from comity.briefs.words import counted
from comity.models.answers import IN_KIND, Row, compared
from comity.models.answers_on_record import AnswersOnRecord
from comity.vocabulary.dyad import Dyad

TITLE = "How they answer each other"
COLUMNS = (
    *("Who answers whom", "Friendly answers", "friendly acts", "Hostile answers", "hostile acts"),
)
# With fewer acts between two, both directions, there is nothing to show of them.
LEAST_ACTS = 30


def build(evidence: Evidence) -> SectionContent | None:
    if evidence.alignment is None:
        return None
    found = evidence.alignment.reactions
    poles = [] if found is None else _poles(evidence, found)
    if found is None or not poles:
        why = evidence.alignment.missing.get("reactions", "Too few acts with its poles are known.")
        return SectionContent("reactions", TITLE, f"No answers are estimated. {why}")
    own = evidence.state.code
    shown = [dyad for pole in poles for dyad in (Dyad(own, pole), Dyad(pole, own))]
    lead = (
        "How many more acts of the same kind follow one act within 30 days than would be expected "
        "otherwise. “Is followed by” is an order in time: it does not tell why."
    )
    first = shown[:2]
    blocks: tuple[Block, ...] = (
        Paragraph(" ".join(in_kind_story(found, Dyad(own, poles[0])))),
        *_picture(evidence, found, first),
        _grid(evidence, found, shown),
        Paragraph(" ".join([_evidence(found, shown), *assumptions(found.period)]), small=True),
    )
    numbers = [number for dyad in shown for number in _numbers(evidence, found, dyad)]
    numbers += _differences(evidence, found, shown[0])
    return SectionContent("reactions", TITLE, lead, blocks, tuple(numbers))


def _poles(evidence: Evidence, found: AnswersOnRecord) -> list[str]:
    """The poles with enough acts between them and the state, the busiest first."""
    own = evidence.state.code
    acts = {
        pole: sum(row["stimulus_acts"] for row in _in_kind(found, own, pole))
        for pole in evidence.region.poles_of(own)
    }
    busy = [pole for pole, n in acts.items() if n >= LEAST_ACTS]
    return sorted(busy, key=lambda pole: -acts[pole])


def _in_kind(found: AnswersOnRecord, first: str, second: str) -> list[Row]:
    return [
        row for row in found.between(first, second) if (row["stimulus"], row["response"]) in IN_KIND
    ]


def _picture(evidence: Evidence, found: AnswersOnRecord, dyads: Sequence[Dyad]) -> list[Picture]:
    """The answers of the state and its busiest pole, by day."""
    names = evidence.name(dyads[0].source), evidence.name(dyads[0].target)
    title = "How {} and {} answer each other".format(*names)
    ordered = [dyads[1], dyads[0]]
    wide, narrow = (
        curves_svg(found, ordered, title=title, width=width) for width in (theme.WIDE, theme.NARROW)
    )
    if not wide:
        return []
    alt = " ".join(in_kind_story(found, dyads[0]))
    return [Picture("reactions", wide, alt, curves_caption(found), narrow=narrow)]


def _grid(evidence: Evidence, found: AnswersOnRecord, dyads: Sequence[Dyad]) -> Grid:
    rows = [
        (
            f"{evidence.name(dyad.source)} to {evidence.name(dyad.target)}",
            *_cell(found, dyad, "friendly"),
            *_cell(found, dyad, "hostile"),
        )
        for dyad in dyads
    ]
    caption = (
        "More friendly (hostile) acts in direct answer to one friendly (hostile) act, within 30 "
        "days, with 90% intervals, and how many such acts there were to answer. Not clear: not "
        "told from none at a false-discovery rate of 5% over the pairs of the region. Source: "
        f"{found.dataset}, {found.span}, {counted(found.days, 'day')} covered."
    )
    return Grid(
        COLUMNS,
        rows,
        caption,
        frozenset(COLUMNS[1:]),
        (25, 27, 12, 27, 12),
    )


def _cell(found: AnswersOnRecord, dyad: Dyad, kind: str) -> tuple[str, str]:
    row = found.of(dyad.source, dyad.target, kind, kind)
    return ("·", "0") if row is None else (row_amount(row), f"{row['stimulus_acts']:,}")


def _evidence(found: AnswersOnRecord, dyads: Sequence[Dyad]) -> str:
    return evidence_sentence(
        [
            row
            for dyad in dyads
            for row in _in_kind(found, dyad.source, dyad.target)
            if row["responder"] == dyad.source
        ]
    )


def _numbers(evidence: Evidence, found: AnswersOnRecord, dyad: Dyad) -> list[Number]:
    """Each answer with its interval, all that follows, how soon, and on how much own record."""
    numbers = []
    period = f"{found.span.first_day.isoformat()}/{found.span.last_day.isoformat()}"
    for kind, _ in IN_KIND:
        row = found.of(dyad.source, dyad.target, kind, kind)
        if row is None:
            continue
        place = f"reactions.{dyad.source}-{dyad.target}.{kind}"
        answer = f"{kind} acts of {dyad.source} after one {kind} act of {dyad.target}"
        unit = "acts in 30 days"
        numbers += [
            evidence.number(
                place, f"{answer}: direct answer, 90% interval", row["extra_acts_30d"], unit,
                period=period, source=found.dataset, low=row["lower"], high=row["upper"],
            ),
            evidence.number(
                f"{place}.total", f"{answer}: with momentum and echoes, 90% interval",
                row["total_30d"], unit, period=period, source=found.dataset,
                low=row["total_lower"], high=row["total_upper"],
            ),
            evidence.number(
                f"{place}.acts", f"{kind} acts of {dyad.target} toward {dyad.source}",
                row["stimulus_acts"], "acts", period=period, source=found.dataset,
            ),
            evidence.number(
                f"{place}.own", f"{answer}: share of the pair's own record", row["own_evidence"],
                "share of the estimate", period=period, source=found.dataset,
            ),
        ]  # fmt: skip
        if row["half_life_days"] is not None:
            numbers.append(
                evidence.number(
                    f"{place}.half", f"{answer}: half of it has come", row["half_life_days"],
                    "days", period=period, source=found.dataset,
                )
            )  # fmt: skip
    return numbers


def _differences(evidence: Evidence, found: AnswersOnRecord, dyad: Dyad) -> list[Number]:
    """Who of two answers more, as the sentences tell it."""
    numbers = []
    for kind, _ in IN_KIND:
        rows = [found.of(d.source, d.target, kind, kind) for d in (dyad, dyad.reverse)]
        first, second = (
            sorted((row for row in rows if row), key=lambda row: -row["extra_acts_30d"])
            if all(rows)
            else (None, None)
        )
        beside = compared(first, second) if first and second else None
        if first is None or beside is None:
            continue
        pair = first["responder"], first["initiator"]
        label = "{} answers of {} to {} less those the other way".format(kind, *pair)
        place = "reactions.{}-{}.{}.difference".format(*pair, kind)
        period = f"{found.span.first_day.isoformat()}/{found.span.last_day.isoformat()}"
        numbers += [
            evidence.number(
                place, f"{label}, 90% interval", beside.difference, "acts in 30 days",
                period=period, source=found.dataset, low=beside.lower, high=beside.upper,
            ),
            evidence.number(
                f"{place}.probability", f"probability that {label} is above 0", beside.probability,
                "probability", period=period, source=found.dataset,
            ),
        ]  # fmt: skip
    return numbers


SECTION = Section(45, "reactions", build)
