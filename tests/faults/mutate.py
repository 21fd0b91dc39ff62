"""Damages a file as disks, networks and hands do; the same seed, the same damage."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

Damage = Callable[[random.Random, bytes], bytes]

# What stands where something else should: delimiters, line ends, marks, numbers beyond all bounds.
ODDITIES = (
    *(b"\t", b",", b";", b"|", b'"', b"'", b'""', b"\n", b"\r", b"\r\n", b"\n\n\n", b"\x00"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1a", b"\x85", b"\xa0"),
    *("\u2028".encode(), "\u202e".encode(), "e\u0301".encode(), "\U0001f600".encode()),
    *("\u0663".encode(), "\uff11".encode(), "\u00b2".encode(), "\u0000".encode()),
    *(b"nan", b"NaN", b"inf", b"-inf", b"1e999", b"-0", b"1_000", b"0x10", b"NA", b"null", b"."),
    *(b"9" * 10, b"9" * 20, b"9" * 400, b"-9999999999", b"99999999", b"2147483648", b"1e308"),
    *(b"00000000", b"20190230", b"20191301", b"0000-00-00", b"9999-12-31", b"1-1-1", b"-1"),
    *(b"2019-02-30", b"12/31/1999", b"1e5", b"4294967296", b"9223372036854775808", b" ", b"  "),
    *(b"{", b"}", b"[", b"]", b":", b"\\", b"\\u0000", b"PK\x03\x04", b"PAR1", b"=1+1", b"A" * 300),
)


def damaged(data: bytes, other: bytes, random: random.Random) -> bytes:
    """The data with one to four wounds; `other` is a file of another kind to splice in."""
    if data.startswith(b"PAR1") and random.random() < 0.8:
        return damaged_table(data, random)
    for _ in range(random.choice((1, 1, 2, 4))):
        wound = random.choice(WOUNDS)
        data = wound(random, data)
        if random.random() < 0.05:
            data = _splice(random, data, other)
    return data


def _place(random: random.Random, data: bytes) -> int:
    return random.randrange(len(data) + 1)


def _stretch(random: random.Random, data: bytes, most: int = 64) -> tuple[int, int]:
    start = _place(random, data)
    return start, min(len(data), start + random.randint(1, most))


def _flip(random: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 20)) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _overwrite(random: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 5)) if data else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _delete(random: random.Random, data: bytes) -> bytes:
    start, end = _stretch(random, data, random.choice((1, 8, 400)))
    return data[:start] + data[end:]


def _insert(random: random.Random, data: bytes) -> bytes:
    place = _place(random, data)
    return data[:place] + random.choice(ODDITIES) + data[place:]


def _insert_noise(random: random.Random, data: bytes) -> bytes:
    place = _place(random, data)
    return data[:place] + random.randbytes(random.choice((1, 7, 200))) + data[place:]


def _duplicate(random: random.Random, data: bytes) -> bytes:
    start, end = _stretch(random, data, random.choice((3, 40, 600)))
    place = _place(random, data)
    return data[:place] + data[start:end] + data[place:]


def _truncate(random: random.Random, data: bytes) -> bytes:
    return data[: _place(random, data)]


def _behead(random: random.Random, data: bytes) -> bytes:
    return data[_place(random, data) :]


def _swap(random: random.Random, data: bytes) -> bytes:
    one, two, three = sorted(_place(random, data) for _ in range(3))
    return data[:one] + data[two:three] + data[one:two] + data[three:]


def _fields(random: random.Random, data: bytes) -> bytes:
    """One field of one line takes an odd value: what a structure-aware fuzzer would do."""
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    line = lines[place]
    delimiter = max((b"\t", b",", b"|", b" "), key=line.count)
    cells = line.split(delimiter)
    where = random.randrange(len(cells))
    fresh = random.choice((random.choice(ODDITIES), b"", cells[random.randrange(len(cells))]))
    quoted = cells[where][:1] == b'"' and random.random() < 0.7
    cells[where] = b'"' + fresh + b'"' if quoted else fresh
    lines[place] = delimiter.join(cells)
    return b"\n".join(lines)


def _lines(random: random.Random, data: bytes) -> bytes:
    """Lines go, come twice, change places, or end in another way."""
    lines = data.split(b"\n")
    what = random.randrange(5)
    if what == 0:
        del lines[random.randrange(len(lines))]
    elif what == 1:
        lines.insert(random.randrange(len(lines)), random.choice(lines))
    elif what == 2:
        random.shuffle(lines)
    else:
        return (b"\r\n" if what == 3 else b"\r").join(lines)
    return b"\n".join(lines)


def _recode(random: random.Random, data: bytes) -> bytes:
    """Saved by another program, in another encoding."""
    text = data.decode("utf-8", "replace")
    return random.choice(
        (
            lambda: text.encode("utf-16"),
            lambda: text.encode("utf-16-be"),
            lambda: b"\xef\xbb\xbf" + data,
            lambda: text.encode("cp1252", "replace"),
            lambda: data.replace(b"\t", b"    "),
            lambda: data.replace(b",", b";"),
            lambda: data.rstrip(b"\n"),
            lambda: data + b"\x00" * 512,
        )
    )()


def _splice(random: random.Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one file and the end of another."""
    return data[: _place(random, data)] + other[_place(random, other) :]


WOUNDS: Sequence[Damage] = (
    *(_flip, _overwrite, _delete, _insert, _insert_noise, _duplicate, _truncate, _behead, _swap),
    *(_fields, _fields, _fields, _lines, _insert, _recode),
)


def damaged_table(data: bytes, random: random.Random) -> bytes:
    """A Parquet file that is whole, but whose cells or columns are not what they should be."""
    table = pq.ParquetFile(io.BytesIO(data)).read()
    for _ in range(random.choice((1, 1, 3))):
        table = _damaged_columns(table, random)
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def _damaged_columns(table: pa.Table, random: random.Random) -> pa.Table:
    if not table.num_columns:
        return table
    place = random.randrange(table.num_columns)
    field, column = table.schema.field(place), table.column(place)
    if pa.types.is_null(field.type):
        return table.remove_column(place)
    what = random.randrange(12)
    if what == 0:
        return table.remove_column(place)
    if what == 1:
        names = list(table.column_names)
        names[place] = random.choice((f"{field.name}_2", "", names[-1]))
        return table.rename_columns(names)
    if what == 2:
        return table.slice(random.randrange(table.num_rows + 1), random.randrange(4))
    if what == 3:
        return pa.concat_tables([table, table.slice(0, random.randrange(table.num_rows + 1))])
    if what == 4:
        return table.set_column(place, field.name, pa.nulls(table.num_rows, column.type))
    if what == 5:
        kind = random.choice((pa.string(), pa.int64(), pa.float64(), pa.null(), pa.binary()))
        try:
            other = column.cast(kind)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            other = pa.nulls(table.num_rows, kind)
        return table.set_column(place, field.name, other)
    cells = column.to_pylist()
    for _ in range(random.choice((1, 1, 5)) if cells else 0):
        cells[random.randrange(len(cells))] = _odd_cell(field.type, random)
    return table.set_column(place, field.name, pa.array(cells, field.type))


def _odd_cell(kind: pa.DataType, random: random.Random) -> object:
    if random.random() < 0.25:
        return None
    if pa.types.is_integer(kind):
        most = (1 << (kind.bit_width - 1)) - 1
        signed = pa.types.is_signed_integer(kind)
        return random.choice((0, 1, 99, most, -most - 1 if signed else most, -1 if signed else 1))
    if pa.types.is_floating(kind):
        return random.choice((0.0, -0.0, -1.5, 1e300, float("nan"), float("inf"), 0.1 + 0.2))
    if pa.types.is_boolean(kind):
        return random.random() < 0.5
    if pa.types.is_date(kind):
        return dt.date(random.choice((1, 1000, 1969, 2019, 9999)), random.randint(1, 12), 31 % 29)
    if pa.types.is_timestamp(kind):
        return dt.datetime(random.choice((1, 1700, 2019, 2200)), 1, 1)
    text = random.choice(ODDITIES)
    return text if pa.types.is_binary(kind) else text.decode("utf-8", "replace")
