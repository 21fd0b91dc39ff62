"""Makes the modules beside the tests of faults importable by their names."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

for _name in ("mutate", "samples", "account", "synthetic"):
    _spec = importlib.util.spec_from_file_location(
        f"faults_{_name}", Path(__file__).with_name(f"{_name}.py")
    )
    assert _spec is not None
    assert _spec.loader is not None
    _module = importlib.util.module_from_spec(_spec)
    sys.modules[f"faults_{_name}"] = _module
    _spec.loader.exec_module(_module)
