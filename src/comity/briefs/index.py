"""The index page of a region: a map that leads to each brief, and how its states drift."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs import theme
from comity.briefs.alignment_evidence import CLEAR, RegionAlignment, actor, shifts, then_and_now
from comity.briefs.alignment_words import period_words
from comity.briefs.brief import Brief
from comity.briefs.charts.map_frame import MapFrame, frame_around, region_frame
from comity.briefs.charts.map_legend import Legend, MapStyle
from comity.briefs.charts.partner_map import region_index_map
from comity.briefs.content import Picture
from comity.briefs.reaction_pictures import matrix_caption, matrix_svg
from comity.briefs.reaction_story import region_story
from comity.briefs.region_drift import (
    arrows_alt,
    arrows_caption,
    rates_alt,
    region_arrows,
    region_rates,
)
from comity.briefs.render import IndexEntry, index_html
from comity.briefs.words import capital, long_day
from comity.errors import UnknownName
from comity.models.drift import region_drift
from comity.registry import actors
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.region import Region

# Each state's balance with all partners together, as its own brief gives it.
BALANCE = "partners.all.balance"
# What the matrix of answers shows.
ANSWERS = (
    "How many more acts of the same kind follow one act within 30 days than otherwise. It is an "
    "order in time: it does not tell why."
)
# On a phone the names of smaller states (in square units of the picture) would hide the map.
SMALLEST_NAMED = 900.0


def index_page(
    region: Region, briefs: Sequence[Brief], alignment: RegionAlignment | None, eu: Bloc
) -> str:
    """One self-contained page beside the folders of the briefs.

    The map is of the last day of the acts, so that it hatches the areas that the briefs hatch.
    """
    day = max(made.last_day for made in briefs)
    links = {made.code: f"{made.code}/brief.html" for made in briefs}
    drawn, narrow = (
        region_index_map(
            _values(briefs),
            frame=_frame(region, width),
            labels={code: actors().name(code) for code in region.states},
            links=links,
            title=f"{region.name}: country briefs",
            legend=Legend(
                "Balance of friendly and hostile acts with all partners",
                "all hostile",
                "all friendly",
            ),
            day=day,
            style=MapStyle(smallest_named=0.0 if width >= theme.WIDE else SMALLEST_NAMED),
        )
        for width in (theme.WIDE, theme.NARROW)
    )
    first = briefs[0]
    common, sentences = _without_opening([made.headline.sentences[0] for made in briefs])
    return index_html(
        region=region.name,
        description=f"{region.description} {region.note.strip()} Choose a state on the map or in "
        "the list.",
        lead=f"{common}:" if common else "",
        svg=drawn.svg,
        narrow=narrow.svg,
        caption="(Friendly − hostile) ÷ (friendly + hostile) acts with all partners, both "
        f"directions. Source: {first.dataset}, {first.span}, {first.days}. Disputed areas as on "
        f"{long_day(day)}. Names and boundaries say how sources record parties, not who is "
        "recognised.",
        pictures=_drift_pictures(region, alignment, eu),
        no_drift=alignment.missing.get("standings", "") if alignment else "",
        answers=_answer_pictures(region, alignment),
        answers_lead=ANSWERS,
        notes=drawn.notes,
        entries=[
            IndexEntry(made.state, links[made.code], sentence)
            for made, sentence in zip(briefs, sentences, strict=True)
        ],
        lake_version=first.lake_version,
    )


def _without_opening(sentences: Sequence[str]) -> tuple[str, list[str]]:
    """The words up to the first comma that all sentences share, and the sentences without them."""
    openings = {sentence.partition(", ")[0] for sentence in sentences}
    if len(openings) > 1 or len(sentences) < 2:
        return "", list(sentences)
    return openings.pop(), [capital(sentence.partition(", ")[2]) for sentence in sentences]


def _values(briefs: Sequence[Brief]) -> dict[str, float | None]:
    return {
        made.code: next((n.value for n in made.numbers if n.id == BALANCE), None) for made in briefs
    }


def _frame(region: Region, width: float) -> MapFrame:
    try:
        return region_frame(region.code, width=width)
    except UnknownName:
        return frame_around(region.states, width=width)


def _answer_pictures(region: Region, alignment: RegionAlignment | None) -> list[Picture]:
    """The matrix of who answers whom; none where no answers are estimated."""
    found = alignment.reactions if alignment else None
    if found is None or not found.table.num_rows:
        return []
    title = f"Who answers whom: {region.name}"
    wide, narrow = (
        matrix_svg(found, region.actors, title=title, width=width)
        for width in (theme.WIDE, theme.NARROW)
    )
    alt = " ".join(region_story(found, region))
    return [Picture("answers", wide, alt, matrix_caption(found), narrow=narrow)]


def _drift_pictures(region: Region, alignment: RegionAlignment | None, eu: Bloc) -> list[Picture]:
    """Who moved where, and who came nearer to which pole; none where nothing is estimated."""
    ideal = alignment.ideal if alignment else None
    if ideal is None:
        return []
    window, dataset = then_and_now(ideal), ideal.dataset or ""
    moved = shifts(ideal, region, eu, window)
    poles = [actor(code, eu) for code in region.poles]
    drifts = region_drift(ideal, region.states, poles, window=window, level=ideal.level)
    if not drifts.drifts:
        return []
    first, last = (period_words(ideal.by, period) for period in window)
    arrows = f"Positions of the states of {region.name} in UN votes, {first} to {last}"
    rates = f"Change of the distance to each pole in ten years, {first} to {last}"
    said = (
        f"{rates}: the median slope between all its sessions, which may differ from that of the "
        f"two ends above. Lines: {ideal.level:.0%} intervals. Filled: nearer or farther with a "
        f"probability of at least {CLEAR:.0%}; hollow: no clear move. A pole may have moved "
        f"itself. Source: {dataset}."
    )
    return [
        Picture(
            "arrows",
            region_arrows(region, moved, title=arrows, width=theme.WIDE),
            arrows_alt(moved),
            arrows_caption(ideal.by, window, ideal.level, dataset),
            narrow=region_arrows(region, moved, title=arrows, width=theme.NARROW),
        ),
        Picture(
            "rates",
            region_rates(region, drifts, title=rates, width=theme.WIDE),
            rates_alt(drifts),
            said,
            narrow=region_rates(region, drifts, title=rates, width=theme.NARROW),
        ),
    ]
