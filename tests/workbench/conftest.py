"""The embedded default as a session: one for all tests of the verbs, only read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import comity
from comity.workbench.session import Session


@pytest.fixture(scope="session")
def lake(default_lake_home: Path) -> Session:
    return comity.open(default_lake_home)


@pytest.fixture
def own_lake(default_lake_home: Path, tmp_path: Path) -> Session:
    """A copy of the embedded default, to write to."""
    return comity.open(shutil.copytree(default_lake_home, tmp_path / "lake"))


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return Path(__file__).resolve().parents[1] / "sources" / "fixtures"
