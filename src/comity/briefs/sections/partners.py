"""The map of partners: with whom the state deals, and in what tone."""

from __future__ import annotations

from comity.briefs.charts.map_frame import MapFrame, frame_around, region_frame
from comity.briefs.charts.map_legend import Legend
from comity.briefs.charts.partner_map import BlocOnMap, DrawnMap, partner_map
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.errors import UnknownName

# Fewer friendly and hostile acts than this say nothing about the tone.
LEAST = 5


def build(evidence: Evidence) -> SectionContent | None:
    values = evidence.partners.net_friendly(least=LEAST)
    if not any(value is not None for value in values.values()):
        return None
    drawn = _drawn(evidence, values)
    caption = (
        f"(Friendly − hostile) ÷ (friendly + hostile) acts, both directions; partners with fewer "
        f"than {LEAST} such acts are left grey. Source: {evidence.dataset}, {evidence.span}, "
        f"{evidence.days_text}. Names and boundaries say how sources record parties, not who is "
        "recognised."
    )
    return SectionContent(
        id="partners",
        title="With whom, and in what tone",
        lead=f"The partners of {evidence.state.name}, coloured by the balance of friendly and "
        "hostile acts.",
        blocks=(
            Picture("partners", drawn.svg, _alt(evidence, values), caption),
            *([Paragraph(_areas(drawn), small=True)] if drawn.areas else []),
        ),
        numbers=tuple(_numbers(evidence, values)),
    )


def _drawn(evidence: Evidence, values: dict[str, float | None]) -> DrawnMap:
    own = evidence.state
    eu = evidence.eu
    members = eu.members_on(evidence.span.last_day)
    poles = [pole for pole in evidence.region.poles_of(own.code) if pole != eu.code]
    labels = {own.code: own.name, **{code: evidence.name(code) for code in poles}}
    labels |= {code: evidence.name(code) for code in evidence.region.states}
    bloc = BlocOnMap(evidence.name(eu.code), members, values.get(eu.code))
    return partner_map(
        {code: value for code, value in values.items() if code not in (eu.code, own.code)},
        frame=_frame(evidence),
        labels=labels,
        title=f"Partners of {own.name}",
        description=_alt(evidence, values),
        legend=Legend("Balance of friendly and hostile acts", "all hostile", "all friendly"),
        focus=own.code,
        blocs=[bloc] if eu.code in evidence.region.poles else [],
        day=evidence.span.last_day,
    )


def _frame(evidence: Evidence) -> MapFrame:
    try:
        return region_frame(evidence.region.code)
    except UnknownName:
        return frame_around([evidence.state.code, *evidence.region.states])


def _alt(evidence: Evidence, values: dict[str, float | None]) -> str:
    known = sorted(
        ((value, code) for code, value in values.items() if value is not None), reverse=True
    )
    poles = set(evidence.region.poles)
    parts = [f"{evidence.name(code)} {value:+.2f}" for value, code in known if code in poles]
    return f"Balance of friendly and hostile acts with its poles: {', '.join(parts)}."


def _areas(drawn: DrawnMap) -> str:
    parts = []
    for area in drawn.areas:
        symbols = ", ".join(reference.symbol for reference in area.references)
        parts.append(f"{area.name} ({symbols or area.note})")
    return f"Hatched, in no holder's colour: {'; '.join(parts)}."


def _numbers(evidence: Evidence, values: dict[str, float | None]) -> list[Number]:
    numbers = []
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
