"""Strategic: whether its ties run to several poles, or all to one."""

from __future__ import annotations

from collections.abc import Sequence

from comity.measures.polarity.concentration import evenness
from comity.measures.polarity.trade import FACTS as TRADE
from comity.measures.sovereignty.flows import Flows
from comity.measures.sovereignty.four_poles import poles
from comity.measures.sovereignty.indicator import Absent, Found, Indicator, Scale
from comity.measures.sovereignty.military import allied, strength
from comity.measures.sovereignty.record import Record

EVEN = Scale(at_0=0, at_100=1)


def _trade_spread(record: Record, state: str) -> Found | Absent:
    """Over the poles of the newest trade that covers them all; a bloc, where it covers half."""
    sides = poles(state, record.day)
    for one in record.flows:
        if one.of.fact not in TRADE or not all(_covers(one, state, of) for of in sides.values()):
            continue
        sold, bought = one.sold.get(state, {}), one.bought.get(state, {})
        amounts = {
            pole: sum(sold.get(member, 0) + bought.get(member, 0) for member in members)
            for pole, members in sides.items()
        }
        value = evenness(amounts.values())
        if value is not None:
            most = max(sorted(amounts), key=amounts.__getitem__)
            share = amounts[most] / sum(amounts.values())
            return Found(value, one.year, one.of.dataset, f"{most} {share:.0%}{one.of.limits}")
    return Absent(f"no trade with all the poles since {record.oldest} on record")


def _covers(one: Flows, state: str, members: Sequence[str]) -> bool:
    return 2 * sum(one.of.covers(state, member) for member in members) >= len(members)


def _body_spread(record: Record, state: str) -> Found | Absent:
    """Bodies that set the poles apart: at least one belongs, and at least one does not."""
    sides = poles(state, record.day)
    for one in record.bodies:
        shared = dict.fromkeys(sides, 0)
        for members in one.members.values():
            inside = [
                pole
                for pole, of in sides.items()
                if 2 * sum(member in members for member in of) >= len(of)
            ]
            if state in members and 0 < len(inside) < len(sides):
                for pole in inside:
                    shared[pole] += 1
        value = evenness([float(number) for number in shared.values()])
        if value is not None:
            said = ", ".join(f"{pole} {number}" for pole, number in sorted(shared.items()))
            return Found(value, one.year, one.dataset, f"shared: {said}")
    return Absent("no organisation that it shares with some of the poles and not with all")


def _strongest_ally(record: Record, state: str) -> Found | Absent:
    known = allied(record, state)
    if known is None:
        return Absent(f"no dataset lists all its pacts of defence since {record.oldest}")
    pacts, year, partners = known
    if not partners:
        return Absent("no pact of defence on record: nothing lies with one ally")
    found = strength(record, state, year)
    kind, held = found if found else (None, {})
    weighed = {one: held[one] for one in partners if held.get(one, 0) > 0}
    if kind is None or not weighed:
        return Absent("no capabilities of its allies on record")
    most = min(weighed, key=lambda one: (-weighed[one], one))
    value = weighed[most] / sum(weighed.values())
    said = f"{most}, of {len(weighed)} allies, by {kind.title}"
    return Found(value, year, f"{pacts.dataset}, {kind.dataset}", said)


INDICATORS = (
    Indicator(
        "trade_spread",
        "Evenness of trade over the poles",
        "0 all with one, 1 even",
        "(1 - H) / (1 - 1/k), H the Herfindahl index of goods bought and sold with the k poles "
        "(USA, EU, CHN, RUS)",
        EVEN,
        _trade_spread,
    ),
    Indicator(
        "organisation_spread",
        "Evenness of shared organisations over the poles",
        "0 all with one, 1 even",
        "(1 - H) / (1 - 1/k), H the Herfindahl index of organisations shared with each of the k "
        "poles, of those that not all poles belong to; the EU belongs where half its members do",
        EVEN,
        _body_spread,
    ),
    Indicator(
        "strongest_ally",
        "Part of the strongest ally in all allies",
        "share, 0 to 1",
        "capabilities of the strongest partner in pacts of defence / those of all partners",
        Scale(at_0=1, at_100=0.25),
        _strongest_ally,
    ),
)
