"""The Cline Center's historical Phoenix: one archive a file. The file is SYNTHETIC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from comity.errors import BadInput, BadValue
from comity.sources.phoenix import SOURCE as SAMPLE
from comity.sources.phoenix_historical import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "PhoenixNYT_synthetic.csv"


def test_the_invented_file_gives_the_acts_worked_out_by_hand(hear: Any) -> None:
    heard = hear(SOURCE, FIXTURE)
    assert heard.sides == {
        "NYT1": ("USA", "government", "PRK", "state", "057"),
        "NYT2": ("SUN", "military", "CSK", "state", "190"),
    }
    assert [(one["goldstein_tenths"], one["story"]) for one in heard.acts] == [
        (80, "501"),
        (-100, "502"),
    ]
    assert heard.dropped == {DropReason.PRIVATE_SOURCE: 1}
    assert heard.rejects == ["5: Date '19680230' is no day as YYYYMMDD"]
    assert heard.records == 4 == heard.accounted
    assert heard.volumes == {"1953-07-27": 1, "1968-08-20": 2}


def test_each_archive_is_a_dataset_of_its_own(tmp_path: Path, hear: Any) -> None:
    assert {one.dataset for one in hear(SOURCE, FIXTURE).chunks} == {"phoenix_nyt"}
    other = tmp_path / "events.csv"
    other.write_bytes(FIXTURE.read_bytes())
    with pytest.raises(BadValue, match="of which archive"):
        hear(SOURCE, other)
    assert hear(SOURCE, other, archive="SWB").chunks[0].dataset == "phoenix_swb"
    with pytest.raises(BadValue, match="no option 'archiv'"):
        hear(SOURCE, other, archiv="swb")


def test_a_header_in_quotes_is_the_same_header(tmp_path: Path, hear: Any) -> None:
    head, _, rest = FIXTURE.read_text("utf-8").partition("\n")
    path = tmp_path / FIXTURE.name
    path.write_text(",".join(f'"{name}"' for name in head.split(",")) + "\n" + rest)
    assert hear(SOURCE, path).acts == hear(SOURCE, FIXTURE).acts


def test_the_two_kinds_of_phoenix_are_told_apart(hear: Any) -> None:
    head = FIXTURE.read_bytes()
    assert SOURCE.recognises("x", head)
    assert not SAMPLE.recognises("x", head)
    with pytest.raises(BadInput, match="header is not the published one"):
        hear(SAMPLE, FIXTURE)
