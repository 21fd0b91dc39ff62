"""Which kinds of acts the state has used toward whom, which never, and what came after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.briefs import theme
from comity.briefs.charts.kinds_grid import KindBlock, KindRow, kinds_grid
from comity.briefs.content import Grid, Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import counted, the
from comity.measures.repertoire import Repertoire
from comity.measures.repertoire.words import row_of

TITLE = "What has been tried"
ANY = "any"
# Of each partner, so many kinds beside all friendly acts together.
KINDS_FOLLOWED = 2
Row = dict[str, Any]


def build(evidence: Evidence) -> SectionContent | None:
    found = [one for one in evidence.repertoires if one.table.num_rows]
    if not found:
        return None
    after = _after(evidence, found)
    lead = (
        f"The kinds of friendly acts that {the(evidence.state.name)} has used toward its poles and "
        "its busiest other partners, of all that exist, and what the other side did in the days "
        "after."
    )
    return SectionContent(
        "repertoire",
        TITLE,
        lead,
        (
            Paragraph(_said(evidence, found)),
            _picture(evidence, found),
            _practice(evidence, found),
            *([after] if after else []),
        ),
        _numbers(found, evidence),
    )


def _said(evidence: Evidence, found: Sequence[Repertoire]) -> str:
    """How many kinds toward whom, in how many codes; and the kinds that none of them has seen."""
    parts = []
    for one in found:
        row = one.spread_of("friendly")
        partner = the(evidence.name(one.dyad.target))
        codes = f" ({row['codes']} of {row['codes_anyone']} full codes)" if row["acts"] else ""
        parts.append(f"toward {partner} {row['kinds']} of {row['kinds_anyone']}{codes}")
    never = _never(found)
    left = (
        f" Toward none of them, though others did it: {'; '.join(never)}."
        if never
        else " There is none that it has not used toward one of them."
    )
    return (
        "Of the kinds of friendly acts that anybody in the dataset used on the same days, it used "
        f"{'; '.join(parts)}.{left}"
    )


def _never(found: Sequence[Repertoire]) -> list[str]:
    """Friendly kinds that were used toward none, though others used them; commonest first."""
    names: dict[str, int] = {}
    for one in found:
        for row in one.kinds(used=False, gesture_class="friendly"):
            names[row["title"]] = max(names.get(row["title"], 0), row["others_dyads"])
    used = {row["title"] for one in found for row in one.kinds(used=True)}
    ranked = sorted(names, key=lambda name: (-names[name], name))
    return [name.lower() for name in ranked if name not in used]


def _picture(evidence: Evidence, found: Sequence[Repertoire]) -> Picture:
    blocks = [
        KindBlock("Friendly acts", _rows(found, "friendly", "uses")),
        KindBlock(
            "Of both sides at once: meetings, and acts coded both ways",
            [*_rows(found, "meeting", "meetings"), *_joint(found)],
        ),
    ]
    partners = [(one.dyad.target, evidence.name(one.dyad.target)) for one in found]
    title = f"Kinds of friendly acts of {evidence.state.name} toward its partners"
    kept = [block for block in blocks if block.rows]
    wide, narrow = (
        kinds_grid(kept, partners, title=title, width=width) for width in (theme.WIDE, theme.NARROW)
    )
    caption = (
        "Acts by kind (type and mode of PLOVER); 0 is none on the days covered. What both sides "
        "were recorded with on one day tells nothing of who began, and stands apart; acts not "
        "meant for the target are left out. Coded by machine: a kind with few acts may be a "
        f"mistake, and a retreat in a war stands as its code reads. Source: {evidence.dataset}, "
        f"{evidence.span}, {evidence.days_text}."
    )
    return Picture("repertoire", wide, _alt(evidence, found), caption, narrow=narrow)


def _rows(found: Sequence[Repertoire], gesture_class: str, column: str) -> list[KindRow]:
    """The kinds of a class, most used first; those that nobody used are left out."""
    uses: dict[str, dict[int, int]] = {}
    anyone: dict[str, int] = {}
    for place, one in enumerate(found):
        for row in one.table.to_pylist():
            if row["gesture_class"] == gesture_class:
                uses.setdefault(row["title"], {})[place] = row[column]
                used = row[column] + (row["others_acts"] or 0)
                anyone[row["title"]] = anyone.get(row["title"], 0) + used
    ranked = sorted(uses, key=lambda kind: (-sum(uses[kind].values()), -anyone[kind], kind))
    return [
        KindRow(kind, [uses[kind].get(place) for place in range(len(found))])
        for kind in ranked
        if anyone[kind]
    ]


def _joint(found: Sequence[Repertoire]) -> list[KindRow]:
    """Friendly kinds as far as both sides were coded with them on one day."""
    rows = [KindRow(f"{r.label}, both", r.uses) for r in _rows(found, "friendly", "meetings")]
    return [row for row in rows if any(row.uses)]


def _alt(evidence: Evidence, found: Sequence[Repertoire]) -> str:
    parts = []
    for one in found:
        used = one.kinds(used=True, gesture_class="friendly")
        kinds = ", ".join(f"{row['title'].lower()} {row['uses']}" for row in used) or "none"
        parts.append(f"Toward {evidence.name(one.dyad.target)}: {kinds}.")
    return " ".join(parts)


def _practice(evidence: Evidence, found: Sequence[Repertoire]) -> Grid:
    """How varied the friendly acts are, beside others with as many."""
    rows = []
    for one in found:
        row = one.spread_of("friendly")
        at = row["kinds_at"] is not None
        rows.append(
            (
                evidence.name(one.dyad.target),
                f"{row['acts']:,}",
                f"{row['kinds']} of {row['kinds_anyone']}",
                f"{row['top_three_share']:.0%}" if row["acts"] else "·",
                _ends(row, "effective"),
                f"{row['kinds_at']:.1f} at {row['at_acts']}" if at else "·",
                f"{row['peers_median']:.1f} ({row['peers_low']:.1f} to {row['peers_high']:.1f})"
                if at
                else "·",
            )
        )
    columns = ("Toward", "Friendly acts", "Kinds", "Top three", "As varied as", "Kinds at acts",
               "Others there")  # fmt: skip
    level = f"{found[0].level:.0%}"
    caption = (
        "Kinds: of those that anyone used. Top three: the share of the three most used. As varied "
        "as so many kinds used alike (exp of Shannon’s entropy; Hill 1973), corrected for few acts "
        f"by leaving out each week (Zahl 1977), {level} interval; · too few acts. Last columns: "
        "kinds that so many of its acts would have (Hurlbert 1971), beside the median of other "
        "dyads of states with as many, and the 5th to 95th percentile."
    )
    return Grid(columns, rows, caption, frozenset(columns[1:]), (17, 10, 11, 10, 18, 16, 18))


def _ends(row: Row, name: str) -> str:
    if row[name] is None:
        return "·"
    return f"{row[name]:.1f} ({row[f'{name}_lower']:.1f} to {row[f'{name}_upper']:.1f})"


def _shown(one: Repertoire) -> list[tuple[Row, Row]]:
    """Friendly and hostile answers to all friendly acts, and to the kinds most used."""
    rows = one.followed.to_pylist()
    kinds = [row["kind"] for row in rows if row["answer"] == "friendly" and row["kind"] != ANY]
    pairs = [(row_of(rows, k, "friendly"), row_of(rows, k, "hostile")) for k in (ANY, *kinds)]
    known = [(f, h) for f, h in pairs if f and h and f["after_mean"] is not None]
    return known[: 1 + KINDS_FOLLOWED]


def _after(evidence: Evidence, found: Sequence[Repertoire]) -> Grid | None:
    rows = [
        (
            evidence.name(one.dyad.target),
            friendly["title"],
            f"{friendly['windows']}",
            _answer(friendly),
            _answer(hostile),
        )
        for one in found
        for friendly, hostile in _shown(one)
    ]
    if not rows:
        return None
    days, level = found[0].window_days, f"{found[0].level:.0%}"
    overlapping = sum(pair[0]["overlapping"] for one in found for pair in _shown(one)[:1])
    caption = (
        f"Acts of the other side in the {days} days after a day on which the kind was used, by "
        f"covered days; in brackets those in the {days} days before, and the {level} range of what "
        "is usual, which is that of the same days of use placed at all other times. To be followed "
        "is not to be caused. A kind used on fewer than five such days has no number. Windows of "
        f"near uses overlap: {counted(overlapping, 'day')} of use had another within theirs. Of "
        "twenty numbers one leaves the usual range by chance."
    )
    after = "after (before; usual)"
    columns = ("Toward", "Kind", "Days", f"Friendly {after}", f"Hostile {after}")
    return Grid(columns, rows, caption, frozenset(columns[2:]), (18, 24, 6, 26, 26))


def _answer(row: Row) -> str:
    usual = _size(row["usual"])
    if row["usual_lower"] is not None:
        usual = f"{_size(row['usual_lower'])} to {_size(row['usual_upper'])}"
    return f"{_size(row['after_mean'])} ({_size(row['before_mean'])}; {usual})"


def _size(mean: float) -> str:
    """With one decimal, or without one from a hundred on."""
    return f"{mean:.1f}" if mean < 100 else f"{mean:,.0f}"


def _numbers(found: Sequence[Repertoire], evidence: Evidence) -> list[Number]:
    numbers: list[Number] = []
    for one in found:
        period = f"{one.span.first_day.isoformat()}/{one.span.last_day.isoformat()}"
        numbers += _of_kinds(evidence, one, period)
        numbers += _of_spread(evidence, one, period)
        numbers += _of_answers(evidence, one, period)
    return numbers


def _of_kinds(evidence: Evidence, one: Repertoire, period: str) -> list[Number]:
    """The friendly kinds and the meetings, each with its acts, or 0."""
    numbers = []
    for row in one.table.to_pylist():
        if row["gesture_class"] not in ("friendly", "meeting"):
            continue
        for name in ("uses", "meetings"):
            if row[name] is not None and (row["others_acts"] or row[name]):
                numbers.append(
                    evidence.number(
                        f"{_place(one)}.{row['kind']}.{name}",
                        f"{one.dyad}: {row['title']}{', both sides' if name != 'uses' else ''}",
                        row[name], "acts", period=period,
                    )
                )  # fmt: skip
    return numbers


def _place(one: Repertoire) -> str:
    return f"repertoire.{one.dyad.source}-{one.dyad.target}"


def _of_spread(evidence: Evidence, one: Repertoire, period: str) -> list[Number]:
    row = one.spread_of("friendly")
    units = {
        "kinds": "kinds of friendly acts",
        "kinds_anyone": "kinds of friendly acts that anyone in the dataset used",
        "codes": "full codes of friendly acts",
        "codes_anyone": "full codes of friendly acts that anyone in the dataset used",
        "top_three_share": "share of friendly acts",
        "effective": "kinds used alike",
        "kinds_at": f"kinds at {row['at_acts']} acts",
        "peers_median": f"kinds at {row['at_acts']} acts, median of {row['peers']} other dyads",
    }
    ends = {
        "effective": ("effective_lower", "effective_upper"),
        "peers_median": ("peers_low", "peers_high"),
    }
    numbers = []
    for name, unit in units.items():
        if row[name] is not None:
            low, high = (row[end] for end in ends[name]) if name in ends else (None, None)
            label = "5th to 95th percentile" if name == "peers_median" else name.replace("_", " ")
            numbers.append(
                evidence.number(
                    f"{_place(one)}.friendly.{name}", f"{one.dyad}: friendly acts, {label}",
                    row[name], unit, period=period, low=low, high=high,
                )
            )  # fmt: skip
    return numbers


def _of_answers(evidence: Evidence, one: Repertoire, period: str) -> list[Number]:
    numbers = []
    for pair in _shown(one):
        for row in pair:
            place = f"{_place(one)}.followed.{row['kind']}.{row['answer']}"
            what = f"{one.dyad.reverse}: {row['answer']} acts"
            unit = f"acts in {row['window_days']} covered days"
            for name, said in (("after_mean", "after"), ("before_mean", "before")):
                label = f"{what} {said} a day of: {row['title']}"
                value = row[name]
                numbers.append(
                    evidence.number(f"{place}.{name}", label, value, unit, period=period)
                )
            numbers.append(
                evidence.number(
                    f"{place}.usual", f"{what} after as many days at all times", row["usual"],
                    unit, period=period, low=row["usual_lower"], high=row["usual_upper"],
                )
            )  # fmt: skip
    return numbers


SECTION = Section(47, "repertoire", build)
