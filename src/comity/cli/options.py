"""Options that several commands share, with their help in one place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.errors import not_one_of
from comity.vocabulary.period import parse_day

if TYPE_CHECKING:
    from comity.measures.bloc_acts import BlocVoice

Source = Annotated[
    str, typer.Argument(metavar="SOURCE", help="Who acts: a code (RUS) or a name (Russia).")
]
Target = Annotated[
    str, typer.Argument(metavar="TARGET", help="Toward whom: a code (UKR) or a name (Ukraine).")
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="First day, included: 2021-01-31, 2021-01, 2021."),
]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, included.")]
Dataset = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="The source to read; by default the one with the best coverage of the span.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="WHEN",
        help="Read an older lake version: its number, or a day or time (UTC), for the newest one "
        "committed by then.",
    ),
]
FormatOption = Annotated[
    str,
    typer.Option("--format", metavar="FORMAT", help="table, csv, json or parquet."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file instead.")]
Voice = Annotated[
    str,
    typer.Option(
        "--voice",
        metavar="VOICE",
        help="Whose acts are a bloc's: institutions, members (of that day) or both.",
    ),
]


def first(text: str | None) -> dt.date | None:
    return None if text is None else parse_day(text)


def last(text: str | None) -> dt.date | None:
    return None if text is None else parse_day(text, last=True)


def voice(text: str) -> BlocVoice:
    """A bloc's voice by name. Raises BadValue with the valid names."""
    from comity.measures.bloc_acts import BlocVoice

    try:
        return BlocVoice(text.strip().lower())
    except ValueError:
        raise not_one_of("voice of a bloc", text, list(BlocVoice)) from None
