"""`brief`: the country brief of a state, or of every state of a region with an index page."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from comity.briefs.alignment_evidence import RegionAlignment, actor, of_region
from comity.briefs.brief import Brief, write_brief
from comity.briefs.evidence import gather, members_bloc
from comity.briefs.index import index_page
from comity.briefs.render import to_html, to_pdf
from comity.briefs.section import sections
from comity.errors import BadValue, ComityError, OutsideCoverage
from comity.measures.lake_hedging import lake_hedging
from comity.models.answers_on_record import AnswersOnRecord
from comity.registry import actors, regions, states
from comity.store.coverage import check_dataset
from comity.store.query import Reading, reading
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.region import Region
from comity.vocabulary.state import State
from comity.workbench.bench import Workbench
from comity.workbench.blocs import ENOUGH_ROLL_CALLS, lake_blocs
from comity.workbench.result import Request, Result

if TYPE_CHECKING:
    from comity.measures.ideal_points.result import IdealPoints

T = TypeVar("T")

# The river of blocs begins here.
FIRST_YEAR = 1992
# Ties are read over so many years: a layer that ended ten years ago still has its own then and now.
YEARS_OF_TIES = 20

NUMBERS = pa.schema(
    [
        ("state", pa.string()),
        ("id", pa.string()),
        ("label", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("period", pa.string()),
        ("source", pa.string()),
        ("lake_version", pa.int64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)


class BriefRequest(Request):
    """Whose brief: a `state`, or with `region` alone each state of the region."""

    state: str = Field("", description="a code (KAZ) or a name (Kazakhstan); empty: whole region")
    region: str = Field("", description="the region whose poles are looked at; default: the first "
                                        "region of the state")  # fmt: skip
    dataset: str | None = Field(None, description="the source of the acts; default: best coverage")
    pdf: bool = Field(True, description="make the PDF too")
    alignment: bool = Field(
        True,
        description="positions, drift, answers, blocs, sovereignty too: a new lake takes a while",
    )
    processes: int = Field(
        1, ge=1, description="for a region: how many to write at once (each in its own process)"
    )


class BriefFiles(BaseModel):
    """The three forms of one brief."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    headline: tuple[str, ...]
    html: str
    pdf: bytes | None
    json_text: str


class BriefResult(Result):
    """`.table`: every number of the briefs. `index` is the page of the region, where asked for."""

    briefs: tuple[BriefFiles, ...]
    index: str | None = None
    left_out: dict[str, str] = Field(default_factory=dict)


def brief(bench: Workbench, request: BriefRequest) -> BriefResult:
    """Write country briefs: real acts in, every number traced to its source and lake version."""
    opened = bench.reading()
    if request.dataset is not None:
        check_dataset(opened, request.dataset)
    if request.state:
        state = _find_state(request.state)
        region = _region_of(state, request.region)
        alignment = _shared(bench, opened, region, request)
        evidence = gather(opened, state, region, dataset=request.dataset, alignment=alignment)
        made = write_brief(evidence, sections())
        return _result([made], [_files(made, request.pdf)], None, {})
    if not request.region:
        raise BadValue(
            "Neither a state nor a region was named.",
            next_step="For example `comity brief Kazakhstan`, or `comity brief --region eurasia`.",
        )
    return _whole_region(bench, opened, regions().find(request.region), request)


def _whole_region(
    bench: Workbench, opened: Reading, region: Region, request: BriefRequest
) -> BriefResult:
    alignment = _shared(bench, opened, region, request)
    number = opened.version.number
    tasks = [
        _Task(bench.home, number, code, region.code, request.dataset, request.pdf, alignment)
        for code in region.states
    ]
    briefs, files, left_out = [], [], {}
    for task, outcome in zip(tasks, _written(tasks, request.processes), strict=True):
        bench.progress(f"brief of {states().find(task.state).name}", 0)
        if isinstance(outcome, str):
            left_out[task.state] = outcome
        else:
            briefs.append(outcome[0])
            files.append(outcome[1])
    if not briefs:
        raise OutsideCoverage(
            f"No state of {region.name} is covered by the lake.",
            next_step="`comity data` lists what is covered; `comity ingest` adds more.",
        )
    index = index_page(region, briefs, alignment, members_bloc(opened, "EU"))
    return _result(briefs, files, index, left_out)


def _shared(
    bench: Workbench, opened: Reading, region: Region, request: BriefRequest
) -> RegionAlignment | None:
    if not request.alignment:
        return None
    return region_alignment(bench, opened, region, dataset=request.dataset)


def region_alignment(
    bench: Workbench, opened: Reading, region: Region, *, dataset: str | None = None
) -> RegionAlignment:
    """What the briefs of a region share: estimated once for all, and kept beside the lake.

    A part for which the lake has nothing, or that could not be estimated, says why. `dataset` is
    that of the acts; by default the one with the best coverage.
    """
    missing: dict[str, str] = {}
    eu = members_bloc(opened, "EU")

    def found(part: str, make: Callable[[], T]) -> T | None:
        try:
            return make()
        except ComityError as error:
            missing[part] = error.what
            return None

    last = _newest_year(opened)
    ideal = found("standings", lambda: _positions(bench, opened, region, eu))
    blocs = found(
        "blocs",
        lambda: lake_blocs(
            opened, first_year=min(FIRST_YEAR, last), last_year=last, progress=bench.progress
        ),
    )
    poles = [actor(code, eu) for code in region.poles]
    years = range(last - YEARS_OF_TIES, last + 1)
    spread = found(
        "hedging",
        lambda: lake_hedging(opened, region.states, poles, years, progress=bench.progress),
    )
    ties = [one.shares for one in (spread or {}).values()]
    answers = found("reactions", lambda: _answers(bench, opened, region, dataset))
    shares = pa.concat_tables(ties) if ties else None
    return RegionAlignment(ideal, blocs, shares, answers, missing)


def _answers(
    bench: Workbench, opened: Reading, region: Region, dataset: str | None
) -> AnswersOnRecord:
    """How the states and poles of a region answer each other in kind."""
    # Imported here: its compiler takes long to load.
    from comity.models.lake_reactions import lake_reactions, region_answers
    from comity.models.reaction_series import region_choice

    choice = region_choice(opened, region.actors, dataset=dataset)
    found = lake_reactions(opened, choice, actors=region.actors, progress=bench.progress)
    return region_answers(found, region)


def _newest_year(opened: Reading) -> int:
    """The newest year with enough roll calls, else that in which the lake was written."""
    rows = opened.query(
        "SELECT year(day) AS year FROM roll_calls WHERE dataset = 'un_votes' "
        "GROUP BY year HAVING count(*) >= $least ORDER BY year DESC LIMIT 1",
        {"least": ENOUGH_ROLL_CALLS},
    ).to_pylist()
    return int(rows[0]["year"] if rows else opened.version.committed_at.year)


def _positions(bench: Workbench, opened: Reading, region: Region, eu: Bloc) -> IdealPoints:
    # Imported here: its compiler takes long to load, and a wrong name is told at once.
    from comity.workbench.estimates import lake_ideal_points

    return of_region(lake_ideal_points(opened, progress=bench.progress), region, eu)


@dataclass(frozen=True, slots=True)
class _Task:
    """One brief to write, as another process takes it."""

    home: Path
    lake_version: int
    state: str
    region: str
    dataset: str | None
    pdf: bool
    alignment: RegionAlignment | None


def _write(task: _Task) -> tuple[Brief, BriefFiles] | str:
    """The brief and its forms; or why there is none."""
    state, region = states().find(task.state), regions().find(task.region)
    opened = reading(task.home, task.lake_version)
    try:
        evidence = gather(opened, state, region, dataset=task.dataset, alignment=task.alignment)
    except OutsideCoverage as error:
        return error.what
    made = write_brief(evidence, sections())
    return made, _files(made, task.pdf)


def _written(tasks: Sequence[_Task], processes: int) -> Iterator[tuple[Brief, BriefFiles] | str]:
    """The outcomes in order. Processes are spawned: the lake must not be used after a fork."""
    if processes == 1:
        yield from map(_write, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(tasks)), mp_context=context) as pool:
        yield from pool.map(_write, tasks)


def _find_state(text: str) -> State:
    actor = actors().find(text)
    if not isinstance(actor, State):
        raise BadValue(
            f"{actor.name} is no state.",
            hint="A brief is about one state; an organisation can be one of its poles.",
            next_step=f"See what passed with it: `comity ledger {actor.code} STATE`.",
        )
    return actor


def _region_of(state: State, named: str) -> Region:
    """The region asked for, else the first that lists the state.

    Raises BadValue where no region lists it and none was named.
    """
    if named:
        return regions().find(named)
    found = regions().of_state(state.code)
    if not found:
        codes = ", ".join(region.code for region in regions())
        raise BadValue(
            f"{state.name} is in none of the shipped regions.",
            hint="A region says which poles the brief looks at.",
            next_step=f"Name one with --region: {codes}.",
        )
    return found[0]


def _result(
    briefs: list[Brief], files: list[BriefFiles], index: str | None, left_out: dict[str, str]
) -> BriefResult:
    rows = [
        {
            "state": made.code,
            **{name: getattr(number, name) for name in NUMBERS.names if name != "state"},
        }
        for made in briefs
        for number in made.numbers
    ]
    return BriefResult(
        table=pa.Table.from_pylist(rows, schema=NUMBERS),
        text=" ".join(briefs[0].headline.sentences)
        if len(briefs) == 1
        else f"{len(briefs)} briefs.",
        lake_version=briefs[0].lake_version,
        briefs=tuple(files),
        index=index,
        left_out=left_out,
    )


def _files(made: Brief, pdf: bool) -> BriefFiles:
    return BriefFiles(
        code=made.code,
        name=made.state,
        headline=made.headline.sentences,
        html=to_html(made),
        pdf=to_pdf(made) if pdf else None,
        json_text=made.as_json(),
    )
