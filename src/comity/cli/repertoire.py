"""`comity repertoire`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import Format, parse_format, write_result
from comity.errors import BadValue, not_one_of

if TYPE_CHECKING:
    import pyarrow as pa

    from comity.workbench.repertoire import RepertoireResult

SCREEN = (
    *("kind", "title", "gesture_class", "uses", "share", "days_used", "first_day", "last_day"),
    *("expected", "others_dyads", "meetings"),
)
HEADINGS = {"gesture_class": "class", "others_dyads": "other dyads", "days_used": "days"}
OF_FOLLOWED = (
    *("title", "answer", "acts", "windows", "overlapping", "after_mean", "before_mean", "change"),
    *("change_lower", "change_upper", "usual", "usual_lower", "usual_upper"),
)
FOLLOWED_HEADINGS = {
    **{"after_mean": "after", "before_mean": "before", "change_lower": "from"},
    **{"change_upper": "to", "usual_lower": "low", "usual_upper": "high"},
}
OF_SPREAD = (
    *("of", "acts", "kinds", "kinds_anyone", "kinds_scheme", "top_three_share", "effective"),
    *("effective_lower", "effective_upper", "evenness", "at_acts", "kinds_at", "peers_median"),
    *("peers_low", "peers_high", "peers"),
)

State = Annotated[
    str, typer.Argument(metavar="STATE", help="Who acts: a code (KAZ) or a name (Kazakhstan).")
]
Toward = Annotated[
    str, typer.Option("--toward", metavar="PARTNER", help="Toward whom: a code or a name.")
]
By = Annotated[
    str,
    typer.Option(
        "--by", metavar="GRAIN", help="Kinds by PLOVER type and mode (mode), or full code (code)."
    ),
]
Peers = Annotated[
    str,
    typer.Option(
        "--peers", metavar="REGION", help="Compare within a region; by default all states' dyads."
    ),
]
Within = Annotated[
    int, typer.Option("--within", metavar="DAYS", min=1, max=365, help="Length of the windows.")
]
Followed = Annotated[
    bool, typer.Option("--followed", help="Print what each friendly kind was followed by.")
]
Spread = Annotated[
    bool, typer.Option("--spread", help="Print how many kinds and how evenly, beside others.")
]


def command(
    state: State,
    toward: Toward = "",
    first_day: options.From = None,
    last_day: options.To = None,
    followed: Followed = False,
    spread: Spread = False,
    by: By = "mode",
    peers: Peers = "",
    within: Within = 30,
    dataset: options.Dataset = None,
    voice: options.Voice = "institutions",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print which kinds of acts a state has used toward a partner, and which never.

    One row for each kind that exists; on a screen those used, and the friendly ones that only
    others used. With --followed what each friendly kind was followed by (never: caused), with
    --spread how many kinds and how evenly, beside other dyads.
    """
    output = parse_format(fmt)
    if followed and spread:
        raise BadValue("--followed and --spread are two tables.", next_step="Choose one.")
    first, last, speaks = options.first(first_day), options.last(last_day), options.voice(voice)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.measures.repertoire import Grain
    from comity.workbench.repertoire import RepertoireRequest, repertoire

    if by not in list(Grain):
        raise not_one_of("grain", by, list(Grain))
    request = RepertoireRequest(
        state=state,
        toward=toward,
        first_day=first,
        last_day=last,
        dataset=dataset,
        voice=speaks,
        by=Grain(by),
        peers=peers,
        within_days=within,
    )
    with command_line_bench(as_of) as bench:
        result = repertoire(bench, request)
    on_screen = output is Format.TABLE and out is None
    table, columns, headings = _asked(result, followed, spread, on_screen)
    notes = [result.text, *result.notes, result.coverage, f"Lake version {result.lake_version}."]
    write_result(table, output, out=out, columns=columns, headings=headings, notes=notes)


def _asked(
    result: RepertoireResult, followed: bool, spread: bool, on_screen: bool
) -> tuple[pa.Table, tuple[str, ...], dict[str, str]]:
    """The table to print, its columns on a screen, and their headings there."""
    if followed:
        return result.followed, OF_FOLLOWED, FOLLOWED_HEADINGS
    if spread:
        return result.spread, OF_SPREAD, {}
    return _to_look_at(result.table) if on_screen else result.table, SCREEN, HEADINGS


def _to_look_at(table: pa.Table) -> pa.Table:
    """The kinds that were used, and the friendly ones that only others used."""
    kept = [
        bool(row["uses"] or row["meetings"])
        or (row["gesture_class"] == "friendly" and bool(row["others_acts"]))
        for row in table.select(["uses", "meetings", "gesture_class", "others_acts"]).to_pylist()
    ]
    return table.filter(kept)


def add_to(app: typer.Typer) -> None:
    app.command("repertoire")(command)
