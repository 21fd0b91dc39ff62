"""Fixtures for all tests: the mirror of real data where there is one, and lakes to write to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no defect: no example is timed.
settings.register_profile("comity", deadline=None)
settings.load_profile("comity")

ROOT = Path(__file__).resolve().parent.parent


def _mirror_folder() -> Path | None:
    named = os.environ.get("COMITY_MIRROR")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if (folder / "events").is_dir() else None


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of publishers' files; the test is skipped where there is none."""
    folder = _mirror_folder()
    if folder is None:
        pytest.skip("needs the mirror of publishers' files (COMITY_MIRROR)")
    return folder


@pytest.fixture(scope="session")
def default_lake_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with the embedded default, made once for all tests; only read it."""
    from comity.sources.catalogue import find_source
    from comity.store.embedded import load_default
    from comity.store.lake import Lake

    home = tmp_path_factory.mktemp("default-lake")
    load_default(Lake(home), find_source)
    return home
