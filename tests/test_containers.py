"""Attachments and members of archives are briefings of their own, and come and go with the file that holds them."""

from __future__ import annotations

import os
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from index import Index, IndexSettings, NotFound, SyncReport
from tests.fakes import HashEmbedder


def write_zip(path: Path, **members: str | bytes) -> None:
    """An archive of files; a double underscore in a name is its dot."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)


def mail(subject: str, body: str, **attached: str) -> bytes:
    """A message with text files attached."""
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        subject,
        "desk@example.org",
        "Fri, 19 Jan 2024 10:00:00 +0000",
    )
    message.set_content(body)
    for name, content in attached.items():
        message.add_attachment(content, filename=name.replace("__", "."))
    return message.as_bytes()


def found(index: Index, word: str) -> list[str]:
    return [hit.document.path for hit in index.search(word) if hit.word_score > 0]


def test_what_an_archive_holds_is_found_under_the_archive(index: Index, briefings: Path) -> None:
    letter = mail("Snow", "Snow fell on the pass.", report__txt="The avalanche closed the tunnel.")
    write_zip(briefings / "week.zip", lake__txt="The lake froze.", letter__eml=letter)
    report = index.sync(briefings)
    inner = ("week.zip/lake.txt", "week.zip/letter.eml", "week.zip/letter.eml/report.txt")
    assert report.added == ("friday.md", "monday.md", "tuesday.md", "week.zip", *inner) and report.failed == ()
    assert found(index, "lake") == ["week.zip/lake.txt"]
    assert found(index, "avalanche") == ["week.zip/letter.eml/report.txt"]
    assert found(index, "pass") == ["week.zip/letter.eml"]
    os.utime(briefings / "week.zip", ns=(1, 1))
    assert index.sync(briefings) == SyncReport(unchanged=report.added)
    assert index.verify() == []


def test_what_left_an_archive_no_longer_answers(index: Index, briefings: Path) -> None:
    write_zip(briefings / "week.zip", lake__txt="The lake froze.", river__txt="The river rose.")
    index.sync(briefings)
    lake = index.search("lake")[0].document.id
    write_zip(briefings / "week.zip", lake__txt="The lake froze.", hill__txt="The hill slid.")
    report = index.sync(briefings)
    assert (report.added, report.updated, report.removed) == (
        ("week.zip/hill.txt",),
        ("week.zip",),
        ("week.zip/river.txt",),
    )
    assert found(index, "river") == [] and index.search("lake")[0].document.id == lake
    (briefings / "week.zip").write_bytes(b"PK\x03\x04 cut short")
    report = index.sync(briefings)
    assert [failure.path for failure in report.failed] == ["week.zip"]
    assert report.removed == ("week.zip/hill.txt", "week.zip/lake.txt") and found(index, "lake hill") == []
    assert index.verify() == []


def test_an_archive_that_goes_takes_what_it_held(index: Index, briefings: Path) -> None:
    write_zip(briefings / "week.zip", lake__txt="The lake froze.")
    (briefings / "lake.txt").write_text("The lake froze.")
    index.sync(briefings)
    assert found(index, "lake") == ["lake.txt"]  # equal files are one briefing
    (briefings / "lake.txt").unlink()
    index.sync(briefings)
    assert found(index, "lake") == ["week.zip/lake.txt"]
    (briefings / "week.zip").unlink()
    assert index.sync(briefings).removed == ("week.zip", "week.zip/lake.txt")
    assert found(index, "lake") == [] and index.verify() == []


def test_a_moved_archive_keeps_its_briefings(index: Index, briefings: Path) -> None:
    write_zip(briefings / "week.zip", lake__txt="The lake froze.")
    index.sync(briefings)
    before = {document.id for document in index.documents()}
    (briefings / "week.zip").rename(briefings / "old.zip")
    index.sync(briefings)
    assert {document.id for document in index.documents()} == before
    assert found(index, "lake") == ["old.zip/lake.txt"]


def test_a_briefing_inside_a_file_can_be_removed_and_added_again(index: Index, briefings: Path) -> None:
    write_zip(briefings / "week.zip", lake__txt="The lake froze.", river__txt="The river rose.")
    index.sync(briefings)
    index.remove(index.search("lake")[0].document.id)
    assert found(index, "lake") == [] and found(index, "river")
    (briefings / "week.zip").touch()
    index.sync(briefings)
    assert found(index, "lake") == []
    index.add(briefings / "week.zip" / "lake.txt")
    assert found(index, "lake") == ["week.zip/lake.txt"] and found(index, "river") and index.verify() == []


@pytest.mark.parametrize("depth", [3, 4])
def test_files_are_read_as_deep_as_allowed(tmp_path: Path, depth: int) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    content: bytes = b"The lake froze."
    name = "lake.txt"
    for level in range(depth):
        write_zip(folder / "deep.zip", **{name.replace(".", "__"): content})
        content, name = (folder / "deep.zip").read_bytes(), f"{level}.zip"
    with Index.open(tmp_path / "data", embedder=HashEmbedder(), settings=IndexSettings(archive_depth=3)) as index:
        report = index.sync(folder)
        assert bool(found(index, "lake")) == (depth == 3)
        assert ["unpack it" in failure.reason for failure in report.failed] == [True] * (depth - 3)


def test_a_mail_that_only_carries_is_no_failure(index: Index, briefings: Path) -> None:
    (briefings / "empty.eml").write_bytes(mail("Two files", "", lake__txt="The lake froze.", void__txt=""))
    report = index.sync(briefings)
    assert "empty.eml/lake.txt" in report.added and "empty.eml" in report.added
    assert [(failure.path, failure.reason) for failure in report.failed] == [("empty.eml/void.txt", "it is empty")]


def test_adding_what_an_archive_does_not_hold_says_so(index: Index, briefings: Path) -> None:
    write_zip(briefings / "week.zip", lake__txt="The lake froze.")
    with pytest.raises(NotFound, match=r"holds no sea\.txt"):
        index.add(briefings / "week.zip" / "sea.txt")


def test_the_text_of_an_archive_is_limited_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    names = [f"part{number}__txt" for number in range(5)]
    write_zip(folder / "full.zip", **{name: f"{name} tells of the lake. " * 20 for name in names})
    (folder / "full.eml").write_bytes(mail("Lake", "The lake froze. " * 40, more__txt="More of the lake. " * 40))
    (folder / "lake.txt").write_text("The lake froze. " * 40)
    settings = IndexSettings(text_megabytes=0.0013)
    with Index.open(tmp_path / "data", embedder=HashEmbedder(), settings=settings) as index:
        report = index.sync(folder)
        assert report.added == ("full.eml", "full.zip", "full.zip/part0.txt", "full.zip/part1.txt", "lake.txt")
        assert [failure.path for failure in report.failed] == [
            "full.eml/more.txt",
            *(f"full.zip/part{number}.txt" for number in (2, 3, 4)),
        ]
        assert all("more than 0.0013 MB of text together" in failure.reason for failure in report.failed)
        assert index.verify() == []
