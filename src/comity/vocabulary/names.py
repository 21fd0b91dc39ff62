"""Names as people type them: folding, an index of names, and ranked matches.

Case, accents, punctuation and a leading article make no difference: "Côte d'Ivoire",
"cote d ivoire" and "COTE D-IVOIRE" are one name.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from types import MappingProxyType

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ə": "e",
        "\N{MODIFIER LETTER TURNED COMMA}": " ",
        "&": " and ",
    }
)
_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(the )+")
_SAINT = re.compile(r"\b(st|ste)\b(?= )")
_FUZZY_CUTOFF = 0.72


def fold(text: str) -> str:
    """A name without case, accents, punctuation or leading "the": what two spellings share."""
    # Twice, since some letters become capitals or ligatures only once they are decomposed.
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", lowered).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    spaced = _NOT_WORD.sub(" ", bare).strip()
    return _SAINT.sub("saint", _ARTICLE.sub("", spaced))


class Grade(IntEnum):
    """How well a text matches a name, best first."""

    CODE = 0
    EXACT = 1
    PREFIX = 2
    WORD = 3
    FUZZY = 4


@dataclass(frozen=True, slots=True)
class Match:
    """One thing found: its key, how well, and the name by which it was found."""

    key: str
    grade: Grade
    name: str
    likeness: float


@dataclass(frozen=True)
class NameIndex:
    """Keys by folded code and by folded name. Several keys under one name: it is ambiguous.

    `named` are the (name, key) pairs as written; they are folded when a name is first asked for.
    """

    codes: Mapping[str, str]
    named: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, codes: Iterable[tuple[str, str]], names: Iterable[tuple[str, str]]) -> NameIndex:
        """Built from (code, key) and (name, key) pairs; the first owner of a code keeps it."""
        by_code: dict[str, str] = {}
        for code, key in codes:
            by_code.setdefault(code.casefold(), key)
        return cls(MappingProxyType(by_code), tuple(names))

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of each folded name."""
        by_name: dict[str, dict[str, None]] = {}
        for name, key in self.named:
            by_name.setdefault(fold(name), {})[key] = None
        by_name.pop("", None)
        return MappingProxyType({name: tuple(keys) for name, keys in by_name.items()})

    def exact(self, text: str) -> tuple[str, ...]:
        """The keys that a text means, by code, else by name: none, one, or several if unclear."""
        by_code = self.codes.get(text.strip().casefold())
        return (by_code,) if by_code is not None else self.names.get(fold(text), ())

    def ambiguous(self) -> dict[str, tuple[str, ...]]:
        """The folded names that stand for more than one key."""
        return {name: keys for name, keys in self.names.items() if len(keys) > 1}

    def search(self, text: str) -> list[Match]:
        """Each matching key once, best first: code, exact name, prefix, word, then likeness."""
        wanted = fold(text)
        best: dict[str, Match] = {}
        by_code = self.codes.get(text.strip().casefold())
        if by_code is not None:
            best[by_code] = Match(by_code, Grade.CODE, text.strip(), 1.0)
        if wanted:
            for name, keys in self.names.items():
                graded = _grade(wanted, name)
                if graded is not None:
                    for key in keys:
                        _keep_best(best, Match(key, graded[0], name, graded[1]))
        return sorted(best.values(), key=_rank)


def _grade(wanted: str, name: str) -> tuple[Grade, float] | None:
    if name == wanted:
        return Grade.EXACT, 1.0
    length = len(wanted) / max(len(name), 1)
    if name.startswith(wanted):
        return Grade.PREFIX, length
    if f" {wanted}" in name:
        return Grade.WORD, length
    matcher = difflib.SequenceMatcher(None, wanted, name, autojunk=False)
    if matcher.real_quick_ratio() < _FUZZY_CUTOFF or matcher.quick_ratio() < _FUZZY_CUTOFF:
        return None
    likeness = matcher.ratio()
    return (Grade.FUZZY, likeness) if likeness >= _FUZZY_CUTOFF else None


def _keep_best(best: dict[str, Match], match: Match) -> None:
    held = best.get(match.key)
    if held is None or _rank(match) < _rank(held):
        best[match.key] = match


def _rank(match: Match) -> tuple[int, float, str]:
    return (match.grade, -match.likeness, match.key)
