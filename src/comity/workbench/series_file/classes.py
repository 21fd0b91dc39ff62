"""The classes of acts in a series that a user brings: which of them can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from comity.briefs.words import counted, listed
from comity.errors import BadInput, BadValue, nearest
from comity.vocabulary.gesture import GestureClass
from comity.workbench.series_file.columns import Codes, Mask
from comity.workbench.series_file.rows import Rows

MEETING = "meeting"
NEUTRAL = str(GestureClass.NEUTRAL)
OWN_CLASSES = (*map(str, GestureClass), MEETING)
# How a root of CAMEO is read where the full code is not known.
CLASS_OF_ROOT: Mapping[int, str] = MappingProxyType(
    {
        **dict.fromkeys((3, 5, 6, 7, 8), str(GestureClass.FRIENDLY)),
        **dict.fromkeys((1, 2, 9), NEUTRAL),
        **dict.fromkeys((10, 12, 13, 14, 16, 17), str(GestureClass.OFFENCE)),
        **dict.fromkeys((15, 18, 19, 20), str(GestureClass.ATTACK)),
        11: str(GestureClass.INSULT),
        4: MEETING,
    }
)
WHY: Mapping[str, str] = MappingProxyType(
    {
        MEETING: "coders mirror meetings in both directions: they do not say who answered whom",
        NEUTRAL: "neither friendly nor hostile",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The rows of the classes that are taken (`kept` of all rows), and what was left out."""

    rows: Rows
    kept: Mask
    notes: tuple[str, ...]


def read_roots(rows: Rows) -> Rows:
    """Rows labelled by roots of CAMEO as rows labelled by class. Raises BadInput for no root."""
    read = [CLASS_OF_ROOT.get(int(root)) if root.isdecimal() else None for root in rows.labels]
    unknown = [root for root, klass in zip(rows.labels, read, strict=True) if klass is None]
    if unknown:
        raise BadInput(
            f"cameo_root holds {listed(unknown)}: no root of CAMEO (01 to 20).",
            next_step="Mend the column, or give a column class instead.",
        )
    classes = tuple(sorted({klass for klass in read if klass}))
    place = np.array([classes.index(klass) for klass in read if klass], np.int64)
    return replace(rows, labels=classes, label=place[rows.label])


def choose(rows: Rows, n: Codes, asked: tuple[str, ...]) -> Chosen:
    """The rows of the classes that are asked for; by default of all that can be answered.

    Meetings never; neutral acts are left out by default where all labels are the product's own
    classes. Raises BadValue for a class that is not there, BadInput where none is left.
    """
    there = rows.labels
    own = set(there) <= set(OWN_CLASSES)
    out = {MEETING, NEUTRAL} if own else {MEETING}
    _check(asked, there)
    classes = [label for label in there if (label in asked if asked else label not in out)]
    if not classes:
        raise BadInput(
            f"The series has no class that can be answered, only {listed(there)}.",
            next_step="Meetings and neutral acts are neither answered nor answers.",
        )
    classes.sort(key=lambda label: (OWN_CLASSES.index(label) if own else 0, label))
    place = {label: number for number, label in enumerate(classes)}
    code = np.array([place.get(label, -1) for label in there], np.int64)[rows.label]
    acts = np.bincount(rows.label, weights=n, minlength=len(there))
    notes = tuple(
        f"Left out: {counted(round(acts[number]), 'act')} of the class {label}"
        f"{f' ({WHY[label]})' if label in WHY and not asked else ''}."
        for number, label in enumerate(there)
        if label not in place
    )
    kept = code >= 0
    taken = replace(rows, labels=tuple(classes), label=code).only(kept)
    return Chosen(taken, kept, notes)


def _check(asked: tuple[str, ...], there: tuple[str, ...]) -> None:
    if MEETING in asked:
        raise BadValue(
            "Meetings are neither stimulus nor response.",
            hint="Coders mirror them in both directions: they do not say who answered whom.",
            next_step="Take meeting out of --classes.",
        )
    for label in asked:
        if label not in there:
            near = nearest(label, there, count=1)
            raise BadValue(
                f"The series has no class {label!r}.",
                hint=f"Did you mean {near[0]}?" if near else "",
                next_step=f"Its classes: {', '.join(there)}.",
            )
