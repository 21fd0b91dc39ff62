"""`comity reactions`: how two states, or all of a region, answer each other in the lake's record.

Its sub-commands stand in files of their own.
"""

from __future__ import annotations

import typer

from comity.cli.reactions_dyad import command


def add_to(app: typer.Typer) -> None:
    app.command("reactions")(command)
