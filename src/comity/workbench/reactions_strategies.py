"""`reactions strategies`: which strategies the choices in repeated games look like."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from pydantic import ConfigDict, Field, SkipValidation

from comity.errors import BadInput
from comity.models.strategies import (
    SHARES,
    Population,
    StrategyPosterior,
    StrategyShares,
    populations,
    posterior_of,
    strategy_shares,
)
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

PROBABILITY = pa.field("probability", pa.float64())
RESAMPLES = 500
CITATION = (
    "Method: Dal Bó and Fréchette (2011), The Evolution of Cooperation in Infinitely Repeated "
    "Games, American Economic Review 101(1)."
)


class ReactionsStrategiesRequest(Request):
    """The games: one row a choice of one player in one period of one game."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    games: SkipValidation[pa.Table] = Field(
        repr=False,
        description="Arrow table: treatment, id, game, period, choice, other.choice (c or d)",
    )
    resamples: int = Field(
        RESAMPLES, ge=50, le=20_000, description="how often sequences are drawn for standard errors"
    )
    seed: int = Field(1, ge=0, description="the same seed gives the same numbers")


class ReactionsStrategiesResult(Result):
    """`.table` has a row for each treatment and strategy: share, standard error, log likelihood.

    A treatment with one sequence has no shares: its `probability` is the posterior one. `shares`
    and `posteriors` are the whole, by treatment; `notes` say how the optima were checked.
    """

    shares: SkipValidation[tuple[StrategyShares, ...]] = Field(exclude=True, repr=False)
    posteriors: SkipValidation[dict[str, StrategyPosterior]] = Field(exclude=True, repr=False)
    notes: tuple[str, ...]


def reactions_strategies(
    bench: Workbench, request: ReactionsStrategiesRequest
) -> ReactionsStrategiesResult:
    """Shares of strategies by treatment (SFEM, Dal Bó and Fréchette 2011); reads no lake.

    Raises BadInput for a table that is none of games, OutsideCoverage where no strategy tells more
    than a coin, NotConverged where the shares do not settle.
    """
    shares: list[StrategyShares] = []
    posteriors: dict[str, StrategyPosterior] = {}
    tables, told, notes = [], [], []
    for treatment in populations(request.games):
        bench.progress(f"fitting strategies to {treatment.name}", 0)
        if len(treatment.ids) == 1:
            posterior = posterior_of(treatment.moves[0])
            posteriors[treatment.name] = posterior
            tables.append(_one_sequence(treatment, posterior))
            told.append(f"{treatment.name}: {posterior.text}")
            notes.append(f"{treatment.name}: one sequence has no shares; {posterior.prior}.")
            continue
        found = strategy_shares(treatment, resamples=request.resamples, seed=request.seed)
        shares.append(found)
        missing = pa.nulls(found.table.num_rows, PROBABILITY.type)
        tables.append(found.table.append_column(PROBABILITY, missing))
        told.append(found.text)
        notes.append(f"{treatment.name}: {found.checked}")
    return ReactionsStrategiesResult(
        table=pa.concat_tables(tables),
        text="\n".join(told),
        shares=tuple(shares),
        posteriors=posteriors,
        notes=(*notes, CITATION),
    )


def games_of(content: bytes) -> pa.Table:
    """The table of a CSV or Parquet file of games. Raises BadInput for content that is neither."""
    try:
        if content.startswith(b"PAR1"):
            return pq.read_table(io.BytesIO(content))
        # Names that look like numbers stay as they are written.
        names = dict.fromkeys(("treatment", "id", "game"), pa.string())
        options = pyarrow.csv.ConvertOptions(column_types=names)
        return pyarrow.csv.read_csv(io.BytesIO(content), convert_options=options)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(
            "The file of games is neither CSV nor Parquet that can be read.",
            hint=str(error).splitlines()[0],
            next_step="Check the file, or write it again.",
        ) from error


def _one_sequence(treatment: Population, posterior: StrategyPosterior) -> pa.Table:
    rows = [
        {
            "treatment": treatment.name,
            "strategy": row["strategy"],
            "alike": [],
            "sequences": 1,
            "choices": posterior.choices,
            "probability": row["probability"],
        }
        for row in posterior.table.to_pylist()
    ]
    return pa.Table.from_pylist(rows, SHARES.append(PROBABILITY))
