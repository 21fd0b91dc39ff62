"""How wide a text is: the advance widths of Arial, wider than the face that the PDF is set in."""

from __future__ import annotations

# In thousandths of the size, for the characters from the space to the tilde.
ADVANCES = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
OTHER = 640
ARROW = 1000
BOLD = 1.07


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in units of the picture."""
    total = sum(_advance(character) for character in text)
    return total / 1000 * size * (BOLD if bold else 1.0)


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it would be wider than `room`."""
    if text_width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and text_width(cut + "…", size, bold=bold) > room:
        cut = cut[:-1].rstrip()
    return cut + "…"


def _advance(character: str) -> int:
    if " " <= character <= "~":
        return ADVANCES[ord(character) - 32]
    return ARROW if character in "←→…▲▼" else OTHER
