"""The one tree of errors.

ComityError                  exit  http
├── BadRequest                 2    422   the request itself is wrong
│   ├── UnknownName            2    404   no such state, region, source, section...
│   ├── BadValue               2    422   a date, period, format or option that is not valid
│   └── Refused                2    403   asked for what comity refuses by design
├── BadInput                   3    422   a file that can't be read as what it claims to be
│   └── BadConfiguration       3    422   findings in a configuration file, shown at once
├── OutsideCoverage            4    404   the record says nothing about this place or time
├── LakeError                  5    500   the lake on disk
│   ├── LakeVersionDropped     5    410   a version that is no longer kept
│   └── LakeDamaged            5    500   files of the lake are missing or altered
├── NotConverged               6    500   an estimate that has not settled
├── Unavailable                7    503   an extra, a mirror or the network is missing
└── Interrupted              130    499   the user stopped it; nothing was lost
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ComityError(Exception):
    """What is wrong, a hint (the nearest valid name), and the next step."""

    exit_code = 1
    http_status = 500

    def __init__(self, what: str, *, hint: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.next_step = next_step

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.hint, self.next_step) if part)


class BadRequest(ComityError):
    exit_code = 2
    http_status = 422


class UnknownName(BadRequest):
    http_status = 404


class BadValue(BadRequest):
    pass


class Refused(BadRequest):
    http_status = 403


class BadInput(ComityError):
    exit_code = 3
    http_status = 422


class BadConfiguration(BadInput):
    pass


class OutsideCoverage(ComityError):
    exit_code = 4
    http_status = 404


class LakeError(ComityError):
    exit_code = 5


class LakeVersionDropped(LakeError):
    http_status = 410


class LakeDamaged(LakeError):
    pass


class NotConverged(ComityError):
    exit_code = 6


class Unavailable(ComityError):
    exit_code = 7
    http_status = 503


class Interrupted(ComityError):
    exit_code = 130
    http_status = 499


def nearest(wrong: str, valid: Iterable[str], *, count: int = 3) -> list[str]:
    """The valid names most like `wrong`, best first; empty when none is near."""
    by_folded: dict[str, str] = {}
    for name in valid:
        by_folded.setdefault(name.casefold(), name)
    found = difflib.get_close_matches(wrong.casefold(), list(by_folded), n=count, cutoff=0.6)
    return [by_folded[name] for name in found]


def unknown(kind: str, wrong: str, valid: Iterable[str], *, next_step: str = "") -> UnknownName:
    """An UnknownName that offers the nearest valid names."""
    near = nearest(wrong, valid)
    hint = f"Did you mean {' or '.join(near)}?" if near else ""
    return UnknownName(f"There is no {kind} {wrong!r}.", hint=hint, next_step=next_step)


def not_one_of(kind: str, wrong: str, valid: Iterable[str]) -> BadValue:
    """A BadValue for a word that is not one of a few, with the nearest and all of them."""
    names = list(valid)
    near = nearest(wrong, names, count=1)
    return BadValue(
        f"{wrong!r} is not a {kind}.",
        hint=f"Did you mean {near[0]}?" if near else "",
        next_step=f"Valid: {', '.join(names)}.",
    )
