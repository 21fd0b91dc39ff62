"""WEIS or CAMEO? What the codes and labels of a file say about its code-book."""

from __future__ import annotations

from collections.abc import Iterable

from comity.errors import BadValue
from comity.registry.gestures import code_book
from comity.vocabulary.event import Scheme

# Labels that KEDS and TABARI print beside WEIS codes; CAMEO has other labels at these codes.
WEIS_LABELS = frozenset(
    {
        ("023", "NEUTRAL COMMENT"),
        ("031", "MEET"),
        ("032", "VISIT"),
        ("033", "RECEIVE"),
        ("041", "PRAISE"),
        ("042", "ENDORSE"),
        ("064", "GRANT PRIVILEGE"),
        ("081", "MAKE AGREEMENT"),
        ("095", "PLEAD"),
        ("102", "URGE"),
        ("121", "CRITICIZE"),
        ("122", "DENIGRATE"),
        ("212", "ARREST PERSON"),
        ("223", "MIL ENGAGEMENT"),
    }
)
# One typing error in a long file must not hide what the rest says.
_MAJORITY = 10
SCHEMES = (Scheme.WEIS, Scheme.CAMEO)


def named_scheme(text: str) -> Scheme:
    """The scheme that an option names. Raises BadValue for any other word."""
    try:
        found = Scheme(text.strip().lower())
    except ValueError:
        found = Scheme.PLOVER
    if found not in SCHEMES:
        raise BadValue(
            f"{text!r} is no scheme of KEDS files.", hint="Valid: scheme=weis or scheme=cameo."
        )
    return found


def scheme_of(rows: Iterable[tuple[str, str]], file: str) -> Scheme:
    """The scheme of a file from its (code, label) pairs.

    Codes that only one of the books has speak for it: roots 21 and 22 are of WEIS alone, codes of
    four digits of CAMEO alone. Labels decide where the codes do not. Raises BadValue where neither
    speaks clearly.
    """
    book, weis, cameo, labels = code_book(), 0, 0, 0
    for code, label in rows:
        in_weis = book.reading(Scheme.WEIS, code) is not None
        in_cameo = book.reading(Scheme.CAMEO, code) is not None
        weis += in_weis and not in_cameo
        cameo += in_cameo and not in_weis
        labels += (code, label.strip("() ")) in WEIS_LABELS
    if weis > _MAJORITY * cameo or (labels and weis >= cameo):
        return Scheme.WEIS
    if cameo > _MAJORITY * weis:
        return Scheme.CAMEO
    raise BadValue(
        f"{file} does not say whether its codes are of WEIS or of CAMEO.",
        hint=f"{weis} lines have codes of WEIS alone, {cameo} of CAMEO alone.",
        next_step="Name it: scheme=weis or scheme=cameo.",
    )
