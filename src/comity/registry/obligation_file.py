"""The strict reader of `obligations.yml`: every finding with its line, all shown at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from comity.registry.lined_yaml import Entry, Findings, did_you_mean, load_lined
from comity.vocabulary.event import Scheme
from comity.vocabulary.obligation import (
    BreachingCode,
    Duty,
    Exit,
    Obligation,
    ObligationKind,
    Party,
    Release,
    WithdrawalClause,
)

_SCHEMES = [scheme.value for scheme in Scheme]
_KINDS = [kind.value for kind in ObligationKind]
_REQUIRED = ("id", "title", "kind", "parties", "breaches", "withdrawal", "source")
_OPTIONAL = ("signed", "all", "duties", "exits", "released", "note")

CodeSets = Mapping[str, tuple[BreachingCode, ...]]


def read_obligations(
    text: str,
    *,
    name: str,
    states: Collection[str],
    codes: Mapping[Scheme, Collection[str]],
) -> tuple[Obligation, ...]:
    """The instruments of a register, in the file's order.

    `states` are the codes a party may have; `codes` the full codes of each scheme, of which every
    breaching prefix must begin one (a scheme that is absent is not checked). Raises
    BadConfiguration with all findings and their lines.
    """
    content = load_lined(text, name=name)
    findings = Findings(name)
    findings.keys(content, ("code_sets", "instruments"), ())
    sets = _code_sets(findings, findings.entry(content, "code_sets"), codes)
    seen: set[str] = set()
    found = []
    for entry in findings.entries(content, "instruments"):
        found.append(_InstrumentReader(findings, entry, states, sets).read())
        if found[-1].instrument in seen:
            findings.add(
                entry.line_of("id"), f"instrument {found[-1].instrument!r} is listed twice"
            )
        seen.add(found[-1].instrument)
    findings.raise_any()
    return tuple(found)


def _code_sets(
    findings: Findings, entry: Entry, codes: Mapping[Scheme, Collection[str]]
) -> CodeSets:
    sets: dict[str, tuple[BreachingCode, ...]] = {}
    for name in entry:
        own = findings.entry(entry, name)
        findings.keys(own, ("reason",), _SCHEMES)
        sets[name] = tuple(
            BreachingCode(Scheme(scheme), prefix)
            for scheme in _SCHEMES
            if scheme in own
            for prefix in _prefixes(findings, own, scheme, codes.get(Scheme(scheme)))
        )
    return sets


def _prefixes(
    findings: Findings, entry: Entry, scheme: str, codes: Collection[str] | None
) -> list[str]:
    value = entry[scheme]
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        findings.add(entry.line_of(scheme), f"{scheme!r} should be a list of quoted codes")
        return []
    for prefix in value:
        if codes is not None and not any(code.startswith(prefix) for code in codes):
            findings.add(entry.line_of(scheme), f"no code of {scheme} begins with {prefix!r}")
    return value


@dataclass(frozen=True, slots=True)
class _InstrumentReader:
    """Reads one entry of `instruments`, noting what is wrong."""

    findings: Findings
    entry: Entry
    states: Collection[str]
    sets: CodeSets

    def read(self) -> Obligation:
        self.findings.keys(self.entry, _REQUIRED, _OPTIONAL)
        parties = self._parties()
        codes = frozenset(party.code for party in parties)
        wanted = self.findings.names(self.entry, "breaches", self.sets, "code set")
        return Obligation(
            instrument=self.findings.text(self.entry, "id"),
            title=self.findings.text(self.entry, "title"),
            kind=self._kind(),
            signed=self.findings.day(self.entry, "signed"),
            parties=parties,
            duties=self._duties(codes),
            breaches=tuple(code for one in wanted for code in self.sets[one]),
            withdrawal=self._withdrawal(),
            source=self.findings.text(self.entry, "source"),
            note=self.findings.text(self.entry, "note"),
            exits=self._exits(parties),
            releases=self._releases(codes),
        )

    def _kind(self) -> ObligationKind:
        value = self.findings.text(self.entry, "kind")
        if value in _KINDS:
            return ObligationKind(value)
        near = did_you_mean(value, _KINDS)
        self.findings.add(self.entry.line_of("kind"), f"kind {value!r} is not known{near}")
        return ObligationKind.FRIENDSHIP

    def _parties(self) -> tuple[Party, ...]:
        listed = self.findings.entry(self.entry, "parties")
        common = self.findings.entry(self.entry, "all") if "all" in self.entry else None
        if len(listed) < 2:
            self.findings.add(listed.line, "an obligation needs two parties or more")
        return tuple(party for code in listed for party in self._spans(listed, code, common))

    def _spans(self, listed: Entry, code: str, common: Entry | None) -> list[Party]:
        """One party, or several where a party left and came back (a list of dates)."""
        line = listed.line_of(code)
        if code not in self.states:
            near = did_you_mean(code, self.states)
            self.findings.add(line, f"state {code!r} is not known{near}")
        if isinstance(listed[code], list):
            dates = self.findings.entries(listed, code)
        elif listed[code] is not None:
            dates = [self.findings.entry(listed, code)]
        elif common is not None:
            dates = [common]
        else:
            self.findings.add(line, f"{code} has no dates, and there is no `all`")
            return []
        found = [self._party(code, entry) for entry in dates]
        return [party for party in found if party is not None]

    def _party(self, code: str, dates: Entry) -> Party | None:
        self.findings.keys(dates, ("first_day",), ("end_day",))
        first, end = self._span(dates)
        return Party(code, first, end) if first is not None else None

    def _span(self, entry: Entry) -> tuple[dt.date | None, dt.date | None]:
        first, end = self.findings.day(entry, "first_day"), self.findings.day(entry, "end_day")
        if first is not None and end is not None and end <= first:
            self.findings.add(entry.line_of("end_day"), f"ends on {end}, not after {first}")
        return first, end

    def _duties(self, codes: frozenset[str]) -> tuple[Duty, ...]:
        if "duties" not in self.entry:
            return (Duty(codes, codes),)
        found = []
        for one in self.findings.entries(self.entry, "duties"):
            self.findings.keys(one, ("by", "to"), ())
            found.append(Duty(self._among(one, "by", codes), self._among(one, "to", codes)))
        return tuple(found)

    def _among(self, entry: Entry, key: str, codes: frozenset[str]) -> frozenset[str]:
        return frozenset(self.findings.names(entry, key, codes, "party"))

    def _withdrawal(self) -> WithdrawalClause:
        entry = self.findings.entry(self.entry, "withdrawal")
        self.findings.keys(entry, ("text",), ("allowed", "notice_days"))
        allowed, notice = entry.get("allowed"), entry.get("notice_days")
        if allowed is not None and not isinstance(allowed, bool):
            self.findings.add(entry.line_of("allowed"), "'allowed' should be true, false or null")
        if notice is not None and (not isinstance(notice, int) or notice <= 0):
            self.findings.add(entry.line_of("notice_days"), "'notice_days' should be a number > 0")
        return WithdrawalClause(allowed, notice, self.findings.text(entry, "text"))

    def _exits(self, parties: tuple[Party, ...]) -> tuple[Exit, ...]:
        entries = self.findings.entries(self.entry, "exits")
        found = [self._exit(entry, parties) for entry in entries]
        return tuple(one for one in found if one is not None)

    def _exit(self, entry: Entry, parties: tuple[Party, ...]) -> Exit | None:
        keys = ("party", "effective", "by_the_clause", "reason")
        self.findings.keys(entry, keys, ("notified",))
        effective = self.findings.day(entry, "effective")
        lawful = entry.get("by_the_clause")
        if effective is None or not isinstance(lawful, bool):
            self.findings.add(
                entry.line, "an exit needs a day and `by_the_clause: true` or `false`"
            )
            return None
        party = self.findings.text(entry, "party")
        ends = [one.end_day for one in parties if one.code == party]
        if not ends:
            self.findings.add(entry.line_of("party"), f"{party!r} is not a party")
        elif lawful and effective not in ends:
            self.findings.add(entry.line_of("effective"), f"{party} is bound until {ends[0]}")
        reason = self.findings.text(entry, "reason")
        return Exit(party, self.findings.day(entry, "notified"), effective, lawful, reason)

    def _releases(self, codes: frozenset[str]) -> tuple[Release, ...]:
        found = []
        for entry in self.findings.entries(self.entry, "released"):
            self.findings.keys(entry, ("parties", "toward", "first_day", "reason"), ("end_day",))
            released = self._among(entry, "parties", codes)
            toward = self._among(entry, "toward", codes)
            first, end = self._span(entry)
            reason = self.findings.text(entry, "reason")
            if first is not None:
                found.append(Release(released, toward, first, end, reason))
        return tuple(found)
