"""`comity brief`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import writable
from comity.errors import BadValue
from comity.workbench.brief import BriefFiles, BriefRequest, brief

State = Annotated[
    str,
    typer.Argument(
        metavar="[STATE]",
        help="A code (KAZ) or a name (Kazakhstan). Without it: every state of the region.",
    ),
]
Region = Annotated[
    str,
    typer.Option(
        "--region",
        metavar="REGION",
        help="The region whose poles are looked at: `comity regions` lists them. "
        "Default: the first one that has the state.",
    ),
]
Folder = Annotated[
    Path,
    typer.Option("--out", metavar="DIR", help="Where to write brief.html, brief.pdf, brief.json."),
]
Alignment = Annotated[
    bool,
    typer.Option(
        "--alignment/--no-alignment",
        help="Positions, drift, blocs and sovereignty too. On a new lake they take a minute.",
    ),
]


def command(
    state: State = "",
    region: Region = "",
    out: Folder = Path("brief"),
    dataset: options.Dataset = None,
    alignment: Alignment = True,
    as_of: options.AsOf = None,
) -> None:
    """Write the country brief of a state: HTML, PDF and JSON.

    The HTML is one file that opens offline; the JSON has each number with its unit, period, source
    and lake version. With --region alone: a folder for each state, and an index page with a map.

    Examples: `comity brief Kazakhstan` · `comity brief KAZ --region eurasia --out briefs/KAZ` ·
    `comity brief --region eurasia --out briefs`
    """
    if out.exists() and not out.is_dir():
        raise BadValue(f"{out} is a file, not a folder.", next_step="Name a folder with --out.")
    with command_line_bench(as_of) as bench:
        request = BriefRequest(
            state=state,
            region=region,
            dataset=dataset,
            alignment=alignment,
            processes=min(os.cpu_count() or 1, 4),
        )
        result = brief(bench, request)
    screen = Console(soft_wrap=True, highlight=False)
    if result.index is None:
        _write(result.briefs[0], out)
        screen.print("\n".join(result.briefs[0].headline), markup=False)
        screen.print(f"Written to {out}/: brief.html, brief.pdf, brief.json", markup=False)
        return
    for files in result.briefs:
        _write(files, out / files.code)
    index = out / "index.html"
    index.write_text(result.index, encoding="utf-8")
    screen.print(f"{len(result.briefs)} briefs written. Open {index}", markup=False)
    for code, why in result.left_out.items():
        screen.print(f"Left out: {code}: {why}", markup=False)


def _write(files: BriefFiles, folder: Path) -> None:
    page = folder / "brief.html"
    with writable(page):
        page.write_text(files.html, encoding="utf-8")
        (folder / "brief.json").write_text(files.json_text, encoding="utf-8")
        if files.pdf is not None:
            (folder / "brief.pdf").write_bytes(files.pdf)


def add_to(app: typer.Typer) -> None:
    app.command("brief")(command)
