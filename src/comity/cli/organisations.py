"""`comity organisations`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.workbench.organisations import OrganisationsRequest, organisations

Search = Annotated[str, typer.Argument(metavar="[TEXT]", help="A code, or part of a name.")]
Members = Annotated[bool, typer.Option("--members", help="Its dated memberships.")]
Day = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="With --members: those of this day.")
]


def command(
    search: Search = "",
    members: Members = False,
    day: Day = None,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
) -> None:
    """List or search organisations of states, or the dated memberships of one."""
    output = parse_format(fmt)
    request = OrganisationsRequest(search=search, members=members, day=options.first(day))
    with command_line_bench() as bench:
        result = organisations(bench, request)
    write_result(result.table, output, out=out, notes=[result.text])


def add_to(app: typer.Typer) -> None:
    app.command("organisations")(command)
