"""SYNTHETIC event files in the format of GDELT 1.0, as large as wanted: 58 fields, day by day.

What occurs how often (pairs of actors, event codes, numbers of reports, days from act to report,
repeats of an act in one story) is drawn from counts over GDELT's published samples
(`gdelt_frequencies.csv`; The GDELT Project, https://www.gdeltproject.org). All names, places,
coordinates, tones and addresses are invented and say so. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import itertools
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.sources.cameo_actors.dictionary import actor_dictionary
from comity.sources.gdelt.actors import PROJECTS, actor
from comity.vocabulary.actor import ActingParty

FREQUENCIES = Path(__file__).with_name("gdelt_frequencies.csv")
FIRST_ID = 500_000_000
_CHUNK = 100_000
_PLACES, _TONES, _PAGES = 4_000, 2_000, 4_000
_CODES = 9

Draws = npt.NDArray[np.int64]


def write_synthetic(
    path: Path,
    rows: int,
    seed: int,
    *,
    first_day: dt.date,
    days: int,
    between_states: bool = False,
    first_id: int = FIRST_ID,
) -> None:
    """Writes `rows` records, reported evenly over `days` from `first_day`, in order of report.

    With `between_states` both sides are drawn apart, each an actor of a state and never the same
    state: so many pairs that nearly every record is an act of its own; none is told again.
    """
    rng = np.random.default_rng(seed)
    parts = _Parts.drawn(rng, first_day, days, between_states)
    with path.open("wb") as stream:
        for start in range(0, rows, _CHUNK):
            numbers = np.arange(start, min(start + _CHUNK, rows))
            stream.write(_lines(parts, rng, numbers, numbers * days // rows, first_id))


@dataclass(frozen=True, slots=True)
class Choice:
    """Ready pieces of a line, and how likely each is (cumulated)."""

    pieces: npt.NDArray[Any]
    cumulated: npt.NDArray[np.float64]

    @staticmethod
    def of(pieces: Sequence[bytes], weights: Iterable[float] | None = None) -> Choice:
        held = np.empty(len(pieces), object)
        held[:] = pieces
        likely = np.ones(len(pieces)) if weights is None else np.array(list(weights), float)
        return Choice(held, np.cumsum(likely) / likely.sum())

    def draw(self, rng: np.random.Generator, rows: int) -> Draws:
        drawn = np.searchsorted(self.cumulated, rng.random(rows), side="right")
        return np.minimum(drawn, len(self.pieces) - 1)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A line from left to right, in pieces; `sides` are the actors.

    Either drawn apart, each of a state (`states` numbers them), or as one pair; the pairs that are
    `rare` (seen once) stand for all that were never seen: their sides are mixed among them.
    """

    dates: npt.NDArray[Any]
    most_days: int
    lags: npt.NDArray[np.int64]
    lag: Choice
    sides: tuple[Choice, Choice]
    states: npt.NDArray[np.int64]
    rare: npt.NDArray[np.int64]
    event: Choice
    reports: Choice
    tone: Choice
    place: Choice
    added: npt.NDArray[Any]
    page: Choice
    again: float

    @staticmethod
    def drawn(
        rng: np.random.Generator, first_day: dt.date, days: int, between_states: bool
    ) -> _Parts:
        lags = [max(0, int(value)) for value, _ in frequencies("lag")]
        before = max(lags)
        dates = [first_day + dt.timedelta(days=day - before) for day in range(before + days)]
        again = dict(frequencies("again"))
        sides, states, rare = _state_sides() if between_states else _pairs()
        return _Parts(
            dates=_held([_date(day) for day in dates]),
            most_days=before,
            lags=np.array(lags, np.int64),
            lag=Choice.of([b""] * len(lags), (n for _, n in frequencies("lag"))),
            sides=sides,
            states=states,
            rare=rare,
            event=_events(),
            reports=Choice.of(*_pieces("reports")),
            tone=Choice.of([b"%.13f\t" % tone for tone in rng.normal(-2, 3, _TONES)]),
            place=_places(rng),
            added=_held([f"{day:%Y%m%d}\t".encode() for day in dates[before:]]),
            page=Choice.of([_page(n, rng) for n in range(_PAGES)]),
            again=0.0 if between_states else again["yes"] / (again["yes"] + again["no"]),
        )


def _lines(
    parts: _Parts, rng: np.random.Generator, numbers: Draws, reported: Draws, first_id: int
) -> bytes:
    """The lines of the records of those numbers, reported on those days (from 0)."""
    rows = numbers.size
    lag = parts.lags[parts.lag.draw(rng, rows)]
    sides = _drawn_sides(parts, rng, rows)
    event, page = parts.event.draw(rng, rows), parts.page.draw(rng, rows)
    # A story that tells an act again does so at another place, on the same day.
    first = np.where(rng.random(rows) < parts.again, 0, np.arange(rows))
    first = np.maximum.accumulate(first)
    first = np.where(reported[first] == reported, first, np.arange(rows))
    columns: list[Iterable[bytes]] = [
        [b"%d\t" % (first_id + n) for n in numbers.tolist()],
        parts.dates[reported + parts.most_days - lag[first]].tolist(),
        *(c.pieces[side[first]].tolist() for c, side in zip(parts.sides, sides, strict=True)),
        parts.event.pieces[event[first]].tolist(),
        parts.reports.pieces[parts.reports.draw(rng, rows)].tolist(),
        parts.tone.pieces[parts.tone.draw(rng, rows)].tolist(),
        parts.place.pieces[parts.place.draw(rng, rows)].tolist(),
        parts.added[reported].tolist(),
        parts.page.pieces[page[first]].tolist(),
    ]
    return b"".join(itertools.chain.from_iterable(zip(*columns, strict=True)))


def _drawn_sides(parts: _Parts, rng: np.random.Generator, rows: int) -> tuple[Draws, Draws]:
    source = parts.sides[0].draw(rng, rows)
    if not parts.states.size:
        mixed = parts.rare[rng.integers(parts.rare.size, size=rows)]
        return source, np.where(np.isin(source, parts.rare), mixed, source)
    target = parts.sides[1].draw(rng, rows)
    while (same := np.flatnonzero(parts.states[source] == parts.states[target])).size:
        target[same] = parts.sides[1].draw(rng, same.size)
    return source, target


@functools.cache
def frequencies(table: str) -> list[tuple[str, int]]:
    """What occurs how often in one of the tables, the most frequent first."""
    with FREQUENCIES.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["table"] == table]
    return [(row["value"], int(row["count"])) for row in rows]


def _pieces(table: str) -> tuple[list[bytes], list[int]]:
    rows = frequencies(table)
    return ["".join(f"{c}\t" for c in value.split()).encode() for value, _ in rows], [
        n for _, n in rows
    ]


def _pairs() -> tuple[tuple[Choice, Choice], Draws, Draws]:
    """Sources and targets of the pairs, and which pairs are rare and lack no side."""
    rows = [(value.split(), n) for value, n in frequencies("pair")]
    weights = [n for _, n in rows]
    rare = [at for at, (codes, n) in enumerate(rows) if n == 1 and "-" not in codes[::_CODES]]
    sources = Choice.of([_actor(codes[:_CODES]) for codes, _ in rows], weights)
    targets = Choice.of([_actor(codes[_CODES:]) for codes, _ in rows], weights)
    return (sources, targets), np.zeros(0, np.int64), np.array(rare)


def _state_sides() -> tuple[tuple[Choice, Choice], Draws, Draws]:
    """The actors that are of a state in either role, and a number for each one's state.

    The square root of how often one occurs: else few large states would act on each other alone.
    """
    found = [(value.split(), n) for value, n in frequencies("side")]
    parties = [(codes, n, party) for codes, n in found if (party := _party(codes)) is not None]
    numbers = {party: n for n, party in enumerate(dict.fromkeys(p for _, _, p in parties))}
    choice = Choice.of([_actor(codes) for codes, _, _ in parties], (n**0.5 for _, n, _ in parties))
    states = np.array([numbers[party] for _, _, party in parties])
    return (choice, choice), states, np.zeros(0, np.int64)


def _party(codes: Sequence[str]) -> str | None:
    """The state that these codes mean in both roles today; None where there is none."""
    spans, text = actor_dictionary().spans, actor(*(c.replace("-", "") for c in codes[:3]))
    ends = spans(text, "source", PROJECTS)[-1].outcome, spans(text, "target", PROJECTS)[-1].outcome
    parties = {one.code if isinstance(one, ActingParty) else None for one in ends}
    return parties.pop() if len(parties) == 1 else None


def _actor(codes: Sequence[str]) -> bytes:
    code, *others = ("" if one == "-" else one for one in codes)
    name = f"SYNTHETIC {code}" if code else ""
    return "".join(f"{cell}\t" for cell in (code, name, *others)).encode()


def _events() -> Choice:
    """IsRootEvent, the code with its base and root, quad class and score."""
    pieces, weights = [], []
    for (flag, of), (value, n) in itertools.product(frequencies("root"), frequencies("code")):
        code, score = value.split()
        quad = 1 + (int(code[:2]) > 5) + (int(code[:2]) > 9) + (int(code[:2]) > 13)
        pieces.append(f"{flag}\t{code}\t{code[:3]}\t{code[:2]}\t{quad}\t{score}\t".encode())
        weights.append(of * n)
    return Choice.of(pieces, weights)


def _places(rng: np.random.Generator) -> Choice:
    """The places of both actors and of the act, of the types that occur together."""
    types = Choice.of(*_pieces("geo"))
    drawn = types.pieces[types.draw(rng, _PLACES)]
    return Choice.of(
        [b"".join(_place(int(kind), rng) for kind in kinds.split()) for kinds in drawn]
    )


def _place(kind: int, rng: np.random.Generator) -> bytes:
    if not kind:
        return b"0\t\t\t\t\t\t\t"
    number = int(rng.integers(10_000))
    country = f"Q{chr(65 + number % 26)}"
    levels = (f"SYNTHETIC Place {number}", f"Region {number % 90}", f"Country {country}")
    name = ", ".join(levels[-min(kind, 3) :])
    area = country if kind == 1 else f"{country}{number % 90:02d}"
    latitude, longitude = rng.uniform(-60, 70), rng.uniform(-180, 180)
    where = f"{latitude:.4f}\t{longitude:.3f}\t{-number - 1_000_000}"
    return f"{kind}\t{name}\t{country}\t{area}\t{where}\t".encode()


def _date(day: dt.date) -> bytes:
    fraction = day.year + day.timetuple().tm_yday / 366
    return f"{day:%Y%m%d}\t{day:%Y%m}\t{day.year}\t{fraction:.4f}\t".encode()


def _page(number: int, rng: np.random.Generator) -> bytes:
    words = "-".join(("acts", "between", "invented", "states")[: int(rng.integers(1, 5))])
    return f"https://news{number % 300}.example.org/synthetic/{number:06d}/{words}.html\n".encode()


def _held(pieces: Sequence[bytes]) -> npt.NDArray[Any]:
    held = np.empty(len(pieces), object)
    held[:] = pieces
    return held


def main(rows: int = 300_000) -> None:
    """Print how fast such a file is written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.export.CSV"
        start = time.perf_counter()
        write_synthetic(path, rows, 1, first_day=dt.date(2019, 1, 1), days=60)
        took = time.perf_counter() - start
        size = path.stat().st_size
    print(f"synthetic GDELT file, {rows:,} rows of {size // rows} bytes: {rows / took:,.0f} rows/s")


if __name__ == "__main__":
    main()
