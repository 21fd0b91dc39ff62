"""The cells of an ICEWS record that must be well formed: event id, day, CAMEO code, intensity."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Reject
from comity.sources.lines import Lines

_EVENT_ID, _DAY, _CODE, _INTENSITY = 0, 1, 6, 7


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows whose cells are well formed: which they are, and the cells with their types."""

    rows: pa.Array
    record_id: pa.Array
    day: pa.Array
    code: pa.Array
    goldstein_tenths: pa.Array
    rejects: list[Reject]


def check(lines: Lines, columns: list[pa.Array], codes: frozenset[str]) -> Checked:
    """Every malformed row becomes a reject with its first fault; the others keep their order."""
    day = _days(columns[_DAY])
    tenths = _tenths(columns[_INTENSITY])
    code = columns[_CODE]
    faults = [
        (pc.match_substring_regex(columns[_EVENT_ID], r"^[0-9]+$"), "event id", _EVENT_ID),
        (pc.is_valid(day), "day (YYYY-MM-DD expected)", _DAY),
        (pc.is_in(code, value_set=pa.array(sorted(codes))), "CAMEO code", _CODE),
        (pc.is_valid(tenths), "intensity (-10 to 10 expected)", _INTENSITY),
    ]
    good = faults[0][0]
    for well_formed, _, _ in faults[1:]:
        good = pc.and_(good, well_formed)
    rejects = []
    for row in pc.indices_nonzero(pc.invert(good)).to_pylist():
        what, column = next((w, c) for ok, w, c in faults if not ok[row].as_py())
        cell = lines.fields[row][column][:40]
        text = "\t".join(lines.fields[row])[:200]
        rejects.append(Reject(lines.numbers[row], f"{cell!r} is no {what}", text))
    rows = pc.indices_nonzero(good)
    return Checked(
        rows=rows,
        record_id=columns[_EVENT_ID].take(rows),
        day=day.take(rows),
        code=code.take(rows),
        goldstein_tenths=tenths.take(rows),
        rejects=rejects,
    )


def _days(text: pa.Array) -> pa.Array:
    """Days, null where the text is no day. February 30th is none (strptime would roll it over)."""
    shaped = pc.match_substring_regex(text, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    parsed = pc.strptime(
        pc.if_else(shaped, text, pa.scalar(None, pa.string())), "%Y-%m-%d", "s", error_is_null=True
    ).cast(pa.date32())
    same = pc.equal(parsed.cast(pa.string()), text)
    return pc.if_else(same, parsed, pa.scalar(None, pa.date32()))


def _tenths(text: pa.Array) -> pa.Array:
    """Intensities as integer tenths, null where the text is no number from -10 to 10."""
    shaped = pc.match_substring_regex(text, r"^-?[0-9]{1,2}(\.[0-9]+)?$")
    number = pc.if_else(shaped, text, pa.scalar(None, pa.string())).cast(pa.float64())
    within = pc.and_(pc.greater_equal(number, -10.0), pc.less_equal(number, 10.0))
    tenths = pc.round(pc.multiply(number, 10.0)).cast(pa.int16())
    return pc.if_else(within, tenths, pa.scalar(None, pa.int16()))
