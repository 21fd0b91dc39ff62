"""Charts of answers, for a page and for a phone: by days since an act, and who answers whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from comity.briefs import theme
from comity.briefs.charts.answer_curves import AnswerLine, AnswerPanel, answer_curves
from comity.briefs.charts.answer_matrix import (
    FRIENDLY,
    HOSTILE,
    AnswerCell,
    AnswerGrid,
    answer_matrix,
)
from comity.models.answers import IN_KIND
from comity.models.answers_on_record import AnswersOnRecord
from comity.registry import actors
from comity.vocabulary.dyad import Dyad

COLOURS: Mapping[str, str] = MappingProxyType(
    {"friendly": theme.FRIENDLY, "hostile": theme.HOSTILE}
)
SCALES = MappingProxyType({"friendly": FRIENDLY, "hostile": HOSTILE})
COURSE = ("day", "extra", "lower", "upper", "total")
GRID_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "hostile": "More hostile acts in the 30 days after one hostile act",
        "friendly": "More friendly acts in the 30 days after one friendly act",
    }
)


def curves_svg(
    found: AnswersOnRecord,
    dyads: Iterable[Dyad],
    *,
    title: str,
    width: float = theme.WIDE,
    note: str = "",
) -> str:
    """How the source of each dyad answers its target, day by day; "" where nothing is known."""
    panels = [panel for dyad in dyads if (panel := _panel(found, dyad)).lines]
    return answer_curves(panels, title=title, width=width, note=note) if panels else ""


def curves_caption(found: AnswersOnRecord) -> str:
    """What the lines are, and where they come from."""
    volume = " at the mean volume of news" if found.at_mean_volume else ""
    return (
        "Acts of the same kind that followed one act, beyond those otherwise expected"
        f"{volume}. Thick, with its 90% interval: the direct answer; thin: with momentum and "
        "echoes. Grey: not told from no answer. A hostile act is an insult, an offence or an "
        f"attack, as often as each was done. Source: {found.dataset}, {found.span}."
    )


def alone_note(found: AnswersOnRecord, lake_version: int) -> str:
    """What a chart that goes without its caption says of itself."""
    return (
        f"Followed by, not brought about by. 90% intervals. Source: {found.dataset}, {found.span}, "
        f"{found.days} days. Lake version {lake_version}."
    )


def _panel(found: AnswersOnRecord, dyad: Dyad) -> AnswerPanel:
    lines = []
    for stimulus, response in IN_KIND:
        rows = _curve(found.curves, dyad, stimulus, response)
        row = found.of(dyad.source, dyad.target, stimulus, response)
        if rows.num_rows and row is not None:
            # On the day of the act itself nothing has followed.
            values = {name: [0, *rows[name].to_pylist()] for name in COURSE}
            lines.append(
                AnswerLine(
                    response,
                    COLOURS[response],
                    values["day"],
                    values["extra"],
                    values["lower"],
                    values["upper"],
                    values["total"],
                    bool(row["significant"]),
                )
            )
    names = (actors().name(code) for code in (dyad.source, dyad.target))
    return AnswerPanel("How {} answers {}".format(*names), lines)


def _curve(curves: pa.Table, dyad: Dyad, stimulus: str, response: str) -> pa.Table:
    wanted = {
        "responder": dyad.source,
        "initiator": dyad.target,
        "stimulus": stimulus,
        "response": response,
    }
    for column, value in wanted.items():
        curves = curves.filter(pc.equal(curves[column], value))
    return curves.filter(pc.greater(curves["day"], 0)).sort_by("day")


def matrix_svg(
    found: AnswersOnRecord,
    codes: Sequence[str],
    *,
    title: str,
    width: float = theme.WIDE,
    note: str = "",
) -> str:
    """Who answers whose acts in kind: hostile acts, then friendly ones."""
    names = {code: actors().name(code) for code in codes}
    grids = [
        AnswerGrid(GRID_TITLES[kind], SCALES[kind], _cells(found, kind))
        for kind in ("hostile", "friendly")
    ]
    return answer_matrix(grids, names, title=title, width=width, note=note)


def matrix_caption(found: AnswersOnRecord) -> str:
    """What rows, columns and colours are."""
    return (
        "Rows: who answers; columns: whose acts. Colour: more acts in direct answer to one act "
        "than otherwise, where that is told from none (false-discovery rate 5% over both tables); "
        "violet: fewer; dot: not told from none; empty: no such act on record. Pairs with little "
        f"record borrow from the others. Source: {found.dataset}, {found.span}, {found.days} days "
        "covered."
    )


def _cells(found: AnswersOnRecord, kind: str) -> dict[tuple[str, str], AnswerCell]:
    return {
        (row["responder"], row["initiator"]): AnswerCell(
            row["extra_acts_30d"], bool(row["significant"])
        )
        for row in found.table.to_pylist()
        if row["stimulus"] == row["response"] == kind and row["extra_acts_30d"] is not None
    }
