"""How answers are told: what follows an act, how surely, and how much of that is own record.

Nothing here says that an act brings another about: it "is followed by" it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from comity.briefs.words import capital, counted, long_day, signed, the
from comity.models.answers import FEWEST_ACTS, Comparison, Row
from comity.models.strategies import STRATEGIES, StrategyPosterior
from comity.registry import actors
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

if TYPE_CHECKING:
    from comity.models.reaction_function import Change

# One act of a class, and several.
ONE: Mapping[str, str] = MappingProxyType(
    {
        "friendly": "a friendly act",
        "insult": "an insult",
        "offence": "an offence",
        "attack": "an attack",
        "hostile": "a hostile act",
    }
)
MANY: Mapping[str, str] = MappingProxyType(
    {
        "friendly": "friendly acts",
        "insult": "insults",
        "offence": "offences",
        "attack": "attacks",
        "hostile": "hostile acts",
    }
)
TIMES = ("", "", "twice", "three times", "four times", "five times", "six times", "seven times")
# Strategies by their names in the literature.
TITLES: Mapping[str, str] = MappingProxyType({one.name: one.title for one in STRATEGIES})
# A second strategy this likely is named too.
TOLD = 0.1
# A chance from fewer weeks is not told.
FEWEST_WEEKS = 5
AFTER: Mapping[str, str] = MappingProxyType(
    {
        "cc": "weeks in which both were friendly",
        "cd": "weeks in which the other side alone was hostile",
        "dd": "weeks in which both were hostile",
    }
)
# Ratios nearer to one than this are told as no difference.
ALIKE = 1.5
# A change is told of up to this chance of one as large without any.
CHANGED = 0.05
# A comparison is clear where so much of it lies on one side.
CLEAR = 0.95


def assumptions(period: Granularity) -> tuple[str, ...]:
    """What the numbers assume, in sentences."""
    by_day = period is Granularity.DAY
    when, within = ("on the day", "on one day") if by_day else ("in the week", "in one week")
    return (
        "“Is followed by” tells of an order in time, after allowing for each side’s own habits, "
        "for what other states do and for news that hits both at once. It does not tell why.",
        f"An answer begins {when} after the act at the earliest. What both sides do {within} is "
        "counted as a common shock, not as an answer.",
        "Meetings and neutral acts are neither answered nor answers here: coders write a meeting "
        "for both sides. An act is one act however many report it.",
        "Acts are those that the source recorded. An act that was not reported has no place here.",
    )


def name(code: str) -> str:
    """An actor's name within a sentence."""
    return the(actors().name(code))


def more(value: float, digits: int = 2) -> str:
    """0.31 more, or 0.31 fewer."""
    return f"{abs(value):.{digits}f} {'fewer' if value < 0 else 'more'}"


def digits_of(*values: float) -> int:
    """Two digits, or three where all values are small."""
    return 2 if max(abs(value) for value in values) >= 0.1 else 3


def amount(value: float, low: float, high: float, things: str) -> str:
    """0.31 (0.22 to 0.41) more hostile acts; 0.01 more hostile acts (0.02 fewer to 0.04 more)."""
    digits = digits_of(value, low, high)
    way = "fewer" if value < 0 else "more"
    if low < 0 < high:
        ends = f"{more(low, digits)} to {more(high, digits)}"
        return f"{abs(value):.{digits}f} {way} {things} ({ends})"
    near, far = sorted((abs(low), abs(high)))
    ends = f"{near:.{digits}f} to {far:.{digits}f}"
    return f"{abs(value):.{digits}f} ({ends}) {way} {things}"


def answer_sentence(row: Row, *, at_mean_volume: bool = False) -> str:
    """What follows a kind of act, in one sentence; too little record is told as that."""
    responder, initiator = name(row["responder"]), name(row["initiator"])
    stimulus, things = row["stimulus"], MANY[row["response"]]
    acts = row["stimulus_acts"]
    if row["extra_acts_30d"] is None:
        return (
            f"No {ONE[stimulus].split(' ', 1)[1]} by {initiator} toward {responder} is on record, "
            "so there is no answer to tell of."
        )
    if not row["significant"]:
        direct = amount(row["extra_acts_30d"], row["lower"], row["upper"], things)
        few = f" {_too_few(row)}" if acts < FEWEST_ACTS else ""
        return (
            f"What {responder} does after {ONE[stimulus]} by {initiator} is not told from what it "
            f"does otherwise{beside(row)}: within 30 days, {direct} in direct answer.{few}"
        )
    volume = " (at the mean volume of news)" if at_mean_volume else ""
    followed = amount(row["total_30d"], row["total_lower"], row["total_upper"], things)
    few = f" {_too_few(row)}" if acts < FEWEST_ACTS else ""
    return (
        f"{capital(ONE[stimulus])} by {initiator} is followed, within 30 days, by {followed} of "
        f"{responder} than otherwise, {_direct(row)}{volume}{_half(row)}.{few}"
    )


def beside(row: Row) -> str:
    """Why an answer whose interval leaves out none at all is not told; "" for all others."""
    clear = row["lower"] > 0 or row["upper"] < 0
    return " at a false-discovery rate of 5% over all answers looked at" if clear else ""


def _too_few(row: Row) -> str:
    acts = counted(row["stimulus_acts"], "such act", "such acts")
    return (
        f"With {acts} on record this is hardly the two states’ own: "
        f"{1 - row['own_evidence']:.0%} of it is taken from other pairs."
    )


def _direct(row: Row) -> str:
    extra, total = row["extra_acts_30d"], row["total_30d"]
    digits = digits_of(extra, total)
    if extra * total > 0 and abs(extra) <= abs(total):
        return f"{abs(extra):.{digits}f} of them its direct answer"
    return f"its direct answer alone {more(extra, digits)}"


def _half(row: Row) -> str:
    days = row["half_life_days"]
    if days is None:
        return ""
    return f"; half of it comes within {counted(max(1, math.ceil(days)), 'day')}"


def row_amount(row: Row) -> str:
    """A cell of a table: the direct answer with its interval, or that it is not clear."""
    value, low, high = (row[name] for name in ("extra_acts_30d", "lower", "upper"))
    digits = digits_of(value, low, high)
    ends = f"({signed(low, digits)} to {signed(high, digits)})"
    return f"{signed(value, digits)} {ends}" if row["significant"] else f"not clear {ends}"


def in_kind_sentence(friendly: Row, offence: Row) -> str:
    """How friendly acts and offences are answered in kind, beside each other; "" if not told."""
    values = friendly["extra_acts_30d"], offence["extra_acts_30d"]
    if not (friendly["significant"] and offence["significant"]):
        return ""
    if values[0] <= 0 or values[1] <= 0:
        return ""
    responder = name(friendly["responder"])
    ratio = values[0] / values[1]
    if 1 / ALIKE < ratio < ALIKE:
        return (
            f"{capital(responder)} answers friendly gestures in kind about as often as it answers "
            "offences."
        )
    often, seldom = ("friendly gestures", "offences") if ratio > 1 else ("offences", "friendly "
                                                                         "gestures")  # fmt: skip
    return (
        f"{capital(responder)} answers {often} in kind {_times(max(ratio, 1 / ratio))} as often "
        f"as {seldom}."
    )


def _likely(probability: float) -> str:
    """0.97, or over 0.99."""
    return f"{probability:.2f}" if probability < 0.995 else "over 0.99"


def _plain(value: float, digits: int) -> str:
    """0.31, or −0.02 with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _times(ratio: float) -> str:
    whole = round(ratio)
    return TIMES[max(2, whole)] if whole < len(TIMES) else "more than seven times"


def reciprocity_sentence(row: Row) -> str:
    """Whether a kind of act is answered with its like."""
    responder, initiator = name(row["responder"]), name(row["initiator"])
    things = MANY[row["stimulus"]]
    if row["extra_acts_30d"] is None:
        return ""
    if not row["significant"]:
        return f"That {responder} answers {things} of {initiator} in kind is not told from chance."
    if row["extra_acts_30d"] < 0:
        return f"{capital(responder)} answers {things} of {initiator} with fewer of them."
    return f"{capital(responder)} answers {things} of {initiator} in kind."


def asymmetry_sentence(first: tuple[str, str], kind: str, found: Comparison | None) -> str:
    """Which of two states answers a kind of act with more of it; `first` is compared with second.

    "" where one of them has no estimate.
    """
    if found is None:
        return ""
    ahead, behind = (name(code) for code in first)
    difference, low, high = found.difference, found.lower, found.upper
    if difference < 0:
        ahead, behind = behind, ahead
        difference, low, high = -difference, -high, -low
    likely = max(found.probability, 1 - found.probability)
    values = sorted((found.first, found.second), reverse=True)
    digits = digits_of(*values)
    beside = " against ".join(_plain(value, digits) for value in values) + " acts"
    ends = f"{signed(low, digits)} to {signed(high, digits)}"
    interval = f"difference {signed(difference, digits)}, {ends}"
    if likely < CLEAR:
        return (
            f"Who of the two answers {MANY[kind]} more is not clear: {beside} in direct answer to "
            f"one ({interval})."
        )
    return (
        f"{capital(ahead)} answers {MANY[kind]} in kind more than {behind} does: {beside} in "
        f"direct answer to one ({interval}; probability {_likely(likely)})."
    )


def forgiveness_sentence(row: Row) -> str:
    """How long until what follows is over (its forgiveness time); "" where it is not told."""
    days = row["forgiveness_days"]
    if days is None or not row["significant"] or row["extra_acts_30d"] <= 0:
        return ""
    responder, initiator = name(row["responder"]), name(row["initiator"])
    return (
        f"{counted(max(1, math.ceil(days)), 'day')} after {ONE[row['stimulus']]} by {initiator}, "
        f"nine tenths of the {MANY[row['response']]} of {responder} that follow it are past."
    )


def momentum_sentence(row: Row) -> str:
    """How a state's own acts go on by themselves, from a row of momentum; "" without acts."""
    if not row["acts"] or row["momentum_30d"] is None:
        return ""
    source, target = name(row["source"]), name(row["target"])
    followed = amount(row["momentum_30d"], row["lower"], row["upper"], MANY[row["klass"]])
    if row["lower"] < 0 < row["upper"]:
        return (
            f"What {source} does toward {target} after {ONE[row['klass']]} of its own is not told "
            f"from what it does otherwise: within 30 days, {followed}."
        )
    return (
        f"{capital(ONE[row['klass']])} by {source} toward {target} is followed, within 30 days, "
        f"by {followed} of its own."
    )


def shock_sentence(row: Row, period: Granularity = Granularity.DAY) -> str:
    """What both sides do in one step, from a row of dyads."""
    first, second = name(row["first"]), name(row["second"])
    together = row["same_day_correlation"]
    when = "On" if period is Granularity.DAY else "In"
    if together is None or math.isnan(together):
        return ""
    return (
        f"{when} one and the same {period.value}, the acts of {first} and {second} go together "
        f"with a correlation of {together:.2f}. Who began is then not known, and the same news may "
        "have hit both: it is counted as a common shock and as no answer."
    )


def evidence_sentence(rows: Sequence[Row]) -> str:
    """How much of the estimates is the pair's own record; "" without estimates."""
    shares = [row["own_evidence"] for row in rows if row["own_evidence"] is not None]
    if not shares:
        return ""
    low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
    part = low if low == high else f"{low} to {high}"
    return (
        f"The two states’ own record makes up {part} of these estimates; the rest is taken from "
        "how other pairs answer."
    )


def strategy_sentence(dyad: Dyad, found: StrategyPosterior) -> str:
    """Which strategies one state's weeks toward another look like, and how it goes on."""
    source, target = name(dyad.source), name(dyad.target)
    rows = sorted(found.table.to_pylist(), key=lambda row: -row["probability"])
    likely = [rows[0], *(row for row in rows[1:2] if row["probability"] >= TOLD)]
    named = " or ".join(f"{TITLES[row['strategy']]} ({row['probability']:.2f})" for row in likely)
    best = max(row["log_evidence"] for row in rows)
    free = (
        " A free strategy with a memory of one week describes it better than any of the six."
        if found.memory_one.log_evidence > best
        else ""
    )
    return (
        f"Week by week, what {source} does toward {target} looks, of six strategies, most like "
        f"{named}: posterior probabilities from one sequence of {found.choices} weeks with acts, "
        f"of which the first fits {rows[0]['agreed']:.0%}.{free}{_memory(found)}"
    )


def _memory(found: StrategyPosterior) -> str:
    """How often a friendly week follows on friendly weeks, and on one with a hostile partner."""
    rows = {row["after"]: row for row in found.memory_one.table.to_pylist()}
    said = [
        f"{row['probability']:.0%} ({row['lower']:.0%} to {row['upper']:.0%}, "
        f"{row['times']:,} times) after {words}"
        for after, words in AFTER.items()
        if (row := rows[after])["times"] >= FEWEST_WEEKS
    ]
    return f" Its weeks are friendly in {'; '.join(said)}." if said else ""


def change_sentence(found: Change) -> str:
    """Whether an answer changed on a day, and from what to what."""
    responder, initiator = name(found.responder), name(found.initiator)
    things = MANY["friendly" if found.responses == ("friendly",) else "hostile"]
    before, after = (
        f"{signed(one.extra, 2)} ({signed(one.lower, 2)} to {signed(one.upper, 2)})"
        for one in (found.before, found.after)
    )
    chance = f"p = {found.p_value:.2f}" if found.p_value >= 0.005 else "p < 0.01"
    told = "differs" if found.p_value <= CHANGED else "is not told from that before"
    return (
        f"From {long_day(found.at)} on, what {responder} does after {ONE[found.stimulus]} by "
        f"{initiator} {told}{' from that before' if told == 'differs' else ''} ({chance}): within "
        f"30 days, {before} {things} in direct answer before, {after} since."
    )
