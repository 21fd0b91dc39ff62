"""A brief names an attack only where records bear each other out."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from comity.briefs.clashes import clashes

DAY = dt.date(2021, 4, 29)


def gestures(*rows: tuple[int, str, int], source: str = "KGZ", target: str = "TJK") -> pa.Table:
    """Rows of (days after DAY, class, count)."""
    return pa.Table.from_pylist(
        [
            {
                "day": DAY + dt.timedelta(days=after),
                "source": source,
                "target": target,
                "gesture_class": gesture_class,
                "count": count,
            }
            for after, gesture_class, count in rows
        ]
    )


def test_five_attacks_in_a_month_are_a_clash() -> None:
    found = clashes(gestures((0, "attack", 3), (1, "attack", 2)))
    assert found.holds(DAY, "KGZ", "TJK")
    assert found.between(DAY, "TJK", "KGZ")
    assert not found.holds(DAY, "TJK", "KGZ")


def test_a_single_record_is_none() -> None:
    assert not clashes(gestures((0, "attack", 4))).days


def test_attacks_a_month_apart_do_not_bear_each_other_out() -> None:
    found = clashes(gestures((0, "attack", 3), (20, "attack", 3)))
    assert not found.holds(DAY, "KGZ", "TJK")
    assert found.holds(DAY + dt.timedelta(days=10), "KGZ", "TJK")


def test_a_few_attack_codes_among_many_acts_are_none() -> None:
    assert not clashes(gestures((0, "attack", 5), (0, "insult", 46))).days
    assert clashes(gestures((0, "attack", 5), (0, "insult", 45))).days


def test_meetings_do_not_weigh() -> None:
    assert clashes(gestures((0, "attack", 5), (0, "meeting", 500))).days
