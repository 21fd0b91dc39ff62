"""The code-book: the reading of every full code, and the dated tables that some readings ask."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

import pyarrow as pa

from comity.errors import BadConfiguration, nearest
from comity.vocabulary.actor import Organ
from comity.vocabulary.gesture import GestureClass, Reading


@dataclass(frozen=True, slots=True)
class PairWindow:
    """Something that holds from `source` to `target` on [first_day, end_day); end None: still.

    `basis` says on what act or agreement it rests.
    """

    source: str
    target: str
    first_day: dt.date
    end_day: dt.date | None
    basis: str

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds on `day`."""
        return self.first_day <= day and (self.end_day is None or day < self.end_day)


BOOK_SCHEMA = pa.schema(
    [
        ("scheme", pa.string()),
        ("code", pa.string()),
        ("gesture_class", pa.string()),
        ("meeting", pa.string()),
        ("recognition", pa.bool_()),
        ("intensity", pa.float64()),
        ("goldstein_tenths", pa.int16()),
        ("quad", pa.string()),
        ("plover_type", pa.string()),
        ("plover_mode", pa.string()),
        ("aim", pa.bool_()),
        ("both_ways", pa.bool_()),
    ]
)
WINDOW_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("first_day", pa.date32()),
        ("end_day", pa.date32()),
    ]
)


@dataclass(frozen=True)
class CodeBook:
    """The readings of every full code, and the two dated tables that some of them ask.

    A code that is not in the book has no reading: sources reject it, it is never "other".
    `own_readings` names the codes ("cameo:114") that differ from the default book.
    """

    version: str
    readings: Mapping[tuple[str, str], Reading]
    recognition_windows: tuple[PairWindow, ...] = ()
    hosting_windows: tuple[PairWindow, ...] = ()
    own_readings: tuple[str, ...] = ()

    def reading(self, scheme: str, code: str) -> Reading | None:
        """The reading of a full code whatever the pair, or None for a code not in the book."""
        return self.readings.get((str(scheme), code))

    def reading_between(
        self,
        scheme: str,
        code: str,
        *,
        source: str,
        target: str,
        day: dt.date,
        target_organ: Organ = Organ.STATE,
    ) -> Reading | None:
        """The reading of a full code between two parties on a day, or None for an unknown code.

        Recognition of another party than the target, and forces posted with the target by its
        consent, are read neutral. A show of force that addresses no organ of the other state
        (toward the bare country, which may be the place) is read as an offence; force toward the
        bare country of a host is read neutral.
        """
        found = self.reading(scheme, code)
        if found is None:
            return None
        if found.recognition and not self.recognises_target(source, target, day):
            return found.as_neutral("No recognition of the target by the source is listed here.")
        place = target_organ in (Organ.STATE, Organ.POPULATION)
        force = found.aim or (found.gesture_class is GestureClass.ATTACK and place)
        if force and self.hosts_forces(source, target, day):
            return found.as_neutral("The target had agreed to forces of the source.")
        if found.aim and place:
            return found.read_as(GestureClass.OFFENCE)
        return found

    def recognises_target(self, source: str, target: str, day: dt.date) -> bool:
        """Whether an act of recognition by `source` that day means `target` itself.

        It does in a listed window of the pair, or toward a state less than two years old.
        """
        return any(w.holds_on(day) for w in self._recognised.get((source, target), ()))

    def hosts_forces(self, source: str, target: str, day: dt.date) -> bool:
        """Whether `target` had agreed that day to forces of `source`: an alliance or agreement."""
        return any(w.holds_on(day) for w in self._hosts.get((source, target), ()))

    def with_overrides(self, own: Mapping[str, Mapping[str, str]]) -> CodeBook:
        """This book with a country's own readings: scheme -> code -> gesture class.

        Each code may move one step along the ladder friendly, neutral, insult, offence, attack,
        counted from this book; an act of cooperation is never read as hostile. Its intensity
        stays. An empty mapping changes nothing. Raises BadConfiguration with all findings.
        """
        asked = [(scheme, code, name) for scheme, c in own.items() for code, name in c.items()]
        findings = [f for one in asked if (f := self._finding(*one))]
        if findings:
            raise BadConfiguration(
                "The own readings of gestures are not valid:\n- " + "\n- ".join(findings),
                next_step="A code may move by one class; cooperation is never hostile.",
            )
        changed = {(s, c): self.readings[s, c].read_as(GestureClass(name)) for s, c, name in asked}
        changed = {key: new for key, new in changed.items() if new != self.readings[key]}
        if not changed:
            return self
        names = [f"{scheme}:{code}" for scheme, code in changed]
        text = "\n".join(sorted(f"{r.scheme}:{r.code}={r.gesture_class}" for r in changed.values()))
        digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
        return replace(
            self,
            version=f"{self.version}+own.{digest}",
            readings=MappingProxyType({**self.readings, **changed}),
            own_readings=(*self.own_readings, *names),
        )

    def _finding(self, scheme: str, code: str, name: str) -> str | None:
        """What is wrong with one own reading, or None."""
        where = f"{scheme}:{code}"
        found = self.reading(scheme, code)
        if found is None:
            known = [f"{s}:{c}" for s, c in self.readings]
            return f"{where}: no such code{_perhaps(where, known)}"
        if name not in list(GestureClass):
            return f"{where}: {name!r} is no gesture class{_perhaps(name, list(GestureClass))}"
        wanted = GestureClass(name)
        steps = found.gesture_class.steps_to(wanted)
        if steps > 1:
            return f"{where}: {found.gesture_class} to {wanted} is {steps} steps; one is allowed"
        if where in self.own_readings and steps:
            return f"{where}: is an own reading already; start from the default book"
        if wanted.is_hostile and found.quad is not None and found.quad.is_cooperation:
            return f"{where}: is an act of cooperation and is never read as hostile"
        return None

    @cached_property
    def table(self) -> pa.Table:
        """One row a code, in the columns of BOOK_SCHEMA: what measures join acts with."""
        return _flat(self.readings.values(), BOOK_SCHEMA)

    @cached_property
    def recognitions(self) -> pa.Table:
        """Windows in which recognition by `source` means `target`; see WINDOW_SCHEMA."""
        return _flat(self.recognition_windows, WINDOW_SCHEMA)

    @cached_property
    def hosted_forces(self) -> pa.Table:
        """Windows in which `target` had agreed to forces of `source`; see WINDOW_SCHEMA."""
        return _flat(self.hosting_windows, WINDOW_SCHEMA)

    @cached_property
    def _recognised(self) -> dict[tuple[str, str], list[PairWindow]]:
        return _by_pair(self.recognition_windows)

    @cached_property
    def _hosts(self) -> dict[tuple[str, str], list[PairWindow]]:
        return _by_pair(self.hosting_windows)


def _perhaps(wrong: str, valid: Iterable[str]) -> str:
    near = nearest(wrong, valid)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _by_pair(windows: Iterable[PairWindow]) -> dict[tuple[str, str], list[PairWindow]]:
    found: dict[tuple[str, str], list[PairWindow]] = {}
    for window in windows:
        found.setdefault((window.source, window.target), []).append(window)
    return found


def _flat(records: Iterable[Reading] | Iterable[PairWindow], schema: pa.Schema) -> pa.Table:
    """One row a record, with the fields that `schema` names."""
    listed = list(records)
    columns = [[_plain(getattr(one, name)) for one in listed] for name in schema.names]
    return pa.table(columns, schema=schema)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, StrEnum) else value
