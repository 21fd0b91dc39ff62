"""The faces of the workbench are one: the verbs, the commands, the methods of a session."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

from comity.cli.main import COMMANDS, load_command, verb_of
from comity.workbench.result import Request, Result
from comity.workbench.session import Session

WORKBENCH = Path(__file__).resolve().parents[2] / "src" / "comity" / "workbench"
# Files of the workbench that are no verb.
FRAME = {"__init__", "bench", "estimates", "result", "session", "table_file", "vote_files"}
VERBS = sorted(path.stem for path in WORKBENCH.glob("*.py") if path.stem not in FRAME)


def camel(verb: str) -> str:
    return "".join(part.capitalize() for part in verb.split("_"))


def test_each_verb_is_a_command_and_each_command_a_verb() -> None:
    assert sorted(verb_of(name) for name in COMMANDS) == VERBS


def test_the_first_word_of_a_sub_command_is_a_command_too() -> None:
    assert {name.split()[0] for name in COMMANDS} <= set(COMMANDS)


def test_the_help_lists_each_command_with_its_own_first_line() -> None:
    for name, line in COMMANDS.items():
        assert (load_command(name).help or "").splitlines()[0] == line


def test_each_verb_is_a_method_of_the_session() -> None:
    own = {name for name in vars(Session) if not name.startswith("_")}
    assert sorted(own) == VERBS


def test_each_verb_takes_a_frozen_request_and_gives_a_frozen_result() -> None:
    for verb in VERBS:
        module = importlib.import_module(f"comity.workbench.{verb}")
        function = getattr(module, verb)
        request = getattr(module, f"{camel(verb)}Request")
        result = getattr(module, f"{camel(verb)}Result")
        assert issubclass(request, Request)
        assert issubclass(result, Result)
        assert request.model_config["frozen"]
        assert result.model_config["frozen"]
        assert list(inspect.signature(function).parameters)[1] == "request"


def test_requests_describe_each_of_their_fields() -> None:
    for verb in VERBS:
        module = importlib.import_module(f"comity.workbench.{verb}")
        request = getattr(module, f"{camel(verb)}Request")
        undescribed = [n for n, f in request.model_fields.items() if not f.description]
        assert undescribed == []
