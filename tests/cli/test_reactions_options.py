"""The two uses of `--to`: whose answers, and until when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.cli.reactions_options import content_of, split_to
from comity.errors import BadInput, BadValue


@pytest.mark.parametrize(
    ("to", "toward", "partner", "last_day"),
    [
        (["RUS"], [], "RUS", None),
        (["RUS", "2022-02-24"], [], "RUS", dt.date(2022, 2, 24)),
        (["2022", "Russia"], None, "Russia", dt.date(2022, 12, 31)),
        (["2022-02"], ["RUS"], "RUS", dt.date(2022, 2, 28)),
        (None, [" RUS "], "RUS", None),
        (None, None, "", None),
    ],
)
def test_a_value_that_begins_with_a_digit_is_the_last_day(to, toward, partner, last_day) -> None:
    found = split_to(to, toward)
    assert (found.partner, found.last_day) == (partner, last_day)


@pytest.mark.parametrize(
    ("to", "toward", "told"),
    [
        (["RUS", "CHN"], [], "two partners: RUS and CHN"),
        (["RUS"], ["RUS"], "two partners"),
        (["2022", "2023"], ["RUS"], "two last days"),
        (["2022-13-01"], ["RUS"], "not a date that exists"),
        (["24.2.2022"], ["RUS"], "is not a date"),
    ],
)
def test_two_partners_two_days_and_a_day_that_is_none_are_refused(to, toward, told) -> None:
    with pytest.raises(BadValue, match=told):
        split_to(to, toward)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.csv can't be read"):
        content_of(tmp_path / "none.csv")
