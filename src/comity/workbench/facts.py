"""`facts`: structural facts of a state, or of one state toward another; or the list of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from comity.briefs.words import counted
from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.registry.actors import actors
from comity.store.facts import (
    NEXT_STEP,
    Known,
    Stretch,
    check_fact_dataset,
    covered_stretches,
    fact_list,
    find_facts,
    known_facts,
    terms_of,
)
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.names import fold
from comity.vocabulary.period import Span
from comity.workbench.bench import Workbench
from comity.workbench.result import Names, Request, Result

S, D = pa.string(), pa.date32()
LISTED = pa.schema(
    [
        *(("dataset", S), ("fact", S), ("title", S), ("unit", S), ("of", S)),
        *(("rows", pa.int64()), ("first_day", D), ("last_day", D)),
    ]
)
_VALUE = [
    *(("fact", S), ("title", S), ("value", pa.float64()), ("unit", S), ("text", S)),
    *(("first_day", D), ("last_day", D), ("dataset", S)),
]
OF_STATE = pa.schema([("state", S), *_VALUE])
OF_PAIR = pa.schema([("source", S), ("target", S), *_VALUE])

INSTEAD = "`comity facts` lists what there is; `comity ingest` adds more."
# Up to so many facts, the text says what each is called and measured in.
FEW = 3


class FactsRequest(Request):
    """Whose facts, and which of them; without a state, which facts to list."""

    state: str = Field("", description="a state by code or name; empty: list the facts")
    other: str = Field("", description="the facts of the state toward this one")
    fact: Names = Field((), description="only the facts with these codes")
    search: str = Field("", description="only facts with these words in code, title or dataset")
    dataset: str | None = Field(None, description="only the facts of this dataset")
    first_day: dt.date | None = Field(None, description="first day of the span")
    last_day: dt.date | None = Field(None, description="last day of the span, included")
    both: bool = Field(False, description="add the facts of the other state toward the first")


class FactsResult(Result):
    """`.table` has a row for each fact of a period or day, newest first; or for each known fact.

    `first_day` and `last_day` (both included) are the days that the row is on record for; of a
    snapshot they are the same. `value` is in `unit`, null where only `text` says it. `terms` says
    on what terms the datasets came.
    """

    terms: str


def facts(bench: Workbench, request: FactsRequest) -> FactsResult:
    """The facts on record: never a number outside coverage, and no zero for what is not on record.

    Raises UnknownName for a state, fact or dataset that is not known, OutsideCoverage where no
    dataset covers any of the days.
    """
    _check(request)
    reading = bench.reading()
    if request.dataset is not None:
        check_fact_dataset(reading, request.dataset)
    return _of_actors(reading, request) if request.state else _listed(reading, request)


def _check(request: FactsRequest) -> None:
    if request.both and not request.other:
        raise BadValue(
            "The other direction was asked for, but no other state.",
            next_step="Name two states: `comity facts KAZ DEU --both`.",
        )
    if request.other and not request.state:
        raise BadValue("The second state was named, but not the first.", next_step="Name both.")
    if request.first_day and request.last_day:
        Span.inclusive(request.first_day, request.last_day)


def _listed(reading: Reading, request: FactsRequest) -> FactsResult:
    every = fact_list(reading, first_day=request.first_day, last_day=request.last_day)
    chosen = _chosen(reading, every, request)
    table = every.filter(pa.array(chosen, pa.bool_())).cast(LISTED)
    datasets = pc.unique(table["dataset"]).to_pylist()
    return FactsResult(
        table=table,
        text=f"{counted(table.num_rows, 'fact')} of {counted(len(datasets), 'dataset')}.",
        lake_version=reading.version.number,
        terms=terms_of(reading, datasets),
    )


def _chosen(reading: Reading, listed: pa.Table, request: FactsRequest) -> list[bool]:
    """Which facts of a list are asked for, by code, dataset and words."""
    codes = find_facts(reading, request.fact) if request.fact else None
    words = fold(request.search).split()
    return [
        (codes is None or known.fact in codes)
        and request.dataset in (None, known.dataset)
        and all(word in _words_of(known) for word in words)
        for known in known_facts(listed)
    ]


def _words_of(known: Known) -> str:
    return fold(f"{known.fact} {known.title or ''} {known.dataset}")


def _of_actors(reading: Reading, request: FactsRequest) -> FactsResult:
    who = [actors().find(name).code for name in (request.state, request.other) if name]
    wanted = _wanted(reading, request)
    asked = {
        "facts": wanted,
        "dataset": request.dataset,
        "first_day": request.first_day,
        "last_day": request.last_day,
    }
    if request.other:
        dyad = Dyad(*who)
        pair = {"source": dyad.source, "target": dyad.target, "both": request.both}
        table = reading.run("facts_of_pair", {**asked, **pair}).cast(OF_PAIR)
    else:
        table = reading.run("facts_of_state", {**asked, "state": who[0]}).cast(OF_STATE)
    empty = not table.num_rows
    return FactsResult(
        table=table,
        text=_nothing(reading, request, who, wanted) if empty else _summary(table, who, request),
        lake_version=reading.version.number,
        terms=terms_of(reading, pc.unique(table["dataset"]).to_pylist()),
    )


def _wanted(reading: Reading, request: FactsRequest) -> list[str] | None:
    """The codes of the facts that are asked for; None for all. Raises UnknownName for none."""
    if not request.search:
        return find_facts(reading, request.fact) if request.fact else None
    every = fact_list(reading)
    chosen = zip(_chosen(reading, every, request), every["fact"].to_pylist(), strict=True)
    found = sorted({fact for is_chosen, fact in chosen if is_chosen})
    if not found:
        raise UnknownName(f"No fact of the lake matches {request.search!r}.", next_step=NEXT_STEP)
    return found


def _summary(table: pa.Table, who: Sequence[str], request: FactsRequest) -> str:
    """How many rows of which facts and datasets; what the facts are, where they are few."""
    first, last = pc.min(table["first_day"]).as_py(), pc.max(table["last_day"]).as_py()
    datasets = ", ".join(sorted(pc.unique(table["dataset"]).to_pylist()))
    columns = (table[name].to_pylist() for name in ("fact", "title", "unit"))
    kinds = sorted({row for row in zip(*columns, strict=True) if row[1]})
    number = len(pc.unique(table["fact"]))
    said = [
        f"{counted(table.num_rows, 'row')} of {counted(number, 'fact')} of "
        f"{_parties(who, both=request.both)}, {first} to {last}, from {datasets}."
    ]
    if len(kinds) <= FEW:
        said += [f"{fact}: {title}; unit: {unit}." for fact, title, unit in kinds]
    return " ".join(said)


def _nothing(
    reading: Reading, request: FactsRequest, who: Sequence[str], wanted: list[str] | None
) -> str:
    """What no row means where the days are covered. Raises what is right where they are not."""
    named = [
        known
        for known in known_facts(fact_list(reading))
        if (wanted is None or known.fact in wanted) and request.dataset in (None, known.dataset)
    ]
    kind = "pair" if request.other else "state"
    of_kind = [known for known in named if known.of == kind]
    if named and wanted and not of_kind:
        raise _other_kind(named[0], who)
    stretches = covered_stretches(reading, who[0], who[-1], of_kind)
    touching = [s for s in stretches if s.touches(request.first_day, request.last_day)]
    parties, days = _parties(who, both=request.both), _days(request)
    if not touching:
        raise OutsideCoverage(
            f"No source of the lake covers {'such' if wanted else 'any'} facts of {parties}{days}.",
            hint=_covered(stretches),
            next_step=_instead(who) if named and not of_kind else INSTEAD,
        )
    covering = ", ".join(sorted({s.dataset for s in touching}))
    return (
        f"No such fact of {parties} is on record{days}, though {covering} covers some of the days. "
        "What has no row is not known from it, which is not the same as zero."
    )


def _other_kind(known: Known, who: Sequence[str]) -> BadValue:
    if known.of == "state":
        what, instead = "of one state, not of a pair", who[0]
    else:
        what, instead = "of one state toward another", f"{who[0]} OTHER"
    return BadValue(
        f"{known.fact} is a fact {what}.",
        next_step=f"`comity facts {instead} --fact {known.fact}`.",
    )


def _instead(who: Sequence[str]) -> str:
    """The other kind of facts, where the lake has no facts of the kind that was asked for."""
    if len(who) > 1:
        return f"There are facts of the state alone: `comity facts {who[0]}`. {INSTEAD}"
    return f"There are facts toward other states: `comity facts {who[0]} OTHER`. {INSTEAD}"


def _covered(stretches: Sequence[Stretch]) -> str:
    spans = [
        f"{dataset} {min(s.first_day for s in of)} to {max(s.last_day for s in of)}"
        for dataset in sorted({s.dataset for s in stretches})
        if (of := [s for s in stretches if s.dataset == dataset])
    ]
    return f"Covered: {'; '.join(spans)}." if spans else ""


def _parties(who: Sequence[str], *, both: bool) -> str:
    between = " and back" if both else ""
    return f"{' toward '.join(who)}{between}"


def _days(request: FactsRequest) -> str:
    since = f" from {request.first_day}" if request.first_day else ""
    until = f" to {request.last_day}" if request.last_day else ""
    return f"{since}{until}"
