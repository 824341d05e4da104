"""A folder that keeps its index inside itself."""

from __future__ import annotations

from pathlib import Path

from qa import Assistant


def test_files_that_could_not_be_read_are_named_in_a_note(briefings: Path) -> None:
    (briefings / "empty.txt").write_text("", encoding="utf-8")
    with Assistant(briefings) as assistant:
        notes = assistant.ask("What did the bridge in Tarn cost?").notes
    assert [note.kind for note in notes] == ["unread"]
    assert "empty.txt" in notes[0].text


def test_a_folder_that_lost_most_of_its_files_still_answers_and_says_why_it_was_not_synced(briefings: Path) -> None:
    with Assistant(briefings):
        pass
    (briefings / "monday.md").unlink()
    (briefings / "tuesday.md").unlink()
    with Assistant(briefings) as assistant:
        answer = assistant.ask("What did the bridge in Tarn cost?")
    assert "4.2 million" in answer.text
    assert [note.kind for note in answer.notes] == ["read only"]
    assert "--prune" in answer.notes[0].text


def test_a_briefing_that_was_removed_while_its_folder_moved_no_longer_answers(briefings: Path, tmp_path: Path) -> None:
    with Assistant(briefings) as assistant:
        assert "4.2 million" in assistant.ask("What did the bridge in Tarn cost?").text
    moved = briefings.rename(tmp_path / "moved")
    (moved / "tuesday.md").unlink()
    with Assistant(moved) as assistant:
        assert assistant.ask("What did the bridge in Tarn cost?").refused
        assert assistant.index.folders() == [str(moved)]
