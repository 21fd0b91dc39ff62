"""Reaction functions of a user's own series: what is a result, and what is refused as one."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest

from comity.errors import BadInput, BadValue, NotConverged
from comity.models.reaction_function.result import (
    COEFFICIENTS,
    DYADS,
    MOMENTUM,
    REACTIONS,
    SHAPES,
)
from comity.models.reaction_function.result import ReactionFunctions as Fitted
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench, open_workbench
from comity.workbench.reactions_fit import (
    ReactionsFitRequest,
    demand_converged,
    fit_result,
    reactions_fit,
)
from comity.workbench.series_file import read_counts

CONTENT = b"""date,source,target,class,n
2018-01-01,KAZ,RUS,friendly,2
2018-01-04,RUS,KAZ,insult,1
2018-03-09,CHN,RUS,friendly,1
"""
ROW = {
    "responder": "KAZ",
    "initiator": "RUS",
    "stimulus": "insult",
    "response": "friendly",
    "stimulus_acts": 1,
    "response_acts": 2,
    "extra_acts_30d": -0.2,
    "half_life_days": math.nan,
    "significant": False,
}


def fitted(*, converged: bool = True) -> Fitted:
    dyads = [
        {"first": "KAZ", "second": "RUS", "converged": converged},
        {"first": "CHN", "second": "RUS", "converged": True},
    ]
    return Fitted(
        pa.Table.from_pylist([ROW], REACTIONS),
        pa.Table.from_pylist([], MOMENTUM),
        pa.Table.from_pylist(dyads, DYADS),
        pa.Table.from_pylist([], SHAPES),
        pa.Table.from_pylist([], COEFFICIENTS),
        Granularity.DAY,
        -12.5,
        converged,
        "From three starts.",
        fit=None,
    )


def test_what_is_not_known_is_null_and_never_a_number_that_is_none() -> None:
    file = read_counts(pa.csv.read_csv(pa.BufferReader(CONTENT)))
    result = fit_result(fitted(), file.series, file.notes)
    assert result.table["half_life_days"].to_pylist() == [None]
    assert result.table["extra_acts_30d"].to_pylist() == [-0.2]
    assert (result.log_likelihood, result.converged) == (-12.5, True)


def test_dyads_without_a_reaction_function_are_named() -> None:
    file = read_counts(pa.csv.read_csv(pa.BufferReader(CONTENT)))
    notes = fit_result(fitted(), file.series, file.notes).notes
    assert any("No reaction function for" in note and "CHN → RUS" in note for note in notes)
    assert any("not thereby caused" in note for note in notes)


def test_an_estimate_that_has_not_settled_is_no_result_and_names_its_dyads() -> None:
    with pytest.raises(NotConverged, match="KAZ and RUS") as raised:
        demand_converged(fitted(converged=False))
    assert raised.value.exit_code == 6
    assert "CHN" not in str(raised.value)
    assert raised.value.next_step
    demand_converged(fitted())


def test_equations_that_can_not_be_solved_are_told_and_no_result(bench, monkeypatch) -> None:
    def fit(_series: object, **_options: object) -> Fitted:
        raise np.linalg.LinAlgError("singular")

    monkeypatch.setattr("comity.models.reaction_function.fit_reactions", fit)
    with pytest.raises(NotConverged, match="singular"):
        reactions_fit(bench, ReactionsFitRequest(series=CONTENT))


@pytest.fixture
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return open_workbench(tmp_path_factory.mktemp("no-lake"))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"duplicates": "ignore"}, "refuse, sum"),
        ({"gaps": "2018-01-01"}, "--gap"),
        ({"gaps": "2018-02-01:2018-01-01"}, "before it begins"),
        ({"period": Granularity.MONTH}, "by day or by week"),
        ({"classes": "frendly"}, "Did you mean friendly"),
    ],
)
def test_an_option_that_is_not_valid_is_told_with_what_is(bench, options, told) -> None:
    with pytest.raises(BadValue) as raised:
        reactions_fit(bench, ReactionsFitRequest(series=CONTENT, **options))
    assert told in str(raised.value)


def test_a_name_of_a_file_is_no_content() -> None:
    with pytest.raises(ValueError, match="series"):
        ReactionsFitRequest(series="own.csv")


def test_a_table_that_can_not_be_taken_is_told_before_anything_is_estimated(bench) -> None:
    with pytest.raises(BadInput, match="row 1"):
        reactions_fit(bench, ReactionsFitRequest(series=CONTENT.replace(b"RUS,f", b"KAZ,f")))
