"""Checks every dated membership against the second files of the data mirror.

    python tools/compile/memberships.py --mirror DIR [--dry-run]

The facts of `src/comity/data/memberships/memberships.csv` (organisation to note) are compiled by
hand from public record; this script writes its last two columns again: `checked_against` names each
file that covers the row; `check` says "agrees", "agrees on the year" (no file gives days), "not
covered" or "differs: <file>: <how>". It ends with exit code 1 if a row differs and its note does
not explain why.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from comity.registry.states import states

TABLE = Path(__file__).parents[2] / "src/comity/data/memberships/memberships.csv"
LOG = logging.getLogger("compile.memberships")

COW_NAMES = {
    **{name: name.lower() for name in ("UN", "NATO", "CIS", "CSTO", "SCO", "BSEC", "ASEAN")},
    **{name: name.lower() for name in ("MERCOSUR", "AU", "OAU", "GCC", "OSCE", "COE", "WTO")},
    **{"GATT": "gatt", "NAFTA": "nafta", "EURASEC": "eaec", "LAS": "loas", "EU": "eec|eu"},
}
COW_STATUS = {1: "full", 2: "associate", 3: "observer"}
INFORMAL = {
    "G7": "G7",
    "BRICS": "BRICS",
    "OSCE": "CSCE",
    "GATT": "GATT",
    "GUAM": "GUAM",
    "BSEC": "BSEC",
}
TRADE = {
    "GATT": "GATT_1947O",
    "MERCOSUR": "MERCSR_1991O",
    "EAEU": "ERSNEU_2014O",
    "CPTPP": "CMPPTP_2018A",
    "USMCA": "MXCCND_2018A",
    "NAFTA": "NRTAFT_1992A",
}
TREATIES = {"WTO": "ESTWTO_1994A", "UNION_STATE": "BLR-RUS_1999O", "CPTPP": "CMPPTP_2018A"}
HAND = {
    "Mercosur": "MERCOSUR",
    "UnionState": "UNION_STATE",
    "EaP": "EAP",
    "EurAsEC": "EURASEC",
    "NAFTA_USMCA": "NAFTA",
}
BY_YEAR = frozenset({"cow_igo_membership_v3", "igo_informal_migo_members", "un_votes"})
CLASS = {
    "member": "full",
    "suspended": "full",
    "participant": "full",
    "partner": "partner",
    "associate": "associate",
    "observer": "observer",
}
# Lists that count by number of the Correlates of War project keep one line for these.
LINE = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB"}
EXTRA_NUMBERS = {"DEU": {255, 260}, "YEM": {678, 679}, "SRB": {345}, "RUS": {365}}

Row = dict[str, str]
Verdict = tuple[str, str]
Witness = Callable[[Row], Verdict | None]


@dataclass(frozen=True, slots=True)
class Spans:
    """Days on which a run of one class begins or ends, by organisation, line of states and class.

    A suspension does not interrupt a run of membership, nor does a new name of the state.
    """

    starts: dict[tuple[str, str, str], set[str]]
    ends: dict[tuple[str, str, str], set[str]]

    def begins(self, row: Row) -> bool:
        return row["first_day"] in self.starts[_key(row)]

    def stops(self, row: Row) -> bool:
        return row["end_day"] in self.ends[_key(row)]


@dataclass(frozen=True, slots=True)
class System:
    """The years in which a file by Correlates of War numbers could have counted a state."""

    since: dict[int, int]
    last: int

    def first_year(self, state: str) -> int:
        return min(self.since.get(number, 9999) for number in _cow_numbers(state))

    def knows(self, row: Row) -> bool:
        numbers = [n for n in _cow_numbers(row["state"]) if n in self.since]
        return bool(numbers) and row["status"] in CLASS


def main() -> int:
    arguments = _arguments()
    rows = checked(read_table(), arguments.mirror)
    if not arguments.dry_run:
        _write(TABLE, rows)
    LOG.info("%s", dict(Counter(row["check"].split(":")[0] for row in rows)))
    unexplained = [r for r in rows if r["check"].startswith("differs") and not r["note"]]
    for row in unexplained:
        LOG.error("%s %s %s", row["organisation"], row["state"], row["check"])
    return 1 if unexplained else 0


def checked(rows: list[Row], mirror: Path) -> list[Row]:
    """The rows with their last two columns written again from the files of the mirror."""
    witnesses = _witnesses(mirror / "structure", _own_runs(rows))
    out = []
    for row in rows:
        verdicts = [v for v in (witness(row) for witness in witnesses) if v is not None]
        files = "; ".join(file for file, _ in verdicts)
        out.append({**row, "checked_against": files, "check": _check(verdicts)})
    return out


def read_table() -> list[Row]:
    """The rows of the embedded table, as text."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _check(verdicts: list[Verdict]) -> str:
    wrong = [f"{file}: {how}" for file, how in verdicts if how]
    if not verdicts:
        return "not covered"
    if wrong:
        return "differs: " + "; ".join(wrong)
    return "agrees" if any(file not in BY_YEAR for file, _ in verdicts) else "agrees on the year"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mirror", type=Path, required=True, help="folder of the data mirror")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
    return parser.parse_args()


def _witnesses(folder: Path, spans: Spans) -> list[Witness]:
    return [
        _cow(folder, spans),
        _informal(folder, spans),
        _first_votes(folder, spans),
        _treaty(folder / "trade_agreements_huggo_members.parquet", TRADE, spans),
        _treaty(folder / "treaty_parties_ggo.parquet", TREATIES, spans),
        _candidates(folder),
        _handcompiled(folder, spans),
    ]


def _cow(folder: Path, spans: Spans) -> Witness:
    """Full, associate and observer years of the Correlates of War IGO data, to 2014."""
    since = _since(folder)
    years: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    for row in _parquet(folder / "cow_igo_membership_v3.parquet"):
        years[row["igo"], row["ccode"], COW_STATUS[row["status"]]].add(row["year"])

    def look(row: Row) -> Verdict | None:
        names = COW_NAMES.get(row["organisation"], "").split("|")
        kind = CLASS.get(row["status"], "")
        found: set[int] = set()
        for name in names:
            for number in _cow_numbers(row["state"]):
                found |= years[name, number, kind]
        if row["organisation"] not in COW_NAMES:
            return None
        return _by_year("cow_igo_membership_v3", row, found, spans, System(since, 2014))

    return look


def _informal(folder: Path, spans: Spans) -> Witness:
    """Member years of the informal organisations, to 2010 at most."""
    years: dict[tuple[str, str], set[int]] = defaultdict(set)
    last: dict[str, int] = defaultdict(int)
    since = _since(folder)
    for row in _parquet(folder / "igo_informal_migo_members.parquet"):
        last[row["igoID"]] = max(last[row["igoID"]], int(row["Year"]))
        if row["membership"] != "0" and row["stateID"]:
            years[row["igoID"], row["stateID"]].add(int(row["Year"]))

    def look(row: Row) -> Verdict | None:
        name = INFORMAL.get(row["organisation"])
        if name is None or CLASS.get(row["status"]) != "full":
            return None
        found = years[name, _line(row["state"])] | years[name, row["state"]]
        return _by_year("igo_informal_migo_members", row, found, spans, System(since, last[name]))

    return look


def _by_year(file: str, row: Row, found: set[int], spans: Spans, system: System) -> Verdict | None:
    """Compares the year in which a run of the row's class begins or ends with the file's years.

    The file knows a state only in the years in which its list of states does. It codes associates
    and observers of a few organisations: where it has none, it is silent and not in disagreement.
    """
    if not system.knows(row) or (not found and CLASS[row["status"]] != "full"):
        return None
    first = max(int(row["first_day"][:4]), system.first_year(row["state"]))
    end = int(row["end_day"][:4]) if row["end_day"] else system.last
    wrong, looked = [], False
    if spans.begins(row) and first <= system.last:
        looked = True
        if first not in found or (first - 1 in found and first == int(row["first_day"][:4])):
            wrong.append(f"from {min(found)}" if found else "no year")
    if spans.stops(row) and end < system.last:
        looked = True
        ends = {year for year in found if year + 1 not in found}
        if found and not ends & {end, end - 1}:
            wrong.append(f"to {max(ends)}")
    return (file, ", ".join(wrong)) if looked else None


def _own_runs(rows: list[Row]) -> Spans:
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    starts: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    ends: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for key, group in groups.items():
        firsts, lasts = {row["first_day"] for row in group}, {row["end_day"] for row in group}
        starts[key], ends[key] = firsts - lasts, lasts - firsts - {""}
    return Spans(starts, ends)


def _first_votes(folder: Path, spans: Spans) -> Witness:
    """The first roll call of a UN member comes in the year of its admission or in the next two."""
    days = {row["rcid"]: row["date"] for row in _parquet(folder / "un_rollcalls.parquet")}
    first: dict[str, int] = {}
    for row in _parquet(folder / "un_votes.parquet"):
        if row["vote"] != 8:
            year = int(str(days[row["rcid"]])[:4])
            first[row["iso3"]] = min(first.get(row["iso3"], year), year)

    def look(row: Row) -> Verdict | None:
        if row["organisation"] != "UN" or row["status"] != "member" or not spans.begins(row):
            return None
        if row["state"] not in first or row["state"] in LINE.values():
            return None
        late = first[row["state"]] - int(row["first_day"][:4])
        return ("un_votes", "" if 0 <= late <= 2 else f"first vote in {first[row['state']]}")

    return look


def _treaty(path: Path, names: dict[str, str], spans: Spans) -> Witness:
    """The days of force and of accession in a list of parties to treaties."""
    days: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _parquet(path):
        key = (row["treatyID"], row["stateID"] or "")
        given = (row["StateForce"], row.get("Accession"))
        days[key] |= {day for day in given if day}
        if not any(given) and row["StateSignature"]:
            days[key].add(row["StateSignature"])

    def look(row: Row) -> Verdict | None:
        key = (names.get(row["organisation"], ""), row["state"])
        if row["status"] != "member" or not days[key] or not spans.begins(row):
            return None
        agrees = row["first_day"] in days[key]
        return (path.stem, "" if agrees else "from " + " or ".join(sorted(days[key])))

    return look


def _candidates(folder: Path) -> Witness:
    """The day of candidacy in the list of milestones of accession to the EU."""
    file = "eu_accession_milestones_handcompiled"
    days = {
        row["iso3"]: str(row["date"])
        for row in _parquet(folder / f"{file}.parquet")
        if row["event"] == "candidate"
    }

    def look(row: Row) -> Verdict | None:
        if row["status"] != "candidate" or row["state"] not in days:
            return None
        day = days[row["state"]]
        return (file, "" if day == row["first_day"] else f"from {day}")

    return look


def _handcompiled(folder: Path, spans: Spans) -> Witness:
    """An unverified list of memberships of 20 bodies, by day; its last days may be inclusive."""
    file = "org_memberships_handcompiled"
    listed: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in _parquet(folder / f"{file}.parquet"):
        key = (HAND.get(row["org"], row["org"]), str(row["iso3"]), str(row["status"]))
        listed[key].append((str(row["start"]), str(row["end"] or "")))

    def look(row: Row) -> Verdict | None:
        found = listed[row["organisation"], row["state"], row["status"]]
        if not found:
            return None
        nearest = min(found, key=lambda span: abs(_number(span[0]) - _number(row["first_day"])))
        late = spans.begins(row) and nearest[0] != row["first_day"]
        wrong = [f"from {nearest[0]}"] if late else []
        if nearest[1] and row["end_day"] and abs(_number(nearest[1]) - _number(row["end_day"])) > 1:
            wrong.append(f"to {nearest[1]}")
        return (file, ", ".join(wrong))

    return look


def _since(folder: Path) -> dict[int, int]:
    """The first year of a state's latest spell in the Correlates of War list of states."""
    since: dict[int, int] = {}
    for row in _parquet(folder / "cow_states.parquet"):
        since[row["ccode"]] = max(since.get(row["ccode"], 0), row["styear"])
    return since


def _key(row: Row) -> tuple[str, str, str]:
    return (row["organisation"], _line(row["state"]), CLASS.get(row["status"], row["status"]))


def _number(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def _line(state: str) -> str:
    return LINE.get(state, state)


def _cow_numbers(state: str) -> Iterable[int]:
    line = _line(state)
    known = states().get(line)
    own = {known.cow} if known is not None and known.cow is not None else set()
    return own | EXTRA_NUMBERS.get(line, set())


def _parquet(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    raise SystemExit(main())
