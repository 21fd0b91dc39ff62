"""The headline: plain sentences, written from the numbers and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from comity.briefs.alignment_words import clear_moves, year_of
from comity.briefs.content import Number
from comity.briefs.evidence import HOSTILE, Evidence, PoleEvidence
from comity.briefs.words import capital, counted, listed, month_year, possessive, the
from comity.measures.vote_agreement import PeriodAgreement
from comity.models.drift import Verdict

# A year with fewer shared roll calls has hardly begun: its interval spans half the scale.
ENOUGH_ROLL_CALLS = 20
NUMBER_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}


@dataclass(frozen=True, slots=True)
class Headline:
    """Three sentences, a fourth where the state clearly moved, and the numbers in them."""

    sentences: tuple[str, ...]
    numbers: tuple[Number, ...]


def headline(evidence: Evidence) -> Headline:
    """With which pole it dealt most; who was hostile to whom; with whom it voted; its drift."""
    parts = [_dealings(evidence), _hostility(evidence), _voting(evidence), _moving(evidence)]
    return Headline(
        tuple(sentence for sentence, _ in parts if sentence),
        tuple(n for _, of in parts for n in of),
    )


def _both_ways(state: str, pole: PoleEvidence, *classes: str) -> int:
    return pole.total(state, *classes) + pole.total(pole.code, *classes)


def _meetings(state: str, pole: PoleEvidence) -> int:
    """Meetings, each once: coders write one in both directions, and miss one side now and then."""
    return max(pole.total(state, "meeting"), pole.total(pole.code, "meeting"))


def _other_acts(state: str, pole: PoleEvidence) -> int:
    return _both_ways(state, pole) - _both_ways(state, pole, "meeting")


def _dealt(state: str, pole: PoleEvidence) -> int:
    return _meetings(state, pole) + _other_acts(state, pole)


def _among(evidence: Evidence) -> str:
    """Whom the headline compares: the poles, and the busiest partners beside them."""
    others = [the(pole.name) for pole in evidence.poles if not pole.is_pole]
    poles = sum(pole.is_pole for pole in evidence.poles)
    return f"its {NUMBER_WORDS.get(poles, str(poles))} poles" + (
        f" and its busiest other partners ({listed(others)})" if others else ""
    )


def _dealings(evidence: Evidence) -> tuple[str, list[Number]]:
    own, state = evidence.state.name, evidence.state.code
    span = f"{month_year(evidence.span.first_day)} and {month_year(evidence.span.last_day)}"
    when = f"On the {len(evidence.covered)} days covered between {span}"
    ranked = sorted(evidence.poles, key=lambda pole: -_dealt(state, pole))
    top = ranked[0] if ranked else None
    if top is None or not _dealt(state, top):
        return f"{when}, no act between {the(own)} and its poles is recorded.", []
    among = _among(evidence)
    meetings, others = _meetings(state, top), _other_acts(state, top)
    label = f"{own} and {top.name}, both directions"
    numbers = [
        evidence.number("headline.days", "days covered", len(evidence.covered), "days"),
        evidence.number("headline.span", "days of the span", evidence.span.days, "days"),
        evidence.number("headline.meetings", f"{label}: meetings", meetings, "meetings"),
        evidence.number("headline.acts", f"{label}: acts but meetings", others, "acts"),
    ]
    sentence = (
        f"{when}, {the(own)} dealt most, of {among}, with {the(top.name)}: "
        f"{counted(meetings, 'meeting')} and {counted(others, 'other act')}"
    )
    if not others:
        return f"{sentence}.", numbers
    friendly = _both_ways(state, top, "friendly") / others
    hostile = _both_ways(state, top, *HOSTILE) / others
    # The rest, so that the three shares add up to 100.
    neutral = 100 - round(friendly * 100) - round(hostile * 100)
    sentence += (
        f" in both directions; of the other acts {friendly:.0%} were friendly, {hostile:.0%} "
        f"hostile and {neutral}% neutral."
    )
    for name, share in (("friendly", friendly), ("hostile", hostile), ("neutral", neutral / 100)):
        numbers.append(
            evidence.number(
                f"headline.{name}", f"{label}: {name}", share, "share of acts but meetings"
            )
        )
    return sentence, numbers


def _hostility(evidence: Evidence) -> tuple[str, list[Number]]:
    own, state = evidence.state.name, evidence.state.code
    if not sum(_both_ways(state, pole, *HOSTILE) for pole in evidence.poles):
        return f"No hostile act between {the(own)} and these is recorded.", []
    first = max(evidence.poles, key=lambda pole: pole.total(pole.code, *HOSTILE))
    second = max(evidence.poles, key=lambda pole: pole.total(state, *HOSTILE))
    received, given = first.total(first.code, *HOSTILE), second.total(state, *HOSTILE)
    attacks = first.confirmed_attacks(first.code)
    borne_out = f", {counted(attacks, 'attack')} in clashes among them" if attacks else ""
    inward = (
        f"most hostile acts toward {the(own)} came from {the(first.name)} ({received:,}{borne_out})"
        if received
        else f"no hostile act toward {the(own)} is recorded"
    )
    outward = (
        f"most of its own went toward {the(second.name)} ({given:,})"
        if given
        else "none of its own is recorded"
    )
    sentence = capital(f"of these, {inward}, and {outward}.")
    return sentence, [
        evidence.number(
            "headline.hostile_received", f"{first.name} → {own}: hostile", received, "acts"
        ),
        evidence.number(
            "headline.attacks_received",
            f"{first.name} → {own}: attacks in clashes",
            attacks,
            "acts",
        ),
        evidence.number("headline.hostile_given", f"{own} → {second.name}: hostile", given, "acts"),
    ]


def _voting(evidence: Evidence) -> tuple[str, list[Number]]:
    own = evidence.state.name
    by_year: dict[int, dict[str, PeriodAgreement]] = {}
    for code, found in evidence.votes.items():
        for period in found.periods:
            if period.roll_calls >= ENOUGH_ROLL_CALLS:
                by_year.setdefault(period.period, {})[code] = period
    if not by_year:
        few = "has too few votes" if evidence.votes else "has no recorded vote"
        return f"{capital(the(own))} {few} in the UN General Assembly to compare.", []
    year = max(by_year)
    current = by_year[year]
    ranked = sorted(current, key=lambda code: -current[code].agreement)
    numbers, said = [], []
    for code in dict.fromkeys((ranked[0], ranked[-1])):
        period = current[code]
        interval = period.agreement_interval
        said.append(
            f"{the(evidence.name(code))} ({period.agreement:.2f}, 95% interval "
            f"{interval.low:.2f} to {interval.high:.2f})"
        )
        numbers.append(
            evidence.number(
                f"headline.votes.{code}",
                f"agreement of {own} with {evidence.name(code)} in UN votes",
                period.agreement,
                "agreement, 0 to 1",
                period=str(year),
                source="un_votes",
                low=interval.low,
                high=interval.high,
            )
        )
    ends = (
        f"of its poles closest to {said[0]} and farthest from {said[1]}"
        if len(said) > 1
        else f"close to {said[0]} to this degree"
    )
    scale = "1 being the same vote always and 0 yes against no always"
    sentence = f"In UN General Assembly votes of {year}, {the(own)} stood {ends}; {scale}."
    return sentence, numbers


def _moving(evidence: Evidence) -> tuple[str, list[Number]]:
    """Nearer to whom and farther from whom in UN votes; nothing where no move is clear."""
    found = evidence.alignment.standings if evidence.alignment else None
    moved = clear_moves(found.drifts, evidence.name) if found else ""
    if found is None or not moved:
        return "", []
    first, last = (year_of(found.by, period) for period in found.span)
    numbers = [
        evidence.number(
            f"headline.drift.{code}",
            f"change of the distance of {one.state} and {code} in UN votes, "
            f"{one.level:.0%} interval",
            one.speed_per_decade,
            "positions in ten years",
            period=f"{first}/{last}",
            source=found.dataset,
            low=min(one.speed_lower, one.speed_per_decade),
            high=max(one.speed_upper, one.speed_per_decade),
        )
        for code, one in found.drifts.items()
        if one.verdict is not Verdict.NOT_CLEAR
    ]
    own = possessive(the(evidence.state.name))
    return f"In UN votes from {first} to {last}, {own} {moved}.", numbers
