"""What holds for files of every format: offsets, reasons, limits, and hostile bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import PurePath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Document, IndexSettings, LoadError
from index.loaders import FORMATS, Loaded, load
from index.loaders.archive import open_archive
from tests import files

SETTINGS = IndexSettings()
SAMPLES = files.samples()
PACKED = ["a.docx", "a.pptx", "a.xlsx", "a.ods", "a.odt", "a.epub", "a.zip"]
SELF_TELLING = [name for name in SAMPLES if SAMPLES[name][:2] in (b"PK", b"%P", b"{\\", b"\xd0\xcf")]
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha ha ha ha ">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def read(name: str, content: bytes, limits: IndexSettings = SETTINGS) -> tuple[Document, Loaded]:
    """A file loaded, with the offsets of its headings and pages checked."""
    document, loaded = load("folder", name, content, limits)
    for heading in loaded.headings:
        assert loaded.text[heading.start : heading.end] == heading.words
    assert list(loaded.pages) == sorted(loaded.pages)
    assert all(0 <= start <= len(loaded.text) for start in loaded.pages) and loaded.pages[:1] in ((), (0,))
    assert loaded.text.encode() == loaded.text.encode("utf-8", "surrogatepass") and "\x00" not in loaded.text
    assert document.title.strip()
    return document, loaded


def reason(name: str, content: bytes, limits: IndexSettings = SETTINGS) -> str:
    with pytest.raises(LoadError) as raised:
        load("folder", name, content, limits)
    return str(raised.value)


def test_there_is_a_sample_of_every_format() -> None:
    assert {PurePath(name).suffix for name in SAMPLES} >= FORMATS.keys() - {".xls", ".text", ".markdown"}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_read_whatever_it_is_called(name: str) -> None:
    suffix = PurePath(name).suffix
    document, loaded = read(name, SAMPLES[name])
    renamed, same = read(f"folder/Other name{suffix.upper()}", SAMPLES[name])
    assert (document.id, document.title, loaded) == (renamed.id, renamed.title, same)
    assert loaded.text or loaded.parts


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("content", [b"", b"   \n", bytes(50)])
def test_an_empty_file_says_so(name: str, content: bytes) -> None:
    assert "empty" in reason(name, content)


@pytest.mark.parametrize("name", [name for name in SELF_TELLING if name != "a.rtf"])
def test_half_a_file_is_damaged(name: str) -> None:
    content = SAMPLES[name]
    try:
        read(name, content[: len(content) // 2])
    except LoadError as error:
        assert any(words in str(error) for words in ("damaged", "empty", "no words", "scan")), error


@pytest.mark.parametrize("name", [name for name in SELF_TELLING if not name.endswith((".msg", ".rtf"))])
def test_random_bytes_are_no_file_of_this_format(name: str) -> None:
    assert "damaged or not a" in reason(name, bytes(range(1, 256)) * 8)


@pytest.mark.parametrize("name", SELF_TELLING)
@pytest.mark.parametrize("called", ["b.txt", "b.pdf", "b.docx", "b.doc", "b.csv", "b.eml"])
def test_a_mislabelled_file_is_read_as_what_it_is(name: str, called: str) -> None:
    assert read(called, SAMPLES[name])[1] == read(name, SAMPLES[name])[1]


def test_a_web_page_called_a_spreadsheet_is_a_web_page() -> None:
    assert read("b.xls", SAMPLES["a.html"])[0].format == "html"


@pytest.mark.parametrize(
    ("name", "stream", "expected"),
    [
        ("a.doc", "WordDocument", "old Word format: save it as .docx"),
        ("a.docx", "WordDocument", "old Word format: save it as .docx"),
        ("a.ppt", "PowerPoint Document", "old PowerPoint format: save it as .pptx"),
        ("a.xlsx", "EncryptedPackage", "encrypted: save it without a password"),
        ("a.docx", "EncryptedPackage", "encrypted: save it without a password"),
        ("a.xls", "Workbook", "damaged or not a spreadsheet"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name: str, stream: str, expected: str) -> None:
    assert expected in reason(name, files.ole({stream: b"x" * 5000}))


def test_an_encrypted_archive_says_so() -> None:
    content = bytearray(SAMPLES["a.zip"])
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in reason("a.zip", bytes(content))


@pytest.mark.parametrize("name", PACKED)
def test_a_bomb_does_not_go_off(name: str) -> None:
    content = files.packed({**files.members(SAMPLES[name]), "bomb.bin": bytes(12_000_000)})
    assert "times its size" in reason(name, content)
    assert "unpacks to more than 2 MB" in reason(name, content, replace(SETTINGS, archive_megabytes=2))
    assert "more than 1 files" in reason(name, content, replace(SETTINGS, archive_files=1))


def test_a_member_that_holds_more_than_it_declares_is_not_unpacked() -> None:
    content = bytearray(files.packed({"a.txt": bytes(3_000_000)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + place
        content[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(zipfile.BadZipFile):
        open_archive(bytes(content), SETTINGS)
    assert "damaged" in reason("a.zip", bytes(content))


def test_names_that_climb_out_of_an_archive_are_passed_over() -> None:
    names = ["../up.txt", "/root.txt", "C:/disk.txt", "..\\up.txt", "a/../../b.txt", "in/side.txt"]
    loaded = read("a.zip", files.packed(dict.fromkeys(names, "words")))[1]
    assert [part.name for part in loaded.parts] == ["in/side.txt"]


def laughing(name: str) -> bytes:
    """A file whose entities multiply to 40 thousand million letters."""
    sample, inside = SAMPLES[name], {"a.docx": "word/document.xml", "a.xlsx": "xl/workbook.xml", "a.odt": "content.xml"}
    if name == "a.html":
        return (LAUGHS + "]><html><body><p>&j; words</p></body></html>").encode()
    if name == "a.epub":
        page = LAUGHS + "]><html><body><p>&j; words</p></body></html>"
        return files.epub({"one": page}, metadata="<dc:title>Laughs</dc:title>")
    part = inside[name]
    return files.changed(sample, part, "?>", f"?>{LAUGHS}]>")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.odt"])
def test_entities_are_refused_in_office_files(name: str) -> None:
    assert "entities" in reason(name, laughing(name))


@pytest.mark.parametrize("name", ["a.html", "a.epub"])
def test_entities_do_not_multiply_in_pages(name: str) -> None:
    assert len(read(name, laughing(name))[1].text) < 1000


def test_entities_in_the_parts_that_describe_a_book_do_not_multiply() -> None:
    content = files.changed(SAMPLES["a.epub"], "OEBPS/book.opf", "?>", f"?>{LAUGHS}]>")
    content = files.changed(content, "OEBPS/book.opf", "<manifest>", "<x>&j;</x><manifest>")
    try:
        assert len(read("a.epub", content)[1].text) < 1000
    except LoadError as error:
        assert "damaged" in str(error)


def test_no_entity_reaches_a_file() -> None:
    inside = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    page = f"{inside}<html><body><p>&a; words</p></body></html>"
    for name, content in (("a.html", page.encode()), ("a.epub", files.epub({"one": page}))):
        assert "root:" not in read(name, content)[1].text


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.docx", "a.pdf", "a.eml", "a.rtf", "a.odt", "a.epub"])
def test_more_text_than_allowed_is_refused(name: str) -> None:
    assert "of text: split it" in reason(name, SAMPLES[name], replace(SETTINGS, text_megabytes=0.00001))


@pytest.mark.parametrize(("name", "unit"), [("a.pdf", "pages"), ("a.pptx", "slides")])
def test_more_pages_than_allowed_are_refused(name: str, unit: str) -> None:
    assert f"over 1 {unit}: split it" in reason(name, SAMPLES[name], replace(SETTINGS, file_pages=1))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_that_is_too_large_is_refused(name: str) -> None:
    assert "larger than 1e-06 MB: split it" in reason(name, SAMPLES[name], replace(SETTINGS, file_megabytes=1e-6))


def test_nesting_without_end_is_read_or_refused() -> None:
    deep = "<div>" * 20_000 + "words"
    for name, content in (
        ("a.html", deep.encode()),
        ("a.epub", files.epub({"one": deep})),
        ("a.odt", files.odf("text", "<text:span>" * 5000 + "words" + "</text:span>" * 5000)),
        ("a.eml", files.eml("", *["Content-Type: multipart/mixed; boundary=a"])),
        ("a.rtf", b"{\\rtf1 " + b"{" * 50_000 + b"words"),
    ):
        try:
            read(name, content)
        except LoadError as error:
            assert str(error)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(list(SAMPLES)))
def test_damaged_bytes_are_read_or_refused(data: st.DataObject, name: str) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(content) // 2, len(content)))
    try:
        read(name, bytes(content[:end]))
    except LoadError as error:
        assert str(error)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(["a.docx", "a.pptx", "a.xlsx", "a.ods", "a.odt", "a.epub"]))
def test_damaged_parts_of_an_archive_are_read_or_refused(data: st.DataObject, name: str) -> None:
    inside = files.members(SAMPLES[name])
    part = data.draw(st.sampled_from(sorted(one for one in inside if one.endswith((".xml", ".rels", ".opf", "html")))))
    content = bytearray(inside[part])
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=20))
    try:
        read(name, files.packed({**inside, part: bytes(content)}))
    except LoadError as error:
        assert str(error)


def test_what_a_library_raises_is_kept_as_the_cause() -> None:
    with pytest.raises(LoadError) as raised:
        load("folder", "a.docx", b"no archive", SETTINGS)
    assert isinstance(raised.value.__cause__, zipfile.BadZipFile)


def test_a_zip_with_a_member_twice_gives_it_once() -> None:
    made = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "one")
        archive.writestr("a.txt", "two")
    assert [part.content for part in read("a.zip", made.getvalue())[1].parts] == [b"two"]
