"""Embedded agreements and obligations against publishers' files of the mirror."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from comity.registry.obligations import obligations
from comity.registry.states import states
from comity.vocabulary.obligation import Obligation, ObligationKind

ROOT = Path(__file__).resolve().parents[2]
EMBEDDED = resources.files("comity.data") / "agreements" / "agreements.csv"

# Instruments that the Alliance Treaty Obligations and Provisions project does not count as a pledge
# of non-aggression for every one of our dyad-years, and why.
APART = {
    "north_atlantic_treaty_1949": "the Federal Republic has another number before 1990",
    "japan_ussr_1956": "a declaration that ended a war, not counted as an alliance",
    "japan_ussr_neutrality_1941": "counted as neutrality",
}
PLEDGES = {ObligationKind.NON_AGGRESSION, ObligationKind.DEFENCE, ObligationKind.FRIENDSHIP}


@pytest.fixture(scope="module")
def pledged(mirror: Path) -> set[tuple[int, int, int]]:
    """(state, state, year) with a pledge of non-aggression in ATOP 5."""
    table = pq.read_table(mirror / "structure/atop_alliances_dy.parquet")
    return {
        (row["ccode1"], row["ccode2"], row["year"])
        for row in table.to_pylist()
        if row["atop_nonagg"] == 1
    }


def whole_years(one: Obligation) -> Iterator[tuple[int, int, int]]:
    """The dyad-years (COW numbers) in which it was in force on every day, to 2018."""
    number = {state.code: state.cow for state in states()}
    for source, target in sorted({(a.code, b.code) for a, b in one.pairs()}):
        for first, end in one.spans(source, target):
            last = min(end.year - 1 if end else 2018, 2018)
            for year in range(first.year + 1, last + 1):
                yield number[source] or 0, number[target] or 0, year


@pytest.mark.parametrize(
    "instrument",
    [o.instrument for o in obligations() if o.kind in PLEDGES and o.instrument not in APART],
)
def test_atop_knows_the_pledge_in_every_whole_year_that_we_list(
    instrument: str, pledged: set[tuple[int, int, int]]
) -> None:
    one = obligations().get(instrument)
    assert one is not None
    missing = [dyad_year for dyad_year in whole_years(one) if dyad_year not in pledged]
    assert missing == []


def test_atop_knows_the_north_atlantic_pledge_but_for_the_code_of_germany(
    pledged: set[tuple[int, int, int]],
) -> None:
    one = obligations().get("north_atlantic_treaty_1949")
    assert one is not None
    missing = {dyad_year for dyad_year in whole_years(one) if dyad_year not in pledged}
    assert all(255 in dyad_year[:2] and dyad_year[2] <= 1990 for dyad_year in missing)


def test_hand_compiled_days_agree_with_huggo(mirror: Path) -> None:
    """Days that the hand-made list and the trade agreements file both have, Albania's apart."""
    table = pq.read_table(mirror / "structure/trade_agreements_huggo_members.parquet")
    published = {row["treatyID"]: (row["Signature"], row["Force"]) for row in table.to_pylist()}
    hand = _hand_list()
    compared = {
        treaty: (published[treaty], days) for treaty, days in hand.items() if treaty in published
    }
    assert len(compared) >= 15
    differ = {treaty for treaty, (theirs, ours) in compared.items() if theirs != ours}
    assert differ == {"ECALBN_2006O"}


def test_the_script_makes_the_embedded_table_again(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = _script()
    out = tmp_path / "agreements.csv"
    monkeypatch.setattr(script, "OUT", out)
    monkeypatch.setattr(sys, "argv", ["agreements.py", "--mirror", str(mirror)])
    script.main()
    assert out.read_text("utf-8") == EMBEDDED.read_text("utf-8")


def test_deposits_of_the_accession_treaty_are_those_of_its_register(mirror: Path) -> None:
    with (mirror / "planning/treaties/eu_2003_accession_deposits.csv").open() as stream:
        published = {row["party"]: row["deposit_date"] for row in csv.DictReader(stream)}
    with EMBEDDED.open(encoding="utf-8") as stream:
        ours = {
            row["party"]: row["ratified"]
            for row in csv.DictReader(stream)
            if row["agreement"] == "eu_accession_2003"
        }
    assert ours == {code: published[code] for code in ("EST", "LVA", "LTU")}


def _hand_list() -> dict[str, tuple[str, str]]:
    """Days of signature and force of the hand-made list by the id of the agreement it replaces."""
    text = (ROOT / "tools/compile/facts/agreements.psv").read_text("utf-8")
    lines = [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]
    return {line[8]: (line[3], line[4]) for line in lines if line[8] and line[4]}


def _script() -> ModuleType:
    path = ROOT / "tools/compile/agreements.py"
    spec = importlib.util.spec_from_file_location("compile_agreements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
