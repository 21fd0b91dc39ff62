"""The balance of the gesture classes, each way: one bar for each direction, parts of a hundred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, wrapped
from comity.briefs.charts.lettering import shortened, text_width

ORDER = ("friendly", "meeting", "neutral", "insult", "offence", "attack")
ON_DARK = ("friendly", "attack")
THICK = 15.0


@dataclass(frozen=True, slots=True)
class Balance:
    """The acts of one direction by class."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.get(name, 0) for name in ORDER)


def class_balance(balances: Sequence[Balance], *, title: str, width: float = theme.WIDE) -> str:
    """The SVG of bars in parts of a hundred; a direction without acts says so.

    The two directions of a pair stand together. On a narrow picture each name is above its bar.
    """
    canvas = Canvas(width)
    narrow = width < theme.WIDE
    counts = [_count(balance) for balance in balances]
    right = width - max(text_width(count, theme.SMALL_SIZE) for count in counts) - 8
    left = 0.0
    if not narrow:
        widest = max(text_width(balance.label, theme.TEXT_SIZE) for balance in balances)
        left = min(widest + 8, width * 0.36)
    y = _legend(canvas) + 6
    for balance, count in zip(balances, counts, strict=True):
        if narrow:
            canvas.text((0, y + 6), shortened(balance.label, theme.TEXT_SIZE, width))
            y += 14
        else:
            name = shortened(balance.label, theme.TEXT_SIZE, left - 8)
            canvas.text((left - 8, y + THICK / 2), name, anchor="right")
        _bar(canvas, balance, left, right, y)
        at = (right + 6, y + THICK / 2) if balance.total else (left, y + THICK / 2)
        canvas.text(at, count, colour=theme.QUIET, size=theme.SMALL_SIZE)
        y += THICK + (8 if narrow else 3)
        if balance in balances[1::2]:
            y += 6
    return canvas.svg(y, title=title)


def _count(balance: Balance) -> str:
    return f"{balance.total:,} acts" if balance.total else "no act recorded"


def _bar(canvas: Canvas, balance: Balance, left: float, right: float, y: float) -> None:
    done = 0
    for name in ORDER:
        n = balance.counts.get(name, 0)
        if not n:
            continue
        x = left + (right - left) * done / balance.total
        done += n
        x2 = left + (right - left) * done / balance.total
        canvas.rect(x, y, max(x2 - 0.6, x + 0.4), y + THICK, theme.CLASS_COLOURS[name])
        share = f"{n / balance.total:.0%}"
        if x2 - x > text_width(share, theme.SMALL_SIZE) + 3:
            colour = "#ffffff" if name in ON_DARK else theme.INK
            canvas.text(((x + x2) / 2, y + THICK / 2), share, colour=colour,
                        size=theme.SMALL_SIZE, anchor="center")  # fmt: skip


def _legend(canvas: Canvas) -> float:
    """The classes named above the bars, in the order of the bars' parts; gives its lower edge."""
    names = [theme.CLASS_NAMES[name] for name in ORDER]
    widths = [30 + text_width(name, theme.TEXT_SIZE) for name in names]
    places = wrapped(widths, canvas.width + 16)
    for name, label, (x, line) in zip(ORDER, names, places, strict=True):
        y = 8 + 17 * line
        canvas.rect(x, y - 5.5, x + 11, y + 5.5, theme.CLASS_COLOURS[name])
        canvas.text((x + 15, y), label)
    return 17.0 * (places[-1][1] + 1)
