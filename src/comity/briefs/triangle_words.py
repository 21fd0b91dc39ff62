"""How triangular answers are told: what a state does after a third one's acts toward another."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs.reaction_words import MANY, ONE, amount, beside, name
from comity.briefs.words import capital, listed
from comity.models.answers import Row


def triangle_sentences(rows: Sequence[Row], *, named: bool = False) -> list[str]:
    """One sentence for each third party that is told to be answered, and one for all others.

    `named`: the third parties were asked for, so that each is told with its numbers.
    """
    told = [row for row in rows if row["significant"]]
    others = [row for row in rows if not row["significant"]]
    said = [_followed(row) for row in told]
    if named:
        said += [_not_told(row) for row in others]
    elif others:
        thirds = listed(list(dict.fromkeys(name(row["third"]) for row in others)))
        more = " further" if told else ""
        said.append(
            f"Of acts of third parties toward either of the two ({thirds}), no{more} answer by the "
            f"other is told from none, in {len(others)} {'tests' if len(others) > 1 else 'test'}."
        )
    if said:
        said.append(
            "Third parties’ acts are looked at one by one, beyond what follows such acts of all "
            "others together. News that hits all three is taken off only as far as it moves the "
            "pair on that day or before."
        )
    return said


def _followed(row: Row) -> str:
    return (
        f"{capital(ONE[row['kind']])} by {name(row['third'])} toward {name(row['toward'])} is "
        f"followed, within 30 days, by {_amount(row)} of {name(row['responder'])} toward "
        f"{name(row['toward'])} than otherwise, at a false-discovery rate of 5% over the third "
        "parties looked at."
    )


def _not_told(row: Row) -> str:
    return (
        f"What {name(row['responder'])} does toward {name(row['toward'])} after "
        f"{ONE[row['kind']]} by {name(row['third'])} toward {name(row['toward'])} is not told from "
        f"what it does otherwise{beside(row)}: within 30 days, {_amount(row)}."
    )


def _amount(row: Row) -> str:
    return amount(row["extra_acts_30d"], row["lower"], row["upper"], MANY[row["kind"]])
