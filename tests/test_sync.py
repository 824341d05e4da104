"""Bringing the index in step with a folder: what changed, and only that."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from index import (
    FolderError,
    Index,
    IndexSettings,
    Locked,
    NotFound,
    Progress,
    PruneRefused,
    ReadOnly,
    SyncReport,
)
from index import scan as scanning
from index.records import Failure
from index.scan import scan
from tests.fakes import HashEmbedder

LONG_AGO = 1_700_000_000_000_000_000


def settle(folder: Path) -> None:
    """Give every file a time of change that can be trusted."""
    for file in folder.rglob("*"):
        if file.is_file():
            os.utime(file, ns=(LONG_AGO, LONG_AGO))


def titles(index: Index) -> set[str]:
    return {document.title for document in index.documents()}


def found(index: Index, query: str) -> set[str]:
    """The paths of the briefings that hold a word of the query."""
    return {hit.document.path for hit in index.search(query) if hit.word_score > 0}


def test_a_first_sync_adds_every_briefing(index: Index, briefings: Path) -> None:
    report = index.sync(briefings)
    assert report == SyncReport(added=("friday.md", "monday.md", "tuesday.md"))
    assert found(index, "bridge") == {"tuesday.md"}
    assert index.verify() == []


@pytest.mark.parametrize("settled", [True, False])
def test_a_second_sync_changes_nothing(index: Index, briefings: Path, settled: bool) -> None:
    if settled:
        settle(briefings)
    index.sync(briefings)
    before = index._catalogue.sequence()
    assert index.sync(briefings) == SyncReport(unchanged=("friday.md", "monday.md", "tuesday.md"))
    assert index._catalogue.sequence() == before


def test_an_update_replaces_what_the_file_said(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    (briefings / "tuesday.md").write_text("The mayor of Tarn opened a tunnel.")
    report = index.sync(briefings)
    assert report.updated == ("tuesday.md",) and report.unchanged == ("friday.md", "monday.md")
    assert found(index, "bridge") == set()
    assert found(index, "tunnel") == {"tuesday.md"}


def test_a_removed_briefing_no_longer_answers(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    [document] = [document for document in index.documents() if document.path == "tuesday.md"]
    (briefings / "tuesday.md").unlink()
    assert index.sync(briefings).removed == ("tuesday.md",)
    assert found(index, "bridge") == set()
    with pytest.raises(NotFound, match=document.id):
        index.text(document.id)
    assert index.verify() == []


def test_only_what_changed_is_embedded(tmp_path: Path, briefings: Path) -> None:
    class Counting(HashEmbedder):
        def __init__(self) -> None:
            self.texts: list[str] = []

        def get_text_embedding_batch(self, texts: list[str]) -> list[list[float]]:
            self.texts += texts
            return super().get_text_embedding_batch(texts)

    embedder = Counting()
    with Index.open(tmp_path / "data", embedder=embedder) as index:
        index.sync(briefings)
        embedder.texts.clear()
        (briefings / "new.md").write_text("Snow fell in Lorne.")
        (briefings / "tuesday.md").rename(briefings / "wednesday.md")
        index.sync(briefings)
        assert set(embedder.texts) == {"Snow fell in Lorne."}


def test_a_moved_file_keeps_its_document(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    before = {document.path: document.id for document in index.documents()}
    (briefings / "archive").mkdir()
    (briefings / "monday.md").rename(briefings / "archive" / "old.md")
    report = index.sync(briefings)
    assert report.added == ("archive/old.md",) and report.removed == ("monday.md",)
    assert index.document(before["monday.md"]).path == "archive/old.md"
    assert index.verify() == []


def test_files_that_swap_their_contents_keep_both(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    monday, friday = briefings / "monday.md", briefings / "friday.md"
    monday.rename(briefings / "between")
    friday.rename(monday)
    (briefings / "between").rename(friday)
    index.sync(briefings)
    assert titles(index) == {"Monday note", "Tuesday note", "Friday note"}
    assert found(index, "storm") == {"monday.md"}


def test_a_file_that_takes_the_name_of_one_moved_on_replaces_neither(index: Index, briefings: Path) -> None:
    (briefings / "current.txt").write_text("The first council of Lorne met.")
    index.sync(briefings)
    (briefings / "current.txt").rename(briefings / "previous.txt")
    (briefings / "current.txt").write_text("The second council of Lorne met.")
    index.sync(briefings)
    assert found(index, "council first") == {"current.txt", "previous.txt"}
    assert "first" in index.text(next(d.id for d in index.documents() if d.path == "previous.txt"))


def test_equal_files_are_one_briefing_until_the_last_is_gone(index: Index, briefings: Path) -> None:
    (briefings / "copy.md").write_bytes((briefings / "monday.md").read_bytes())
    index.sync(briefings)
    [document] = [document for document in index.documents() if document.title == "Monday note"]
    assert document.path == "copy.md"
    (briefings / "copy.md").unlink()
    index.sync(briefings)
    assert index.document(document.id).path == "monday.md"
    (briefings / "monday.md").unlink()
    index.sync(briefings)
    assert titles(index) == {"Tuesday note", "Friday note"}


def test_touching_a_file_changes_nothing(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    for file in briefings.iterdir():
        file.touch()
    assert index.sync(briefings).unchanged == ("friday.md", "monday.md", "tuesday.md")


def test_a_change_within_the_tick_of_the_clock_is_noticed(index: Index, briefings: Path) -> None:
    file = briefings / "tuesday.md"
    index.sync(briefings)
    status = file.stat()
    file.write_text(file.read_text().replace("bridge", "square"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert index.sync(briefings).updated == ("tuesday.md",)
    assert found(index, "square") == {"tuesday.md"}


def test_a_settled_file_is_not_read_again(index: Index, briefings: Path) -> None:
    file = briefings / "tuesday.md"
    settle(briefings)
    index.sync(briefings)
    file.write_text(file.read_text().replace("bridge", "square"))
    settle(briefings)
    assert index.sync(briefings).unchanged == ("friday.md", "monday.md", "tuesday.md")


BAD = {
    "binary.txt": (bytes(range(256)) * 20, ""),
    "empty.md": (b"", "it is empty"),
    "blank.txt": (b" \n\n ", "it is empty"),
    "headless.md": (b"---\ntitle: [a\n---\n\nText.", "front matter is not valid YAML"),
    "bodiless.md": (b"---\ntitle: A\n---\n", "empty below its front matter"),
    "deep.md": (b"---\na: " + b"[" * 9000 + b"\n---\n\nText.", "front matter"),
    "picture.png": (b"\x89PNG", ".png is not a format read here"),
    "README": (b"words", "without an ending"),
    "large.txt": (b"word " * 300_000, "larger than 1 MB"),
}


def test_one_bad_file_never_stops_the_rest(tmp_path: Path, briefings: Path) -> None:
    for name, (content, _) in BAD.items():
        (briefings / name).write_bytes(content)
    (briefings / "broken.md").symlink_to(briefings / "nowhere.md")
    settings = IndexSettings(file_megabytes=1)
    with Index.open(tmp_path / "data", embedder=HashEmbedder(), settings=settings) as index:
        report = index.sync(briefings)
        assert report.added == ("friday.md", "monday.md", "tuesday.md")
        reasons = {failure.path: failure.reason for failure in report.failed}
        assert reasons.keys() == {*BAD, "broken.md"}
        assert all(expected in reasons[name] and reasons[name] for name, (_, expected) in BAD.items())
        again = index.sync(briefings)
        assert again.failed == report.failed and again.unchanged == report.added
        assert index.verify() == []


def test_a_name_that_is_not_text_is_reported_and_stops_nothing(index: Index, briefings: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(briefings) + b"/caf\xe9.md")).write_text("Words.")
    except OSError:
        pytest.skip("this file system takes text alone")
    report = index.sync(briefings)
    assert len(report.added) == 3
    [failure] = report.failed
    assert failure.path == "caf\\xe9.md" and "rename it" in failure.reason


def test_a_file_that_failed_is_read_once_it_is_mended(index: Index, briefings: Path) -> None:
    (briefings / "new.md").write_text("")
    assert [failure.path for failure in index.sync(briefings).failed] == ["new.md"]
    (briefings / "new.md").write_text("Snow fell.")
    assert index.sync(briefings).added == ("new.md",)


def test_a_file_too_large_is_read_once_the_limit_allows_it(tmp_path: Path) -> None:
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "long.txt").write_text("A long report. " * 2000)
    settle(folder)
    for limit, failures in ((0.01, 1), (1, 0)):
        settings = IndexSettings(file_megabytes=limit)
        with Index.open(tmp_path / "data", embedder=HashEmbedder(), settings=settings) as index:
            assert len(index.sync(folder).failed) == failures


def test_a_briefing_gone_bad_no_longer_answers(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    (briefings / "tuesday.md").write_text("")
    assert [failure.path for failure in index.sync(briefings).failed] == ["tuesday.md"]
    assert found(index, "bridge") == set()


def test_a_missing_folder_is_refused_and_removes_nothing(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    briefings.rename(briefings.with_name("elsewhere"))
    with pytest.raises(FolderError, match="does not exist"):
        index.sync(briefings)
    assert len(titles(index)) == 3


def test_a_file_is_not_a_folder(index: Index, briefings: Path) -> None:
    with pytest.raises(FolderError, match="is not a folder"):
        index.sync(briefings / "monday.md")


def test_a_folder_of_which_over_half_is_gone_is_refused_unless_told_to_prune(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    (briefings / "monday.md").unlink()
    (briefings / "tuesday.md").unlink()
    with pytest.raises(PruneRefused, match="2 of the 3 files"):
        index.sync(briefings)
    assert len(titles(index)) == 3
    assert index.sync(briefings, prune=True).removed == ("monday.md", "tuesday.md")
    assert titles(index) == {"Friday note"}


def test_a_folder_that_cannot_be_listed_removes_nothing(
    index: Index, briefings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = briefings / "inner"
    inner.mkdir()
    (inner / "monday.md").write_bytes((briefings / "monday.md").read_bytes())
    (inner / "own.md").write_text("Snow fell.")
    index.sync(briefings)
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path) == inner:
            raise PermissionError(13, "Permission denied", str(inner))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    report = index.sync(briefings)
    assert report.removed == () and "cannot be listed" in report.failed[0].reason
    assert found(index, "snow") == {"inner/own.md"}


def test_what_was_removed_by_hand_stays_out_until_added_again(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    [document] = [document for document in index.documents() if document.path == "tuesday.md"]
    index.remove(document.id)
    assert found(index, "bridge") == set()
    (briefings / "tuesday.md").touch()
    (briefings / "copy.md").write_bytes((briefings / "tuesday.md").read_bytes())
    report = index.sync(briefings)
    assert report.added == () and found(index, "bridge") == set()
    assert index.add(briefings / "tuesday.md").added == ("tuesday.md",)
    assert index.document(document.id) and found(index, "bridge")
    assert index.verify() == []


def test_a_removed_briefing_in_an_inner_folder_can_be_added_again(index: Index, briefings: Path) -> None:
    (briefings / "inner").mkdir()
    file = briefings / "inner" / "snow.md"
    file.write_text("Snow fell in Lorne.")
    index.sync(briefings)
    [document] = [document for document in index.documents() if document.path == "inner/snow.md"]
    index.remove(document.id)
    assert index.add(file).added == ("inner/snow.md",)
    assert found(index, "snow") == {"inner/snow.md"}
    file.unlink()
    index.sync(briefings)
    assert found(index, "snow") == set()


def test_removing_what_is_not_there_says_so(index: Index) -> None:
    with pytest.raises(NotFound, match="nothing"):
        index.remove("nothing")


def test_a_single_file_is_added_without_its_neighbours(index: Index, briefings: Path) -> None:
    assert index.add(briefings / "tuesday.md").added == ("tuesday.md",)
    assert titles(index) == {"Tuesday note"}
    assert index.add(briefings / "tuesday.md").unchanged == ("tuesday.md",)


def test_adding_a_file_that_is_not_there_is_a_failure_with_a_reason(index: Index, briefings: Path) -> None:
    [failure] = index.add(briefings / "nowhere.md").failed
    assert failure.path == "nowhere.md" and "cannot be read" in failure.reason


@pytest.mark.parametrize("through", ["itself", "a link"])
def test_the_directory_of_the_index_is_never_synced(tmp_path: Path, briefings: Path, through: str) -> None:
    folder = briefings
    if through == "a link":
        folder = tmp_path / "link"
        folder.symlink_to(briefings, target_is_directory=True)
    with Index.open(briefings / "data", embedder=HashEmbedder()) as index:
        (index.path / "stray.txt").write_text("Stray words.")
        report = index.sync(folder)
        assert report == SyncReport(added=("friday.md", "monday.md", "tuesday.md"))
        with pytest.raises(FolderError, match="the index's own directory"):
            index.sync(index.path)
        with pytest.raises(FolderError, match="the index's own directory"):
            index.add(index.path / "stray.txt")


def test_uploads_beside_the_index_can_be_synced(index: Index) -> None:
    uploads = index.path / "uploads"
    uploads.mkdir()
    (uploads / "sent.txt").write_text("Sent words.")
    assert index.sync(uploads).added == ("sent.txt",)


def test_a_name_that_is_half_a_character_on_windows_is_named_in_the_report(
    briefings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["half\ud800.txt", "latin\udce9.txt", "whole.txt"]
    monkeypatch.setattr(os, "walk", lambda folder, onerror: [(str(folder), [], names)])
    monkeypatch.setattr(scanning, "_may_be_read", lambda path: True)
    failed: list[Failure] = []
    assert [path for path, _ in scan(briefings, exclude=briefings / "data", failed=failed)] == ["whole.txt"]
    assert [failure.path for failure in failed] == [r"half\ud800.txt", r"latin\xe9.txt"]


def test_what_programs_leave_beside_files_is_passed_over(index: Index, briefings: Path) -> None:
    for name in ("~$friday.docx", "Thumbs.db", "desktop.ini"):
        (briefings / name).write_bytes(b"\x05owner")
    (briefings / "__MACOSX").mkdir()
    (briefings / "__MACOSX" / "friday.md").write_text("A shadow.")
    report = index.sync(briefings)
    assert len(report.added) == 3 and report.failed == ()


@pytest.mark.parametrize("name", ["linked", "plain"])
def test_the_index_inside_its_folder_is_not_read_under_any_name(briefings: Path, tmp_path: Path, name: str) -> None:
    (briefings / "plain").mkdir()
    (briefings / "plain" / "note.txt").write_text("Of the index itself.")
    (tmp_path / "linked").symlink_to(briefings / "plain")
    failed: list[Failure] = []
    exclude = tmp_path / "linked" if name == "linked" else briefings / "plain"
    found = [path for path, _ in scan(briefings, exclude=exclude, failed=failed)]
    assert sorted(found) == ["friday.md", "monday.md", "tuesday.md"] and not failed


def test_hidden_files_and_folders_are_passed_over(index: Index, briefings: Path) -> None:
    (briefings / ".hidden").mkdir()
    (briefings / ".hidden" / "note.md").write_text("Hidden words.")
    (briefings / ".note.md").write_text("Hidden words.")
    assert len(index.sync(briefings).added) == 3


def test_two_folders_do_not_mix(index: Index, briefings: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "monday.md").write_text("Snow fell in Lorne.")
    (other / "shared.md").write_bytes((briefings / "friday.md").read_bytes())
    index.sync(briefings)
    assert index.sync(other).removed == ()
    assert index.sync(briefings).removed == ()
    assert index.forget(other).removed == ("monday.md", "shared.md")
    assert found(index, "snow") == set()
    assert titles(index) == {"Monday note", "Tuesday note", "Friday note"}
    assert (other / "monday.md").exists()


def test_a_forgotten_folder_can_be_synced_again(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    index.forget(briefings)
    assert titles(index) == set() and index.search("harbour") == []
    assert len(index.sync(briefings).added) == 3


def test_progress_counts_up_to_what_changed(index: Index, briefings: Path) -> None:
    seen: list[Progress] = []
    index.sync(briefings, progress=seen.append)
    assert [progress.done for progress in seen] == [1, 2, 3] and {progress.total for progress in seen} == {3}
    assert [progress.path for progress in seen] == ["friday.md", "monday.md", "tuesday.md"]


def test_a_reader_changes_nothing(index: Index, briefings: Path) -> None:
    index.sync(briefings)
    with Index.open(index.path, embedder=HashEmbedder(), read_only=True) as reader:
        [document, *_] = reader.documents()
        for change in (
            lambda: reader.sync(briefings),
            lambda: reader.add(briefings / "monday.md"),
            lambda: reader.remove(document.id),
            lambda: reader.forget(briefings),
            reader.rebuild,
        ):
            with pytest.raises(ReadOnly):
                change()


def test_a_second_sync_at_the_same_time_is_refused(index: Index, briefings: Path) -> None:
    refused: list[Exception] = []

    def again() -> None:
        try:
            index.sync(briefings)
        except Locked as error:
            refused.append(error)

    def meanwhile(progress: Progress) -> None:
        if progress.done == 1:
            thread = threading.Thread(target=again)
            thread.start()
            thread.join()

    index.sync(briefings, progress=meanwhile)
    assert len(refused) == 1 and "being changed" in str(refused[0])


def test_many_small_and_failing_files_are_brought_in_several_batches(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(72):
        (folder / f"{number:02}.txt").write_text(f"Note {number}." if number % 3 else "")
    report = index.sync(folder)
    assert len(report.added) == 48 and len(report.failed) == 24
    assert index.verify() == []


def test_a_file_of_too_many_sentences_is_named_and_the_rest_goes_on(tmp_path: Path, briefings: Path) -> None:
    (briefings / "rows.txt").write_text("a\n\n" * 51)
    settings = IndexSettings(text_sentences=50)
    with Index.open(tmp_path / "data", embedder=HashEmbedder(), settings=settings) as index:
        report = index.sync(briefings)
        assert [failure.path for failure in report.failed] == ["rows.txt"] and len(report.added) == 3
        assert "more than 50 sentences" in report.failed[0].reason
        assert index.sync(briefings).failed == report.failed and index.verify() == []
