"""Which roll calls are on the same resolution as one of the session before, by their texts."""

from __future__ import annotations

import pytest

from comity.sources.un_votes.same_text import RollCallText, kind_of, part_of, same_as

ADOPTED = " : resolution / adopted by the General Assembly"
OTHERS = (
    ("CUBA, EMBARGO", "Necessity of ending the economic, commercial and financial embargo"),
    ("DECOLONIZATION", "Dissemination of information on decolonization"),
    ("LAW OF THE SEA", "Oceans and the law of the sea"),
    ("HUMAN RIGHTS, RACISM", "Elimination of racism and racial discrimination, xenophobia"),
    ("OUTER SPACE", "Prevention of an arms race in outer space"),
    ("PEACEKEEPING", "Financing of the United Nations forces in the Middle East"),
)


def linked(
    before: tuple[str, str],
    after: tuple[str, str],
    *,
    sessions: tuple[int, int] = (56, 57),
    kinds: tuple[str, str] = ("whole", "whole"),
) -> bool:
    """Whether two texts count as the same beside some others, by which rare words are known."""
    texts = [RollCallText(1, sessions[0], kinds[0], *before)]
    texts += [RollCallText(10 + n, 40, "whole", *other) for n, other in enumerate(OTHERS)]
    texts.append(RollCallText(2, sessions[1], kinds[1], *after))
    return same_as(texts).get(2) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            (
                "NUCLEAR WEAPONS USE, ICJ OPINION",
                "Follow-up to the advisory opinion on the use of ",
            ),
            ("NUCLEAR WEAPONS USE--ICJ OPINION", f"Follow-up to the advisory opinion{ADOPTED}"),
        ),
        (
            ("PALESTINE, SOVEREIGNTY", "Sovereignty of the Palestinian people over resources"),
            ("PALESTINE, SOVEREIGNTY", "Sovereignty of the Palestinian people over resources"),
        ),
        (
            (f"Use of Nuclear Weapons{ADOPTED}", "A/71/251 99c - Convention on nuclear weapons"),
            (f"Use of Nuclear Weapons{ADOPTED}", "A/72/251 100a - Convention on nuclear weapons"),
        ),
    ],
)
def test_a_resolution_that_comes_back_under_its_title_is_the_same(
    before: tuple[str, str], after: tuple[str, str]
) -> None:
    assert linked(before, after)


def test_another_resolution_under_the_same_heading_is_not_the_same() -> None:
    assert not linked(
        ("CHARTER", "Convening of an intergovernmental conference on maritime piracy"),
        ("CHARTER", "Salaries of translators in Geneva, Nairobi, Vienna"),
    )


def test_a_vote_on_a_paragraph_is_never_the_same_as_one_on_the_whole() -> None:
    text = OTHERS[0]
    assert linked(text, text)
    assert not linked(text, text, kinds=("whole", "paragraph"))
    assert linked(text, text, kinds=("paragraph", "paragraph"))


def test_a_vote_of_the_same_session_is_not_a_vote_of_the_session_before() -> None:
    assert not linked(OTHERS[0], OTHERS[0], sessions=(57, 57))


def test_a_session_may_be_skipped_but_not_two() -> None:
    assert linked(OTHERS[0], OTHERS[0], sessions=(55, 57))
    assert not linked(OTHERS[0], OTHERS[0], sessions=(54, 57))


def test_each_roll_call_has_one_forerunner_and_is_that_of_one() -> None:
    texts = [RollCallText(n, 50 + n // 2, "whole", *OTHERS[0]) for n in range(6)]
    found = same_as(texts)
    assert sorted(found) == [2, 3, 4, 5]
    assert sorted(found.values()) == [0, 1, 2, 3]


def test_a_roll_call_without_a_text_has_no_forerunner() -> None:
    assert not linked(("", ""), ("", ""))


@pytest.mark.parametrize(
    ("marks", "kind", "part"),
    [
        ((False, False), "whole", False),
        ((True, False), "paragraph", True),
        ((False, True), "amendment", True),
        ((None, None), "whole", None),
    ],
)
def test_marks_say_what_was_voted_on(
    marks: tuple[bool | None, bool | None], kind: str, part: bool | None
) -> None:
    assert kind_of(*marks) == kind
    assert part_of(*marks) is part
