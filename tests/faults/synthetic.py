"""SYNTHETIC acts in the published ICEWS format, as many as wanted, each a new act."""

from __future__ import annotations

from pathlib import Path

from comity.sources.icews.parser import HEADER

STATES = ("Kazakhstan", "Uzbekistan", "Russia", "China", "Turkey", "Armenia", "Georgia", "Ukraine")
CODES = (("042", "1.9"), ("070", "7.0"), ("112", "-2.0"), ("036", "4.0"))


def write_acts(path: Path, rows: int, *, first: int = 0) -> Path:
    """`first`: the number of the first act; files of other numbers have no act in common."""
    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    lines = ["\t".join(HEADER)]
    for n in range(first, first + rows):
        source, target = pairs[n % len(pairs)]
        code, intensity = CODES[n // len(pairs) % len(CODES)]
        day = n // (len(pairs) * len(CODES))
        lines.append(
            f"{900_000_000 + n}\t{1996 + day // 336}-{1 + day % 336 // 28:02d}-{1 + day % 28:02d}"
            f"\t{source}\t\t{source}\tSYNTHETIC\t{code}\t{intensity}\t{target}\t\t{target}\t{n}\t1"
            f"\tSYNTHETIC\tNA\tNA\tNA\t{target}\t0\t0"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
