"""Every registered source keeps the contract; so does a stranger's, or it is told why not."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.sources.catalogue import find_source, sources
from comity.sources.contract import Coverage, Parsed, SourceDescription, SourceFile
from comity.sources.options import take_no_option
from comity.store.embedded import embedded_files
from comity.store.ingest import source_file
from comity.store.schema import PARSED

_SPEC = importlib.util.spec_from_file_location(
    "check_source", Path(__file__).with_name("check_source.py")
)
assert _SPEC is not None
assert _SPEC.loader is not None
suite = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(suite)

FOLDER = Path(__file__).resolve().parents[1] / "sources" / "fixtures"
FIXTURES = (
    ("gdelt", FOLDER / "gdelt1_synthetic.tsv"),
    ("gdelt", FOLDER / "gdelt2.export.CSV"),
    ("gdelt_mentions", FOLDER / "gdelt2.mentions.CSV"),
    ("icews", FOLDER / "icews_synthetic.tab"),
    ("keds", FOLDER / "keds_weis.keds"),
    ("phoenix", FOLDER / "phoenix.csv"),
    ("phoenix_historical", FOLDER / "PhoenixNYT_synthetic.csv"),
    ("polecat", FOLDER / "polecat_synthetic.txt"),
    ("ucdp_ged", FOLDER / "GEDEvent_v25_1_synthetic.csv"),
    ("ucdp_acd", FOLDER / "UcdpPrioConflict_v25_1_synthetic.csv"),
    ("acled", FOLDER / "acled_synthetic.csv"),
    ("cow_states", FOLDER / "cow_states2016_synthetic.csv"),
    ("cow_states", FOLDER / "cow_majors2016_synthetic.csv"),
    ("cow_igo", FOLDER / "cow_state_year_formatv3_synthetic.csv"),
    ("cow_trade", FOLDER / "cow_dyadic_trade_synthetic.csv"),
    ("cow_trade_national", FOLDER / "cow_national_trade_synthetic.csv"),
    ("cow_nmc", FOLDER / "cow_nmc_abridged_synthetic.csv"),
    ("cow_contiguity", FOLDER / "cow_contdir_synthetic.csv"),
    ("cow_contiguity", FOLDER / "cow_contdird_synthetic.csv"),
    ("atop", FOLDER / "atop_ddyr_synthetic.csv"),
    ("cepii_baci", FOLDER / "BACI_HS92_Y2022_V202401b_synthetic.csv"),
    ("imf_trade", FOLDER / "imts_synthetic.csv"),
    ("desta", FOLDER / "desta_dyads_synthetic.csv"),
    ("treaty_parties", FOLDER / "treaty_parties_synthetic.csv"),
    ("vdem", FOLDER / "vdem_synthetic.csv"),
    ("polity5", FOLDER / "p5v2018_synthetic.xls"),
    ("polity5", FOLDER / "polity5_synthetic.csv"),
    ("wgi", FOLDER / "wgidataset_synthetic.csv"),
    ("wgi", FOLDER / "wgidataset_synthetic.xlsx"),
    ("world_bank", FOLDER / "world_bank_synthetic.json"),
    (
        "undesa_migrants",
        FOLDER / "undesa_pd_2020_ims_stock_by_sex_destination_and_origin_synthetic.xlsx",
    ),
    (
        "undesa_migrants",
        FOLDER / "UN_MigrantStockByOriginAndDestination_2019_synthetic.xlsx",
    ),
    *((source, path) for source, path, _ in embedded_files()),
)
TIDIED = "icews_tkg_events_2021_2022-08.parquet"


@pytest.fixture
def tidied(tmp_path: Path) -> Path:
    """An invented row of the tidied ICEWS file, which is too large to keep here."""
    row = {
        "date": [dt.date(2021, 3, 1)],
        "source": ["Armenia"],
        "source_iso3": ["ARM"],
        "target": ["Azerbaijan"],
        "target_iso3": ["AZE"],
        "cameo": ["190"],
    }
    path = tmp_path / TIDIED
    pq.write_table(pa.table(row), path)
    return path


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("name", "fixture"), FIXTURES, ids=[f"{name}-{path.name}" for name, path in FIXTURES]
)
def test_a_source_keeps_the_contract(name: str, fixture: Path, empty_folder: Path) -> None:
    suite.check_source(find_source(name), fixture, folder=empty_folder, others=sources().values())


def test_the_tidied_files_keep_the_contract(tidied: Path, empty_folder: Path) -> None:
    source = find_source("icews_tkg")
    suite.check_source(source, tidied, folder=empty_folder, others=sources().values())


def test_the_mirror_opens_the_door_to_a_files_own_source(tidied: Path, empty_folder: Path) -> None:
    mirror = find_source("mirror")
    suite.check_description(mirror.description)
    assert not mirror.recognises(tidied.name, tidied.read_bytes())
    parsed = list(mirror.parse(source_file(tidied), options={}))
    suite.check_account("events", parsed)
    suite.check_columns(parsed)
    suite.check_coverage(mirror.description, parsed)
    suite.check_unknown_option(mirror, tidied, {})
    suite.check_empty_file(mirror, tidied, empty_folder, {})


def test_no_source_is_registered_without_a_file_to_check_it_on() -> None:
    assert {name for name, _ in FIXTURES} | {"icews_tkg", "mirror"} == set(sources())


def test_no_source_claims_a_file_of_another_kind() -> None:
    for name, source in sources().items():
        assert not source.recognises("letter.txt", b"Dear Sir,\n"), name
        assert not source.recognises("picture.parquet", b"PAR1"), name


ABOUT = SourceDescription(
    name="borders",
    title="Land borders",
    publisher="A stranger",
    licence="CC0",
    citation="A stranger (2026), Land borders.",
    url="",
    kind="dyad_facts",
    parser_version="1",
    notes="Made up for a test.",
    expected={"symmetric": ["border"]},
)


@dataclass(frozen=True)
class Borders:
    """A stranger's source: lines "KAZ RUS", each a border; with `both` in both directions."""

    both: bool = True
    covers: bool = True
    strict: bool = True
    forgets: int = 0
    columns: tuple[str, ...] = tuple(PARSED["dyad_facts"].names)
    description: SourceDescription = ABOUT

    def recognises(self, name: str, head: bytes) -> bool:
        return name.endswith(".borders") and bool(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        if self.strict:
            take_no_option("borders", options)
            if not file.bytes:
                raise BadInput(f"{file.name} is empty.")
        pairs = [line.split() for line in file.path.read_text("utf-8").splitlines()]
        ways = [*pairs, *([b, a] for a, b in pairs)] if self.both else pairs
        day = dt.date(2024, 1, 1)
        rows = [
            {"fact": "border", "source": a, "target": b, "day": day, "value": 1.0, "text": "land"}
            for a, b in ways
        ]
        table = pa.Table.from_pylist(rows, schema=PARSED["dyad_facts"]).select(self.columns)
        span = Coverage("borders", "list", day, day, table="dyad_facts")
        coverage = (span,) if self.covers else ()
        yield Parsed("borders", len(ways) + self.forgets, {"dyad_facts": table}, coverage=coverage)


@pytest.fixture
def borders(tmp_path: Path) -> Path:
    path = tmp_path / "asia.borders"
    path.write_text("KAZ RUS\nKAZ CHN\n", encoding="utf-8")
    return path


def test_a_strangers_source_goes_through_the_same_door(borders: Path, empty_folder: Path) -> None:
    stranger = Borders()
    parsed = suite.check_source(
        stranger, borders, folder=empty_folder, others=(*sources().values(), stranger)
    )
    assert parsed[0].tables["dyad_facts"].num_rows == 4


@pytest.mark.parametrize(
    ("stranger", "said"),
    [
        (Borders(both=False), "is there one way only"),
        (Borders(covers=False), "no coverage for its rows"),
        (Borders(forgets=1), "5 records, but 4 rows"),
        (Borders(strict=False), "ignores an option"),
        (Borders(columns=("source", "target")), "columns of dyad_facts"),
        (Borders(description=replace(ABOUT, licence=" ")), "licence is empty"),
        (Borders(description=replace(ABOUT, notes="")), "neither url nor notes"),
        (Borders(description=replace(ABOUT, kind="maps")), "no table of the lake"),
    ],
)
def test_a_strangers_source_is_told_what_it_lacks(
    stranger: Borders, said: str, borders: Path, empty_folder: Path
) -> None:
    with pytest.raises(AssertionError, match=said):
        suite.check_source(stranger, borders, folder=empty_folder)


def test_two_sources_may_not_claim_one_file(borders: Path, empty_folder: Path) -> None:
    twin = Borders(description=replace(ABOUT, name="twin"))
    with pytest.raises(AssertionError, match="is claimed by twin too"):
        suite.check_source(Borders(), borders, folder=empty_folder, others=(twin,))
