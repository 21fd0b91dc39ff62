"""Whatever is typed or fed in: what is wrong, a hint, the next step; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from comity.cli import main as command_line
from comity.sources.icews.parser import HEADER
from comity.store.lake import Lake

GOOD = (
    "900000001\t1996-01-01\tKazakhstan\t\tKazakhstan\tSYNTHETIC\t042\t1.9\tRussia\t\tRussia"
    "\t1\t1\tSYNTHETIC\tNA\tNA\tNA\tRussia\t0\t0\n"
)
TEXT = "\t".join(HEADER) + "\n" + GOOD
BAD_REQUEST, BAD_INPUT, OUTSIDE, LAKE, UNAVAILABLE = 2, 3, 4, 5, 7


@pytest.fixture
def comity(default_lake_home, monkeypatch, capfd):
    """Runs one command in this process: its exit code and what it said on standard error."""

    def run(*arguments: object, **environ: str) -> tuple[int, str]:
        monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
        for name, text in environ.items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(sys, "argv", ["comity", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        said = capfd.readouterr().err
        assert "Traceback" not in said
        code = stop.value.code
        return (code if isinstance(code, int) else 0), said

    return run


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("ledger Rusland UKR", BAD_REQUEST, "comity states"),
        ("ledger RUS RUS", BAD_REQUEST, "RUS is on both sides"),
        ("brief KAZ --region eurasya", BAD_REQUEST, "eurasia"),
        ("brief Kazakhstann", BAD_REQUEST, "Kazakhstan"),
        ("ledger RUS UKR --source icew", BAD_REQUEST, "icews"),
        ("ledger RUS UKR --from 2022-13-01", BAD_REQUEST, "2021-02-20, 2021-02 or 2021"),
        ("ledger RUS UKR --from 2022-02-30", BAD_REQUEST, "not a date that exists"),
        ("ledger RUS UKR --from 2022-03 --to 2022-02", BAD_REQUEST, "Exchange --from and --to"),
        ("ledger RUS UKR --period fortnight", BAD_REQUEST, "day, week, month, quarter, year"),
        ("ledger RUS UKR --format xml", BAD_REQUEST, "table, csv, json, parquet"),
        ("ledger RUS UKR --voice choir", BAD_REQUEST, "institutions, members, both"),
        ("gestures RUS UKR --class frendly", BAD_REQUEST, "friendly"),
        ("gestures RUS UKR --limit 0", BAD_REQUEST, "--limit"),
        ("ledger RUS UKR --from 1950 --to 1951", OUTSIDE, "Covered: icews"),
        ("ledger RUS UKR --as-of 99", LAKE, "comity data --versions"),
        ("ledger RUS UKR --as-of yesterday", BAD_REQUEST, "--as-of"),
        ("ledger RUS UKR --as-of 1999-01-01", LAKE, "The oldest is of"),
        ("ledger RUS UKR --count reports", BAD_REQUEST, "acts, records"),
        ("ledger RUS UKR --engine sparq", BAD_REQUEST, "Did you mean spark?"),
        ("ledger RUS UKR --acts --per-thousand", BAD_REQUEST, "that is of a series"),
        ("ledger RUS UKR --frob", BAD_REQUEST, "--frob"),
        ("ledger RUS", BAD_REQUEST, "TARGET"),
        ("frobnicate", BAD_REQUEST, "frobnicate"),
        ("ledger RUS UKR --format csv --out /proc/none/x.csv", BAD_REQUEST, "--out"),
        ("ledger RUS UKR --out /proc", BAD_REQUEST, "--out"),
        ("sovereignty KAZ --year 0", BAD_REQUEST, "year"),
        ("sovereignty KAZ --max-age -1", BAD_REQUEST, "max_age"),
        ("ties KAZ --toward RUS --year 0", BAD_REQUEST, "year"),
        ("ideal-points --min-votes 0", BAD_REQUEST, "min_votes"),
        ("ideal-points --issue hx", BAD_REQUEST, "human rights"),
        ("ideal-points --by decade", BAD_REQUEST, "session, year"),
        ("ideal-points --votes nowhere.csv", BAD_INPUT, "can't be read"),
        ("drift KAZ --show everything", BAD_REQUEST, "moves"),
        ("similarity RUS KAZ --of tea", BAD_REQUEST, "votes"),
        ("blocs --layers tea", BAD_REQUEST, "votes"),
        ("facts RUS UKR --fact viza", BAD_REQUEST, "Did you mean visa?"),
        ("facts RUS --fact visa", BAD_REQUEST, "comity facts RUS OTHER --fact visa"),
        ("facts RUS UKR --from 1950 --to 1951", OUTSIDE, "passport_index 2019-11-23"),
        ("facts RUS --from 1950 --to 1951", OUTSIDE, "Covered: gapminder 1990-01-01"),
        ("ingest icewz FILE", BAD_REQUEST, "icews"),
        ("ingest icews", BAD_REQUEST, "comity ingest icews FILE"),
        ("ingest icews FILE --set dataset", BAD_REQUEST, "KEY=VALUE"),
        ("organisations EU --members --on 2020-99", BAD_REQUEST, "not a date that exists"),
    ],
)
def test_a_wrong_request_is_told_what_is_right(comity, typed, code, told):
    found, said = comity(*typed.split())
    assert found == code
    assert told in said


def test_without_a_command_the_help_is_shown(comity, capfd):
    code, _ = comity()
    assert code in (0, BAD_REQUEST)


def encoded(folder: Path, what: str) -> Path:
    """A file that is not what it should be."""
    path = folder / f"{what}.tab"
    content = {
        "empty": b"",
        "header-only": ("\t".join(HEADER) + "\n").encode(),
        "cut-off": TEXT.encode()[:-90],
        "cut-in-the-last-field": TEXT.encode()[:-2],
        "utf-16": TEXT.encode("utf-16"),
        "nul": b"\x00" * 400,
        "wrong-source": b"950101\tARN\tGON\t064\t(GRANT PRIVILEGE)\tx\n",
        "broken-zip": b"PK\x03\x04 not really",
    }.get(what)
    if what == "folder":
        path.mkdir()
    elif what == "zip-of-two":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.tab", TEXT)
            archive.writestr("b.tab", TEXT)
    elif content is not None:
        path.write_bytes(content)
    return path


BROKEN = [
    ("empty", "empty"),
    ("header-only", "no records"),
    ("cut-off", "line 2"),
    ("cut-in-the-last-field", "line 2: cut off"),
    ("utf-16", "line 1"),
    ("nul", "line 1"),
    ("wrong-source", "line 1"),
    ("broken-zip", "broken zip"),
    ("zip-of-two", "holds 2 files"),
    ("folder", "is not a file"),
    ("missing", "There is no file"),
]


@pytest.mark.parametrize(("what", "told"), BROKEN)
def test_a_broken_file_is_named_with_its_line_and_the_lake_stays_as_it_was(
    comity, default_lake_home, tmp_path, what, told
):
    versions = Lake(default_lake_home).versions()
    path = encoded(tmp_path, what)

    for source in ("icews",) if what == "wrong-source" else ("icews", "auto"):
        code, said = comity("ingest", source, path)
        assert code == BAD_INPUT
        assert path.name in said.replace("\n", "")
        assert source == "auto" or told in said

    assert Lake(default_lake_home).versions() == versions


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_bad_input(comity, tmp_path):
    path = tmp_path / "secret.tab"
    path.write_text(TEXT)
    path.chmod(0)
    code, said = comity("ingest", "icews", path)
    assert code == BAD_INPUT
    assert "can't be read" in said


@pytest.mark.parametrize("source", ["icews", "gdelt", "phoenix", "memberships", "agreements"])
def test_an_option_that_a_source_does_not_take_is_never_ignored(comity, tmp_path, source):
    path = tmp_path / "any.tab"
    path.write_text(TEXT)
    code, said = comity("ingest", source, path, "--set", "scheme=weis")
    assert code == BAD_REQUEST
    assert "takes no option scheme" in said


def test_a_home_that_is_a_file_or_can_not_be_made_is_told(comity, tmp_path):
    (tmp_path / "file").write_text("no folder")
    for home in (tmp_path / "file", tmp_path / "file" / "lake", "/proc/none"):
        code, said = comity("data", COMITY_HOME=str(home))
        assert code == LAKE
        assert "COMITY_HOME" in said


def test_a_mirror_that_is_not_there_is_told(comity):
    code, said = comity("ingest", "mirror", "--all", COMITY_MIRROR="/proc/none")
    assert code == UNAVAILABLE
    assert "COMITY_MIRROR" in said


def test_a_mirror_file_that_is_not_loaded_is_refused_with_the_reason(comity, mirror):
    code, said = comity("ingest", "mirror", "reign_leaders", COMITY_MIRROR=str(mirror))
    assert code == BAD_REQUEST
    assert "lists of persons" in said


def test_the_installed_command_ends_with_the_exit_code_of_its_error(default_lake_home):
    environ = os.environ | {"COMITY_HOME": str(default_lake_home)}
    typed = [sys.executable, "-m", "comity.cli.main", "ledger", "RUS", "UKR", "--as-of", "99"]
    done = subprocess.run(typed, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == LAKE
    assert done.stdout == ""
    assert done.stderr.startswith("comity: Lake version 99 is not kept.")
