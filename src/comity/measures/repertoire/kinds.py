"""Kinds of acts: what a code of some scheme is in PLOVER, by type and mode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.vocabulary.code_book import CodeBook
from comity.vocabulary.event import Scheme
from comity.vocabulary.gesture import GestureClass, MeetingRule, Reading

# The sides of a practice that are looked at apart; a kind is of one of them.
GROUPS = ("friendly", "neutral", "hostile")
MEETING = "meeting"


class Grain(StrEnum):
    """How fine kinds are told apart: PLOVER type with mode, or each full code of the scheme."""

    MODE = "mode"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of acts, of one gesture class, and the codes of the scheme that are it.

    `id` is PLOVER's name ("RETREAT:release", "AGREE"), or "scheme:code" where there is none. Where
    codes of one type and mode are of several classes, the fewer stand as a kind of their own.
    """

    id: str
    scheme: str
    plover_type: str | None
    plover_mode: str | None
    gesture_class: GestureClass
    title: str
    codes: tuple[str, ...]
    meeting: bool = False

    @property
    def group(self) -> str:
        """Friendly, neutral or hostile; or meeting, where its codes are never directed acts."""
        if self.meeting:
            return MEETING
        return "hostile" if self.gesture_class.is_hostile else str(self.gesture_class)


def kinds_of(book: CodeBook, scheme: str, grain: Grain = Grain.MODE) -> Mapping[str, Kind]:
    """The kind of each full code of a scheme.

    A code of CAMEO without a PLOVER type (statements, appeals) is of the kind of its root; a code
    of a scheme that has no counterpart in PLOVER at all (WEIS, UCDP, ACLED) is a kind itself.
    """
    readings = [reading for (of, _), reading in book.readings.items() if of == scheme]
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(_name(reading, grain), []).append(reading)
    modes = {r.plover_type for r in readings if r.plover_mode}
    return {
        code: kind
        for name, of_name in groups.items()
        for kind in _by_class(name, of_name, book, modes, grain)
        for code in kind.codes
    }


def distinct(kinds: Iterable[Mapping[str, Kind]]) -> tuple[Kind, ...]:
    """The kinds of some schemes, each once, in the order of the code-book."""
    return tuple({kind.id: kind for of in kinds for kind in of.values()}.values())


def _name(reading: Reading, grain: Grain) -> str:
    code = reading.code
    cameo = reading.scheme == Scheme.CAMEO
    if grain is Grain.CODE or not (cameo or reading.plover_type):
        # A root alone says as much as its first code: "03" and "030" are both unspecified.
        return f"{reading.scheme}:{code + '0' if cameo and len(code) == 2 else code}"
    if reading.plover_type is None:
        return f"{reading.scheme}:{code[:2]}"
    return ":".join(part for part in (reading.plover_type, reading.plover_mode) if part)


def _by_class(
    name: str, readings: list[Reading], book: CodeBook, with_modes: set[str | None], grain: Grain
) -> Iterable[Kind]:
    """One kind for each class that codes of this name have; the one of most keeps the name."""
    counts = Counter(reading.gesture_class for reading in readings)
    for place, (gesture_class, _) in enumerate(counts.most_common()):
        of_class = [r for r in readings if r.gesture_class is gesture_class]
        first = of_class[0]
        if grain is Grain.CODE or first.plover_type is None:
            title = book.readings[first.scheme, name.partition(":")[2]].title
        elif place:
            title = "; ".join(reading.title for reading in of_class)
        else:
            title = _title(name, first, book, with_modes)
        yield Kind(
            id=f"{name} ({gesture_class})" if place else name,
            scheme=first.scheme,
            plover_type=first.plover_type,
            plover_mode=first.plover_mode,
            gesture_class=gesture_class,
            title=title,
            codes=tuple(reading.code for reading in of_class),
            meeting=first.meeting is MeetingRule.ALWAYS,
        )


def _title(name: str, first: Reading, book: CodeBook, with_modes: set[str | None]) -> str:
    """PLOVER's title; of a type that has modes, where none is named, it says so."""
    known = book.reading(Scheme.PLOVER, name)
    title = known.title if known else first.title
    bare = first.plover_mode is None and first.plover_type in with_modes
    return f"{title}, not specified" if bare else title
