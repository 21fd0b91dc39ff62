"""Colours for a value: a few classes, in an order that the colour-blind can tell apart."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColourScale:
    """`colours[i]` is for values from `edges[i - 1]` (included) to `edges[i]` (not included)."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]
    number: str = "{:+.1f}"

    def colour(self, value: float) -> str:
        """The colour of a value's class."""
        return self.colours[bisect_right(self.edges, value)]

    def text(self, value: float) -> str:
        """A number as the legend writes it, with a true minus sign and no sign on zero."""
        if value == 0:
            return "0"
        return self.number.format(value).replace("-", "\N{MINUS SIGN}")


# After Brewer and Harrower's BrBG (2003): brown is hostile, blue-green friendly.
HOSTILE_TO_FRIENDLY = ColourScale(
    edges=(-0.5, -0.2, 0.0, 0.2, 0.5),
    colours=("#8c510a", "#cf9d4f", "#f3e2b8", "#c3e6e1", "#5ab4ac", "#01665e"),
)
LOW_TO_HIGH = ColourScale(
    edges=(0.2, 0.4, 0.6, 0.8),
    colours=("#e8f2f1", "#bfdedb", "#86c0ba", "#449690", "#01665e"),
    number="{:.1f}",
)


def is_dark(colour: str) -> bool:
    """Whether white text reads better on `#rrggbb` than dark text (relative luminance)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue < 0.2
