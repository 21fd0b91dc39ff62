"""Damaged files: an error of ours or every record told of; the lake holds all of a file or nothing.

Seeds are fixed, so that a failure is met again: the message names the sample and the seed.
"""

from __future__ import annotations

import contextlib
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, BadRequest
from comity.sources.catalogue import find_source
from comity.sources.contract import SourceFile
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
from comity.store.schema import TABLES

mutate: Any = sys.modules["faults_mutate"]
samples: Any = sys.modules["faults_samples"]
account: Any = sys.modules["faults_account"]

# Of the samples that are quick to read, of those that a spreadsheet's process reads, in the lake.
A_SAMPLE, A_SPREADSHEET, IN_THE_LAKE = 13, 2, 60
NIGHTLY_FILES, NIGHTLY_SPREADSHEETS, NIGHTLY_IN_THE_LAKE = 20_000, 25, 1_000


def damaged(sample: Any, others: Sequence[Any], seed: int) -> bytes:
    """The sample's bytes, damaged in the way of that seed."""
    at_random = random.Random(f"{sample.id} {seed}")
    data: bytes = mutate.damaged(sample.data, at_random.choice(others).data, at_random)
    return data


def fuzz(sample: Any, others: Sequence[Any], seeds: range, folder: Path) -> Counter[str]:
    """What became of so many damaged copies of a sample."""
    path = folder / sample.name
    for name, data in sample.beside.items():
        (folder / name).write_bytes(data)
    found: Counter[str] = Counter()
    for seed in seeds:
        path.write_bytes(damaged(sample, others, seed))
        try:
            found[account.verdict(sample.source, path, sample.options)] += 1
        except Exception as error:
            raise AssertionError(f"{sample.id}, seed {seed}: {error!r}") from error
    return found


ALL = samples.samples()


def test_every_sample_is_whole_before_it_is_damaged(tmp_path: Path) -> None:
    assert {one.source for one in ALL} >= set(_file_sources())
    for sample in (one for one in ALL if not one.slow):
        path = tmp_path / sample.name
        path.write_bytes(sample.data)
        assert account.verdict(sample.source, path, sample.options) == "read", sample.id


@pytest.mark.parametrize("sample", ALL, ids=[one.id for one in ALL])
def test_a_damaged_file_is_refused_or_every_record_of_it_told_of(
    sample: Any, tmp_path: Path
) -> None:
    count = A_SPREADSHEET if sample.slow else A_SAMPLE
    assert fuzz(sample, ALL, range(count), tmp_path).total() == count


def test_five_hundred_files_are_damaged_in_every_run() -> None:
    quick = [one for one in ALL if not one.slow]
    assert len(quick) * A_SAMPLE + (len(ALL) - len(quick)) * A_SPREADSHEET >= 500


@pytest.mark.parametrize("seed", range(2))
def test_damaged_mirror_files_are_refused_or_accounted_for(
    seed: int, mirror: Path, tmp_path: Path
) -> None:
    some = [one for one in samples.mirror_samples(mirror) if _is_whole(one, tmp_path)]
    assert len(some) > 20
    for sample in some:
        fuzz(sample, ALL, range(seed, seed + 1), tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("half", [0, 1])
def test_twenty_thousand_damaged_files(
    half: int, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    some = list(ALL)
    with contextlib.suppress(pytest.skip.Exception):
        some += samples.mirror_samples(request.getfixturevalue("mirror"))
    some = [one for one in some if one.slow or _is_whole(one, tmp_path)]
    quick = sum(not one.slow for one in some)
    each = NIGHTLY_FILES // quick + 1
    found: Counter[str] = Counter()
    for sample in some[half::2]:
        first = 1_000_000
        count = NIGHTLY_SPREADSHEETS if sample.slow else each
        found += fuzz(sample, ALL, range(first, first + count), tmp_path)
    with capsys.disabled():
        print(f"\n{found.total():,} damaged files: {dict(found)}")  # noqa: T201
    assert found.total() >= NIGHTLY_FILES // 2 - each


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    which=st.sampled_from([one for one in ALL if not one.slow and b"PAR1" not in one.data]),
    edits=st.lists(
        st.tuples(
            st.integers(0, 40), st.integers(0, 60), st.text(max_size=12) | st.integers().map(str)
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_text_in_any_cell_is_refused_or_accounted_for(
    which: Any, edits: list[tuple[int, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = which.data.split(b"\n")
    delimiter = max((b"\t", b",", b"|", b";"), key=which.data.count)
    for row, column, text in edits:
        cells = lines[row % len(lines)].split(delimiter)
        cells[column % len(cells)] = text.encode("utf-8", "replace")
        lines[row % len(lines)] = delimiter.join(cells)
    path = tmp_path_factory.mktemp("cells") / which.name
    path.write_bytes(b"\n".join(lines))
    assert account.verdict(which.source, path, which.options) in ("read", "refused")


def test_the_lake_holds_all_of_a_damaged_file_or_nothing(tmp_path: Path) -> None:
    into_the_lake(tmp_path, IN_THE_LAKE, first_seed=0)


@pytest.mark.nightly
def test_a_thousand_damaged_files_leave_the_lake_whole(tmp_path: Path) -> None:
    into_the_lake(tmp_path, NIGHTLY_IN_THE_LAKE, first_seed=50_000)


def into_the_lake(folder: Path, count: int, *, first_seed: int) -> None:
    """Damaged files of all sources one after the other into one lake."""
    quick = [one for one in ALL if not one.slow]
    lake = Lake(folder / "lake")
    good = next(one for one in quick if one.source == "icews")
    ingest_sample(lake, good, good.data, folder)
    for number in range(count):
        sample = quick[number * 7 % len(quick)]
        data = damaged(sample, ALL, first_seed + number)
        ingest_damaged(lake, sample, data, folder)
    whole = contents(lake)
    assert sum(whole.values()) > 0


def ingest_damaged(lake: Lake, sample: Any, data: bytes, folder: Path) -> None:
    """The lake is as it was, or has the file's records and is not changed by it again."""
    before = lake.version().number
    try:
        report = ingest_sample(lake, sample, data, folder)
    except (BadRequest, BadInput):
        assert lake.version().number == before
        return
    dropped = sum(report.dropped.values())
    told = report.events + report.repeats + dropped + report.rejected + report.summed
    assert report.records == told, sample.id
    after, held = lake.version().number, contents(lake)
    again = ingest_sample(lake, sample, data, folder)
    assert again.unchanged
    assert (lake.version().number, contents(lake)) == (after, held)


def ingest_sample(lake: Lake, sample: Any, data: bytes, folder: Path) -> Any:
    path = folder / sample.name
    path.write_bytes(data)
    file: SourceFile = source_file(path)
    return ingest_file(lake, find_source(sample.source), file, options=sample.options)


def contents(lake: Lake) -> dict[str, int]:
    """How many rows each table has."""
    with lake.connect(lake.version()) as connection:
        counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in TABLES)
        (row,) = connection.execute(f"SELECT {counts}").fetchall()
    return dict(zip(TABLES, row, strict=True))


def _file_sources() -> list[str]:
    from comity.sources.catalogue import sources

    return [name for name in sources() if name not in ("mirror", "icews_tkg")]


def _is_whole(sample: Any, folder: Path) -> bool:
    """A mirror file's first rows may hold nothing that is kept."""
    path = folder / sample.name
    path.write_bytes(sample.data)
    for name, data in sample.beside.items():
        (folder / name).write_bytes(data)
    try:
        return bool(account.verdict(sample.source, path, sample.options) == "read")
    except AssertionError:
        return False
