"""An export compared with the briefings: what holds, what changed, what is gone, what was altered."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings

from cli import REFUSED, main
from index import Index
from qa import Answer, Assistant
from qa.exported import FORMS, Form, conversation_from_dict, digest, export_text
from qa.kept import Conversation, KeptExchange, kept_exchange
from qa.records import Citation, Sentence
from qa.verifying import check_file, report
from tests.fakes import HashEmbedder
from tests.forms import answers
from tests.keeper import WHEN


def cite(index: Index, *sentences: str) -> KeptExchange:
    """An exchange whose answer quotes sentences of the briefings."""
    cited = []
    for number, words in enumerate(sentences, 1):
        document = next(one for one in index.documents() if words in index.text(one.id))
        start = index.text(document.id).index(words)
        cited.append(Citation(number, document, start, start + len(words), words))
    said = tuple(Sentence(one.quote, (one,)) for one in cited)
    text = " ".join(f"{one.quote[:-1]} [{one.number}]." for one in cited)
    return kept_exchange(index, "What?", Answer(text, said, tuple(cited), False, 0.9, "What?"), when=WHEN)


BRIDGE, HARBOUR = "It cost 4.2 million crowns.", "Two ferries stayed in port."


@pytest.fixture
def kept(index: Index, briefings: Path) -> Conversation:
    """A conversation whose one answer cites two briefings."""
    index.sync(briefings)
    return Conversation(1, "Costs", WHEN, (cite(index, BRIDGE, HARBOUR),))


@pytest.fixture
def states(index: Index, tmp_path: Path) -> Callable[..., list[str]]:
    def states(kept: Conversation, form: Form = "json") -> list[str]:
        file = tmp_path / "export"
        file.write_text(export_text(kept, form), encoding="utf-8")
        checked = check_file(index, file)
        assert checked.imported.faithful and not checked.altered
        assert checked.holds == all(finding.state == "holds" for finding in checked.findings)
        return [finding.state for finding in checked.findings]

    return states


def changed(briefings: Path, index: Index, old: str, new: str) -> None:
    file = briefings / "tuesday.md"
    file.write_text(file.read_text().replace(old, new))
    index.sync(briefings)


@pytest.mark.parametrize("form", FORMS)
def test_an_export_holds_while_the_briefings_stay(kept: Conversation, states: Callable[..., Any], form: Form) -> None:
    assert states(kept, form) == ["holds", "holds"]


def test_words_that_moved_are_found_and_words_that_went_are_missed(
    kept: Conversation, states: Callable[..., Any], index: Index, briefings: Path, tmp_path: Path
) -> None:
    changed(briefings, index, "The mayor", "On a fine day the mayor")
    assert states(kept) == ["moved", "holds"]
    finding = check_file(index, tmp_path / "export").findings[0]
    now = next(one for one in index.documents() if one.path == "tuesday.md")
    assert finding.start is not None and index.text(now.id)[finding.start :].startswith(BRIDGE)
    changed(briefings, index, "4.2", "5.1")
    assert states(kept) == ["changed", "holds"]
    (briefings / "tuesday.md").unlink()
    index.sync(briefings)
    assert states(kept) == ["gone", "holds"]


def test_a_renamed_file_still_holds(
    kept: Conversation, states: Callable[..., Any], index: Index, briefings: Path
) -> None:
    (briefings / "tuesday.md").rename(briefings / "renamed.md")
    index.sync(briefings)
    assert states(kept) == ["holds", "holds"]


def forged(kept: Conversation, change: Callable[[dict[str, Any]], None]) -> Conversation:
    """The conversation as somebody changed it, digest and all."""
    data = json.loads(export_text(kept, "json"))
    change(data)
    return conversation_from_dict(data | {"digest": digest(data)})


@pytest.mark.parametrize(
    "change",
    [
        lambda cited: cited.update(quote="It cost 9.9 million crowns."),
        lambda cited: cited.update(start=cited["start"] - 1, end=cited["end"] - 1),
        lambda cited: cited["document"].update(title="Another title"),
        lambda cited: cited["document"].update(published="2024-03-09"),
        lambda cited: cited["document"].update(source=None),
    ],
)
def test_a_forged_citation_is_told_from_a_changed_briefing(
    kept: Conversation, states: Callable[..., Any], change: Callable[[dict[str, Any]], None]
) -> None:
    assert states(forged(kept, lambda data: change(data["exchanges"][0]["answer"]["citations"][0]))) == [
        "altered",
        "holds",
    ]


def test_a_forged_hash_is_noticed(kept: Conversation, states: Callable[..., Any]) -> None:
    def change(data: dict[str, Any]) -> None:
        hashes = data["exchanges"][0]["hashes"]
        hashes[next(iter(hashes))] = "0" * 64

    assert states(forged(kept, change)) == ["altered", "holds"]


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer.update(text="The harbour burned down [1]."),
        lambda answer: answer["sentences"].append({"text": "The harbour burned down.", "citations": []}),
        lambda answer: answer.update(refused=True),
    ],
)
def test_a_forged_answer_is_noticed(
    kept: Conversation, index: Index, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    file = tmp_path / "export"
    file.write_text(export_text(forged(kept, lambda data: change(data["exchanges"][0]["answer"]))), encoding="utf-8")
    checked = check_file(index, file)
    assert (checked.altered, checked.holds) == ((0,), False)
    assert "was altered" in "\n".join(report(checked))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(answers())
def test_whatever_an_export_holds_is_reported_on_harmless_lines(index: Index, tmp_path: Path, answer: Answer) -> None:
    file = tmp_path / "export"
    file.write_text(export_text(Conversation(1, "x", WHEN, (KeptExchange("?", answer, WHEN),))), encoding="utf-8")
    checked = check_file(index, file)
    assert {finding.state for finding in checked.findings} <= {"gone"}
    for said in report(checked):
        assert said.isprintable() or all(sign.isprintable() or sign.isspace() or ord(sign) > 159 for sign in said)
        assert "\n" not in said and "\x1b" not in said and "\u202e" not in said


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Path]]:
    """An index over the samples, their folder, and an export of an answer from it."""
    root = tmp_path_factory.mktemp("check")
    shutil.copytree(Path(__file__).parent.parent / "seeds", root / "seeds")
    with Index.open(root / "data") as index:
        index.sync(root / "seeds")
        answer = Assistant(index).ask("What has China urged?")
        kept = kept_exchange(index, "What has China urged?", answer, when=WHEN)
        text = export_text(Conversation(1, "China", WHEN, (kept,)), "html")
        (root / "export.html").write_text(text, encoding="utf-8")
    yield root / "data", root / "seeds", root / "export.html"


def test_the_command_says_that_all_holds(folder: tuple[Path, Path, Path]) -> None:
    data, _, file = folder
    result = run("check", file, "--data", data)
    assert result.exit_code == 0, result.output
    assert "holds: Pakistan recalls its ambassador from Tehran, 17 January 2024" in result.output
    assert result.output.endswith("citations hold.\n")


def test_the_command_says_what_was_edited(folder: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data, _, file = folder
    edited = tmp_path / "edited.html"
    edited.write_text(file.read_text().replace("restraint", "calm"))
    result = run("check", edited, "--data", data)
    assert result.exit_code == REFUSED == 3
    assert "edited after it was exported" in result.output


def test_the_command_has_an_error_for_what_is_no_export(folder: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data, seeds, _ = folder
    for file in (tmp_path / "none", tmp_path, next(seeds.iterdir()), Path("/dev/zero")):
        result = run("check", file, "--data", data)
        assert result.exit_code == 1 and "Traceback" not in result.output, file
        assert result.output.startswith("Error: ")


def test_fifty_megabytes_of_hostile_citations_are_checked(index: Index, briefings: Path, tmp_path: Path) -> None:
    index.sync(briefings)
    (real,) = cite(index, HARBOUR).answer.citations
    data = json.loads(export_text(Conversation(1, "x", WHEN, (cite(index, HARBOUR),)), "json"))
    one = data["exchanges"][0]["answer"]["citations"][0]
    chance = random.Random(1)
    quotes = ("".join(chance.choices("ab <>&", k=100)) * 500 for _ in range(1000))
    data["exchanges"][0]["answer"]["citations"] = [
        one | {"number": number, "quote": quote, "start": 0, "end": len(quote)} for number, quote in enumerate(quotes)
    ]
    data["exchanges"][0]["answer"]["sentences"] = []
    (tmp_path / "export").write_text(json.dumps(data))
    assert (tmp_path / "export").stat().st_size > 5 * 10**7
    checked = check_file(index, tmp_path / "export")
    assert real.quote == HARBOUR and {finding.state for finding in checked.findings} == {"altered"}
    assert sum(map(len, report(checked))) < 10**6


def test_a_reader_checks_while_another_writes(tmp_path: Path, briefings: Path) -> None:
    with Index.open(tmp_path / "other", embedder=HashEmbedder()) as owner:
        owner.sync(briefings)
        (tmp_path / "x.md").write_text(
            export_text(Conversation(1, "x", WHEN, (cite(owner, BRIDGE),))), encoding="utf-8"
        )
        with Index.open(tmp_path / "other", embedder=HashEmbedder(), read_only=True) as reader:
            assert check_file(reader, tmp_path / "x.md").holds
