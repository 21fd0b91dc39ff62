"""Simulated worlds of the benchmarks, for tests of the estimator."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture(scope="session")
def worlds() -> ModuleType:
    """The module of simulated worlds (benchmarks/reaction_worlds.py)."""
    path = BENCHMARKS / "reaction_worlds.py"
    spec = importlib.util.spec_from_file_location("reaction_worlds", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
