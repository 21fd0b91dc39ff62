"""`reactions`: how states answer each other, in words that claim no more than is known.

The estimate is written by hand here; the series and the lake are the embedded default.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.models.answers import ANSWERS
from comity.workbench import reactions as verb
from comity.workbench.session import Session

MADE = Path(__file__).resolve().parents[1] / "models" / "made_reactions.py"
CLAIMS = re.compile(r"\bcaus|because|\bprovok|leads? to|\bdue to|result(s|ed)? (in|from)", re.I)


def made_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made_reactions", MADE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("made_reactions", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def estimate(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Russia answers Kazakhstan's offences and friendly acts, and Kazakhstan its friendly acts."""
    from comity.models.kept_reactions import kept_tables
    from comity.models.lake_reactions import LakeReactions
    from comity.models.reaction_series import recorded_series
    from comity.models.triangles import kept_fits

    made = made_module().MadeReactions()
    # "hostile" is told by its first class, the insult.
    made.add("RUS", "KAZ", "offence", "insult", 0.24, 0.08)
    made.add("RUS", "KAZ", "friendly", "friendly", 0.70, 0.10)
    made.add("KAZ", "RUS", "friendly", "friendly", 0.20, 0.10)

    def given(
        _bench: Any, reading: Any, choice: Any, request: Any, pooled: Any, _cancelled: Any
    ) -> Any:
        recorded = recorded_series(reading, choice, period=request.period)
        tables = kept_tables(made, recorded.series) | kept_fits(made.fit)
        return LakeReactions(recorded, recorded, tables)

    monkeypatch.setattr(verb, "_estimate", given)
    return made


def test_a_pair_gives_both_directions_of_all_kinds_of_answers(lake: Session, estimate: Any) -> None:
    found = lake.reactions("Kazakhstan", toward="Russia")
    assert found.table.column_names == [*ANSWERS.names[:4], "toward", *ANSWERS.names[4:], "dataset"]
    rows = found.table.to_pylist()
    assert len(rows) == 2 * 5 * 2
    assert {(row["responder"], row["initiator"]) for row in rows} == {
        ("KAZ", "RUS"),
        ("RUS", "KAZ"),
    }
    assert set(found.table["dataset"].to_pylist()) == {"icews"}


def test_the_sentences_say_what_follows_how_soon_and_on_whose_record(
    lake: Session, estimate: Any
) -> None:
    said = lake.reactions("KAZ", toward="RUS").sentences
    assert any(
        sentence.startswith(
            "An offence by Kazakhstan is followed, within 30 days, by 0.30 (0.22 to 0.38) more "
            "hostile acts of Russia than otherwise, 0.24 of them its direct answer (at the mean "
            "volume of news); half of it comes within 4 days."
        )
        for sentence in said
    )
    assert "Russia answers friendly gestures in kind three times as often as offences." in said
    assert any("own record makes up" in sentence for sentence in said)
    assert any(sentence.startswith("Week by week, what ") for sentence in said)


def test_nothing_that_is_said_claims_more_than_an_order_in_time(
    lake: Session, estimate: Any
) -> None:
    for options in ({"toward": "RUS"}, {"toward": "RUS", "period": "week"}):
        found = lake.reactions("KAZ", **options)
        texts = [found.text, *found.sentences, *found.notes]
        assert [text for text in texts if CLAIMS.search(text)] == []
        assert any("does not tell why" in note for note in found.notes)


def test_a_region_gives_the_matrix_of_answers_in_kind(lake: Session, estimate: Any) -> None:
    found = lake.reactions(region="eurasia")
    kinds = {(row["stimulus"], row["response"]) for row in found.table.to_pylist()}
    assert kinds == {("friendly", "friendly"), ("hostile", "hostile")}
    told = [row for row in found.table.to_pylist() if row["significant"]]
    assert {(row["responder"], row["initiator"]) for row in told} == {
        ("KAZ", "RUS"),
        ("RUS", "KAZ"),
    }
    assert "answer them in kind, at a false-discovery rate of 5%" in found.text


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_chart_comes_with_the_answer_where_it_is_asked_for(
    lake: Session, estimate: Any, kind: str
) -> None:
    found = lake.reactions("KAZ", toward="RUS", chart=kind)
    assert found.chart is not None
    assert found.chart.startswith(b"<svg" if kind == "svg" else b"\x89PNG")
    assert lake.reactions("KAZ", toward="RUS").chart is None


def test_a_dyad_outside_coverage_has_no_reaction_function(lake: Session) -> None:
    with pytest.raises(OutsideCoverage) as refused:
        lake.reactions("Fiji", toward="Tonga")
    assert "FJI" in refused.value.what
    with pytest.raises(OutsideCoverage):
        lake.reactions("KAZ", toward="RUS", first_day="1950-01-01", last_day="1950-12-31")


def test_what_does_not_fit_is_named_before_anything_is_estimated(lake: Session) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "Whose answers"),
        ({"state": "KAZ"}, "KAZ answers whom"),
        ({"state": "KAZ", "toward": "RUS", "region": "eurasia"}, "A region and a pair"),
        ({"state": "KAZ", "toward": "RUS", "period": "month"}, "'month' is not a period"),
        ({"state": "KAZ", "toward": "RUS", "chart": "jpg"}, "'jpg' is not a kind of chart"),
        ({"state": "KAZ", "toward": "KAZ"}, "KAZ is on both sides"),
    ]
    for options, what in wrong:
        with pytest.raises(BadValue, match=what):
            lake.reactions(**options)
    with pytest.raises(UnknownName):
        lake.reactions("KAZ", toward="Atlantis")
    with pytest.raises(UnknownName):
        lake.reactions("KAZ", toward="RUS", dataset="icewz")
    with pytest.raises(UnknownName):
        lake.reactions(region="eurasi")
