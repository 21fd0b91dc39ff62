"""A repertoire in sentences: what was tried, what never, how evenly, and what came after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comity.registry.actors import actors

if TYPE_CHECKING:
    from comity.measures.repertoire.result import Repertoire

# So many kinds are named in a sentence.
NAMED = 8


def told(found: Repertoire) -> str:
    """The whole of it, one sentence after the other."""
    if not found.acts:
        return _nothing(found)
    sentences = [
        _tried(found),
        _friendly(found),
        _never(found),
        _evenness(found),
        _beside(found),
        *(_after(found, answer) for answer in ("friendly", "hostile")),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _pair(found: Repertoire) -> str:
    return f"{actors().name(found.dyad.source)} toward {actors().name(found.dyad.target)}"


def _nothing(found: Repertoire) -> str:
    met = f"; told apart: {_met(found)}" if found.meetings else ""
    return (
        f"{_pair(found)}, {found.span}: no directed act is recorded in {found.dataset} on the "
        f"{found.days_covered} days that it covers{met}."
    )


def _met(found: Repertoire) -> str:
    return counted(found.meetings, "meeting or joint act", "meetings and joint acts")


def _tried(found: Repertoire) -> str:
    every = found.spread_of("all")
    other = "not meant for the target"
    apart = (_met(found), counted(found.not_meant, f"act {other}", f"acts {other}"))
    listed = " and ".join(one for one in apart if one)
    told_apart = f" (told apart: {listed})" if listed else ""
    return (
        f"{_pair(found)}, {found.span}: {counted(every['acts'], 'directed act')} of "
        f"{counted(every['kinds'], 'kind')}, of {every['kinds_anyone']} that anyone in the dataset "
        f"used on these days and {every['kinds_scheme']} that the scheme has{told_apart}."
    )


def noted(found: Repertoire) -> tuple[str, ...]:
    """What a reader should know of the numbers, sentence by sentence."""
    said = []
    if found.followed.num_rows:
        said.append(
            "What follows an act need not come from it. Each day of use has its window; windows of "
            "near uses overlap, and days not covered count for none. Intervals and ranges hold "
            f"{found.level:.0%}: of twenty rows one leaves the usual range by chance alone."
        )
    scarce = {row["title"].lower() for row in found.followed.to_pylist() if _too_few(row)}
    if scarce:
        said.append(
            "Used on too few days with covered windows to say what followed: "
            f"{'; '.join(sorted(scarce))}."
        )
    if unaddressed := sum(row["unaddressed"] or 0 for row in found.table.to_pylist()):
        shows = counted(unaddressed, "show of force names", "shows of force name")
        said.append(f"{shows} no organ of the target: read as offences.")
    if found.counts_only:
        said.append(
            f"Counts with their code and day, without records: {found.counts_only:,} of the acts, "
            "meetings among them."
        )
    if found.outside:
        said.append(f"Left out: {counted(found.outside, 'act')} of days that are not covered.")
    return tuple(said)


def _too_few(row: dict[str, Any]) -> bool:
    return row["after_mean"] is None


def _friendly(found: Repertoire) -> str:
    row = found.spread_of("friendly")
    if not row["acts"]:
        return "None of them is friendly."
    used = found.kinds(used=True, gesture_class="friendly")
    top = "; ".join(f"{one['title'].lower()} {one['uses']}" for one in used[:3])
    three = f"three kinds make up {row['top_three_share']:.0%} of them" if len(used) > 3 else ""
    codes = ""
    if row["codes_scheme"] > row["kinds_scheme"]:
        codes = (
            f" By full code: {row['codes']} of {row['codes_anyone']} that anyone used and "
            f"{row['codes_scheme']} in all."
        )
    said = (
        f"{row['acts']:,} {'is' if row['acts'] == 1 else 'are'} friendly, of "
        f"{counted(row['kinds'], 'kind')}, of {row['kinds_anyone']} that anyone used and "
        f"{row['kinds_scheme']} in all"
    )
    return f"{said}; {three} ({top}).{codes}" if three else f"{said}: {top}.{codes}"


def _never(found: Repertoire) -> str:
    rows = found.kinds(used=False, gesture_class="friendly")
    if not rows:
        return ""
    named = [_named(row) for row in rows[:NAMED]]
    more = f"; and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    said = f"Friendly kinds never used, though others used them: {'; '.join(named)}{more}."
    acts = found.spread_of("friendly")["acts"]
    if acts and max(row["expected"] for row in rows) < 1:
        said += " The others’ mix would have fewer than one of each among as many friendly acts."
    return said


def _named(row: dict[str, Any]) -> str:
    """A kind never used; with how many the others' mix would have, where it is one or more."""
    if row["expected"] < 1:
        return str(row["title"].lower())
    return f"{row['title'].lower()} (the others’ mix would have {row['expected']:.1f})"


def _evenness(found: Repertoire) -> str:
    said = [
        f"{row['effective']:.1f} kinds used alike ({row['effective_lower']:.1f} to "
        f"{row['effective_upper']:.1f}) for {of} acts"
        for of in ("all", "friendly")
        if (row := found.spread_of(of))["effective"] is not None
    ]
    if not said:
        return "Too few acts in too few weeks to say how evenly it uses its kinds."
    return f"It is as varied as {' and '.join(said)}; in brackets {found.level:.0%} intervals."


def _beside(found: Repertoire) -> str:
    said = []
    for of in ("all", "friendly"):
        row = found.spread_of(of)
        if row["kinds_at"] is not None:
            what = "acts" if of == "all" else f"{of} acts"
            said.append(
                f"{row['at_acts']} of its {what} would have {row['kinds_at']:.1f} kinds; the "
                f"median of {row['peers']} other {found.peers_text} with as many is "
                f"{row['peers_median']:.1f} ({row['peers_low']:.1f} to {row['peers_high']:.1f})"
            )
    return f"{'; '.join(said)}." if said else ""


def _after(found: Repertoire, answer: str) -> str:
    row = row_of(found.followed.to_pylist(), "any", answer)
    if row is None or row["after_mean"] is None:
        return ""
    partner = actors().name(found.dyad.target)
    change = ""
    if row["change_lower"] is not None:
        low, high = signed(row["change_lower"]), signed(row["change_upper"])
        change = f"; change {signed(row['change'])}, {low} to {high}"
    usual = f"{row['usual']:.1f}"
    if row["usual_lower"] is not None:
        usual += f" ({row['usual_lower']:.1f} to {row['usual_upper']:.1f})"
    return (
        f"A day with a friendly act was followed within {found.window_days} days by "
        f"{row['after_mean']:.1f} {answer} acts of {partner}, after {row['before_mean']:.1f} in as "
        f"many days before it{change}; usual at any time: {usual}."
    )


def counted(n: int, one: str, many: str | None = None) -> str:
    """1 act, 2 acts, 1,234 acts; nothing for none."""
    return f"{n:,} {one if n == 1 else many or one + 's'}" if n else ""


def row_of(rows: Sequence[dict[str, Any]], kind: str, answer: str) -> dict[str, Any] | None:
    """The row of one kind and answer; None where there is none."""
    return next((r for r in rows if (r["kind"], r["answer"]) == (kind, answer)), None)


def signed(value: float) -> str:
    """+0.8, 0.0 or −1.2."""
    text = f"{value:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")
