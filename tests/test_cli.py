"""The command `briefings`, in this process and beside a page that runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import REFUSED, main
from tests.conftest import ROOT, SEEDS

URL = re.compile(r"http://127\.0\.0\.1:\d+")


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the samples, made by the command itself."""
    directory = tmp_path_factory.mktemp("cli") / "data"
    assert run("sync", SEEDS, "--data", directory).exit_code == 0
    return directory


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, int]]:
    """A page that runs in a process of its own: its directory, address and process id."""
    directory = tmp_path_factory.mktemp("served") / "data"
    command = [sys.executable, str(ROOT / "cli.py"), "serve", str(SEEDS), "--data", str(directory), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        address = next(found.group() for line in lines if (found := URL.search(line)))
        yield directory, address, process.pid
        process.terminate()


def test_sync_says_how_much_was_added_and_names_what_failed(tmp_path: Path, briefings: Path) -> None:
    (briefings / "broken.md").write_bytes(b"---\ntitle: [unclosed\n---\ntext")
    result = run("sync", briefings, "--data", tmp_path / "data")
    assert result.exit_code == 0
    assert "3 added" in result.output
    assert "1 failed" in result.output
    assert "broken.md: its front matter is not valid YAML" in result.output


def test_ask_prints_the_answer_and_the_words_it_rests_on(data: Path) -> None:
    result = run("ask", "What has China urged?", "--data", data)
    assert result.exit_code == 0
    assert "restraint [1]." in result.output
    assert "“China urged both Pakistan and Iran on 17 January to show restraint.”" in result.output
    assert "Asked as of 29 January 2024, your newest briefing." in result.output


def test_ask_prints_json_that_holds_the_citations(data: Path) -> None:
    result = run("ask", "What has China urged?", "--json", "--data", data)
    answer = json.loads(result.stdout)
    assert answer["version"] == 1
    assert "restraint" in answer["citations"][0]["quote"]


def test_a_refusal_has_an_exit_code_of_its_own_and_shows_the_nearest_passages(data: Path) -> None:
    result = run("ask", "Who won the cricket world cup?", "--data", data)
    assert result.exit_code == REFUSED
    assert "The briefings do not say" in result.output
    assert "Nearest: " in result.output


def test_search_lists_passages_best_first(data: Path) -> None:
    result = run("search", "Gwadar port", "--limit", "2", "--data", data)
    assert result.exit_code == 0
    assert result.output.splitlines()[0].endswith("2024-01-18-background-pakistan-and-iran.md)")


def test_the_day_of_the_question_can_be_chosen(data: Path) -> None:
    result = run("ask", "Where are the ambassadors?", "--asked", "2024-01-17", "--data", data)
    assert "Asked as of" not in result.output


def test_nothing_after_the_chosen_day_is_found(data: Path) -> None:
    found = run("search", "ambassador", "--asked", "2024-01-18", "--limit", "50", "--data", data).output
    assert "17 January 2024" in found and "22 January 2024" not in found


def test_a_stretch_of_days_and_sources_limit_what_is_found(data: Path) -> None:
    stretch = ("--from", "2024-01-17", "--to", "2024-01-18")
    days = set(re.findall(r"\((\d+ \w+ 2024), ", run("search", "Iran", *stretch, "--data", data).output))
    assert days == {"17 January 2024", "18 January 2024"}
    answer = json.loads(
        run("ask", "What has China urged?", "--source", "Diplomatic desk", "--json", "--data", data).stdout
    )
    assert {citation["document"]["source"] for citation in answer["citations"]} == {"Diplomatic desk"}


def test_a_day_that_is_none_is_named(data: Path) -> None:
    result = run("ask", "What has China urged?", "--from", "last week", "--data", data)
    assert result.exit_code == 2 and "last week" in result.output


def test_a_missing_index_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    result = run("ask", "Anything?", "--data", tmp_path / "none")
    assert result.exit_code == 1
    assert "run `briefings sync FOLDER` first" in result.output
    assert "Traceback" not in result.output


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    result = run("sync", tmp_path / "none", "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert str(tmp_path / "none") in result.output


def test_an_unknown_setting_in_the_environment_is_an_error_that_names_it(data: Path) -> None:
    result = run("ask", "Anything?", "--data", data, env={"BRIEFINGS_QA_SPEED": "9"})
    assert result.exit_code == 1
    assert "BRIEFINGS_QA_SPEED" in result.output


def test_an_unknown_model_in_the_environment_is_an_error_that_lists_the_known(data: Path) -> None:
    result = run("ask", "Anything?", "--data", data, env={"BRIEFINGS_LLM": "abacus"})
    assert result.exit_code == 1
    assert "ollama:NAME" in result.output


def test_the_environment_names_the_directory(data: Path) -> None:
    assert run("search", "China", env={"BRIEFINGS_DATA": str(data)}).exit_code == 0


def test_verify_finds_nothing_wrong_and_rebuild_keeps_it_so(tmp_path: Path, briefings: Path) -> None:
    data = tmp_path / "data"
    run("sync", briefings, "--data", data)
    assert run("rebuild", "--data", data).exit_code == 0
    assert run("verify", "--data", data).output == "Nothing is wrong.\n"


def test_ask_answers_while_the_page_runs(served: tuple[Path, str, int]) -> None:
    data, _, _ = served
    result = run("ask", "What has China urged?", "--data", data)
    assert result.exit_code == 0
    assert "restraint" in result.output


def test_a_second_writer_is_refused_at_once_and_told_who_the_first_is(served: tuple[Path, str, int]) -> None:
    data, address, pid = served
    for command in (("serve", "--data", data), ("rebuild", "--data", data)):
        result = run(*command)
        assert result.exit_code == 1
        assert str(pid) in result.output
        assert address in result.output


def test_sync_has_the_page_do_it_while_one_runs(served: tuple[Path, str, int], briefings: Path) -> None:
    data, _, _ = served
    result = run("sync", briefings, "--data", data)
    assert result.exit_code == 0
    assert "3 added" in result.output
    assert "4.2 million" in run("ask", "What did the bridge in Tarn cost?", "--data", data).output


def test_sync_through_the_page_fails_with_the_same_words(served: tuple[Path, str, int], tmp_path: Path) -> None:
    data, _, _ = served
    result = run("sync", tmp_path / "none", "--data", data)
    assert result.exit_code == 1
    assert "does not exist" in result.output


def test_an_empty_folder_name_is_an_error_and_not_the_working_directory(tmp_path: Path) -> None:
    result = run("sync", "", "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert "empty name" in result.output
