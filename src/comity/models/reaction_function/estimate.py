"""Estimate the reaction functions of all dyads of a series."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from comity.errors import BadValue, NotConverged
from comity.models.reaction_function.fit import Fit, fit_all
from comity.models.reaction_function.result import ReactionFunctions
from comity.models.reaction_function.series import GAP, ActSeries
from comity.models.reaction_function.tables import reactions
from comity.registry.regions import regions

FEWEST_STEPS = 20
# With more of the dyads not settled (one is let pass among several) there is no result at all.
MOST_UNSETTLED = 0.02


def fit_reactions(
    series: ActSeries,
    *,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    region_of: Mapping[str, int] | None = None,
) -> ReactionFunctions:
    """Reaction functions of all directed dyads with an act.

    `region_of` numbers the region of each responder that it borrows from first; by default the
    shipped regions. Raises BadValue for a series without acts or too short, NotConverged with the
    dyads that have not settled, Interrupted when cancelled.
    """
    seen = int((series.parts != GAP).sum())
    if seen < FEWEST_STEPS:
        raise BadValue(
            f"{seen} observed {series.period}s are too few for reaction functions.",
            hint=f"At least {FEWEST_STEPS}.",
            next_step="Give a longer span.",
        )
    if not len(series.n) or not series.n.sum():
        raise BadValue(
            "There is no act in the series.", next_step="Give a table with at least one act."
        )
    known = region_numbers() if region_of is None else region_of
    half = progress and (lambda share, text: progress(0.9 * share, text))
    fit = fit_all(series, lambda state: known.get(state, 0), half, cancelled)
    _settled(fit)
    tables = reactions(fit, progress and (lambda share: progress(0.9 + 0.1 * share, "echoes")))
    return ReactionFunctions(
        **tables,
        period=series.period,
        log_likelihood=float(sum(e.log_likelihood for e in fit.evidence)),
        converged=_enough_settled(fit),
        checked=_checked(fit),
        fit=fit,
    )


def region_numbers() -> dict[str, int]:
    """A number for the first shipped region of each state; states of none have 0."""
    numbers: dict[str, int] = {}
    for number, region in enumerate(regions(), start=1):
        for state in region.states:
            numbers.setdefault(state, number)
    return numbers


def _enough_settled(fit: Fit) -> bool:
    wrong, dyads = len(unsettled(fit)), len(fit.evidence)
    return wrong < dyads and wrong <= max(1.0, MOST_UNSETTLED * dyads)


def _settled(fit: Fit) -> None:
    if not _enough_settled(fit):
        wrong = unsettled(fit)
        raise NotConverged(
            f"{len(wrong)} of {len(fit.evidence)} dyads have not settled: {', '.join(wrong[:5])}.",
            hint="Their counts may hold one enormous day, or two series may be the same.",
            next_step="Look at these series; leave them out or use --period week.",
        )


def unsettled(fit: Fit) -> list[str]:
    """The dyads whose own fit has not settled; they have no own evidence."""
    found = [fit.pairs.dyads[e.number] for e in fit.evidence if not e.converged]
    return [f"{dyad.source}-{dyad.target}" for dyad in found]


def _checked(fit: Fit) -> str:
    good = [e for e in fit.evidence if e.converged and not e.at_bound]
    bound = [e for e in fit.evidence if e.at_bound]
    worst = max((e.decrement for e in good), default=0.0)
    steps = int(np.max([e.iterations for e in good], initial=0))
    wrong = unsettled(fit)
    rest = ""
    if bound:
        rest = (
            f" {len(bound):,} more end where no step along the scores betters the fit, with a "
            f"decrement of up to {max(e.decrement for e in bound):.2g}: "
            "their optimum is not proved."
        )
    without = f" Not settled, so without own evidence: {', '.join(wrong)}." if wrong else ""
    return (
        f"In each of {len(good):,} dyads the penalised equations are solved to a Newton "
        f"decrement of at most {worst:.2g} in at most {steps} steps.{rest}{without} "
        f"{_from_elsewhere(fit)}"
    )


def _from_elsewhere(fit: Fit) -> str:
    tried = fit.starts
    return (
        f"The {tried.dyads} dyads with the most acts were fitted again from the optimum of their "
        f"convex part (Poisson, no effect below 0; relative duality gap at most {tried.gap:.2g}): "
        f"their answers differ by at most {tried.apart:.2g} standard deviations."
    )
