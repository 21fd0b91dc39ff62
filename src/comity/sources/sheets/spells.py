"""Spells of numbers of states, cut where a number begins to mean another state of ours."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from comity.sources.state_codes import Translation, known_number, pieces
from comity.vocabulary.actor import DropReason


@dataclass(frozen=True, slots=True)
class Spell:
    """Half-open days of one state (`target` empty) or of two."""

    source: str
    target: str
    first_day: dt.date
    end_day: dt.date


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts the spells of a list of numbers.

    `slack_days`: how exactly their days are known (a month: 31). A piece that lies
    within that of an edge is no record: a spell "from December 1991" of Russia's number begins
    with Russia, not with some days of the Soviet Union.
    """

    translate: Translation
    slack_days: int = 0

    def cut(
        self,
        numbers: tuple[int, ...],
        first_day: dt.date,
        end_day: dt.date,
        dropped: Counter[DropReason],
    ) -> Iterator[Spell]:
        """The spells of one or two numbers; pieces of no state are counted in `dropped`."""
        found = self._pieces(numbers, first_day, end_day)
        slack = dt.timedelta(self.slack_days)
        inner = [
            piece for piece in found if piece[2] > first_day + slack and piece[1] < end_day - slack
        ]
        for codes, begin, end in inner or found:
            if None in codes:
                dropped[_reason(numbers)] += 1
                continue
            if len(set(codes)) < len(codes):
                dropped[DropReason.WITHIN_ONE_STATE] += 1
                continue
            target = codes[1] if len(codes) > 1 else ""
            yield Spell(str(codes[0]), str(target), begin, end)

    def _pieces(
        self, numbers: tuple[int, ...], first_day: dt.date, end_day: dt.date
    ) -> list[tuple[tuple[str | None, ...], dt.date, dt.date]]:
        """All numbers at once: pieces of the first one, cut by those of the next."""
        out: list[tuple[tuple[str | None, ...], dt.date, dt.date]] = [((), first_day, end_day)]
        for number in numbers:
            out = [
                ((*codes, code), begin, end)
                for codes, first, last in out
                for code, begin, end in pieces(self.translate, number, first, last)
            ]
        return out


def _reason(numbers: tuple[int, ...]) -> DropReason:
    for number, unknown in zip(
        numbers, (DropReason.UNKNOWN_SOURCE, DropReason.UNKNOWN_TARGET), strict=False
    ):
        if not known_number(number):
            return unknown
    return DropReason.NO_STATE_THEN
