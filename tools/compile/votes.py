"""Makes src/comity/data/votes: roll calls of the UN General Assembly since 1946, without texts.

Two releases of the same votes are read. The newer gives all seats but those of states that have
ended; the older has these too. Where both have a vote, they must be the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.registry.states import states
from comity.sources.un_votes.extract import to_matrix
from comity.sources.un_votes.parquet import parse_votes, roll_calls_of
from comity.sources.un_votes.rows import VOTE_COLUMNS

# Seats that the newer release leaves out: their names in the older one. The two votes of Zanzibar,
# in 1963, stay out: it has no code.
ENDED = {
    "Czechoslovakia": "CSK",
    "German Democratic Republic": "DDR",
    "Yemen Arab Republic": "YEM",
    "Yemen People's Republic": "YMD",
}


def main() -> None:
    """Reads the mirror, checks the sums, writes one file, reports its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/votes"))
    given = parser.parse_args()
    folder = given.mirror / "structure"
    roll_calls = roll_calls_of(folder / "un_rollcalls.parquet", "un_rollcalls")
    newer = release_votes(folder / "un_votes.parquet")
    check_sums(newer, folder / "un_rollcalls.parquet")
    older = folder / "un_votes_dgrtwo_s1_74.parquet"
    check_same(folder / "un_votes.parquet", older)
    votes = with_ended_states(newer, older)
    given.out.mkdir(parents=True, exist_ok=True)
    path = given.out / "roll_calls.parquet"
    write(to_matrix(votes, roll_calls), path)
    report(path, votes, roll_calls)


def release_votes(path: Path) -> pa.Table:
    parsed = list(parse_votes(path, path.name))
    rejects = [reject for chunk in parsed for reject in chunk.rejects]
    if rejects:
        raise SystemExit(f"{len(rejects)} votes of {path.name} were rejected, first: {rejects[0]}")
    return pa.concat_tables(chunk.tables["votes"] for chunk in parsed)


def check_sums(votes: pa.Table, roll_calls: Path) -> None:
    """Every roll call's yes, abstain and no must be the totals that the release gives."""
    base = duckdb.connect()
    base.register("votes", votes)
    wrong = base.execute(
        """
        WITH counted AS (
            SELECT rcid, count(*) FILTER (vote = 1) AS y, count(*) FILTER (vote = 2) AS a,
                   count(*) FILTER (vote = 3) AS n
            FROM votes GROUP BY rcid)
        SELECT count(*) FROM read_parquet(?) AS r LEFT JOIN counted USING (rcid)
        WHERE coalesce(y, 0) <> n_yes OR coalesce(a, 0) <> n_abstain OR coalesce(n, 0) <> n_no
        """,
        [str(roll_calls)],
    ).fetchall()[0][0]
    if wrong:
        raise SystemExit(f"The sums of {wrong} roll calls differ from the release's totals.")


def check_same(newer: Path, older: Path) -> None:
    """A vote that both releases have must be the same; the newer has a vote or an absence.

    110 votes of Serbia and Montenegro in 2000 to 2005 are absences in the newer; they stay so.
    """
    base = duckdb.connect()
    codes = [(state.alpha2, state.code) for state in states() if state.alpha2]
    columns = [list(column) for column in zip(*codes, ("YU", "SRB"), strict=True)]
    base.register("codes", pa.table(columns, names=["alpha2", "iso3"]))
    wrong = base.execute(
        """
        SELECT count(*)
        FROM read_parquet(?) AS o
        LEFT JOIN codes AS c ON c.alpha2 = CASE o.country
            WHEN 'Federal Republic of Germany' THEN 'DE' ELSE o.country_code END
        LEFT JOIN read_parquet(?) AS n ON n.rcid = o.rcid AND n.iso3 = c.iso3
        WHERE NOT list_contains(?, o.country)
            AND (n.vote IS NULL OR n.vote NOT IN (o.vote, 8) OR (n.vote = 8 AND n.iso3 <> 'SRB'))
        """,
        [str(older), str(newer), [*ENDED, "Zanzibar"]],
    ).fetchall()[0][0]
    if wrong:
        raise SystemExit(f"{wrong} votes of {older.name} are not those of {newer.name}.")


def with_ended_states(votes: pa.Table, older: Path) -> pa.Table:
    table = pq.read_table(older)
    rows = table.filter(pc.is_in(table["country"], value_set=pa.array(list(ENDED))))
    states = pa.array([ENDED[name] for name in rows["country"].to_pylist()])
    ended = pa.table([rows["rcid"], states, rows["vote"]], schema=VOTE_COLUMNS)
    return pa.concat_tables([votes, ended])


def write(matrix: pa.Table, path: Path) -> None:
    pq.write_table(matrix, path, compression="zstd", compression_level=19, write_statistics=False)


def report(path: Path, votes: pa.Table, roll_calls: pa.Table) -> None:
    days = pc.min_max(roll_calls["day"]).as_py()
    sys.stdout.write(
        f"{votes.num_rows} votes of {pc.count_distinct(votes['state']).as_py()} states in "
        f"{roll_calls.num_rows} roll calls, {days['min']} to {days['max']}: "
        f"{path.stat().st_size} bytes\n"
    )


if __name__ == "__main__":
    main()
