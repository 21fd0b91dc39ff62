"""An act between two actors, as one record of one dataset tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from comity.vocabulary.actor import ActingParty


class Scheme(StrEnum):
    """The code-book by which an act was coded."""

    CAMEO = "cameo"
    CAMEO_0_5 = "cameo_0_5"
    WEIS = "weis"
    PLOVER = "plover"
    UCDP = "ucdp"
    ACLED = "acled"


@dataclass(frozen=True, slots=True)
class Event:
    """One act: who, to whom, when, what kind, from which record.

    `goldstein_tenths` is the Goldstein (1992) score times ten, an integer in -100..100,
    or None where neither the record nor the code-book gives one.
    """

    dataset: str
    record_id: str
    day: dt.date
    source: ActingParty
    target: ActingParty
    scheme: Scheme
    code: str
    goldstein_tenths: int | None = None
