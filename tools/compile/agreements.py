"""Makes the embedded table of agreements again from open treaty data and a hand-made list.

    python tools/compile/agreements.py --mirror DIR

From DIR: HUGGO trade agreements and their members, GGO environmental treaties, the Paris Agreement
and the deposits of the 2003 accession treaty; beside this script: `facts/agreements.psv`, political
instruments by hand. Kept are facts only: title, parties, days. An agreement is kept where a shipped
region has two of its parties. A day that is no full day, that is 1 January in a file which so marks
a year alone, or on which two records disagree, is left empty.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src/comity/data/agreements/agreements.csv"
FACTS = Path(__file__).parent / "facts" / "agreements.psv"
COLUMNS = (
    "agreement",
    "title",
    "kind",
    "party",
    "signed",
    "ratified",
    "in_force",
    "ended",
    "evidence",
)

_SOVIET = "ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS SUN TJK TKM UKR UZB"
REGIONS = tuple(
    frozenset(codes.split())
    for codes in (
        f"{_SOVIET} CHN TUR USA EU",
        "ALB BIH XKX MNE MKD SRB MDA UKR GEO TUR EU",
        "USA CAN MEX",
        "BRN KHM IDN LAO MYS MMR PHL SGP THA VNM TLS CHN USA JPN IND AUS",
    )
)
KEPT = frozenset().union(*REGIONS)
_EU_27 = "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL"
EU_MEMBERS = frozenset(f"{_EU_27} PRT ROU SVK SVN SWE GBR".split())
EU_CODES = {"EC": "EU", "EUE": "EU", "EUU": "EU", "KOS": "XKX", "Kosovo": "XKX", "ROM": "ROU"}
DE_FACTO = re.compile(r"abkhaz|ossetia|transnistr|karabakh|northern cyprus|donetsk|luhansk", re.I)
AGREEMENT_WORD = re.compile(
    r"agree|treaty|union|area|zone|associat|partner|communit|cooperat|pact\b|act$|cefta|FTA", re.I
)
# As titles name them, where the file names the party otherwise or not at all.
PARTNERS = frozenset(
    {
        *("ASEAN", "EU", "Turkey", "Russia", "Russian Federation", "Ukraine", "Kosovo"),
        *("North Macedonia", "US", "United States", "Viet Nam", "Laos", "Korea", "Brunei"),
        *("Bosnia And Herzegovina", "Moldova", "Lao Peoples Democratic Republic"),
    }
)
MACEDONIA = re.compile(r"Former Yugoslav Republic Of Macedonia|Macedonia( \(FYROM\))?|FYROM")
TRADE = re.compile(r"^EC |\bEC (Euro|Viet|Sing)|free trade|europe agreement|trade agreement", re.I)
OF_THE_UNION = re.compile(r"\bEU\b|EFTA EC")
WITHIN_THE_UNION = re.compile(
    r"EU \((?!trade|CETA)|EU Single|EU Maastricht|EU Amsterdam|EU Nice|EU Lisbon|EEA"
)
BORDER = re.compile(r"delimitation|border affairs|management system|zone boundary", re.I)
ASEAN = re.compile(r"Association Of South ?[Ee]ast Asian Nations( \(ASEAN\))?|ASEAN(?=[ -])")
# Treaties that stand under another id: in EC_1957A the accessions, in CNTEFT_1992A CEFTA 2006.
ELSEWHERE = frozenset({"EC_1957A", "CNTEFT_1992A"})
# What the file calls a trade agreement, or names by a pair or a group alone.
NAMED = {
    "ECSNEA_1986A": ("Single European Act", "union"),
    "ECMSTR_1992O": ("Treaty on European Union (Maastricht)", "union"),
    "ECAMST_1997O": ("Treaty of Amsterdam", "union"),
    "ECNICE_2001O": ("Treaty of Nice", "union"),
    "ECLSBN_2007O": ("Treaty of Lisbon", "union"),
    "EEA_1992O": ("Agreement on the European Economic Area", "trade"),
    "CMMNIS_1994O": ("Agreement on the Creation of a Free Trade Area (CIS)", "trade"),
    "CISCAM_1998O": ("Agreement on a Common Agrarian Market (CIS)", "trade"),
}
SUN_LAST = "1991-12-25"
FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
REGIONAL = 40  # a GGO treaty with more parties is of the world, not of a region


@dataclass(frozen=True)
class Row:
    """One party of one agreement; days as YYYY-MM-DD, empty where not known."""

    agreement: str
    title: str
    kind: str
    party: str
    signed: str
    ratified: str
    in_force: str
    ended: str
    evidence: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    mirror: Path = parser.parse_args().mirror
    trade = huggo(mirror)
    hand, replaced = by_hand(FACTS, trade)
    compiled = [row for row in trade if row.agreement not in replaced]
    titles = {_plain(row.title) for row in trade}
    compiled += [r for r in ggo(mirror, titles) if r.agreement not in replaced]
    rows = [*in_regions(compiled), *hand, *paris(mirror), *accession_2003(mirror)]
    write(rows)


# ------------------------------------------------------------------ trade agreements


def huggo(mirror: Path) -> list[Row]:
    """Trade agreements with the days of each member; an EU agreement has the party EU."""
    checked = _reconciled(mirror / "planning/treaties/HUGGO_trd_reconciled.csv")
    table = pq.read_table(mirror / "structure/trade_agreements_huggo_members.parquet")
    by_treaty: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in table.to_pylist():
        left_out = {None, "GATT_1947O"} | ELSEWHERE
        if record["treatyID"] not in left_out and record["stateID"]:
            by_treaty[record["treatyID"]].append(record)
    found: list[Row] = []
    for treaty, records in by_treaty.items():
        signed = _agreed(records, "Signature", checked.get(records[0]["manyID"], {}))
        force = _agreed(records, "Force", checked.get(records[0]["manyID"], {}))
        ended = _day(records[0]["End"])
        title = _trade_title(next((r["Title"] for r in records if r["Title"]), treaty))
        base = Row(treaty, title, "trade", "", signed, "", force, ended, f"HUGGO {treaty}")
        named, kind = NAMED.get(treaty, (_with_dash(title, records), "trade"))
        members = _member_rows(base, records)
        found += [replace(row, title=named, kind=kind) for row in members]
    return found


def _member_rows(base: Row, records: list[dict[str, Any]]) -> Iterator[Row]:
    codes = {EU_CODES.get(r["stateID"], r["stateID"]) for r in records}
    outsiders = codes - EU_MEMBERS - {"EU"}
    if OF_THE_UNION.search(base.title) and not WITHIN_THE_UNION.search(base.title):
        yield replace(base, party="EU")
        records = [r for r in records if r["stateID"] in outsiders]
        if not outsiders:
            yield from (replace(base, party=c) for c in _named_outsiders(base.title))
    for code, own in _by_party(records).items():
        yield replace(
            base,
            party=code,
            signed=_unique(own, "StateSignature") or ("" if _acceded(own) else base.signed),
            ratified=_unique(own, "StateRatification"),
            in_force=_unique(own, "StateForce") or (base.in_force if len(codes) == 2 else ""),
            ended=_unique(own, "StateEnd") or base.ended,
        )


def _acceded(records: list[dict[str, Any]]) -> bool:
    """Whether a party joined later: it did not sign on the day of the agreement."""
    own, first = _unique(records, "StateForce"), _unique(records, "Force")
    return any(_day(r["Accession"]) for r in records) or bool(own and first and own > first)


def _with_dash(title: str, records: list[dict[str, Any]]) -> str:
    """The title of a pair with a dash between its names: Armenia–Estonia, ASEAN–Japan."""
    names = sorted({r["StateName"] for r in records if r["StateName"]} | PARTNERS, key=len)
    for name in reversed(names):
        for mark in (" ", "-"):
            rest = title.removeprefix(f"{name}{mark}")
            if rest != title and rest.startswith(tuple(names)):
                return f"{name}–{rest}".replace(" And ", " and ")
    return title.replace(" Of ", " of ").replace(" And ", " and ")


def _named_outsiders(title: str) -> tuple[str, ...]:
    """The party of an EU agreement that the file leaves out of its members."""
    names = {"Turkey": "TUR", "Albania": "ALB", "Montenegro": "MNE", "Serbia": "SRB"}
    names |= {"Kosovo": "XKX", "Macedonia": "MKD", "Bosnia": "BIH"}
    return tuple(code for name, code in names.items() if name in title)


def _trade_title(title: str) -> str:
    plain = re.sub(r"\bEC\b", "EU", title.strip())
    plain = ASEAN.sub("ASEAN", MACEDONIA.sub("North Macedonia", plain))
    return plain if AGREEMENT_WORD.search(plain) else f"{plain} (trade agreement)"


def _reconciled(path: Path) -> dict[str, dict[str, str]]:
    """Days of signature and force by agreement, from the reconciled list (Latin-1, DD.MM.YYYY)."""
    with path.open(encoding="latin-1", newline="") as stream:
        return {
            row["manyID"]: {name: _european_day(row[name]) for name in ("Signature", "Force")}
            for row in csv.DictReader(stream)
        }


def _agreed(records: list[dict[str, Any]], name: str, checked: dict[str, str]) -> str:
    """The day on which the member file and the reconciled list agree, or that only one has."""
    own, other = _unique(records, name), checked.get(name, "")
    return own if own == other or not other else ("" if own else other)


# ------------------------------------------------------------------ environmental treaties


def ggo(mirror: Path, trade_titles: set[str]) -> list[Row]:
    """Regional environmental and resource treaties since 1991: base treaties, no amendments."""
    table = pq.read_table(mirror / "structure/treaty_parties_ggo.parquet")
    by_treaty: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in table.to_pylist():
        if re.fullmatch(r"[^:]*_\d{4}A\d*", record["treatyID"]):
            by_treaty[record["treatyID"]].append(record)
    found: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for treaty, records in sorted(by_treaty.items()):
        title, signed = records[0]["Title"].strip(), _unique(records, "Signature", year_marks=True)
        same = (_plain(title), signed)
        regional = len({r["stateID"] for r in records}) <= REGIONAL
        if not regional or not signed or signed < "1991" or DE_FACTO.search(title):
            continue
        if treaty.startswith("ABK") or same in seen or _is_trade(title, trade_titles):
            continue
        seen.add(same)
        kind = "border" if BORDER.search(title) else "other"
        base = Row(treaty, title, kind, "", signed, "", "", "", f"GGO {treaty}")
        found += _ggo_rows(base, records)
    return found


def _ggo_rows(base: Row, records: list[dict[str, Any]]) -> Iterator[Row]:
    for code, own in _by_party(records).items():
        days = [
            _unique(own, name, year_marks=True)
            for name in ("StateSignature", "StateRatification", "StateForce", "StateEnd")
        ]
        yield replace(
            base, party=code, signed=days[0], ratified=days[1], in_force=days[2], ended=days[3]
        )


def _is_trade(title: str, trade_titles: set[str]) -> bool:
    return _plain(_trade_title(title)) in trade_titles or TRADE.search(title) is not None


# ------------------------------------------------------------------ single instruments


def paris(mirror: Path) -> Iterator[Row]:
    """The Paris Agreement: signature, ratification and force by party."""
    with (mirror / "planning/treaties/paris_agreement.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            code = EU_CODES.get(row["Code"], row["Code"])
            if code in KEPT:
                yield Row(
                    "paris_agreement_2015", "Paris Agreement", "other", code,
                    _day(row["Signature"]), _day(row["Ratification"]), _day(row["Date-Of-Effect"]),
                    "", "UNTS I-54113",
                )  # fmt: skip


def accession_2003(mirror: Path) -> Iterator[Row]:
    """Treaty of Accession 2003: the day of deposit by each of the Baltic states."""
    path = mirror / "planning/treaties/eu_2003_accession_deposits.csv"
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["party"] in KEPT:
                yield Row(
                    "eu_accession_2003", "Treaty of Accession to the European Union", "union",
                    row["party"], "2003-04-16", _day(row["deposit_date"]), "2004-05-01", "",
                    "OJ L 236, 23.9.2003; deposits from the treaties office of Italy",
                )  # fmt: skip


def by_hand(path: Path, trade: Iterable[Row]) -> tuple[list[Row], set[str]]:
    """The hand-made list, and the ids of the compiled agreements that it replaces."""
    rows: list[Row] = []
    replaced: set[str] = set()
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, title, kind, signed, force, ended, parties, evidence, other = line.split("|")
        replaced |= {other} if other else set()
        base = Row(name, title, kind, "", signed, "", force, ended, evidence)
        if parties == "*":
            same = [row for row in trade if row.agreement == other]
            rows += [replace(r, agreement=name, title=title, evidence=evidence) for r in same]
        else:
            rows += [_hand_party(base, token) for token in parties.split()]
    return rows, replaced


def _hand_party(base: Row, token: str) -> Row:
    code, _, own = token.partition("=")
    given = own.split("/") if own else [""] * 4
    usual = [base.signed, "", base.in_force, base.ended]
    days = ["" if g == "-" else g or u for g, u in zip(given, usual, strict=True)]
    return replace(
        base, party=code, signed=days[0], ratified=days[1], in_force=days[2], ended=days[3]
    )


# ------------------------------------------------------------------ shared


def in_regions(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of parties of the shipped regions, of agreements of which one region has two parties."""
    by_agreement: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.party in KEPT:
            by_agreement[row.agreement].append(_as_of_its_days(row))
    for own in by_agreement.values():
        dated = [row for row in own if row.signed or row.ratified or row.in_force]
        codes = {row.party for row in dated}
        if any(len(codes & region) >= 2 for region in REGIONS):
            yield from dated


def _as_of_its_days(row: Row) -> Row:
    """A party under the code of its days, without days that contradict each other.

    The Soviet Union is not Russia; before 2006 Serbia's days are those of a state that has ended.
    """
    if row.in_force and row.in_force < row.signed:
        row = replace(row, in_force="")
    if row.ended and row.ended < max(row.signed, row.ratified, row.in_force):
        row = replace(row, ended="")
    first = min((day for day in (row.signed, row.ratified, row.in_force) if day), default="")
    if row.party == "RUS" and first and first <= SUN_LAST:
        return replace(row, party="SUN")
    if row.party == "SRB" and row.signed and row.signed < "2006-06-03":
        return replace(row, signed="", ratified="", in_force="", ended="")
    return row


def _by_party(records: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        found[EU_CODES.get(record["stateID"], record["stateID"])].append(record)
    return found


def _unique(records: list[dict[str, Any]], name: str, *, year_marks: bool = False) -> str:
    """The one day that the records give; empty where they give none or several."""
    days = {_day(record[name]) for record in records} - {""}
    if year_marks:
        days = {day for day in days if not day.endswith("-01-01")}
    return days.pop() if len(days) == 1 else ""


def _day(text: str | None) -> str:
    known = text is not None and FULL_DAY.fullmatch(text) and "1800" < text < "2030"
    return text if known and text is not None else ""


def _european_day(text: str) -> str:
    found = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text.strip())
    return _day(f"{found[3]}-{found[2]}-{found[1]}") if found else ""


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", title.casefold()).strip()


def write(rows: Iterable[Row]) -> None:
    """The table, ordered, without repeats of one party in one agreement."""
    unique = {(row.agreement, row.party): row for row in rows}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for _, row in sorted(unique.items()):
            writer.writerow([getattr(row, name) for name in COLUMNS])


if __name__ == "__main__":
    main()
