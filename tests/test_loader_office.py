"""Word, PowerPoint, OpenDocument, RTF and EPUB: order, tables, headings, properties."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.files import WORDS, changed, docx, epub, members, odf, packed, pptx
from tests.test_formats import read, reason


def blocks(name: str, content: bytes) -> list[str]:
    return read(name, content)[1].text.split("\n\n")


def test_tables_stand_where_they_stand_and_merged_cells_count_once() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Before.")
        table = document.add_table(2, 3)
        for column, words in enumerate(("Team", "City", "Wins")):
            table.cell(0, column).text = words
        table.cell(1, 0).merge(table.cell(1, 1)).text = "Blues"
        table.cell(1, 2).text = "1"
        document.add_paragraph("After.")

    assert blocks("a.docx", docx(build)) == ["Before.", "Team | City | Wins", "Blues | 1", "After."]


def test_a_table_in_a_cell_stays_on_its_row() -> None:
    def build(document: Any) -> None:
        cell = document.add_table(1, 2).cell(0, 0)
        cell.text = "outer"
        cell.add_table(1, 1).cell(0, 0).text = "inner"
        document.tables[0].cell(0, 1).text = "beside"

    (row,) = blocks("a.docx", docx(build))
    assert row.split() == ["outer", "inner", "|", "beside"]


def test_styles_make_headings_and_list_items() -> None:
    def build(document: Any) -> None:
        document.add_heading("Title", 0)
        document.add_heading("Ports", 2)
        document.add_paragraph("Lorne", style="List Bullet")
        document.add_paragraph("Text.")

    loaded = read("a.docx", docx(build))[1]
    assert [heading.words for heading in loaded.headings] == ["Title", "Ports"]
    assert loaded.text.endswith("Ports\n\n- Lorne\n\nText.")


def test_deleted_words_go_inserted_ones_stay_and_so_does_a_content_control() -> None:
    body = (
        "<w:p><w:r><w:t>Two </w:t></w:r><w:del><w:r><w:delText>three</w:delText><w:t>three</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>four</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Kept</w:t><w:br/><w:t>here.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    content = changed(docx(lambda document: None), "word/document.xml", "<w:body>", f"<w:body>{body}")
    assert blocks("a.docx", content) == ["Two four", "Kept\nhere."]


def test_the_words_of_a_text_box_are_there_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>Around it.</w:t><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )
    content = changed(docx(lambda document: None), "word/document.xml", "<w:body>", f"<w:body>{body}")
    assert sorted(blocks("a.docx", content)) == ["Around it.", "In the box."]


def test_headers_and_footers_of_pages_are_left_out() -> None:
    def build(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Confidential"
        document.add_paragraph(WORDS)

    assert blocks("a.docx", docx(build)) == [WORDS]


def test_the_properties_of_an_office_file_are_its_title_author_and_date() -> None:
    content = docx(None, title="The week in ports", author="Ann Lee", modified=datetime(2024, 1, 18, 9))
    document = read("a.docx", content)[0]
    assert (document.title, document.author) == ("The week in ports", "Ann Lee")
    assert (document.published, document.dated_by) == (date(2024, 1, 18), "properties")


def test_a_dateline_goes_before_the_properties() -> None:
    content = docx(lambda one: one.add_paragraph("LORNE, 19 January 2024 - Closed."), modified=datetime(2024, 2, 1))
    assert read("a.docx", content)[0].dated_by == "text"


def test_the_day_a_template_was_made_dates_nothing() -> None:
    assert read("a.docx", docx())[0].published is None
    assert read("a.pptx", pptx())[0].published is None


def test_a_slide_is_a_page_and_its_title_a_heading_wherever_it_lies() -> None:
    loaded = read("a.pptx", pptx())[1]
    assert [heading.words for heading in loaded.headings] == ["Port news", "Outlook"]
    assert [loaded.text[start:].split("\n")[0] for start in loaded.pages] == ["Port news", "Outlook"]


def test_groups_tables_and_notes_of_a_slide_are_read() -> None:
    from pptx.util import Inches

    def build(show: Any) -> None:
        slide = show.slides.add_slide(show.slide_layouts[6])
        inner = slide.shapes.add_group_shape().shapes.add_group_shape()
        inner.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "Deep inside."
        table = slide.shapes.add_table(1, 2, 0, 0, Inches(2), Inches(1)).table
        table.cell(0, 0).text, table.cell(0, 1).text = "Blues", "1"
        slide.notes_slide.notes_text_frame.text = "Say this."

    assert blocks("a.pptx", pptx(build)) == ["Deep inside.", "Blues | 1", "Say this."]


def test_slides_of_pictures_alone_say_so() -> None:
    def build(show: Any) -> None:
        show.slides.add_slide(show.slide_layouts[6])

    assert "text recognition (OCR)" in reason("a.pptx", pptx(build))


def test_an_open_document_keeps_lists_tables_spaces_and_no_deleted_words() -> None:
    body = (
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
        "<text:h>Ports</text:h><text:p>Two<text:s text:c='2'/>ferries<text:tab/>stayed<text:line-break/>there.</text:p>"
        "<text:list><text:list-item><text:p>Lorne</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Blues</text:p></table:table-cell>"
        "<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
    )
    loaded = read("a.odt", odf("text", body))[1]
    assert loaded.text.split("\n\n") == ["Ports", "Two  ferries\tstayed\nthere.", "- Lorne", "Blues | 1"]
    assert loaded.headings[0].words == "Ports"


def test_an_open_document_says_who_made_it_when() -> None:
    meta = (
        "<dc:title>The week in ports</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2024-01-18T09:00:00</dc:date>"
    )
    document = read("a.odt", odf("text", "<text:p>Words.</text:p>", meta))[0]
    assert (document.title, document.author, document.published) == ("The week in ports", "Ann Lee", date(2024, 1, 18))


def test_an_encrypted_open_document_says_so() -> None:
    inside = members(odf("text", "<text:p>Words.</text:p>"))
    manifest = inside["META-INF/manifest.xml"].replace(b"<m:file-entry", b"<m:encryption-data/><m:file-entry", 1)
    for name, content in (("a.odt", "text"), ("a.ods", "spreadsheet")):
        inside["mimetype"] = f"application/vnd.oasis.opendocument.{content}".encode()
        assert "encrypted" in reason(name, packed({**inside, "META-INF/manifest.xml": manifest}))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb"One.\par Two.", ["One.", "Two."]),
        (rb"{\b bold} and {\i slanted}.", ["bold and slanted."]),
        (rb"caf\'e9 \u8364?5", ["café €5"]),
        (rb"\u-10179?\u-8704?", ["😀"]),
        (rb"{\fonttbl{\f0 Arial;}}{\*\generator X;}Words.", ["Words."]),
        (rb"\trowd Blues\cell 1\cell\row", ["Blues | 1"]),
    ],
)
def test_rich_text_becomes_its_words(body: bytes, expected: list[str]) -> None:
    assert blocks("a.rtf", b"{\\rtf1\\ansi\\ansicpg1252 " + body + b"}") == expected


def test_rich_text_says_who_made_it_when() -> None:
    info = rb"{\info{\title The week in ports}{\author Ann Lee}{\creatim\yr2024\mo1\dy18\hr9}}"
    document = read("a.rtf", b"{\\rtf1\\ansi" + info + b"Words.}")[0]
    assert (document.title, document.author, document.published) == ("The week in ports", "Ann Lee", date(2024, 1, 18))


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    metadata = "<dc:title>Ports</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2024-01-18</dc:date>"
    pages = {"two": "<html><body><h1>Two</h1></body></html>", "one": "<html><body><h1>One</h1><p>A.</p></body></html>"}
    document, loaded = read("a.epub", epub(pages, metadata, ("one", "two", "missing")))
    assert loaded.text == "One\n\nA.\n\nTwo" and [heading.words for heading in loaded.headings] == ["One", "Two"]
    assert (document.title, document.author, document.published) == ("Ports", "Ann Lee", date(2024, 1, 18))


def test_a_book_locked_to_a_reader_says_so() -> None:
    inside = members(epub({"one": "<p>Words.</p>"}))
    assert "encrypted" in reason("a.epub", packed({**inside, "META-INF/rights.xml": "<r/>"}))
