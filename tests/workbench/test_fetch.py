"""`fetch`: files come into the cache and, if asked, into the lake; nothing is ignored."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from comity.errors import BadInput, BadValue, OutsideCoverage, Refused, Unavailable, UnknownName
from comity.fetching import read_recipe
from comity.sources.catalogue import find_source
from comity.sources.mirror import known_files
from comity.workbench.session import Session

_PATH = Path(__file__).resolve().parents[1] / "fetching" / "publisher.py"
_SPEC = importlib.util.spec_from_file_location("publisher", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
if "publisher" not in sys.modules:
    sys.modules["publisher"] = importlib.util.module_from_spec(_SPEC)
    _SPEC.loader.exec_module(sys.modules["publisher"])

QUICK = {
    "COMITY_FETCH_GAP": "0",
    "COMITY_FETCH_TIMEOUT": "2",
    "COMITY_FETCH_ATTEMPTS": "2",
    "COMITY_FETCH_WAIT": "0.01",
}
COLUMNS = ["file", "address", "bytes", "sha256", "state", "path"]
FILE = "20191024143000.export.CSV"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def publisher() -> Iterator[Any]:
    server, thread = sys.modules["publisher"].start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def among(session: Session, **environ: str) -> Session:
    """The session with another environment."""
    return replace(session, environ={**QUICK, **environ})


def recipe_at(base: str, name: str) -> Any:
    text = f"""
checked: never online
documentation: {base}/docs
sets:
  export:
    title: Events
    ingest: gdelt
    files:
      - address: "{base}/{{stamp}}.export.CSV"
        every: 15 minutes
        first: 2019-01-01
  other:
    title: Others
    files: [{{address: "{base}/other.csv", every: once}}]
"""
    return read_recipe(text, "fetch.yml", find_source(name))


def test_files_are_fetched_and_read_into_the_lake(
    own_lake: Session, publisher: Any, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "comity.workbench.fetch.recipe_of", lambda _: recipe_at(publisher.base, "gdelt")
    )
    sample = next(fixtures.glob("gdelt*.export.CSV"))
    publisher.put(f"/{FILE}", sample.read_bytes())
    steps: list[str] = []
    session = replace(among(own_lake), progress=lambda step, _: steps.append(step))
    asked = {"first_day": "2019-10-24", "last_day": "2019-10-24"}
    found = session.fetch("gdelt", **asked, ingest=True)
    assert found.table.column_names == COLUMNS
    states = found.table["state"].to_pylist()
    assert (states.count("downloaded"), states.count("not published")) == (1, 95)
    row = found.table.filter(pa.compute.equal(found.table["state"], "downloaded")).to_pylist()[0]
    assert row["file"] == FILE
    assert Path(row["path"]).read_bytes() == sample.read_bytes()
    assert Path(row["path"]).is_relative_to(session.home / "cache")
    assert "95 not published" in found.text
    assert "Terms: " in found.text
    assert found.ingested is not None
    (read,) = found.ingested.table.to_pylist()
    kept = read["events"] + read["repeats"] + read["dropped"] + read["rejected"]
    assert read["records"] == kept > 0
    assert any(FILE in step for step in steps)


def test_a_dry_run_tells_and_asks_nobody(own_lake: Session) -> None:
    asked = {"first_day": "2024-01-01", "last_day": "2024-01-02", "dry_run": True}
    found = own_lake.fetch("gdelt", **asked, most_files=10)
    assert found.table["state"].to_pylist() == ["to download"] * 10
    assert found.table["bytes"].null_count == 10
    assert found.notes == ("182 files more are in the span.",)
    assert not (own_lake.home / "cache" / "sha256").exists()


def test_without_a_name_all_that_can_be_fetched_is_listed(own_lake: Session) -> None:
    found = own_lake.fetch()
    rows = {(row["source"], row["kind"]): row for row in found.table.to_pylist()}
    assert rows["gdelt", "v1"]["how"] == "by span"
    assert rows["icews", "weekly"]["how"] == "by hand"
    assert rows["passport_index", "tidy"]["how"] == "whole"
    assert all("never online" in row["checked"] for row in rows.values())


@pytest.mark.parametrize(
    ("name", "asked", "error", "said"),
    [
        ("gdelt", {}, BadValue, "a span is needed"),
        ("gdelt", {"first_day": "2024-01-02", "last_day": "2024-01-01"}, BadValue, "before"),
        ("gdelt", {"first_day": "1990-01-01", "last_day": "1990-01-01"}, OutsideCoverage, "no"),
        ("gdelt", {"options": {"kind": "v2"}}, BadValue, "v2"),
        ("gdelt", {"options": {"kin": "v1"}}, UnknownName, "kin"),
        ("gdlet", {}, UnknownName, "gdlet"),
        ("icews", {}, Refused, "can't download this itself"),
        ("memberships", {}, Refused, "nothing to fetch"),
        ("passport_index", {"first_day": "2024-01-01"}, BadValue, "comes whole"),
        ("gdelt", {"most_files": 0}, BadValue, "most_files"),
        ("", {"ingest": True}, BadValue, "No source"),
    ],
)
def test_what_can_not_be_fetched_is_said(
    own_lake: Session, name: str, asked: dict[str, Any], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        among(own_lake).fetch(name, **asked)


def test_what_no_parser_reads_is_not_read(
    own_lake: Session, publisher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = recipe_at(publisher.base, "gdelt")
    monkeypatch.setattr("comity.workbench.fetch.recipe_of", lambda _: recipe)
    with pytest.raises(BadValue, match="no parser"):
        among(own_lake).fetch("gdelt", options={"kind": "other"}, ingest=True)


def test_the_mirror_may_be_a_web_address(
    own_lake: Session, publisher: Any, tmp_path: Path, mirror: Path
) -> None:
    """Only the tables that are asked for are fetched, once; the lake is as from a folder."""
    known = next(k for k in known_files().values() if not k.not_loaded and k.table == "agreements")
    name = known.name
    publisher.put(
        f"/data/{known.folder}/{known.file_name}",
        (mirror / known.folder / known.file_name).read_bytes(),
    )
    session = among(own_lake, COMITY_MIRROR=f"{publisher.base}/data/")
    (row,) = session.ingest("mirror", name).table.to_pylist()
    assert row["state"] == "ingested"
    assert row["file"] == known.file_name
    assert publisher.paths() == [f"/data/{known.folder}/{known.file_name}"]
    (row,) = session.ingest("mirror", name).table.to_pylist()
    assert row["state"] == "already in the lake"
    assert "if-none-match" in publisher.asked[1][1]


def test_a_file_that_is_read_beside_another_comes_with_it(
    own_lake: Session, publisher: Any, mirror: Path
) -> None:
    """Votes have no days of their own; those of the roll calls are in another file."""
    for name in ("un_votes", "un_rollcalls"):
        body = (mirror / "structure" / f"{name}.parquet").read_bytes()
        publisher.put(f"/structure/{name}.parquet", body)
    session = among(own_lake, COMITY_MIRROR=publisher.base)
    (row,) = session.ingest("mirror", "un_votes").table.to_pylist()
    assert row["records"] == 1_014_902
    assert sorted(publisher.paths()) == [
        "/structure/un_rollcalls.parquet",
        "/structure/un_votes.parquet",
    ]


def test_what_a_mirror_on_the_web_does_not_have_is_told(own_lake: Session, publisher: Any) -> None:
    session = among(own_lake, COMITY_MIRROR=publisher.base)
    with pytest.raises(BadInput, match="un_votes is not in this mirror"):
        session.ingest("mirror", "un_votes")
    with pytest.raises(UnknownName, match="un_vots"):
        session.ingest("mirror", "un_vots")
    found = session.ingest("mirror", all=True)
    assert found.table.num_rows == 0
    assert found.not_loaded["un_votes"] == "not in this mirror"
    away = among(own_lake, COMITY_MIRROR="http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="no connection"):
        away.ingest("mirror", "un_votes")
