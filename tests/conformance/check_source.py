"""What every source must keep, a stranger's too: `check_source(source, fixture)`.

A source passes if its description is complete, it alone claims its file, it accounts for every
record, gives exactly the columns of the lake, says which days it covers, and refuses what it does
not understand. Each check raises AssertionError with a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import BadInput, BadRequest, ComityError
from comity.sources.catalogue import first_bytes
from comity.sources.contract import Parsed, Source, SourceDescription
from comity.sources.normalise import REASON, normalise
from comity.sources.tables import UNREAD
from comity.store.ingest import source_file
from comity.store.schema import PARSED
from comity.vocabulary.actor import DropReason

ACTS = ("events", "counts")
# They tell of the rows of the other tables, and are covered with them.
ABOUT_ROWS = ("volumes", "facts", *UNREAD)
KINDS = (*PARSED, "mirror")


def check_source(
    source: Source,
    fixture: Path,
    *,
    folder: Path,
    options: Mapping[str, str] | None = None,
    others: Iterable[Source] = (),
) -> list[Parsed]:
    """Run a source through all checks on one file of its format; gives back what it parsed.

    `folder` is an empty folder to write in, `options` what the file needs, `others` the sources
    that must not claim the file.
    """
    given = dict(options or {})
    check_description(source.description)
    check_recognition(source, fixture, others)
    parsed = list(source.parse(source_file(fixture), options=given))
    check_account(source.description.kind, parsed)
    check_columns(parsed)
    check_rejects(parsed)
    check_coverage(source.description, parsed)
    check_symmetry(source.description, parsed)
    check_unknown_option(source, fixture, given)
    check_empty_file(source, fixture, folder, given)
    return parsed


def check_description(about: SourceDescription) -> None:
    """A reader learns who publishes it, on what terms, and how to cite it."""
    for name in ("name", "title", "publisher", "licence", "citation", "parser_version"):
        assert getattr(about, name).strip(), f"source.yml of {about.name}: {name} is empty"
    assert about.url.strip() or about.notes.strip(), f"{about.name}: neither url nor notes"
    assert about.kind in KINDS, f"{about.name}: kind {about.kind!r} is no table of the lake"


def check_recognition(source: Source, fixture: Path, others: Iterable[Source]) -> None:
    """The file is the source's, and nobody else's."""
    head = first_bytes(fixture)
    name = source.description.name
    assert source.recognises(fixture.name, head), f"{name} does not know its own {fixture.name}"
    claims = [
        other.description.name
        for other in others
        if other is not source and other.recognises(fixture.name, head)
    ]
    assert not claims, f"{fixture.name} of {name} is claimed by {', '.join(claims)} too"


def check_account(kind: str, parsed: Sequence[Parsed]) -> None:
    """records = rows + dropped + rejected (+ summed): nothing is lost, nothing invented."""
    parsed = [with_acts(chunk) for chunk in parsed]
    counted = ACTS if kind in ACTS else (kind,)
    rows = sum(
        table.num_rows
        for chunk in parsed
        for name, table in chunk.tables.items()
        if name in counted
    )
    dropped = sum((Counter(chunk.dropped) for chunk in parsed), Counter()).total()
    rejected = sum(len(chunk.rejects) for chunk in parsed)
    summed = sum(chunk.summed for chunk in parsed)
    records = sum(chunk.records for chunk in parsed)
    only_volumes = not records and any("volumes" in chunk.tables for chunk in parsed)
    assert rows or only_volumes, "the fixture gives no row at all"
    assert records == rows + dropped + rejected + summed, (
        f"{records} records, but {rows} rows + {dropped} dropped + {rejected} rejected"
        + (f" + {summed} summed" if summed else "")
    )


def with_acts(chunk: Parsed) -> Parsed:
    """The chunk with acts for its unread records, made as the store makes them.

    Each record must be read in exactly one way, so that as many come out as went in.
    """
    if "records" not in chunk.tables:
        return chunk
    assert "parties" in chunk.tables, "records without parties that explain them"
    assert "events" not in chunk.tables, "a chunk gives either events or records"
    with duckdb.connect(":memory:") as connection:
        for name in UNREAD:
            connection.register(name, chunk.tables[name])
        records, parties = (nw.from_native(connection.table(name)) for name in UNREAD)
        read = normalise(records, parties).collect("pyarrow").to_native()
    given = chunk.tables["records"].num_rows
    assert read.num_rows == given, f"{given} records were read in {read.num_rows} ways"
    reasons = [reason for reason in read[REASON].to_pylist() if reason is not None]
    acts = read.filter(pc.is_null(read[REASON])).drop_columns(REASON)
    tables = {name: table for name, table in chunk.tables.items() if name not in UNREAD}
    dropped = chunk.dropped + Counter(DropReason(reason) for reason in reasons)
    return replace(chunk, tables={**tables, "events": acts}, dropped=dropped)


def check_columns(parsed: Sequence[Parsed]) -> None:
    """Exactly the columns of the lake, of its types; strings may be dictionary-encoded."""
    known = {**PARSED, **UNREAD}
    for chunk in parsed:
        for name, table in chunk.tables.items():
            assert name in known, f"the lake has no table {name!r}"
            found = [(field.name, _plain(field.type)) for field in table.schema]
            wanted = [(field.name, field.type) for field in known[name]]
            assert found == wanted, f"columns of {name}: {found}; {wanted} expected"


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def check_rejects(parsed: Sequence[Parsed]) -> None:
    """A reject says which line, why, and shows its beginning."""
    for reject in (reject for chunk in parsed for reject in chunk.rejects):
        assert reject.line >= 1, f"a reject without a line: {reject}"
        assert reject.reason.strip(), f"line {reject.line} is rejected without a reason"
        assert len(reject.text) <= 200, f"line {reject.line}: more than 200 characters kept"


def check_coverage(about: SourceDescription, parsed: Sequence[Parsed]) -> None:
    """Where there are acts there is coverage, of the dataset and the table that the acts are in.

    A source whose files cover no day says `expected: {coverage: none}` in its source.yml.
    """
    spans = [span for chunk in parsed for span in chunk.coverage]
    for span in spans:
        assert span.first_day <= span.last_day, f"coverage ends before it begins: {span}"
        assert span.scope in ("world", "either", "both"), f"unknown scope: {span}"
        assert (span.scope == "world") == (not span.actors), f"scope and actors disagree: {span}"
    if about.expected.get("coverage") == "none":
        assert not spans, f"{about.name} says that it covers no day, but gives coverage"
        return
    covered = {(span.dataset, span.table) for span in spans}
    for chunk in map(with_acts, parsed):
        for name, table in chunk.tables.items():
            if table.num_rows and name not in ABOUT_ROWS:
                missing = f"{chunk.dataset}: no coverage for its rows in {name}"
                assert (chunk.dataset, name) in covered, missing


def check_symmetry(about: SourceDescription, parsed: Sequence[Parsed]) -> None:
    """A fact that is the same both ways is there both ways; an agreement names all its parties.

    A source claims it for facts between two states in its source.yml:
    `expected: {symmetric: [border]}`.
    """
    claimed = set(about.expected.get("symmetric", ()))
    facts, parties = set(), dict[str, set[str]]()
    for chunk in parsed:
        for row in _rows(chunk, "dyad_facts") if claimed else ():
            if row["fact"] in claimed:
                facts.add((row["fact"], row["source"], row["target"], row["day"]))
        for row in _rows(chunk, "agreements"):
            parties.setdefault(row["agreement"], set()).add(row["party"])
    for fact, source, target, day in facts:
        back = (fact, target, source, day)
        assert back in facts, f"{fact} of {source} and {target} on {day} is there one way only"
    for agreement, signed in parties.items():
        assert len(signed) > 1, f"{agreement} has one party only: {signed}"


def _rows(chunk: Parsed, table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (
        chunk.tables[table].to_pylist() if table in chunk.tables else []
    )
    return found


def check_unknown_option(source: Source, fixture: Path, given: Mapping[str, str]) -> None:
    """An option that the source does not know is refused by its name, never ignored."""
    asked = {**given, "no_such_option": "1"}
    said = _refusal(source, fixture, asked, BadRequest)
    name = source.description.name
    assert said is not None, f"{name} ignores an option that it does not know"
    assert "no_such_option" in said, f"{name} does not name the option that it refuses"


def check_empty_file(source: Source, fixture: Path, folder: Path, given: Mapping[str, str]) -> None:
    """An empty file is BadInput that names the file, whatever it is called."""
    name = source.description.name
    empty = folder / fixture.name
    empty.touch()
    assert not source.recognises(empty.name, b""), f"{name} recognises an empty file"
    said = _refusal(source, empty, given, BadInput)
    assert said is not None, f"{name} reads an empty file without a word"
    assert empty.name in said, f"{name} does not name the empty file"


def _refusal(
    source: Source, path: Path, options: Mapping[str, str], expected: type[ComityError]
) -> str | None:
    """What a source says when it refuses a file; None where it reads it."""
    try:
        list(source.parse(source_file(path), options=dict(options)))
    except expected as error:
        return str(error)
    return None
