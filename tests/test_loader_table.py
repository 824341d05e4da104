"""Spreadsheets and delimited values: a row keeps its header."""

from __future__ import annotations

from datetime import date

import pytest

from index import IndexSettings
from tests.files import changed, odf, xlsx
from tests.test_formats import read, reason


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Team,Location,Wins\nMaple Leafs,Toronto,13\n", "Team: Maple Leafs | Location: Toronto | Wins: 13"),
        (b"Team;Location;Wins\r\nMaple Leafs;Toronto, Canada;13\r\n", "Location: Toronto, Canada | Wins: 13"),
        (b"Team\tWins\nBlues\t1\n", "Team: Blues | Wins: 1"),
        (b"sep=;\nTeam;Wins\nBlues;1\n", "Team: Blues | Wins: 1"),
        (b'Team,Note\nBlues,"a, ""b""\nc"\n', 'Team: Blues | Note: a, "b" c'),
        (b"Team,Note\nBlues,one\\,two\n", "Team: Blues | Note: one,two"),
        ("Équipe;Ville\nBleus;Orléans\n".encode("cp1252"), "Équipe: Bleus | Ville: Orléans"),
        ("名前,年齢\n佐藤太郎,30\n".encode("shift_jis"), "名前: 佐藤太郎 | 年齢: 30"),
        ("Team\tWins\nBlues 🏒\t1\n".encode("utf-16"), "Team: Blues 🏒 | Wins: 1"),
        (b"Team,Wins\nBlues,,extra\n", "Team: Blues | extra"),
        (b"2023,17,4\n2024,18,5\n", "2023 | 17 | 4"),
        (b"Name\nLorne\nTarn\n", "Name\n\nLorne\n\nTarn"),
    ],
)
def test_a_row_keeps_its_header_whatever_divides_it(content: bytes, expected: str) -> None:
    assert expected in read("a.csv", content)[1].text


def test_every_row_is_a_paragraph_and_the_header_the_title() -> None:
    document, loaded = read("a.csv", b"Team,Wins\nBlues,1\n\nFlyers,2\n")
    assert loaded.text.split("\n\n") == ["Team | Wins", "Team: Blues | Wins: 1", "Team: Flyers | Wins: 2"]
    assert document.title == "Team, Wins"


def test_each_sheet_is_a_heading_and_empty_ones_are_left_out() -> None:
    document, loaded = read("a.xlsx", xlsx({"Hockey": [["Team", "Wins"], ["Blues", 1]], "Empty": [], "Ice": [["x"]]}))
    assert [heading.words for heading in loaded.headings] == ["Hockey", "Ice"]
    assert loaded.text == "Hockey\n\nTeam | Wins\n\nTeam: Blues | Wins: 1\n\nIce\n\nx"
    assert document.title == "Hockey"


def test_a_caption_and_a_second_table_have_their_own_place() -> None:
    rows = [["Wins since 1967"], ["Team", "Wins"], ["Blues", 1], [None], ["City", "People"], ["Lorne", 9000.5]]
    assert read("a.xlsx", xlsx({"Sheet1": rows}))[1].text.split("\n\n")[1:] == [
        *("Wins since 1967", "Team | Wins", "Team: Blues | Wins: 1"),
        *("City | People", "City: Lorne | People: 9000.5"),
    ]


def test_a_sheet_nobody_named_is_known_by_its_columns() -> None:
    assert read("a.xlsx", xlsx({"Sheet1": [["Team", "Wins"], ["Blues", 1]]}))[0].title == "Team, Wins"


def test_a_workbook_says_who_made_it_when() -> None:
    core = "<dc:title>Wins</dc:title><dc:creator>Ann Lee</dc:creator>"
    core += "<dcterms:modified>2024-01-18T09:00:00Z</dcterms:modified>"
    document = read("a.xlsx", xlsx({"Hockey": [["a", "b"]]}, core))[0]
    assert (document.title, document.author, document.published) == ("Wins", "Ann Lee", date(2024, 1, 18))
    assert document.dated_by == "properties"


def test_a_workbook_without_a_filled_cell_is_empty() -> None:
    assert "empty" in reason("a.xlsx", xlsx({"One": [], "Two": []}))


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        "<row r=\"1048576\"><c><v>1</v></c><c r='XFD1048576'><v>1</v></c></row></sheetData>",
    ],
)
def test_a_cell_far_from_the_others_does_not_fill_the_memory(far: str) -> None:
    content = changed(xlsx({"Far": [["x"]]}), "xl/worksheets/sheet1.xml", "</sheetData>", far)
    assert "too many cells" in reason("a.xlsx", content)


@pytest.mark.parametrize(("rows", "columns"), [(1_000_000, 1000), (1, 2_000_000_000)])
def test_a_repeated_cell_does_not_fill_the_memory(rows: int, columns: int) -> None:
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}<text:p>x</text:p></table:table-cell>'
    table = f'<table:table table:name="Far">{row}</table:table-row></table:table>'
    assert "too many cells" in reason("a.ods", odf("spreadsheet", table))


def test_empty_rows_without_end_below_a_table_are_no_matter() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    rest = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    table = f'<table:table table:name="Far"><table:table-row>{cell}</table:table-row>{rest}</table:table>'
    assert read("a.ods", odf("spreadsheet", table))[1].text == "Far\n\nx"


def test_a_table_of_too_many_rows_is_refused_while_it_is_read() -> None:
    few = IndexSettings(text_sentences=100)
    rows = b"Team,Wins\n" + b"".join(b"Blues,%d\n" % number for number in range(100))
    assert "Wins: 98" in read("a.csv", rows[: rows.index(b"Blues,99")], few)[1].text
    assert "more than 100 sentences or rows: split it, a table by years" in reason("a.csv", rows, few)
