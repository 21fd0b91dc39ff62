"""`python -m benchmarks`: every benchmark, one after the other."""

from __future__ import annotations

import importlib
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    importlib.import_module(f"benchmarks.{path.stem}").main()
