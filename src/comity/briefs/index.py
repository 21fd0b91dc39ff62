"""The index page of a region: a map that leads to each brief."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs import theme
from comity.briefs.brief import Brief
from comity.briefs.charts.map_frame import MapFrame, frame_around, region_frame
from comity.briefs.charts.map_legend import Legend, MapStyle
from comity.briefs.charts.partner_map import region_index_map
from comity.briefs.render import IndexEntry, index_html
from comity.briefs.words import capital, long_day
from comity.errors import UnknownName
from comity.registry import actors
from comity.vocabulary.region import Region

# Each state's balance with all partners together, as its own brief gives it.
BALANCE = "partners.all.balance"
# On a phone the names of smaller states (in square units of the picture) would hide the map.
SMALLEST_NAMED = 900.0


def index_page(region: Region, briefs: Sequence[Brief]) -> str:
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
