"""How two states answer each other, told in sentences; and who answers whom in a region."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs.reaction_words import (
    answer_sentence,
    asymmetry_sentence,
    evidence_sentence,
    forgiveness_sentence,
    in_kind_sentence,
    momentum_sentence,
    name,
    shock_sentence,
)
from comity.briefs.words import counted, listed
from comity.models.answers import FEWEST_ACTS, Row, compared
from comity.models.answers_on_record import AnswersOnRecord
from comity.models.kept_reactions import HOSTILE
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.region import Region

# The answers that are told of a pair, each if there is enough to tell.
TOLD = (
    ("friendly", "friendly"),
    ("insult", "hostile"),
    ("offence", "hostile"),
    ("attack", "hostile"),
)
# So many of the strongest answers of a region are named.
NAMED = 5


def pair_story(answers: AnswersOnRecord, dyad: Dyad) -> list[str]:
    """Both directions: answers, what is answered in kind, who answers more, what goes on by itself.

    The answers of `dyad.target` to acts of `dyad.source` come first.
    """
    directions = [dyad.reverse, dyad]
    said = [sentence for one in directions for sentence in _direction(answers, one)]
    said += [_asymmetry(answers, dyad, kind) for kind in ("hostile", "friendly")]
    said += [_forgiveness(answers, one) for one in directions]
    said += [sentence for one in directions for sentence in _momentum(answers, one)]
    said += [shock_sentence(row, answers.period) for row in _shocks(answers, dyad)]
    said.append(evidence_sentence(answers.between(dyad.source, dyad.target)))
    return [sentence for sentence in said if sentence]


def in_kind_story(answers: AnswersOnRecord, dyad: Dyad) -> list[str]:
    """How two states answer friendly acts with friendly and hostile with hostile ones, in short.

    The answers of `dyad.target` to acts of `dyad.source` come first.
    """
    rows = [
        row
        for one in (dyad.reverse, dyad)
        for kind in ("friendly", "hostile")
        if (row := answers.of(one.source, one.target, kind, kind))
    ]
    # The volume of news is told once.
    first = next((row for row in rows if row["significant"]), None)
    said = [
        answer_sentence(row, at_mean_volume=answers.at_mean_volume and row is first) for row in rows
    ]
    said += [_asymmetry(answers, dyad, kind) for kind in ("hostile", "friendly")]
    return [sentence for sentence in said if sentence]


def _direction(answers: AnswersOnRecord, dyad: Dyad) -> list[str]:
    """How the source of the dyad answers its target, kind by kind."""
    rows = {
        (row["stimulus"], row["response"]): row
        for row in answers.between(dyad.source, dyad.target)
        if row["responder"] == dyad.source
    }
    told = [rows[kind] for kind in TOLD if kind in rows]
    said = [
        answer_sentence(row, at_mean_volume=answers.at_mean_volume)
        for row in told
        if row["stimulus_acts"]
    ]
    silent = [row for row in told if not row["stimulus_acts"]]
    said += _never(silent)
    friendly, offence = (rows.get(kind) for kind in (TOLD[0], TOLD[2]))
    if friendly and offence:
        said.append(in_kind_sentence(friendly, offence))
    return said


def _never(rows: Sequence[Row]) -> list[str]:
    """The kinds of acts that are not on record, in one sentence."""
    if not rows:
        return []
    words = {"friendly": "friendly act", "insult": "insult", "offence": "offence",
             "attack": "attack"}  # fmt: skip
    kinds = [words[row["stimulus"]] for row in rows]
    initiator, responder = name(rows[0]["initiator"]), name(rows[0]["responder"])
    never = " and no ".join(kinds)
    return [
        f"No {never} by {initiator} toward {responder} is on record, so there is no answer to tell "
        "of."
    ]


def _asymmetry(answers: AnswersOnRecord, dyad: Dyad, kind: str) -> str:
    rows = [answers.of(one.source, one.target, kind, kind) for one in (dyad, dyad.reverse)]
    first, second = rows
    if first is None or second is None:
        return ""
    # An answer that is itself not told from none is not called the stronger one.
    stronger = max(first, second, key=lambda row: row["extra_acts_30d"])
    if not stronger["significant"]:
        return ""
    return asymmetry_sentence((dyad.source, dyad.target), kind, compared(first, second))


def _forgiveness(answers: AnswersOnRecord, dyad: Dyad) -> str:
    row = answers.of(dyad.source, dyad.target, "offence", "hostile")
    return forgiveness_sentence(row) if row else ""


def _momentum(answers: AnswersOnRecord, dyad: Dyad) -> list[str]:
    """Of friendly acts, and of the kind of hostile acts that is most on record."""
    rows = [
        row
        for row in answers.momentum.to_pylist()
        if (row["source"], row["target"]) == (dyad.source, dyad.target)
        and row["acts"] >= FEWEST_ACTS
    ]
    friendly = [row for row in rows if row["klass"] == "friendly"]
    hostile = sorted((row for row in rows if row["klass"] in HOSTILE), key=lambda row: -row["acts"])
    return [momentum_sentence(row) for row in (*friendly, *hostile[:1])]


def _shocks(answers: AnswersOnRecord, dyad: Dyad) -> list[Row]:
    pair = {dyad.source, dyad.target}
    return [row for row in answers.shocks.to_pylist() if {row["first"], row["second"]} == pair]


def region_story(answers: AnswersOnRecord, region: Region) -> list[str]:
    """How many pairs are told to answer in kind, and the strongest of them."""
    said = [sentence for kind in ("hostile", "friendly") if (sentence := _kind(answers, kind))]
    return said or [
        f"None of the pairs of {region.name} has an act of these classes on record to answer."
    ]


def _kind(answers: AnswersOnRecord, kind: str) -> str:
    rows = [
        row
        for row in answers.table.to_pylist()
        if row["stimulus"] == row["response"] == kind and row["extra_acts_30d"] is not None
    ]
    if not rows:
        return ""
    clear = sorted((r for r in rows if r["significant"]), key=lambda row: -row["extra_acts_30d"])
    more = [row for row in clear if row["extra_acts_30d"] > 0]
    fewer = len(clear) - len(more)
    of = counted(len(rows), "directed pair")
    said = (
        f"Of {of} with {kind} acts to answer, {len(more) or 'none'} "
        f"{'answer' if len(more) > 1 else 'answers'} them in kind"
        + (f" and {fewer} with fewer {kind} acts" if fewer else "")
        + ", at a false-discovery rate of 5%."
    )
    if more:
        named = listed(
            [
                f"{name(row['responder'])} to {name(row['initiator'])} "
                f"({row['extra_acts_30d']:.2f}, {row['lower']:.2f} to {row['upper']:.2f})"
                for row in more[:NAMED]
            ]
        )
        most = "The most" if len(more) > NAMED else "They are"
        said += f" {most}, in more acts within 30 days of one act: {named}."
    return said.replace(" -", " \N{MINUS SIGN}").replace("(-", "(\N{MINUS SIGN}")
