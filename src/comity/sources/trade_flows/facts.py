"""The names of trade facts. Values are current US dollars; nothing is deflated."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from comity.sources.facts import facts_table

EXPORTS = "exports_usd"
IMPORTS_CIF = "imports_cif_usd"
IMPORTS_FOB = "imports_fob_usd"

UNIT = "current US dollars"
TITLES = {
    EXPORTS: "Goods from the source to the target",
    IMPORTS_CIF: "Goods from the source, as the target reports their import (c.i.f.)",
    IMPORTS_FOB: "Goods from the source, as the target reports their import (f.o.b.)",
}


def flow_facts(facts: Iterable[str] = (), groups: Iterable[tuple[str, str]] = ()) -> pa.Table:
    """The rows of `facts` for shared facts, and for a source's own with their titles."""
    rows = [*((fact, TITLES[fact], UNIT) for fact in facts), *((*own, UNIT) for own in groups)]
    return facts_table(rows)
