"""The workbench from Python: one method for each verb, with the same options as the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import pyarrow as pa
from pydantic import ValidationError

from comity.workbench.bench import Workbench
from comity.workbench.blocs import BlocsRequest, BlocsResult, blocs
from comity.workbench.brief import BriefRequest, BriefResult, brief
from comity.workbench.data import DataRequest, DataResult, data
from comity.workbench.drift import DriftRequest, DriftResult, drift
from comity.workbench.facts import FactsRequest, FactsResult, facts
from comity.workbench.fetch import FetchRequest, FetchResult, fetch
from comity.workbench.gestures import GesturesRequest, GesturesResult, gestures
from comity.workbench.ideal_points import (
    IdealPointsRequest,
    IdealPointsResult,
    ideal_points,
)
from comity.workbench.ingest import IngestRequest, IngestResult, ingest
from comity.workbench.ledger import LedgerRequest, LedgerResult, ledger
from comity.workbench.organisations import (
    OrganisationsRequest,
    OrganisationsResult,
    organisations,
)
from comity.workbench.panel import PanelRequest, PanelResult, panel
from comity.workbench.poles import PolesRequest, PolesResult, poles
from comity.workbench.reactions import ReactionsRequest, ReactionsResult, reactions
from comity.workbench.reactions_backtest import (
    ReactionsBacktestRequest,
    ReactionsBacktestResult,
    reactions_backtest,
)
from comity.workbench.reactions_fit import (
    Cancelled,
    ReactionsFitRequest,
    ReactionsFitResult,
    Share,
    reactions_fit,
)
from comity.workbench.reactions_strategies import (
    ReactionsStrategiesRequest,
    ReactionsStrategiesResult,
    reactions_strategies,
)
from comity.workbench.regions import RegionsRequest, RegionsResult, regions
from comity.workbench.repertoire import RepertoireRequest, RepertoireResult, repertoire
from comity.workbench.result import Request, not_valid
from comity.workbench.series_file import TableContent
from comity.workbench.similarity import SimilarityRequest, SimilarityResult, similarity
from comity.workbench.sovereignty import SovereigntyRequest, SovereigntyResult, sovereignty
from comity.workbench.states import StatesRequest, StatesResult, states
from comity.workbench.tidy import TidyRequest, TidyResult, tidy
from comity.workbench.ties import TiesRequest, TiesResult, ties

R = TypeVar("R", bound=Request)


class Session(Workbench):
    """A lake, and the verbs on it. Options are the fields of each verb's request.

    Raises BadValue for an option that is unknown or not valid, and what the verb raises.
    """

    def brief(self, state: str = "", **options: Any) -> BriefResult:
        return brief(self, _request(BriefRequest, {"state": state, **options}))

    def ledger(self, source: str, target: str, **options: Any) -> LedgerResult:
        asked = {"source": source, "target": target, **options}
        return ledger(self, _request(LedgerRequest, asked))

    def panel(self, **options: Any) -> PanelResult:
        return panel(self, _request(PanelRequest, options))

    def gestures(self, source: str, target: str, **options: Any) -> GesturesResult:
        asked = {"source": source, "target": target, **options}
        return gestures(self, _request(GesturesRequest, asked))

    def facts(self, state: str = "", other: str = "", **options: Any) -> FactsResult:
        return facts(self, _request(FactsRequest, {"state": state, "other": other, **options}))

    def ties(self, state: str, toward: str | Sequence[str] = "", **options: Any) -> TiesResult:
        return ties(self, _request(TiesRequest, {"state": state, "toward": toward, **options}))

    def similarity(self, state: str, other: str, **options: Any) -> SimilarityResult:
        asked = {"state": state, "other": other, **options}
        return similarity(self, _request(SimilarityRequest, asked))

    def blocs(self, **options: Any) -> BlocsResult:
        return blocs(self, _request(BlocsRequest, options))

    def drift(self, state: str = "", **options: Any) -> DriftResult:
        return drift(self, _request(DriftRequest, {"state": state, **options}))

    def sovereignty(self, state: str, **options: Any) -> SovereigntyResult:
        return sovereignty(self, _request(SovereigntyRequest, {"state": state, **options}))

    def poles(self, **options: Any) -> PolesResult:
        return poles(self, _request(PolesRequest, options))

    def ideal_points(self, **options: Any) -> IdealPointsResult:
        return ideal_points(self, _request(IdealPointsRequest, options))

    def reactions(self, state: str = "", toward: str = "", **options: Any) -> ReactionsResult:
        asked = {"state": state, "toward": toward, **options}
        return reactions(self, _request(ReactionsRequest, asked))

    def reactions_fit(
        self,
        series: TableContent,
        *,
        progress: Share | None = None,
        cancelled: Cancelled | None = None,
        **options: Any,
    ) -> ReactionsFitResult:
        request = _request(ReactionsFitRequest, {"series": series, **options})
        return reactions_fit(self, request, progress=progress, cancelled=cancelled)

    def reactions_backtest(
        self,
        series: TableContent,
        *,
        progress: Share | None = None,
        cancelled: Cancelled | None = None,
        **options: Any,
    ) -> ReactionsBacktestResult:
        request = _request(ReactionsBacktestRequest, {"series": series, **options})
        return reactions_backtest(self, request, progress=progress, cancelled=cancelled)

    def reactions_strategies(self, games: pa.Table, **options: Any) -> ReactionsStrategiesResult:
        asked = {"games": games, **options}
        return reactions_strategies(self, _request(ReactionsStrategiesRequest, asked))

    def repertoire(self, state: str, toward: str, **options: Any) -> RepertoireResult:
        asked = {"state": state, "toward": toward, **options}
        return repertoire(self, _request(RepertoireRequest, asked))

    def data(self, **options: Any) -> DataResult:
        return data(self, _request(DataRequest, options))

    def fetch(self, name: str = "", **options: Any) -> FetchResult:
        return fetch(self, _request(FetchRequest, {"name": name, **options}))

    def ingest(self, source: str, *files: str, **options: Any) -> IngestResult:
        return ingest(self, _request(IngestRequest, {"source": source, "files": files, **options}))

    def tidy(self, **options: Any) -> TidyResult:
        return tidy(self, _request(TidyRequest, options))

    def states(self, search: str = "", **options: Any) -> StatesResult:
        return states(self, _request(StatesRequest, {"search": search, **options}))

    def regions(self, search: str = "", **options: Any) -> RegionsResult:
        return regions(self, _request(RegionsRequest, {"search": search, **options}))

    def organisations(self, search: str = "", **options: Any) -> OrganisationsResult:
        asked = {"search": search, **options}
        return organisations(self, _request(OrganisationsRequest, asked))


def _request(kind: type[R], values: Mapping[str, Any]) -> R:
    try:
        return kind(**values)
    except ValidationError as error:
        raise not_valid(error, kind.model_fields) from error
