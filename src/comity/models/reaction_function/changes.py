"""Whether an answer changed: at a date, and in windows along the record."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.special import ndtr

from comity.errors import BadValue, OutsideCoverage
from comity.models.reaction_function.echoes import direct_share
from comity.models.reaction_function.evidence import fit_evidence
from comity.models.reaction_function.features import WITHIN_DAYS
from comity.models.reaction_function.fit import Fit
from comity.models.reaction_function.pairs import Pairs, calendar
from comity.models.reaction_function.result import Z90, ReactionFunctions
from comity.models.reaction_function.series import GAP, ActSeries

# A stretch with fewer observed steps, or fewer acts to answer, gives no estimate.
FEWEST_STEPS, FEWEST_ACTS = 60, 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """The direct answer within 30 days over a stretch of days, both included.

    From the stretch's own evidence and what all dyads have in common; 90% interval.
    """

    first_day: dt.date
    last_day: dt.date
    stimulus_acts: int
    extra: float
    lower: float
    upper: float
    own: float
    own_sd: float


@dataclass(frozen=True, slots=True)
class Change:
    """The answer before and from a day on, and how surely the two differ.

    `p_value` is of the own evidence of both stretches, two-sided; a day that was picked because
    the answer seemed to change there makes it too small.
    """

    responder: str
    initiator: str
    stimulus: str
    responses: tuple[str, ...]
    at: dt.date
    before: Stretch
    after: Stretch
    difference: float
    p_value: float


def answer_changed(
    fitted: ReactionFunctions,
    responder: str,
    initiator: str,
    stimulus: str,
    responses: Sequence[str],
    at: dt.date,
) -> Change:
    """Test whether an answer changed at a day: the dyad is fitted anew before it and from it on.

    Raises OutsideCoverage where a stretch is too short or has too few acts to answer.
    """
    fitted.check_classes(stimulus, responses)
    series = fitted.fit.series
    step = series.step_of(at)
    if not 0 < step < series.steps:
        raise BadValue(
            f"{at} lies outside the series.",
            hint=f"It has {series.first_day} to {series.day_of(series.steps)}.",
            next_step="Choose a day within it.",
        )
    question = (responder, initiator, stimulus, tuple(responses))
    before = _stretch(fitted.fit, *question, 0, step)
    after = _stretch(fitted.fit, *question, step, series.steps)
    difference = after.own - before.own
    spread = math.hypot(before.own_sd, after.own_sd)
    p_value = 2.0 * float(ndtr(-abs(difference) / spread))
    return Change(*question, at, before, after, difference, p_value)


def rolling_reactions(
    fitted: ReactionFunctions,
    responder: str,
    initiator: str,
    stimulus: str,
    responses: Sequence[str],
    *,
    window: int,
    every: int,
) -> list[Stretch]:
    """The answer in windows of so many steps, each begun `every` steps later.

    Windows with too few observed steps or acts to answer are left out.
    """
    found = []
    for first in range(0, max(fitted.fit.series.steps - window, 0) + 1, every):
        try:
            found.append(
                _stretch(
                    fitted.fit,
                    responder,
                    initiator,
                    stimulus,
                    tuple(responses),
                    first,
                    min(first + window, fitted.fit.series.steps),
                )
            )
        except OutsideCoverage:
            continue
    return found


def _stretch(
    fit: Fit,
    responder: str,
    initiator: str,
    stimulus: str,
    responses: tuple[str, ...],
    first: int,
    end: int,
) -> Stretch:
    series = _dyad_alone(fit.series, responder, initiator).between(first, end)
    offset = fit.days_offset[first:end]
    days = calendar(series, offset)
    pairs = Pairs(series, days)
    classes = series.classes
    seen = int((series.parts != GAP).sum())
    way = 0 if pairs.dyads[0].source == responder else 1
    given = int(pairs[0].acts[1 - way, classes.index(stimulus)])
    if seen < FEWEST_STEPS or given < FEWEST_ACTS:
        raise OutsideCoverage(
            f"{series.day_of(0)} to {series.day_of(end - first)} gives no reaction function.",
            hint=f"{seen} observed {series.period}s, {given} acts to answer.",
            next_step="Choose a longer stretch.",
        )
    e = fit_evidence(0, pairs[0], days, fit.layout, fit.prior, None)
    j = classes.index(stimulus)
    answering = [c for side, c in pairs.series_of[0] if side == way and classes[c] in responses]
    if not answering:
        raise OutsideCoverage(
            f"{responder} did none of {', '.join(responses)} toward {initiator} from "
            f"{series.day_of(0)} on.",
            next_step="Choose a longer stretch.",
        )
    mean = variance = own = own_variance = 0.0
    for i, (side, c) in enumerate(pairs.series_of[0]):
        if side != way or classes[c] not in responses:
            continue
        shape = fit.prior.shapes[j, c]
        mass = direct_share(shape, WITHIN_DAYS)
        u, s = float(e.y[i, j] @ shape), float(shape @ e.info[i, j] @ shape)
        thought, sd = fit.prior.answers[j, c]
        tight = s + 1.0 / sd**2
        mean += mass * (u + thought / sd**2) / tight
        variance += mass**2 / tight
        own += mass * u / max(s, 1e-9)
        own_variance += mass**2 / max(s, 1e-9)
    band = Z90 * math.sqrt(variance)
    return Stretch(
        series.day_of(0),
        series.day_of(end - first) - dt.timedelta(days=1),
        given,
        mean,
        mean - band,
        mean + band,
        own,
        math.sqrt(own_variance),
    )


def _dyad_alone(series: ActSeries, responder: str, initiator: str) -> ActSeries:
    """The series with the two directions of one dyad only, without the volume of news."""
    found = series.among({responder, initiator})
    if not found.dyads:
        raise OutsideCoverage(
            f"There is no act between {responder} and {initiator} in the series.",
            next_step="Name a pair that the series covers.",
        )
    return replace(found, volume=None)
