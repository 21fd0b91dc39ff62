"""`reactions`: how two states answer each other, or who answers whom in a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
from pydantic import Field, SkipValidation

from comity.briefs.reaction_story import pair_story, region_story
from comity.briefs.reaction_words import assumptions, change_sentence, strategy_sentence
from comity.briefs.triangle_words import triangle_sentences
from comity.errors import BadValue, OutsideCoverage, not_one_of
from comity.measures.pair_acts import find_dyad
from comity.models.answers_on_record import AnswersOnRecord
from comity.models.strategies import RULE, StrategyPosterior
from comity.models.triangles import TRIANGLES
from comity.registry import actors
from comity.registry.regions import regions
from comity.store.coverage import Choice, choose
from comity.store.facts import terms_of
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity
from comity.vocabulary.region import Region
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

if TYPE_CHECKING:
    from comity.models.lake_reactions import LakeReactions

Cancelled: TypeAlias = Callable[[], bool]
CHARTS = ("", "svg", "png")
PERIODS = (Granularity.DAY, Granularity.WEEK)


class ReactionsRequest(Request):
    """Which two states, or which region; by day or week, of which days and source."""

    state: str = Field("", description="a state by code (KAZ) or name (Kazakhstan)")
    toward: str = Field("", description="the other side: a code or a name")
    region: str = Field("", description="a region by code or name, for the matrix of all its pairs")
    period: Granularity = Field(Granularity.DAY, description="day or week")
    first_day: dt.date | None = Field(None, description="first day of the span")
    last_day: dt.date | None = Field(None, description="last day of the span, included")
    dataset: str | None = Field(None, description="the source to read; default: best coverage")
    changed_on: dt.date | None = Field(
        None, description="of a pair: test whether the answers changed on this day"
    )
    thirds: tuple[str, ...] = Field(
        (),
        description="of a pair: third parties whose acts toward either may be answered by the "
        "other; default: the poles of the region",
    )
    chart: str = Field("", description="make the chart too: svg or png")


class ReactionsResult(Result):
    """`.table` has a row for each answer (see `models.answers.ANSWERS`), and whom it goes `toward`.

    `sentences` tell the answers in words, `notes` what they rest on and assume. `answers` has the
    curves by day, the momentum and the common shocks too. `triangles` has a row for each third
    party of a pair (see `models.triangles.TRIANGLES`). `chart` is the picture, if asked for.
    """

    answers: SkipValidation[AnswersOnRecord] = Field(exclude=True, repr=False)
    triangles: SkipValidation[pa.Table] = Field(exclude=True, repr=False)
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    dataset: str
    converged: bool
    chart: bytes | None = None


def reactions(
    bench: Workbench, request: ReactionsRequest, *, cancelled: Cancelled | None = None
) -> ReactionsResult:
    """How states answer each other's acts, estimated from one source of the lake.

    Raises UnknownName for a state, region or source that is not known, BadValue for options that do
    not fit, OutsideCoverage where no source covers the pair.
    """
    _check(request)
    make = _of_region if request.region else _of_pair
    return make(bench, request, cancelled)


def _check(request: ReactionsRequest) -> None:
    if request.period not in PERIODS:
        raise not_one_of("period of reactions", request.period.value, PERIODS)
    if request.chart not in CHARTS:
        raise not_one_of("kind of chart", request.chart, CHARTS[1:])
    if request.region and (request.state or request.toward):
        raise BadValue(
            "A region and a pair were named.",
            next_step="Give a pair (`comity reactions KAZ --to RUS`) or --region, not both.",
        )
    if request.region and request.thirds:
        raise BadValue(
            "Third parties are looked at for one pair.",
            next_step="Name two states: `comity reactions KAZ --to RUS --third CHN,USA`.",
        )
    if request.region and request.changed_on:
        raise BadValue(
            "Whether answers changed on a day is tested for one pair.",
            next_step="Name two states: `comity reactions KAZ --to RUS --changed-on 2022-02-24`.",
        )
    if not request.region and not (request.state and request.toward):
        raise BadValue(
            f"How {request.state or 'who'} answers whom?" if request.state else "Whose answers?",
            hint="Answers are between two states.",
            next_step="Name two: `comity reactions KAZ --to RUS`; or `--region eurasia`.",
        )


def _of_pair(
    bench: Workbench, request: ReactionsRequest, cancelled: Cancelled | None
) -> ReactionsResult:
    dyad = find_dyad(request.state, request.toward)
    reading = bench.reading()
    choice = choose(
        reading,
        dyad,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
    )
    from comity.models.lake_reactions import pair_answers, pair_triangles

    thirds = _thirds(request, dyad)
    found = _estimate(bench, reading, choice, request, _pooled_with(dyad), cancelled)
    answers = pair_answers(found, dyad)
    triangles = pair_triangles(found, dyad, thirds)
    strategies = _strategies(reading, choice, found, dyad)
    sentences = pair_story(answers, dyad)
    sentences += triangle_sentences(triangles.to_pylist(), named=bool(request.thirds))
    sentences += [strategy_sentence(*one) for one in strategies.items()]
    if request.changed_on is not None:
        sentences += _changes(bench, found, dyad, request.changed_on, cancelled)
    chart = _pair_chart(request, answers, dyad, reading.version.number)
    rule = [f"Weeks as moves: {RULE}"] if strategies else []
    result = _result(reading, answers, sentences, rule, chart)
    table = _with_triangles(result.table, triangles, answers.dataset)
    return result.model_copy(update={"table": table, "triangles": triangles})


def _with_triangles(answers: pa.Table, triangles: pa.Table, dataset: str) -> pa.Table:
    """Both in one table: `toward` is whom an answer goes to, and whom a third party acted toward.

    Of the answer to a state's own act that is the state itself.
    """
    whole = answers.add_column(4, "toward", answers["initiator"])
    rows = [
        {
            **row,
            "initiator": row["third"],
            "stimulus": row["kind"],
            "response": row["kind"],
            "stimulus_acts": row["third_acts"],
            "dataset": dataset,
        }
        for row in triangles.to_pylist()
    ]
    # A column that triangles do not have is empty there.
    return pa.concat_tables([whole, pa.Table.from_pylist(rows, schema=whole.schema)])


def _thirds(request: ReactionsRequest, dyad: Dyad) -> list[str]:
    """The third parties asked for, else the poles of the first region of either of the two."""
    if request.thirds:
        return [actors().find(one).code for one in request.thirds]
    for state in (dyad.source, dyad.target):
        if found := regions().of_state(state):
            return list(found[0].poles_of(state))
    return []


def _strategies(
    reading: Reading, choice: Choice, found: LakeReactions, dyad: Dyad
) -> dict[Dyad, StrategyPosterior]:
    """What each side's weeks look like, where there are enough of them."""
    from comity.models.pair_strategies import pair_strategies
    from comity.models.reaction_series import recorded_series

    weeks = found.recorded
    if weeks.series.period is not Granularity.WEEK:
        try:
            weeks = recorded_series(reading, choice, period=Granularity.WEEK)
        except OutsideCoverage:
            return {}
    each = {one: pair_strategies(weeks.series, one) for one in (dyad.reverse, dyad)}
    return {one: posterior for one, posterior in each.items() if posterior is not None}


def _changes(
    bench: Workbench,
    found: LakeReactions,
    dyad: Dyad,
    day: dt.date,
    cancelled: Cancelled | None,
) -> list[str]:
    """Whether the answers of the two changed on a day, in sentences."""
    from comity.models.answer_changes import answer_changes

    def told(share: float, step: str) -> None:
        bench.progress(f"testing for a change, {step} ({share:.0%})", 0)

    tested = answer_changes(found.recorded.series, dyad, day, progress=told, cancelled=cancelled)
    return [change_sentence(one) for one in tested] or [
        f"There are too few days or acts before or after {day.isoformat()} to test for a change."
    ]


def _of_region(
    bench: Workbench, request: ReactionsRequest, cancelled: Cancelled | None
) -> ReactionsResult:
    from comity.models.lake_reactions import region_answers
    from comity.models.reaction_series import region_choice

    region = regions().find(request.region)
    reading = bench.reading()
    choice = region_choice(
        reading,
        region.actors,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
    )
    found = _estimate(bench, reading, choice, request, region.actors, cancelled)
    answers = region_answers(found, region, curves=False)
    story = region_story(answers, region)
    chart = _region_chart(request, answers, region, reading.version.number)
    return _result(reading, answers, story, [], chart)


def _estimate(
    bench: Workbench,
    reading: Reading,
    choice: Choice,
    request: ReactionsRequest,
    pooled: Sequence[str],
    cancelled: Cancelled | None,
) -> LakeReactions:
    # Imported here: its compiler takes long to load, and a wrong name is told at once.
    from comity.models.lake_reactions import lake_reactions

    return lake_reactions(
        reading,
        choice,
        period=request.period,
        actors=pooled,
        progress=bench.progress,
        cancelled=cancelled,
    )


def _pooled_with(dyad: Dyad) -> tuple[str, ...]:
    """The actors of the first region that both belong to; none: all pairs are pooled."""
    for region in regions():
        if dyad.source in region.actors and dyad.target in region.actors:
            return region.actors
    return ()


def _result(
    reading: Reading,
    answers: AnswersOnRecord,
    sentences: Sequence[str],
    rules: Sequence[str],
    chart: bytes | None,
) -> ReactionsResult:
    dataset = pa.repeat(answers.dataset, answers.table.num_rows)
    return ReactionsResult(
        table=answers.table.append_column("dataset", dataset),
        text=" ".join(sentences),
        lake_version=reading.version.number,
        answers=answers,
        triangles=TRIANGLES.empty_table(),
        sentences=tuple(sentences),
        notes=(
            answers.coverage,
            *assumptions(answers.period),
            *rules,
            answers.checked,
            terms_of(reading, [answers.dataset]),
        ),
        dataset=answers.dataset,
        converged=answers.converged,
        chart=chart,
    )


def _pair_chart(
    request: ReactionsRequest, answers: AnswersOnRecord, dyad: Dyad, version: int
) -> bytes | None:
    if not request.chart:
        return None
    # Imported here: charts take long to load.
    from comity.briefs.reaction_pictures import alone_note, curves_svg

    title = f"How {dyad.source} and {dyad.target} answer each other"
    note = alone_note(answers, version)
    return _encoded(curves_svg(answers, [dyad.reverse, dyad], title=title, note=note), request)


def _region_chart(
    request: ReactionsRequest, answers: AnswersOnRecord, region: Region, version: int
) -> bytes | None:
    if not request.chart:
        return None
    from comity.briefs.reaction_pictures import alone_note, matrix_svg

    title = f"Who answers whom: {region.name}"
    note = alone_note(answers, version)
    return _encoded(matrix_svg(answers, region.actors, title=title, note=note), request)


def _encoded(svg: str, request: ReactionsRequest) -> bytes | None:
    if not svg or request.chart == "svg":
        return svg.encode() or None
    import font_source_sans_pro
    import vl_convert

    vl_convert.register_font_directory(str(Path(font_source_sans_pro.__file__).parent / "files"))
    png = vl_convert.svg_to_png(svg, scale=2)
    assert isinstance(png, bytes)
    return png
