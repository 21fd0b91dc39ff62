"""An answer of the World Bank's API, version 2: a page's head, and its records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from comity.errors import BadInput
from comity.sources.contract import SourceFile
from comity.sources.lines import read_whole

_HEAD = ("page", "pages", "total")


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer; `updated` is the day of the Bank's last update, as it writes it."""

    page: int
    pages: int
    total: int
    updated: str
    records: list[Any]


def looks_like_answer(head: bytes) -> bool:
    """Whether a file begins as an answer does: a page's head, or an error's message."""
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:400].replace(b" ", b"").replace(b"\n", b"")
    text = text.replace(b"\r", b"").replace(b"\t", b"")
    paged = text.startswith(b'[{"page":') and b'"pages":' in text and b'"per_page":' in text
    return paged or text.startswith(b'[{"message":[{"id":')


def read_answer(file: SourceFile) -> Answer:
    """The answer in a file. Raises BadInput for an error answer, with what it says, for one
    without records, and for text that is no answer or is cut off.
    """
    found = _load(file)
    if not isinstance(found, list) or not found or not isinstance(found[0], dict):
        raise _no_answer(file)
    if "message" in found[0]:
        raise BadInput(
            f"{file.name} is an error answer of the World Bank: {_message(found[0])}",
            next_step="Ask again with a valid indicator and country, for example "
            "country/all/indicator/NY.GDP.MKTP.CD?format=json&per_page=20000",
        )
    head = found[0]
    if len(found) != 2 or any(not isinstance(head.get(key), int | str) for key in _HEAD):
        raise _no_answer(file)
    records = found[1]
    if not isinstance(records, list) or not records:
        raise BadInput(
            f"{file.name} holds no records: the World Bank has none for what was asked.",
            next_step="Check the indicator, the countries and the years of the request.",
        )
    try:
        page, pages, total = (int(head[key]) for key in _HEAD)
    except ValueError:
        raise _no_answer(file) from None
    if page == pages == 1 and total != len(records):
        raise BadInput(
            f"{file.name} says that it has {total:,} records and holds {len(records):,}.",
            next_step="Download it again.",
        )
    return Answer(page, pages, total, str(head.get("lastupdated") or ""), records)


def _load(file: SourceFile) -> Any:
    raw = read_whole(file)
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            f"{file.name}, line {line}: not UTF-8 text.", next_step="Download it again."
        ) from error
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{file.name}, line {error.lineno}: broken or cut off ({error.msg}).",
            next_step="Download it again: its end is probably missing.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise _no_answer(file) from error


def _message(head: dict[str, Any]) -> str:
    messages = head["message"] if isinstance(head["message"], list) else [head["message"]]
    said = [
        f"{one.get('key', '')}: {one.get('value', '')}" if isinstance(one, dict) else str(one)
        for one in messages
    ]
    return "; ".join(said)[:400]


def _no_answer(file: SourceFile) -> BadInput:
    return BadInput(
        f"{file.name}, line 1: this is no answer of the World Bank's API, version 2.",
        hint="A page's head and a list of records were expected.",
        next_step="Ask for it with format=json.",
    )
