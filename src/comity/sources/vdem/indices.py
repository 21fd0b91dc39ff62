"""Which of V-Dem's some four thousand columns are read: `indices.csv`, or the user's choice."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Mapping, Sequence
from importlib import resources

from comity.errors import BadInput, BadValue, nearest
from comity.sources.state_years import Fact

OPTION = "indicators"
BOUNDS = {"_codelow": "lower bound of the estimate", "_codehigh": "upper bound of the estimate"}
_INDEX = re.compile(r"v[23][a-z0-9]*_?[A-Za-z0-9_]+")


def asked_indices(options: Mapping[str, str]) -> tuple[str, ...]:
    """The indices of `--set indicators=a,b`; empty for the usual ones. Raises BadValue."""
    unknown = sorted(set(options) - {OPTION})
    if unknown:
        raise BadValue(f"vdem takes no option {', '.join(unknown)}.", hint=f"It takes: {OPTION}.")
    if OPTION not in options:
        return ()
    asked = tuple(dict.fromkeys(name.strip() for name in options[OPTION].split(",")))
    wrong = [name for name in asked if not _INDEX.fullmatch(name)]
    if wrong:
        raise BadValue(
            f"{wrong[0]!r} is no name of a V-Dem index.",
            next_step=f"Name columns of the file: --set {OPTION}=v2x_polyarchy,v2x_rule",
        )
    return asked


def chosen_facts(file: str, header: Sequence[str], asked: Sequence[str]) -> list[Fact]:
    """The columns to read, each a fact, with the bounds of its interval where the file has them.

    Of the usual indices those that the release has; asked ones must all be there. Raises BadInput
    with the nearest names of columns.
    """
    there, known = set(header), known_facts()
    missing = [name for name in (asked or required()) if name not in there]
    if missing:
        near = nearest(missing[0], header)
        raise BadInput(
            f"{file} has no column {', '.join(missing[:5])}.",
            hint=f"Did you mean {' or '.join(near)}?" if near else "",
            next_step="Take the Country-Year file, and names of its code-book.",
        )
    names = asked or [name for name in known if name in there]
    facts: list[Fact] = []
    for name in names:
        fact = known.get(name) or Fact(name, name, "as in the V-Dem code-book")
        facts.append(fact)
        for ending, words in BOUNDS.items():
            if name + ending in there:
                facts.append(Fact(name + ending, f"{fact.title}: {words}", fact.unit))
    return facts


@functools.cache
def known_facts() -> Mapping[str, Fact]:
    """The usual indices by name."""
    return {row["index"]: Fact(row["index"], row["title"], row["unit"]) for row in _table()}


@functools.cache
def required() -> tuple[str, ...]:
    """The indices that every release has: without them it is no V-Dem file."""
    return tuple(row["index"] for row in _table() if row["required"])


@functools.cache
def _table() -> tuple[dict[str, str], ...]:
    text = resources.files("comity.sources.vdem").joinpath("indices.csv").read_text("utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))
