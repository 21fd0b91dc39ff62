"""Colours for a value: a few classes, in an order that the colour-blind can tell apart."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColourScale:
    """`colours[i]` is for values from `edges[i - 1]` (included) to `edges[i]` (not included)."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]
    sign: str = "+"

    def colour(self, value: float) -> str:
        """The colour of a value's class."""
        return self.colours[bisect_right(self.edges, value)]

    def text(self, value: float, digits: int = 1) -> str:
        """A number as the legend writes it, with a true minus sign and no sign on zero.

        Values take two digits: with one, +0.46 would read +0.5 in the colour below +0.5.
        """
        if round(value, digits) == 0:
            return "0"
        return f"{value:{self.sign}.{digits}f}".replace("-", "\N{MINUS SIGN}")


# After Brewer and Harrower's BrBG (2003), its greens made bluer: brown is hostile, blue friendly.
# Most balances are above +0.5, so that the ends are split once more.
HOSTILE_TO_FRIENDLY = ColourScale(
    edges=(-0.8, -0.5, -0.2, 0.0, 0.2, 0.5, 0.8),
    colours=(
        *("#7a3f04", "#b8741f", "#dcb45f", "#f5e3b5"),
        *("#c2e8f0", "#7cc4cf", "#2f8fa0", "#025566"),
    ),
)
LOW_TO_HIGH = ColourScale(
    edges=(0.2, 0.4, 0.6, 0.8),
    colours=("#e8f2f1", "#bfdedb", "#86c0ba", "#449690", "#01665e"),
    sign="",
)


def is_dark(colour: str) -> bool:
    """Whether white text reads better on `#rrggbb` than dark text (relative luminance)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue < 0.2
