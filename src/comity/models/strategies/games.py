"""Games from a table: who chose what in which period, checked and laid out by population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import BadInput
from comity.models.strategies.automata import Bools, prescribed
from comity.models.strategies.mixture import Agreement, Ints, agreement

COLUMNS = ("treatment", "id", "game", "period", "choice", "other.choice")
MEND = "Mend the table; each row is one choice of one player in one period of one game."


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Choices in one or many games, a row a period, in the order of play.

    `own` and `other` are True for cooperation. `game` numbers the games: rows of one game stand
    together, and a strategy begins anew with each. `counted` is false where the own choice is known
    to the other side, but is no evidence (the first move of a record that begins amid a relation).
    """

    own: Bools
    other: Bools
    game: Ints
    counted: Bools

    def rows(self, part: slice) -> Moves:
        return Moves(self.own[part], self.other[part], self.game[part], self.counted[part])


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The sequences from which one set of shares is estimated.

    `ids` names the sequences, `clusters` numbers those that are drawn together for standard errors.
    """

    name: str
    ids: tuple[str, ...]
    agreement: Agreement
    clusters: Ints
    moves: tuple[Moves, ...]


def populations(games: pa.Table) -> list[Population]:
    """The populations (treatments) of a table with the columns of COLUMNS, in their order there.

    A choice is c or d; the periods of a game are 1, 2, 3 ... in any order of rows. Raises BadInput
    for a missing column, an unknown choice, an empty cell, a period or a row that is there twice,
    and a hole.
    """
    _demand(games)
    labels = {name: _labels(games, name) for name in ("treatment", "id", "game")}
    period = _periods(games)
    own, other = (_cooperates(games, name) for name in ("choice", "other.choice"))
    codes = {name: pc.dictionary_encode(column) for name, column in labels.items()}
    keys = {name: codes[name].indices.to_numpy().astype(np.int64) for name in codes}
    order = np.lexsort((period, keys["game"], keys["id"], keys["treatment"]))
    treatment, player, game, period = (
        column[order] for column in (keys["treatment"], keys["id"], keys["game"], period)
    )
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (np.diff(treatment) != 0) | (np.diff(player) != 0) | (np.diff(game) != 0)
    names = {name: codes[name].dictionary.to_pylist() for name in codes}
    _check_periods(period, begins, (treatment, player, game), names)
    moves = Moves(own[order], other[order], begins.cumsum() - 1, np.ones(len(order), np.bool_))
    same = agreed(moves)
    ends = np.searchsorted(treatment, np.arange(len(names["treatment"]) + 1)).tolist()
    return [
        _population(name, moves.rows(part), same[part], player[part], names["id"])
        for name, part in zip(names["treatment"], map(slice, ends, ends[1:]), strict=True)
    ]


def population(name: str, sequences: dict[str, Moves], clusters: Ints | None = None) -> Population:
    """A population of named sequences, each with all its games."""
    counts = [agreed(moves) for moves in sequences.values()]
    choices = [int(moves.counted.sum()) for moves in sequences.values()]
    return Population(
        name,
        tuple(sequences),
        agreement(np.stack([count.sum(axis=0) for count in counts]), np.array(choices, np.int64)),
        np.arange(len(sequences)) if clusters is None else clusters,
        tuple(sequences.values()),
    )


def agreed(moves: Moves) -> Bools:
    """[periods, strategies]: whether a counted choice is the one that a strategy prescribed."""
    starts = np.flatnonzero(np.diff(moves.game, prepend=-1))
    lengths = np.diff(np.append(starts, len(moves.game)))
    number = np.repeat(np.arange(len(starts)), lengths)
    place = np.arange(len(moves.game)) - np.repeat(starts, lengths)
    own, other = (np.ones((len(starts), int(lengths.max())), np.bool_) for _ in range(2))
    own[number, place], other[number, place] = moves.own, moves.other
    told = prescribed(own, other)[number, place]
    same: Bools = (told == moves.own[:, None]) & moves.counted[:, None]
    return same


def _population(name: str, moves: Moves, same: Bools, player: Ints, ids: list[str]) -> Population:
    """Of rows in the order of players; all of them count."""
    starts = np.flatnonzero(np.diff(player, prepend=-1))
    ends = np.append(starts[1:], len(player))
    parts = [slice(*ends_of) for ends_of in zip(starts.tolist(), ends.tolist(), strict=True)]
    return Population(
        name,
        tuple(ids[number] for number in player[starts].tolist()),
        agreement(np.add.reduceat(same.astype(np.int64), starts), ends - starts),
        np.arange(len(starts)),
        tuple(moves.rows(part) for part in parts),
    )


def _demand(games: pa.Table) -> None:
    missing = [name for name in COLUMNS if name not in games.column_names]
    if missing:
        raise BadInput(
            f"The table of games has no column {', '.join(missing)}.",
            hint=f"Its columns: {', '.join(games.column_names)}.",
            next_step=f"Name the columns {', '.join(COLUMNS)}.",
        )
    twice = [name for name in COLUMNS if games.column_names.count(name) > 1]
    if twice:
        raise BadInput(f"The table of games has the column {twice[0]} twice.", next_step=MEND)
    if not games.num_rows:
        raise BadInput("The table of games is empty.", next_step="Give a row a choice.")


def _labels(games: pa.Table, name: str) -> pa.Array:
    column = _text(games, name)
    empty = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True)
    if pc.any(empty).as_py():
        _refuse(f"{name} is empty", pc.index(empty, True).as_py())
    return column


def _text(games: pa.Table, name: str) -> pa.Array:
    try:
        return games[name].combine_chunks().cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadInput(
            f"The column {name} of the table of games holds what is no text.",
            hint=str(error).splitlines()[0],
            next_step=MEND,
        ) from error


def _periods(games: pa.Table) -> Ints:
    column = games["period"].combine_chunks()
    try:
        numbers = column.cast(pa.float64()).cast(pa.int64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadInput(
            "The column period of the table of games holds what is no whole number.",
            hint=str(error).splitlines()[0],
            next_step=MEND,
        ) from error
    if numbers.null_count:
        _refuse("period is empty", pc.index(pc.is_null(numbers), True).as_py())
    found: Ints = numbers.to_numpy()
    return found


def _cooperates(games: pa.Table, name: str) -> Bools:
    text = _text(games, name)
    choice = pc.fill_null(pc.utf8_lower(pc.utf8_trim_whitespace(text)), "")
    known = pc.is_in(choice, value_set=pa.array(["c", "d"]))
    if not pc.all(known).as_py():
        row = pc.index(known, False).as_py()
        given = text[row].as_py()
        _refuse(f"{name} is empty" if not given else f"{name} is {given!r}, not c or d", row)
    found: Bools = pc.equal(choice, "c").to_numpy(zero_copy_only=False)
    return found


def _refuse(what: str, row: int) -> NoReturn:
    raise BadInput(f"Row {row + 1} of the table of games: {what}.", next_step=MEND)


def _check_periods(
    period: Ints, begins: Bools, keys: tuple[Ints, Ints, Ints], names: dict[str, list[str]]
) -> None:
    step = np.diff(period, prepend=0)
    step[begins] = period[begins]
    if (step == 1).all():
        return
    at = int(np.flatnonzero(step != 1)[0])
    treatment, player, game = (
        names[name][key[at]] for name, key in zip(("treatment", "id", "game"), keys, strict=True)
    )
    where = f"Treatment {treatment}, id {player}, game {game}"
    if not begins[at] and step[at] == 0:
        raise BadInput(f"{where} has period {period[at]} twice.", next_step=MEND)
    if begins[at]:
        raise BadInput(
            f"{where} begins with period {period[at]}, not 1.",
            hint="What was chosen before decides what a strategy prescribes.",
            next_step=MEND,
        )
    raise BadInput(
        f"{where} has no period {period[at - 1] + 1}, but a period {period[at]}.",
        hint="What was chosen before decides what a strategy prescribes.",
        next_step=MEND,
    )
