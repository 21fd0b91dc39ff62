"""Make `comity/data/states/` again: states.csv and numbers.csv.

Names and ISO codes come from the country-codes table of Datahub (public domain, after UNTERM, UNSD
M49, ISO 3166 and CLDR); days, numbers, aliases and notes from `facts/`, which the project keeps by
hand. tests/registry/test_states_against_lists.py compares them with the lists of others.

    python tools/compile/states.py --mirror DIR
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from comity.registry.states import COLUMNS

FACTS = Path(__file__).parent / "facts"
TABLE = Path(__file__).parents[2] / "src" / "comity" / "data" / "states"
LANGUAGES = {"fr": "French", "ru": "Russian", "es": "Spanish"}
OBSERVERS = ("PSE", "VAT")
ARTICLE_BEHIND = re.compile(r"\s*\((l'|le|la|les|el|los|las|the)\)")
ARTICLE_BEFORE = re.compile(r"^(the |la |le |les |l'|el |los |las )")


def main() -> None:
    arguments = _arguments()
    facts = _read_psv(FACTS / "states.psv")
    names = {row["code"]: row for row in _read_psv(FACTS / "state_names.psv")}
    iso = _read_country_codes(arguments.mirror / "structure" / "country_codes_datahub.parquet")
    rows = [_row(fact, names.get(fact["code"], {}), iso.get(fact["code"], {})) for fact in facts]
    _complain_of_gaps(rows)
    _write(TABLE / "states.csv", rows)
    (TABLE / "numbers.csv").write_bytes((FACTS / "state_numbers.csv").read_bytes())
    sys.stdout.write(f"{len(rows)} states\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mirror", type=Path, required=True, help="folder with the mirror's data")
    return parser.parse_args()


def _read_psv(path: Path) -> list[dict[str, str]]:
    header, *lines = (
        [cell.strip() for cell in line.split("|")] for line in path.read_text("utf-8").splitlines()
    )
    wrong = [line[0] for line in lines if len(line) != len(header)]
    if wrong:
        raise SystemExit(f"{path.name}: wrong number of cells in {', '.join(wrong)}")
    return [dict(zip(header, line, strict=True)) for line in lines]


def _read_country_codes(path: Path) -> dict[str, dict[str, str]]:
    rows = pq.read_table(path).to_pylist()
    return {
        row["ISO3166-1-Alpha-3"]: {key: str(value or "").strip() for key, value in row.items()}
        for row in rows
    }


def _row(fact: dict[str, str], own: dict[str, str], iso: dict[str, str]) -> dict[str, str]:
    name = own.get("name") or iso["CLDR display name"].replace("&", "and")
    official = own.get("official_name") or _bare(iso["UNTERM English Formal"])
    local = {
        short: own.get(f"name_{short}") or _bare(iso.get(f"UNTERM {long} Short", ""))
        for short, long in LANGUAGES.items()
    }
    taken = [name, official, *local.values()]
    english = [*_cells(fact["aliases"]), _bare(iso.get("UNTERM English Short", ""))]
    english.append(iso.get("official_name_en", ""))
    aliases = _new(english, taken)
    others = [*_cells(own.get("other_names", "")), *_other_names(iso)]
    return {
        **{key: fact[key] for key in ("code", "cow", "gw", "first_day", "end_day", "un_admitted")},
        **{f"name_{short}": value for short, value in local.items()},
        "alpha2": own.get("alpha2") or iso.get("ISO3166-1-Alpha-2", ""),
        "name": name,
        "official_name": official,
        "capital": own.get("capital") or iso["Capital"],
        "demonyms": "|".join(_cells(fact["demonyms"])),
        "aliases": "|".join(aliases),
        "other_names": "|".join(_new(others, [*taken, *aliases])),
        "predecessors": "|".join(_cells(fact["predecessors"])),
        "status": _status(fact),
        "note": fact["note"],
        "from_evidence": fact["from_evidence"],
    }


def _other_names(iso: dict[str, str]) -> Iterable[str]:
    for short, long in LANGUAGES.items():
        for column in (f"UNTERM {long} Short", f"official_name_{short}", f"UNTERM {long} Formal"):
            yield _bare(iso.get(column, ""))


def _bare(text: str) -> str:
    """A name of UNTERM without its article and its footnote stars."""
    return ARTICLE_BEFORE.sub("", ARTICLE_BEHIND.sub("", text.replace("*", ""))).strip()


def _cells(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _new(candidates: Iterable[str], taken: Iterable[str]) -> list[str]:
    known = {name.casefold() for name in taken}
    out = []
    for name in candidates:
        if name and name.casefold() not in known:
            known.add(name.casefold())
            out.append(name)
    return out


def _status(fact: dict[str, str]) -> str:
    if fact["end_day"]:
        return "former"
    if fact["un_admitted"]:
        return "member"
    return "observer" if fact["code"] in OBSERVERS else "other"


def _complain_of_gaps(rows: list[dict[str, str]]) -> None:
    optional = {"alpha2", "cow", "gw", "end_day", "un_admitted", "predecessors", "note"}
    optional |= {"aliases", "other_names"}
    needed = [key for key in COLUMNS if key not in optional]
    gaps = [f"{row['code']}: {key}" for row in rows for key in needed if not row[key]]
    if gaps:
        raise SystemExit("Empty cells: " + "; ".join(gaps))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["code"]))


if __name__ == "__main__":
    main()
