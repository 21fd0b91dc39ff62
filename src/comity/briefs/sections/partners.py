"""The map of partners: with whom the state deals, and in what tone."""

from __future__ import annotations

from comity.briefs import theme
from comity.briefs.charts.map_frame import MapFrame, frame_around, region_frame
from comity.briefs.charts.map_legend import Legend
from comity.briefs.charts.partner_map import BlocOnMap, DrawnMap, partner_map
from comity.briefs.content import Number, Picture, SectionContent, SmallPrint
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import long_day
from comity.errors import UnknownName

# Fewer friendly and hostile acts than this say nothing about the tone.
LEAST = 5
HATCHED = "Areas whose status is disputed or that are occupied, hatched in no holder\u2019s colour"


def build(evidence: Evidence) -> SectionContent | None:
    values = evidence.partners.net_friendly(least=LEAST)
    if not any(value is not None for value in values.values()):
        return None
    drawn = _drawn(evidence, values)
    narrow = _drawn(evidence, values, width=theme.NARROW).svg
    # On paper a tall map is set smaller: it shares the first page with the headline.
    wide_mm = 170.0 if _frame(evidence, theme.WIDE).height < theme.WIDE * 0.7 else 138.0
    caption = (
        f"(Friendly − hostile) ÷ (friendly + hostile) acts, both directions; partners with fewer "
        f"than {LEAST} such acts are left grey. Source: {evidence.dataset}, {evidence.span}, "
        f"{evidence.days_text}. Disputed areas as on {long_day(evidence.span.last_day)}. Names and "
        "boundaries say how sources record parties, not who is "
        "recognised."
    )
    return SectionContent(
        id="partners",
        title="With whom, and in what tone",
        lead=f"The partners of {evidence.state.name}, coloured by the balance of friendly and "
        "hostile acts.",
        blocks=(
            Picture("partners", drawn.svg, _alt(evidence, values), caption, wide_mm, narrow),
            *([_areas(drawn)] if drawn.areas else []),
        ),
        numbers=tuple(_numbers(evidence, values)),
    )


def _drawn(
    evidence: Evidence, values: dict[str, float | None], *, width: float = theme.WIDE
) -> DrawnMap:
    """The map; on a narrow one only the state and its poles are named."""
    own = evidence.state
    eu = evidence.eu
    members = eu.members_on(evidence.span.last_day)
    poles = [pole for pole in evidence.region.poles_of(own.code) if pole != eu.code]
    labels = {own.code: own.name, **{code: evidence.name(code) for code in poles}}
    if width >= theme.WIDE:
        labels |= {code: evidence.name(code) for code in evidence.region.states}
    bloc = BlocOnMap(evidence.name(eu.code), members, values.get(eu.code))
    return partner_map(
        _filled(values, members, {eu.code, own.code}),
        frame=_frame(evidence, width),
        labels=labels,
        title=f"Partners of {own.name}",
        description=_alt(evidence, values),
        legend=Legend("Balance of friendly and hostile acts", "all hostile", "all friendly"),
        focus=own.code,
        blocs=[bloc] if eu.code in evidence.region.poles else [],
        day=evidence.span.last_day,
    )


def _filled(
    values: dict[str, float | None], members: frozenset[str], not_drawn: set[str]
) -> dict[str, float | None]:
    """The values of states; a member of the bloc with too few acts of its own takes the bloc's."""
    return {
        code: value
        for code, value in values.items()
        if code not in not_drawn and (value is not None or code not in members)
    }


def _frame(evidence: Evidence, width: float) -> MapFrame:
    try:
        return region_frame(evidence.region.code, width=width)
    except UnknownName:
        return frame_around([evidence.state.code, *evidence.region.states], width=width)


def _alt(evidence: Evidence, values: dict[str, float | None]) -> str:
    known = sorted(
        ((value, code) for code, value in values.items() if value is not None), reverse=True
    )
    poles = set(evidence.region.poles)
    parts = [f"{evidence.name(code)} {value:+.2f}" for value, code in known if code in poles]
    return f"Balance of friendly and hostile acts with its poles: {', '.join(parts)}."


def _areas(drawn: DrawnMap) -> SmallPrint:
    return SmallPrint(HATCHED, drawn.notes)


def _overall(evidence: Evidence) -> list[Number]:
    """The balance with all partners together, where there are enough acts to say."""
    rows = evidence.partners.table.to_pylist()
    friendly, hostile = (sum(row[name] or 0 for row in rows) for name in ("friendly", "hostile"))
    if friendly + hostile < LEAST:
        return []
    balance = (friendly - hostile) / (friendly + hostile)
    label = f"{evidence.state.code} and all partners: friendly less hostile over their sum"
    return [evidence.number("partners.all.balance", label, balance, "balance, -1 to 1")]


def _numbers(evidence: Evidence, values: dict[str, float | None]) -> list[Number]:
    numbers = _overall(evidence)
    for row in evidence.partners.table.to_pylist():
        partner = row["partner"]
        label = f"{evidence.state.code} and {partner}, both directions"
        numbers.append(evidence.number(f"partners.{partner}.acts", label, row["acts"], "acts"))
        value = values[partner]
        if value is not None:
            numbers.append(
                evidence.number(
                    f"partners.{partner}.balance",
                    f"{label}: friendly less hostile over their sum",
                    value,
                    "balance, -1 to 1",
                )
            )
    return numbers


SECTION = Section(10, "partners", build)
