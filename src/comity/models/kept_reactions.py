"""The answers of an estimate as plain tables, to be kept beside a lake and read back.

An estimate of thousands of pairs is too large to keep whole. What a desk asks of it is not: of each
directed dyad the answers with friendly and with hostile acts, and of those with some record their
course by day.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import OutsideCoverage
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

if TYPE_CHECKING:
    from comity.models.reaction_function.result import Answer
    from comity.models.reaction_function.series import ActSeries

HOSTILE = ("insult", "offence", "attack")
RESPONSES: Mapping[str, tuple[str, ...]] = {"friendly": ("friendly",), "hostile": HOSTILE}
# A pair with fewer acts has no course by day.
LEAST_ACTS = 10
DAYS = 90

TEXT, F, N = pa.string(), pa.float64(), pa.int64()
NUMBERS = (
    *("extra", "lower", "upper", "total", "total_lower", "total_upper"),
    *("half_life_days", "forgiveness_days", "p_value", "own_evidence"),
)
KEY = ("responder", "initiator", "stimulus", "response")
KEPT_ANSWERS = pa.schema(
    [
        *((name, TEXT) for name in KEY),
        *(("stimulus_acts", N), ("response_acts", N)),
        *((name, F) for name in NUMBERS),
    ]
)
KEPT_CURVES = pa.schema(
    [
        *((name, TEXT) for name in KEY),
        ("day", N),
        *((name, F) for name in ("extra", "lower", "upper", "total")),
    ]
)

Progress = Callable[[float, str], None]


class AnswerSource(Protocol):
    """What answers are read from: an estimate, or what was kept of it."""

    @property
    def momentum(self) -> pa.Table: ...

    @property
    def dyads(self) -> pa.Table: ...

    @property
    def period(self) -> Granularity: ...

    @property
    def converged(self) -> bool: ...

    @property
    def checked(self) -> str: ...

    def answer(
        self, responder: str, initiator: str, stimulus: str, responses: Sequence[str]
    ) -> Answer: ...

    def curve(
        self,
        responder: str,
        initiator: str,
        stimulus: str,
        responses: Sequence[str],
        days: int = DAYS,
    ) -> pa.Table: ...


def kept_tables(
    fitted: AnswerSource, series: ActSeries, *, progress: Progress | None = None
) -> dict[str, pa.Table]:
    """The answers of all dyads with an act in either direction, by single stimulus."""
    acts = np.bincount(series.dyad // 2, weights=series.n, minlength=len(series.dyads) // 2)
    told = [dyad for number, dyad in enumerate(series.dyads) if acts[number // 2] > 0]
    drawn = [dyad for number, dyad in enumerate(series.dyads) if acts[number // 2] >= LEAST_ACTS]
    if progress:
        progress(1.0, "writing down the answers")
    about = {
        "period": fitted.period.value,
        "converged": fitted.converged,
        "checked": fitted.checked,
    }
    return {
        "answers": _answers(fitted, told, series.classes),
        "curves": _curves(fitted, drawn, series.classes),
        "momentum": fitted.momentum,
        "dyads": fitted.dyads,
        "about": pa.Table.from_pylist([about]),
    }


def _answers(fitted: AnswerSource, dyads: Sequence[Dyad], classes: Sequence[str]) -> pa.Table:
    rows = []
    for dyad in dyads:
        for stimulus in classes:
            for response, responses in RESPONSES.items():
                one = fitted.answer(dyad.source, dyad.target, stimulus, responses)
                values = {"response": response, **asdict(one)}
                rows.append({name: _known(values[name]) for name in KEPT_ANSWERS.names})
    return pa.Table.from_pylist(rows, schema=KEPT_ANSWERS)


def _known(value: Any) -> Any:
    """A number that is none is kept as null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _curves(fitted: AnswerSource, dyads: Sequence[Dyad], classes: Sequence[str]) -> pa.Table:
    """The course of answers in kind."""
    tables = []
    for dyad in dyads:
        for stimulus in classes:
            response = "hostile" if stimulus in HOSTILE else stimulus
            course = fitted.curve(
                dyad.source, dyad.target, stimulus, RESPONSES[response], days=DAYS
            )
            key = (dyad.source, dyad.target, stimulus, response)
            columns = {
                name: pa.repeat(value, course.num_rows)
                for name, value in zip(KEY, key, strict=True)
            }
            same = {name: course[name] for name in KEPT_CURVES.names if name not in KEY}
            tables.append(pa.table({**columns, **same}).cast(KEPT_CURVES))
    return pa.concat_tables(tables) if tables else KEPT_CURVES.empty_table()


@dataclass(frozen=True, eq=False)
class KeptReactions:
    """An estimate read back from its tables, for some actors alone."""

    answers: pa.Table
    curves: pa.Table
    momentum: pa.Table
    dyads: pa.Table
    period: Granularity
    converged: bool
    checked: str

    @classmethod
    def read(cls, tables: Mapping[str, pa.Table], codes: Sequence[str]) -> KeptReactions:
        """What the tables say of the dyads among some actors."""
        about = tables["about"].to_pylist()[0]
        among = pa.array(sorted(set(codes)), pa.string())
        return cls(
            answers=_among(tables["answers"], among, "responder", "initiator"),
            curves=_among(tables["curves"], among, "responder", "initiator"),
            momentum=_among(tables["momentum"], among, "source", "target"),
            dyads=_among(tables["dyads"], among, "first", "second"),
            period=Granularity(about["period"]),
            converged=about["converged"],
            checked=about["checked"],
        )

    def answer(
        self, responder: str, initiator: str, stimulus: str, responses: Sequence[str]
    ) -> Answer:
        """The answer with friendly or with hostile acts.

        Raises OutsideCoverage for a dyad that is not among them.
        """
        # Imported here: the package's compiler takes long to load.
        from comity.models.reaction_function.result import Answer

        row = self._rows.get((responder, initiator, stimulus, _named(responses)))
        if row is None:
            raise OutsideCoverage(
                f"No answer of {responder} to {initiator} is estimated.",
                next_step="`comity data` lists what is covered.",
            )
        values: dict[str, Any] = {
            name: float("nan") if row[name] is None else row[name] for name in NUMBERS
        }
        values |= {name: row[name] for name in KEPT_ANSWERS.names if name not in NUMBERS}
        del values["response"]
        return Answer(**values, responses=tuple(responses))

    def curve(
        self,
        responder: str,
        initiator: str,
        stimulus: str,
        responses: Sequence[str],
        days: int = DAYS,
    ) -> pa.Table:
        """The course of an answer in kind by day; no rows where there is too little record."""
        place = self._places.get((responder, initiator, stimulus, _named(responses)))
        found = self.curves.slice(*place) if place else self.curves.slice(0, 0)
        return found.filter(pc.less_equal(found["day"], days))

    @cached_property
    def _rows(self) -> dict[tuple[str, ...], dict[str, Any]]:
        return {tuple(row[name] for name in KEY): row for row in self.answers.to_pylist()}

    @cached_property
    def _places(self) -> dict[tuple[str, ...], tuple[int, int]]:
        """Where each course begins, and how long it is: they stand one after another."""
        keys = list(zip(*(self.curves[name].to_pylist() for name in KEY), strict=True))
        places: dict[tuple[str, ...], tuple[int, int]] = {}
        for number, key in enumerate(keys):
            first, length = places.get(key, (number, 0))
            places[key] = (first, length + 1)
        return places


def _named(responses: Sequence[str]) -> str:
    return next(name for name, of in RESPONSES.items() if tuple(responses) == of)


def _among(table: pa.Table, codes: pa.Array, *columns: str) -> pa.Table:
    for column in columns:
        table = table.filter(pc.is_in(table[column], value_set=codes))
    return table.combine_chunks()
