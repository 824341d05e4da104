"""Folders meant to break a sync: it ends, each file gives text or a reason, the others go on, and all is in order."""

from __future__ import annotations

import io
import os
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from index import Index, SyncReport
from index.readers import readers
from tests import files
from tests.fakes import DIMENSIONS
from tests.test_formats import LAUGHS

GOOD = "The lighthouse of Orm was painted on Sunday."
SECONDS, MEGABYTES = 60, 1074
"""What a file may take to read, and its reader hold: 1 GB of 1024 times 1024 times 1024 bytes."""


class LengthEmbedder:
    """Vectors that cost nothing: a direction drawn from the length of a text."""

    model_name = "length/64"

    def get_text_embedding_batch(self, texts: list[str]) -> np.ndarray:
        """One vector a text."""
        table = np.random.default_rng(0).standard_normal((4096, DIMENSIONS)).astype(np.float32)
        return table[[len(text) % len(table) for text in texts]]

    def get_query_embedding(self, query: str) -> np.ndarray:
        """None for a question: words alone decide what is found."""
        return np.zeros(DIMENSIONS, np.float32)


class Torture:
    """A folder with one good file, and what syncing it took."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "briefings"
        self.folder.mkdir()
        (self.folder / "good.txt").write_text(GOOD)
        self.memory = self.seconds = 0.0

    def put(self, path: str, content: bytes | str) -> None:
        """A file in the folder."""
        (self.folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())

    def synced(self) -> SyncReport:
        """Sync, and see to what holds whatever the folder holds; then once more, which changes nothing."""
        with Index.open(self.root / "data", embedder=LengthEmbedder()) as index:  # type: ignore[arg-type]
            ended = threading.Event()
            watch = threading.Thread(target=self._watch, args=(ended,))
            watch.start()
            began = time.monotonic()
            try:
                report = index.sync(self.folder)
            finally:
                ended.set()
                watch.join()
            took = f"{self.seconds:.1f} s to read the slowest, {time.monotonic() - began:.1f} s to sync"
            print(f"{took}, reader {self.memory:.0f} MB, {len(report.failed)} failed", flush=True)
            assert "good.txt" in report.added
            assert any(hit.document.path == "good.txt" for hit in index.search("lighthouse Orm") if hit.word_score)
            assert all(failure.reason and "\n" not in failure.reason for failure in report.failed)
            assert not any("ended the program" in failure.reason for failure in report.failed)
            assert self.seconds < SECONDS and self.memory < MEGABYTES
            assert index.verify() == []
            again = index.sync(self.folder)
            assert not again.added and not again.updated and not again.removed
            assert reasons(again).keys() == reasons(report).keys()  # at a limit the reason may be another
        return report

    def _watch(self, ended: threading.Event) -> None:
        """The longest that a reader is busy with a file, and the most memory that it holds."""
        while not ended.wait(0.02):
            for worker in readers()._workers:
                process, task = worker._process, worker._task
                if process is None or task is None:
                    continue
                self.seconds = max(self.seconds, time.monotonic() - task.began)
                with suppress(psutil.Error):
                    self.memory = max(self.memory, psutil.Process(process.pid).memory_info().rss / 1e6)


def reasons(report: SyncReport) -> dict[str, str]:
    return {failure.path: failure.reason for failure in report.failed}


@pytest.fixture
def torture(tmp_path: Path) -> Iterator[Torture]:
    yield Torture(tmp_path)


# --- bombs ---


def overlapping(members: int, size: int) -> bytes:
    """An archive whose members all are the same packed bytes, so that it unpacks to many times what it holds."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"all work and no play " * (size // 21)
    packed = squeeze.compress(plain) + squeeze.flush()
    sizes = struct.pack("<III", zlib.crc32(plain), len(packed), len(plain))
    local = struct.pack("<4s5H", b"PK\x03\x04", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", 5, 0) + b"a.txt" + packed
    made = local
    for number in range(members):
        name = f"{number}.txt".encode()
        made += struct.pack("<4s6H", b"PK\x01\x02", 20, 20, 0, 8, 0, 33) + sizes
        made += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    where = len(local)
    return made + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, members, members, len(made) - where, where, 0)


def lying(content: bytes, size: int) -> bytes:
    """An archive whose first member says that it is of another size."""
    made = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = made.index(mark) + place
        made[at : at + 4] = size.to_bytes(4, "little")
    return bytes(made)


def nested(content: bytes, name: str, depth: int) -> bytes:
    """Archives in archives."""
    for number in range(depth):
        content = files.packed({name if number == 0 else "in.zip": content})
    return content


def forwarded(depth: int) -> bytes:
    """Mails in mails."""
    content = files.eml("The innermost.")
    for number in range(depth):
        content = (
            files.eml(
                b"Level.\r\n" if not number % 2 else b"",
                "MIME-Version: 1.0",
                f"Content-Type: multipart/mixed; boundary=b{number}",
            )
            + (
                f"--b{number}\r\nContent-Type: text/plain\r\n\r\nLevel {number}.\r\n"
                f"--b{number}\r\nContent-Type: message/rfc822\r\n\r\n"
            ).encode()
            + content
            + f"\r\n--b{number}--\r\n".encode()
        )
    return content


def bombs(scale: int) -> dict[str, bytes]:
    """Archives that unpack to far more than they are, `scale` megabytes each."""
    zeros = bytes(scale * 1_000_000)
    return {
        "plain.zip": files.packed({"a.txt": zeros}),
        "nested.zip": nested(zeros, "a.txt", 3),
        "wide.zip": files.packed({f"{n}.zip": files.packed({"a.txt": b"words " * 160_000}) for n in range(scale)}),
        "overlapping.zip": overlapping(10 * scale, 1_000_000),
        "quine.zip": overlapping(2000, 900),
        "lying-small.zip": lying(files.packed({"a.txt": zeros}), 100),
        "lying-large.zip": lying(files.packed({"a.txt": "words"}), 0xFFFFFFF0),
        "book.epub": files.packed({**files.members(files.samples()["a.epub"]), "OEBPS/more.xhtml": zeros}),
        "picture.docx": files.packed({**files.members(files.docx()), "word/media/a.png": zeros}),
        "sheet.xlsx": files.xlsx({"A": [["words"] * 26] * (2000 * scale)}),
    }


def laughs() -> dict[str, bytes]:
    """Entities that multiply, in every format that is XML inside."""
    inside = {
        "a.docx": "word/document.xml",
        "a.pptx": "ppt/presentation.xml",
        "a.xlsx": "xl/workbook.xml",
        "a.ods": "content.xml",
        "a.odt": "content.xml",
        "a.epub": "OEBPS/book.opf",
    }
    samples = files.samples()
    made = {
        f"laughs{Path(name).suffix}": files.changed(samples[name], part, "?>", f"?>{LAUGHS}]>")
        for name, part in inside.items()
    }
    page = f"{LAUGHS}]><html><body><p>&j; {GOOD}</p></body></html>".encode()
    return {**made, "laughs.html": page, "laughs.xhtml": page, "laughs.eml": files.eml(page, "Content-Type: text/html")}


def deep() -> dict[str, bytes]:
    """What lies in one another, deeper than anybody needs."""
    return {
        "archives.zip": nested(b"words", "a.txt", 40),
        "mails.eml": forwarded(40),
        "many.eml": forwarded(400),
        "pages.html": b"<div>" * 30_000 + b"words" + b"</div>" * 30_000,
        "lists.md": b"\n".join(b"  " * depth + b"- words" for depth in range(500)),
        "quotes.md": b">" * 20_000 + b" words",
        "groups.rtf": b"{\\rtf1 " + b"{" * 100_000 + b"words" + b"}" * 100_000 + b"}",
        "spans.odt": files.odf(
            "text", "<text:p>" + "<text:span>" * 5000 + "words" + "</text:span>" * 5000 + "</text:p>"
        ),
        "brackets.md": b"[" * 50_000 + b"words",
        "yaml.md": b"---\na: " + b"[" * 5000 + b"\n---\nwords",
    }


def test_bombs_do_not_go_off(torture: Torture) -> None:
    for name, content in bombs(3).items():
        torture.put(name, content)
    found = reasons(torture.synced())
    assert {"overlapping.zip", "lying-small.zip", "lying-large.zip", "plain.zip"} <= found.keys()


@pytest.mark.torture
def test_large_bombs_do_not_go_off(torture: Torture) -> None:
    for name, content in bombs(45).items():
        torture.put(name, content)
    torture.put("gigabytes.zip", overlapping(40_000, 1_000_000))
    torture.synced()


def test_what_lies_in_one_another_without_end_is_read_or_refused(torture: Torture) -> None:
    for name, content in {**deep(), **laughs()}.items():
        torture.put(name, content)
    report = torture.synced()
    found = reasons(report)
    assert any("deep inside others" in reason for path, reason in found.items() if path.startswith("archives.zip"))
    assert any("deep inside others" in reason for path, reason in found.items() if path.startswith("mails.eml"))
    assert {f"laughs{suffix}" for suffix in (".docx", ".pptx", ".xlsx", ".ods", ".odt")} <= found.keys()


# --- names, links, folders ---


NAMES = [
    *("new\nline.txt", "tab\there.txt", "carriage\rreturn.txt", "quote's.txt", 'double".txt', "back\\slash.txt"),
    *("emoji 🚢⚓️.txt", "\u202etxt.evil\u202c.txt", "zero\u200bwidth.txt", "e\u0301.txt", "\u00e9.txt", "日本語.txt"),
    *(
        " leading.txt",
        "trailing .txt",
        "trailing.txt ",
        "-rf.txt",
        "--help.txt",
        "*.txt",
        "?.txt",
        "$(id).txt",
        "`id`.txt",
    ),
    *("a;b.txt", "a|b.txt", "a&b.txt", "<b>.txt", "%00.txt", "%s.txt", "\x01control.txt", "\x7f.txt", "\ufeffmark.txt"),
    *(
        "con.txt",
        "a" * 251 + ".txt",
        "é" * 125 + "a.txt",
        "..txt",
        "...",
        "~.txt",
        "{}.txt",
        "'; DROP TABLE files;--.txt",
    ),
]
NOT_TEXT = [b"latin\xe9.txt", b"\xff\xfe.txt", b"half\xed\xa0\x80.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there, and few")
def test_names_with_every_odd_character_are_kept_as_they_are(torture: Torture) -> None:
    for number, name in enumerate(NAMES):
        torture.put(name, f"Odd name number {number}.")
    for name in NOT_TEXT:
        Path(os.fsdecode(os.path.join(os.fsencode(torture.folder), name))).write_text("words")
    report = torture.synced()
    hidden = {name for name in NAMES if name.startswith(".")}
    unknown = {"trailing.txt "}
    assert set(report.added) == {*NAMES, "good.txt"} - hidden - unknown
    found = reasons(report)
    assert len(found) == len(NOT_TEXT) + len(unknown)
    assert sum("not valid text" in reason for reason in found.values()) == len(NOT_TEXT)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_links_pipes_and_devices_hold_nothing_up(torture: Torture) -> None:
    folder, outside = torture.folder, torture.root / "outside"
    outside.mkdir()
    (outside / "beyond.txt").write_text("Beyond the folder.")
    (folder / "loop").symlink_to(folder)
    (folder / "a").mkdir()
    (folder / "a" / "up").symlink_to(folder / "a")
    (folder / "one.txt").symlink_to("two.txt")
    (folder / "two.txt").symlink_to("one.txt")
    (folder / "nowhere.txt").symlink_to("missing")
    (folder / "out").symlink_to(outside)
    (folder / "linked.txt").symlink_to(outside / "beyond.txt")
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(torture.root / "pipe")
    (folder / "to-pipe.txt").symlink_to(torture.root / "pipe")
    for device in ("zero", "random", "null", "tty", "stdin"):
        (folder / f"{device}.txt").symlink_to(f"/dev/{device}")
    (folder / "memory.txt").symlink_to("/proc/self/mem")
    (folder / "folder.txt").mkdir()
    report = torture.synced()
    assert set(report.added) == {"good.txt", "linked.txt"}, "folders behind links are not entered"
    assert reasons(report)["to-pipe.txt"] == "it is not a regular file: leave it out of the folder"
    assert {"one.txt", "two.txt", "nowhere.txt", "zero.txt", "random.txt"} <= reasons(report).keys()


def test_what_may_not_be_read_says_so(torture: Torture) -> None:
    torture.put("shut.txt", "words")
    (torture.folder / "shut.txt").chmod(0)
    if os.access(torture.folder / "shut.txt", os.R_OK):
        pytest.skip("nothing is unreadable for this user")
    for name, mode in (("unlisted", 0o300), ("unentered", 0o600)):
        (torture.folder / name).mkdir()
        (torture.folder / name / "a.txt").write_text("words")
        (torture.folder / name).chmod(mode)
    try:
        found = reasons(torture.synced())
    finally:
        for name in ("unlisted", "unentered"):
            (torture.folder / name).chmod(0o700)
    assert found.keys() == {"shut.txt", "unlisted", "unentered/a.txt"}
    assert all("Permission denied" in reason for reason in found.values())


def tree(torture: Torture, depth: int, count: int) -> None:
    """Folders in folders, and many tiny files."""
    at = torture.folder
    for number in range(depth):
        at = at / f"d{number}"
        at.mkdir()
    (at / "deepest.txt").write_text("The deepest of all.")
    for number in range(count):
        if number % 1000 == 0:
            (torture.folder / f"{number}").mkdir()
        torture.put(f"{number // 1000 * 1000}/{number}.txt", f"Tiny file {number}.")


def test_deep_folders_and_many_files_are_read(torture: Torture) -> None:
    tree(torture, 200, 300)
    report = torture.synced()
    assert len(report.added) == 302 and not report.failed


# --- sizes ---


Made = dict[str, Callable[[], bytes]]
LARGE: Made = {
    "text.txt": lambda: b"The minister spoke of day and night. " * 13_600_000,
    "allowed.txt": lambda: b"The minister spoke of day and night. " * 1_300_000,
    "pages.pdf": lambda: files.pdf([files.lines(f"Page {n} tells of the harbour.") for n in range(5000)]),
    "million.csv": lambda: (
        b"Day,Place,Toll\n" + b"".join(b"%d,Lorne %d,%d\n" % (n, n % 97, n) for n in range(1_000_000))
    ),
    "unbroken.txt": lambda: b"w" * 20_000_000,
    "blank.txt": lambda: b"a\n\n" * 8_000_000,
    "words.md": lambda: b"# Head\n\nSome *words* here [a](b).\n\n" * 500_000,
    "words.html": lambda: b"<p>Some <b>words</b> here.</p>" * 1_000_000,
    "words.eml": lambda: files.eml(b"Some words here.\n\n" * 2_000_000),
    "words.rtf": lambda: b"{\\rtf1\\ansi " + b"Some words here.\\par " * 2_000_000 + b"}",
}


def test_long_lines_many_rows_and_many_pages_are_read(torture: Torture) -> None:
    torture.put("line.txt", "word " * 10_000)
    torture.put("unbroken.txt", "w" * 50_000)
    torture.put("pages.pdf", files.pdf([files.lines(f"Page {n} tells of the harbour.") for n in range(300)]))
    torture.put("rows.csv", b"Day,Place\n" + b"".join(b"%d,Lorne\n" % number for number in range(10_000)))
    report = torture.synced()
    assert not report.failed


@pytest.mark.torture
@pytest.mark.parametrize("name", LARGE)
def test_the_largest_files_are_read_or_refused(torture: Torture, name: str) -> None:
    torture.put(name, LARGE[name]())
    report = torture.synced()
    if name == "text.txt":
        assert reasons(report) == {name: "it is larger than 50 MB: split it"}


@pytest.mark.torture
def test_twenty_thousand_tiny_files_are_read(torture: Torture) -> None:
    tree(torture, 200, 20_000)
    assert len(torture.synced().added) == 20_002


@pytest.mark.torture
def test_archives_full_of_text_do_not_fill_the_memory_of_who_asks(torture: Torture) -> None:
    text = ("The minister spoke of day and night. " * 500_000).encode()
    for number in range(8):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in range(20):
                archive.writestr(f"{part}.txt", f"{number} {part} ".encode() + text)
            archive.writestr("noise.bin", os.urandom(4_000_000))
        torture.put(f"{number}.zip", made.getvalue())
    before = psutil.Process().memory_info().rss / 1e6
    torture.synced()
    assert psutil.Process().memory_info().rss / 1e6 - before < 2 * MEGABYTES
