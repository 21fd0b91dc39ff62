"""Read the published figures into gestures.yml again: Goldstein scores and PLOVER counterparts.

Classes, intensities and reasons are judgements; they are kept as they stand. A code of the
published lists that has no reading stops the run.

    python tools/compile/gestures.py --mirror DIR [--check]
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.errors import BadConfiguration

BOOK = Path(__file__).parents[2] / "src" / "comity" / "data" / "gestures" / "gestures.yml"
ENTRY = re.compile(r'^      "(?P<code>[0-9]+)": \{.*\}$')
SCHEME = re.compile(r"^(?P<scheme>[a-z]+):$")

# Codes of the last CAMEO manual (1.1b3) to which no published list gives a score: the score of the
# code that CAMEO itself puts them beside or under.
SCORED_LIKE = {"1214": "121", "155": "154", "176": "170", "1834": "183", "1951": "195"} | {
    "1952": "195"
}
# Where the conversion table of 2021 has slipped: a context or the mode of another type stands in
# the place of the mode, a mode was given up in that edition, or the code is not in the table.
PLOVER_CORRECTED = {
    "085": "RETREAT",
    "1321": "THREATEN:rights",
    "155": "MOBILIZE",
    "1712": "ASSAULT:destroy",
    "175": "ASSAULT",
    "176": "COERCE:cyber",
    "1834": "ASSAULT:explosives",
    "1951": "ASSAULT:aerial",
    "1952": "ASSAULT:drone",
}


@dataclass(frozen=True, slots=True)
class Published:
    """Figures by code: `scores` by scheme, `plover` counterparts of CAMEO codes."""

    scores: Mapping[str, Mapping[str, float]]
    plover: Mapping[str, str]


def read_published(mirror: Path) -> Published:
    """The lists of codes, scores and counterparts in the folder of publishers' files."""
    maps = mirror / "events" / "maps"
    cameo = {r["code"]: float(r["goldstein"]) for r in _rows(maps / "cameo_codes_icews.csv")}
    cameo |= {code: cameo[like] for code, like in SCORED_LIKE.items()}
    weis = {r["weis"]: float(r["goldstein"]) for r in _rows(maps / "weis_goldstein.csv")}
    plover = {
        row["cameo"]: ":".join(filter(None, (row["plover_event"], row["plover_mode"])))
        for row in _rows(maps / "cameo_to_plover_2021.csv")
    }
    return Published({"cameo": cameo, "weis": weis}, plover | PLOVER_CORRECTED)


def refreshed(book: str, published: Published) -> str:
    """The text of the code-book with the published figures in it.

    Raises BadConfiguration, naming them, for published codes without an entry.
    """
    lines, scheme, seen = [], "", set()
    for line in book.splitlines():
        if top := SCHEME.match(line):
            scheme = top["scheme"]
        if scheme in published.scores and (entry := ENTRY.match(line)):
            seen.add((scheme, entry["code"]))
            line = _refreshed_entry(line, scheme, entry["code"], published)
        lines.append(line)
    wanted = {(s, code) for s, scores in published.scores.items() for code in scores}
    if missing := sorted(wanted - seen):
        raise BadConfiguration(
            f"gestures.yml has no entry for {', '.join(f'{s} {c}' for s, c in missing)}.",
            next_step="Add each with a class, an intensity and, where needed, a reason.",
        )
    return "\n".join(lines) + "\n"


def _refreshed_entry(line: str, scheme: str, code: str, published: Published) -> str:
    score = published.scores[scheme].get(code)
    line = re.sub(r"goldstein: [^,}]+", f"goldstein: {'null' if score is None else score}", line)
    if scheme == "cameo" and code in published.plover:
        name = published.plover[code]
        value = f'"{name}"' if ":" in name else name
        line = re.sub(r'plover: ("[^"]*"|\w+)', f"plover: {value}", line)
    return line


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        return list(csv.DictReader(stream))


def main() -> int:
    """Write gestures.yml again; with --check only say (exit code 1) whether it would change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    old = BOOK.read_text(encoding="utf-8")
    new = refreshed(old, read_published(options.mirror))
    if not options.check:
        BOOK.write_text(new, encoding="utf-8")
    return int(options.check and new != old)


if __name__ == "__main__":
    sys.exit(main())
