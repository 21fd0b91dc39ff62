"""The shares of strategies in a population (Dal Bó and Fréchette 2011), with standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from comity.errors import OutsideCoverage
from comity.models.strategies.automata import NAMES
from comity.models.strategies.games import Population
from comity.models.strategies.mixture import (
    LEAST_FOLLOWED,
    Agreement,
    Floats,
    Ints,
    agreement,
    likelihoods,
)
from comity.models.strategies.optimum import Optimum, best_mixture
from comity.models.strategies.resampling import RESAMPLES, standard_errors

SHARES = pa.schema(
    [
        ("treatment", pa.string()),
        ("strategy", pa.string()),
        ("share", pa.float64()),
        ("standard_error", pa.float64()),
        ("alike", pa.list_(pa.string())),
        ("log_likelihood", pa.float64()),
        ("tremble", pa.float64()),
        ("tremble_standard_error", pa.float64()),
        ("gamma", pa.float64()),
        ("sequences", pa.int64()),
        ("choices", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class StrategyShares:
    """The shares of the strategies in one population.

    `.table` has a row a strategy. Strategies that prescribe the same in all these games are told in
    `alike`; they have no share of their own, and `groups` has what they have together: (strategies,
    share, standard error). `tremble` is the chance that a choice is not the prescribed one, `gamma`
    the same on the scale of the paper: 1 / log((1 - tremble) / tremble). `sequences` [row a
    sequence] has each sequence's probabilities, given the shares. `checked` says how the optimum
    was checked.
    """

    treatment: str
    table: pa.Table
    sequences: pa.Table
    groups: tuple[tuple[tuple[str, ...], float, float], ...]
    log_likelihood: float
    tremble: float
    gamma: float
    checked: str

    @property
    def text(self) -> str:
        """One sentence: the shares, largest first, and the tremble."""
        ordered = sorted(self.groups, key=lambda group: -group[1])
        told = ", ".join(
            f"{' or '.join(names)} {share:.2f} ({error:.2f})"
            for names, share, error in ordered
            if share >= 0.005
        )
        sequences, choices = (self.table[name][0].as_py() for name in ("sequences", "choices"))
        return (
            f"{self.treatment}: {told}; tremble {self.tremble:.3f}; {sequences:,} sequences, "
            f"{choices:,} choices, log likelihood {self.log_likelihood:.2f}."
        )


def strategy_shares(
    population: Population, *, resamples: int = RESAMPLES, seed: int = 1
) -> StrategyShares:
    """The finite mixture of strategies that fits a population best (Dal Bó and Fréchette 2011).

    Each sequence follows one strategy in all its games; each choice is the prescribed one but for a
    tremble, common to all. Standard errors are those of the bootstrap over clusters of sequences.
    Raises OutsideCoverage for a single sequence, and where no strategy tells more than a coin;
    NotConverged.
    """
    if len(population.ids) < 2:
        raise OutsideCoverage(
            f"{population.name} has one sequence, which gives no shares and no standard errors.",
            hint="One sequence gets posterior probabilities of the strategies.",
            next_step="Give the games of at least two players.",
        )
    columns, kind = np.unique(population.agreement.agreed, axis=1, return_inverse=True)
    data = agreement(columns, population.agreement.choices)
    optimum = best_mixture(data)
    if optimum.followed <= LEAST_FOLLOWED:
        raise OutsideCoverage(
            f"No strategy tells more of the choices in {population.name} than a coin would.",
            next_step="Check that c and d are not exchanged.",
        )
    errors, tremble_error = standard_errors(
        data, optimum, population.clusters, resamples=resamples, seed=seed
    )
    return _told(population, data, optimum, (errors, tremble_error), kind.reshape(-1), resamples)


def _told(
    population: Population,
    data: Agreement,
    optimum: Optimum,
    errors: tuple[Floats, float],
    kind: Ints,
    resamples: int,
) -> StrategyShares:
    groups = [
        tuple(name for name, k in zip(NAMES, kind.tolist(), strict=True) if k == number)
        for number in range(len(optimum.shares))
    ]
    tremble = 1 - optimum.followed
    gamma = 1 / math.log(optimum.followed / tremble) if tremble else 0.0
    rows = []
    for name, number in zip(NAMES, kind.tolist(), strict=True):
        alone = groups[number] == (name,)
        rows.append(
            {
                "treatment": population.name,
                "strategy": name,
                "share": float(optimum.shares[number]) if alone else None,
                "standard_error": float(errors[0][number]) if alone else None,
                "alike": [other for other in groups[number] if other != name],
                "log_likelihood": optimum.log_likelihood,
                "tremble": tremble,
                "tremble_standard_error": errors[1],
                "gamma": gamma,
                "sequences": len(population.ids),
                "choices": int(data.choices.sum()),
            }
        )
    return StrategyShares(
        population.name,
        pa.Table.from_pylist(rows, SHARES),
        _sequences(population, data, optimum, kind),
        tuple(zip(groups, optimum.shares.tolist(), errors[0].tolist(), strict=True)),
        optimum.log_likelihood,
        tremble,
        gamma,
        _checked(optimum, resamples),
    )


def _sequences(population: Population, data: Agreement, optimum: Optimum, kind: Ints) -> pa.Table:
    """Each sequence's probabilities; strategies that are alike have equal parts of theirs."""
    joint = likelihoods(data, np.array([optimum.followed]))[0] * optimum.shares
    belongs = joint / joint.sum(axis=1, keepdims=True) / np.bincount(kind)
    columns = {name: belongs[:, number] for name, number in zip(NAMES, kind.tolist(), strict=True)}
    return pa.table({"id": population.ids, **columns, "choices": population.agreement.choices})


def _checked(optimum: Optimum, resamples: int) -> str:
    peak = (
        "the likelihood falls on all sides of it"
        if optimum.unique
        else "other shares fit as well, for the likelihood is flat there"
    )
    return (
        f"{optimum.starts} starts; other shares could raise the log likelihood by at most "
        f"{optimum.gap:.1g}, other trembles lie lower; {peak}. Standard errors: bootstrap over "
        f"sequences, {resamples} times."
    )
