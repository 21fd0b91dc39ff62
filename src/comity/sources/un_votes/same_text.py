"""Which roll calls are about the same resolution as one of the session before, by their texts.

A resolution that comes back year after year keeps its title, or nearly so. Texts are compared as
bags of words, weighted by how rare a word is (Salton and Buckley 1988): what all resolutions say
("draft resolution", numbers of documents, years) is set aside.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Two texts are the same from this likeness on, of 1; the same subject heading adds a half.
ALIKE, HEADING = 0.8, 0.5

_ADOPTED = re.compile(r":\s*RESOLUTION\s*/\s*ADOPT.*$")
_DOCUMENT = re.compile(r"\(?\bA/[A-Z0-9./&, ]+\)?")
_NUMBER = re.compile(r"\([IVXL]+\)|\b[A-Z]?\d[\w./-]*\b")
_OTHER = re.compile(r"[^A-Z ]+")
_COMMON = frozenset(
    {
        *("THE", "OF", "AND", "TO", "IN", "AN", "FOR", "ON", "BY", "ITS", "WITH", "THAT", "AS"),
        *("AT", "FROM", "ALL", "OR", "BE", "WHICH", "SAID", "RE", "IT", "IS", "THEIR", "ADOPT"),
        *("ADOPTED", "DRAFT", "RESOL", "RESOLUTION", "RESOLUTIONS", "GENERAL", "ASSEMBLY", "REV"),
        *("ADD", "CORR", "REPORT", "COMMITTEE", "COMM"),
    }
)


@dataclass(frozen=True, slots=True)
class RollCallText:
    """What the source says of a roll call. `kind`: the whole, a paragraph, an amendment."""

    rcid: int
    session: int
    kind: str
    heading: str
    text: str


def kind_of(paragraph: bool | None, amendment: bool | None) -> str:
    """What was voted on: the whole resolution, a paragraph of it, an amendment."""
    return "amendment" if amendment else "paragraph" if paragraph else "whole"


def part_of(paragraph: bool | None, amendment: bool | None) -> bool | None:
    """Whether the vote was not on the whole; None where the source says nothing of either."""
    return None if paragraph is None and amendment is None else bool(paragraph or amendment)


def same_as(texts: Sequence[RollCallText]) -> dict[int, int]:
    """Roll call -> the roll call of the session before that is on the same resolution.

    Each has at most one forerunner and is the forerunner of at most one. A vote on a paragraph or
    an amendment is never the same as one on the whole. A roll call without a text has none.
    """
    weighed = _weighed(texts)
    by_session: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if weighed[place]:
            by_session[text.session].append(place)
    found: dict[int, int] = {}
    sessions = sorted(by_session)
    for before, session in pairwise(sessions):
        if session - before > 2:
            continue
        pairs = _pairs(texts, weighed, by_session[before], by_session[session])
        taken: set[int] = set()
        for _, later, earlier in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if texts[later].rcid not in found and earlier not in taken:
                found[texts[later].rcid] = texts[earlier].rcid
                taken.add(earlier)
    return found


def _weighed(texts: Sequence[RollCallText]) -> list[dict[str, float]]:
    """The words of each text with their weights; each text has length 1."""
    words = [_words(text.text) for text in texts]
    rarity = Counter(word for text in words for word in set(text))
    found = []
    for text in words:
        weights = {
            word: (1 + math.log(count)) * math.log(1 + len(words) / rarity[word])
            for word, count in Counter(text).items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        alone = len(text) < 2
        found.append({} if alone else {word: x / length for word, x in weights.items()})
    return found


def _pairs(
    texts: Sequence[RollCallText],
    weighed: Sequence[dict[str, float]],
    earlier: Sequence[int],
    later: Sequence[int],
) -> Iterator[tuple[float, int, int]]:
    """Pairs that are alike enough, with how alike they are."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place in earlier:
        for word in weighed[place]:
            holders[word].append(place)
    headings = {place: " ".join(_words(texts[place].heading)) for place in (*earlier, *later)}
    for place in later:
        likeness: dict[int, float] = defaultdict(float)
        for word, weight in weighed[place].items():
            for other in holders.get(word, ()):
                likeness[other] += weight * weighed[other][word]
        for other, value in likeness.items():
            if texts[other].kind != texts[place].kind:
                continue
            shared = bool(headings[place]) and headings[place] == headings[other]
            value += HEADING if shared else 0.0
            if value >= ALIKE:
                yield value, place, other


def _words(text: str) -> list[str]:
    plain = _ADOPTED.sub("", text.upper())
    for pattern in (_DOCUMENT, _NUMBER, _OTHER):
        plain = pattern.sub(" ", plain)
    words = (word for word in plain.split() if len(word) > 1 and word not in _COMMON)
    return [word[:-1] if len(word) > 4 and word.endswith("S") else word for word in words]
