"""Answers in words: what follows an act, how surely, and never why."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from made_answers import answer, between, made_answers

from comity.briefs.reaction_story import in_kind_story, pair_story, region_story
from comity.briefs.reaction_words import (
    answer_sentence,
    assumptions,
    asymmetry_sentence,
    change_sentence,
    forgiveness_sentence,
    in_kind_sentence,
    row_amount,
)
from comity.models.answers import compared
from comity.models.reaction_function.changes import Change, Stretch
from comity.registry import regions
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

CLAIMS = re.compile(r"\bcaus|because|\bprovok|leads? to|\bdue to|result(s|ed)? (in|from)", re.I)


def test_an_offence_is_told_as_the_issue_of_desk_officers_reads_it() -> None:
    row = answer("RUS", "KAZ", "offence", "hostile", 0.24, total_30d=0.31, total_lower=0.22,
                 total_upper=0.41)  # fmt: skip
    assert answer_sentence(row, at_mean_volume=True) == (
        "An offence by Kazakhstan is followed, within 30 days, by 0.31 (0.22 to 0.41) more hostile "
        "acts of Russia than otherwise, 0.24 of them its direct answer (at the mean volume of "
        "news); half of it comes within 4 days."
    )


def test_fewer_acts_are_told_as_fewer() -> None:
    row = answer("RUS", "KAZ", "friendly", "hostile", -0.20, 0.10)
    said = answer_sentence(row)
    assert "0.25 (0.15 to 0.35) fewer hostile acts" in said
    assert "0.20 of them its direct answer" in said


def test_an_answer_that_is_not_clear_is_not_told_as_one() -> None:
    row = answer("RUS", "KAZ", "insult", "hostile", 0.02, 0.07, significant=False)
    said = answer_sentence(row)
    assert "is not told from what it does otherwise" in said
    assert "0.020 more hostile acts (0.050 fewer to 0.090 more)" in said
    assert "is followed" not in said


def test_few_acts_are_told_with_whose_record_the_number_is() -> None:
    row = answer("RUS", "KAZ", "attack", "hostile", stimulus_acts=3, own_evidence=0.1)
    assert "With 3 such acts on record" in answer_sentence(row)
    assert "90% of it is taken from other pairs" in answer_sentence(row)


def test_gestures_and_offences_answered_in_kind_are_compared_in_round_words() -> None:
    friendly = answer("RUS", "KAZ", "friendly", "friendly", 0.6)
    offence = answer("RUS", "KAZ", "offence", "hostile", 0.2)
    said = "Russia answers friendly gestures in kind three times as often as offences."
    assert in_kind_sentence(friendly, offence) == said
    turned = in_kind_sentence(friendly | {"extra_acts_30d": 0.1}, offence | {"extra_acts_30d": 0.2})
    assert turned == "Russia answers offences in kind twice as often as friendly gestures."
    assert in_kind_sentence(friendly, offence | {"significant": False}) == ""


def test_who_answers_more_is_told_with_the_difference_and_its_probability() -> None:
    first = answer("RUS", "KAZ", "hostile", "hostile", 0.31, 0.08)
    second = answer("KAZ", "RUS", "hostile", "hostile", 0.12, 0.06)
    said = asymmetry_sentence(("RUS", "KAZ"), "hostile", compared(first, second))
    assert said == (
        "Russia answers hostile acts in kind more than Kazakhstan does: 0.31 against 0.12 acts in "
        "direct answer to one (difference +0.19, +0.09 to +0.29; probability over 0.99)."
    )
    alike = asymmetry_sentence(
        ("RUS", "KAZ"), "hostile", compared(first, second | {"extra_acts_30d": 0.30})
    )
    assert alike.startswith("Who of the two answers hostile acts more is not clear")


def test_the_difference_is_that_of_the_one_named_first() -> None:
    first = answer("RUS", "KAZ", "hostile", "hostile", 0.12, 0.06)
    second = answer("KAZ", "RUS", "hostile", "hostile", 0.31, 0.08)
    said = asymmetry_sentence(("RUS", "KAZ"), "hostile", compared(first, second))
    assert said.startswith("Kazakhstan answers hostile acts in kind more than Russia does: 0.31 ")
    assert "(difference +0.19, +0.09 to +0.29" in said


def test_an_answer_is_over_after_some_days() -> None:
    row = answer("RUS", "KAZ", "offence", "hostile")
    assert forgiveness_sentence(row) == (
        "18 days after an offence by Kazakhstan, nine tenths of the hostile acts of Russia that "
        "follow it are past."
    )
    assert forgiveness_sentence(row | {"significant": False}) == ""


def test_a_cell_has_the_interval_and_says_where_it_is_not_clear() -> None:
    row = answer("RUS", "KAZ", "hostile", "hostile", 0.24, 0.08)
    assert row_amount(row) == "+0.24 (+0.16 to +0.32)"
    assert row_amount(row | {"significant": False}) == "not clear (+0.16 to +0.32)"


@pytest.mark.parametrize("period", [Granularity.DAY, Granularity.WEEK])
def test_no_word_claims_that_an_act_brings_another_about(period: Granularity) -> None:
    momentum = {
        "source": "RUS", "target": "KAZ", "klass": "offence", "acts": 90, "momentum_30d": 0.4,
        "lower": 0.2, "upper": 0.6,
    }  # fmt: skip
    shock = {"first": "KAZ", "second": "RUS", "same_day_correlation": 0.21}
    answers = made_answers(between("RUS", "KAZ"), momentum=[momentum], shocks=[shock])
    dyad = Dyad("KAZ", "RUS")
    said = [
        *pair_story(answers, dyad),
        *in_kind_story(answers, dyad),
        *region_story(answers, regions().find("eurasia")),
        *assumptions(period),
    ]
    assert len(said) > 12
    assert [sentence for sentence in said if CLAIMS.search(sentence)] == []


def test_what_never_happened_is_named_once_and_has_no_number() -> None:
    said = pair_story(made_answers(between("RUS", "KAZ")), Dyad("KAZ", "RUS"))
    assert "No attack by Kazakhstan toward Russia is on record, so there is no answer to tell of." \
        in said  # fmt: skip


def test_the_share_of_own_record_is_told() -> None:
    said = pair_story(made_answers(between("RUS", "KAZ")), Dyad("KAZ", "RUS"))
    assert "The two states’ own record makes up 72% of these estimates" in said[-1]


def test_a_region_is_told_by_its_strongest_answers() -> None:
    rows = between("RUS", "KAZ") + between("ARM", "AZE", scale=2.0)
    said = region_story(made_answers(rows), regions().find("eurasia"))
    assert said[0].startswith(
        "Of 4 directed pairs with hostile acts to answer, 4 answer them in kind, at a "
        "false-discovery rate of 5%. They are, in more acts within 30 days of one act: Armenia to "
        "Azerbaijan (0.36, 0.28 to 0.44), "
    )


def change(p_value: float) -> Change:
    days = dt.date(2018, 10, 4), dt.date(2022, 2, 23)
    before = Stretch(*days, 40, 0.10, 0.02, 0.18, 0.09, 0.06)
    after = Stretch(dt.date(2022, 2, 24), dt.date(2022, 8, 31), 60, 0.35, 0.2, 0.5, 0.4, 0.1)
    classes = ("insult", "offence", "attack")
    return Change("RUS", "UKR", "offence", classes, after.first_day, before, after, 0.31, p_value)


def test_a_change_of_the_answer_is_told_with_its_chance() -> None:
    assert change_sentence(change(0.008)) == (
        "From 24 February 2022 on, what Russia does after an offence by Ukraine differs from that "
        "before (p = 0.01): within 30 days, +0.10 (+0.02 to +0.18) hostile acts in direct answer "
        "before, +0.35 (+0.20 to +0.50) since."
    )
    assert "is not told from that before (p = 0.40)" in change_sentence(change(0.4))


def test_an_answer_that_is_not_clear_itself_is_not_called_the_stronger_one() -> None:
    rows = [
        answer("RUS", "KAZ", "hostile", "hostile", 0.4, 0.1, significant=False),
        answer("KAZ", "RUS", "hostile", "hostile", 0.1, 0.02),
    ]
    said = in_kind_story(made_answers(rows), Dyad("KAZ", "RUS"))
    assert not [sentence for sentence in said if "more than" in sentence]
