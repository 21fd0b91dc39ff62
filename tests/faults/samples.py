"""A small good file of every source and published form, to be damaged."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.sources.mirror.known_files import known_files
from comity.store.embedded import embedded_files

FIXTURES = Path(__file__).resolve().parents[1] / "sources" / "fixtures"
# Spreadsheets are read in a process of their own, which takes its time.
SLOW = (".xls", ".xlsx")

OF_FIXTURE = (
    ("gdelt", "gdelt1_synthetic.tsv"),
    ("gdelt", "gdelt2.export.CSV"),
    ("gdelt_mentions", "gdelt2.mentions.CSV"),
    ("icews", "icews_synthetic.tab"),
    ("keds", "keds_weis.keds"),
    ("phoenix", "phoenix.csv"),
    ("phoenix_historical", "PhoenixNYT_synthetic.csv"),
    ("polecat", "polecat_synthetic.txt"),
    ("ucdp_ged", "GEDEvent_v25_1_synthetic.csv"),
    ("ucdp_acd", "UcdpPrioConflict_v25_1_synthetic.csv"),
    ("acled", "acled_synthetic.csv"),
    ("cow_states", "cow_states2016_synthetic.csv"),
    ("cow_states", "cow_majors2016_synthetic.csv"),
    ("cow_igo", "cow_state_year_formatv3_synthetic.csv"),
    ("cow_trade", "cow_dyadic_trade_synthetic.csv"),
    ("cow_trade_national", "cow_national_trade_synthetic.csv"),
    ("cow_nmc", "cow_nmc_abridged_synthetic.csv"),
    ("cow_contiguity", "cow_contdir_synthetic.csv"),
    ("cow_contiguity", "cow_contdird_synthetic.csv"),
    ("atop", "atop_ddyr_synthetic.csv"),
    ("cepii_baci", "BACI_HS92_Y2022_V202401b_synthetic.csv"),
    ("imf_trade", "imts_synthetic.csv"),
    ("desta", "desta_dyads_synthetic.csv"),
    ("treaty_parties", "treaty_parties_synthetic.csv"),
    ("vdem", "vdem_synthetic.csv"),
    ("polity5", "polity5_synthetic.csv"),
    ("wgi", "wgidataset_synthetic.csv"),
    ("world_bank", "world_bank_synthetic.json"),
    ("polity5", "p5v2018_synthetic.xls"),
    ("wgi", "wgidataset_synthetic.xlsx"),
    ("undesa_migrants", "undesa_pd_2020_ims_stock_by_sex_destination_and_origin_synthetic.xlsx"),
    ("undesa_migrants", "UN_MigrantStockByOriginAndDestination_2019_synthetic.xlsx"),
)

OF_RAW = (
    ("gdelt", "gdelt1_58col_sample.tsv"),
    ("gdelt", "gdelt2_20191024143000.export.CSV"),
    ("icews", "icews_events.2018.sample.tab"),
    ("phoenix", "phoenix_sample_5000.csv"),
    ("keds", "keds_tabari_demo.keds"),
)

# SYNTHETIC, in published forms that have no fixture of their own.
UN_VOTES = (
    '"","rcid","ccode","member","vote","Country","Countryname","session","abstain","yes","no",'
    '"importantvote","date","unres","amend","para","short","descr","me","nu","di","hr","co","ec"\n'
    + "".join(
        f'"{n}",{9000 + n // 4},{code},1,{vote},"XXX","A state",76,35,141,5,NA,'
        f'2022-03-0{1 + n // 4},"A/RES/1/1",0,0,"SYNTHETIC","SYNTHETIC, with a comma",0,0,0,1,0,0\n'
        for n, (code, vote) in enumerate(
            [(2, 1), (365, 3), (705, 2), (710, 8), (2, 1), (365, 9), (705, 1), (710, 2)]
        )
    )
)
PASSPORTS = "Passport,Destination,Requirement\n" + "".join(
    f"{one},{other},{rule}\n"
    for one, other, rule in (
        *(("RUS", "GEO", "360"), ("GEO", "RUS", "90"), ("KAZ", "CHN", "30")),
        *(("CHN", "KAZ", "visa free"), ("USA", "RUS", "e-visa"), ("RUS", "RUS", "-1")),
        *(("ARM", "AZE", "no admission"), ("TUR", "HKG", "90"), ("UZB", "USA", "visa required")),
    )
)
PASSPORT_MATRIX = "Passport,Russia,Georgia,Kazakhstan\nRussia,-1,360,30\nGeorgia,90,-1,visa free\n"
TREATIES = (
    "number;base_treaty;name;entry_type;consolidated;year;entryforceyear;language;typememb;"
    "regioncon;wto_listed;wto_name;c1;c2;c3;mc1;mc2;mc3\n"
    "9;9;SYNTHETIC pact;base_treaty;0;1960;1960;English;2;Europe;1;NA;40;208;756;0;0;0\n"
    "10;10;SYNTHETIC other;base_treaty;0;1994;1995;English;1;Asia;0;NA;398;643;;0;0;0\n"
)
OF_TEXT = (
    ("un_votes", "UNVotes.csv", UN_VOTES),
    ("passport_index", "passport-index-tidy-iso3.csv", PASSPORTS),
    ("passport_index", "passport-index-matrix.csv", PASSPORT_MATRIX),
    ("desta", "desta_list_of_treaties_02_02.csv", TREATIES),
)
OPTIONS = {"passport_index": {"day": "2024-12-04"}}
SOME_LINES = 25
SOME_ROWS = 60


@dataclass(frozen=True)
class Sample:
    """The bytes of a good file, the name that its source knows it by, and the options it needs."""

    source: str
    name: str
    data: bytes
    options: Mapping[str, str] = field(default_factory=dict)
    slow: bool = False
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.source}-{self.name}"


def samples() -> list[Sample]:
    """One for each form that a source reads; those of Parquet come last."""
    return [*_of_fixtures(), *_of_text(), *_of_embedded()]


def mirror_samples(mirror: Path) -> list[Sample]:
    """The first rows of each tidied file of a mirror, and the first lines of the raw ones."""
    tidied = []
    for known in known_files().values():
        path = mirror / known.folder / known.file_name
        if known.not_loaded or not path.is_file():
            continue
        name = f"{known.beside}.parquet"
        beside = {name: _first_rows(path.with_name(name))} if known.beside else {}
        tidied.append(Sample("mirror", known.file_name, _first_rows(path), beside=beside))
    raw = mirror / "events" / "raw"
    return tidied + [
        Sample(source, name, _first_lines((raw / name).read_bytes())) for source, name in OF_RAW
    ]


def _of_fixtures() -> Iterator[Sample]:
    for source, name in OF_FIXTURE:
        path = FIXTURES / name
        yield Sample(source, name, path.read_bytes(), slow=path.suffix in SLOW)


def _of_text() -> Iterator[Sample]:
    for source, name, text in OF_TEXT:
        yield Sample(source, name, text.encode(), OPTIONS.get(source, {}))


def _of_embedded() -> Iterator[Sample]:
    for source, path, _ in embedded_files():
        if path.suffix == ".csv":
            yield Sample(source, path.name, _first_lines(path.read_bytes()))
    for source, path, _ in embedded_files():
        if path.suffix == ".parquet":
            yield Sample(source, path.name, _first_rows(path))


def _first_lines(data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:SOME_LINES])


def _first_rows(path: Path) -> bytes:
    """A Parquet file of the first rows alone, with the metadata of the whole."""
    with pq.ParquetFile(path) as file:
        rows = [*islice(file.iter_batches(SOME_ROWS), 1)]
        table = pa.Table.from_batches(rows, schema=rows[0].schema if rows else file.schema_arrow)
        table = table.replace_schema_metadata(file.schema_arrow.metadata)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="none")
    return sink.getvalue()
