"""Files to text: what every format keeps, and what a hostile file cannot do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, IndexSettings, LoadError
from index.loaders import FORMATS, Loaded, load
from index.loaders.front_matter import split_front_matter
from index.loaders.markdown import plain
from index.loaders.text import decode, title_of_text

SETTINGS = IndexSettings()
TEXT = "The minister spoke."


def read(content: str | bytes, name: str = "note.md") -> Document:
    return load("folder", name, content if isinstance(content, bytes) else content.encode(), SETTINGS)[0]


def text_of(content: str | bytes, name: str = "note.md") -> str:
    return load("folder", name, content if isinstance(content, bytes) else content.encode(), SETTINGS)[1].text


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("published: 2024-01-18", date(2024, 1, 18)),
        ("date: 2024-01-18", date(2024, 1, 18)),
        ("date: 2023-01-01\npublished: 2024-01-18", date(2024, 1, 18)),
        ("published: 2024-01-18 10:30:00", date(2024, 1, 18)),
        ("published: 2024-01-18T10:30:00Z", date(2024, 1, 18)),
        ("published: '2024-01-18'", date(2024, 1, 18)),
        ("published: 18 January 2024", date(2024, 1, 18)),
        ("published: January 18, 2024", date(2024, 1, 18)),
        ("published: January 2024", None),
        ("published: 2024", None),
        ("published: yesterday", None),
        ("published: [2024-01-18]", None),
        ("published:", None),
        ("title: A", None),
    ],
)
def test_dates_in_front_matter(block: str, expected: date | None) -> None:
    document = read(f"---\n{block}\n---\n\n{TEXT}")
    assert document.published == expected
    assert document.dated_by == ("front matter" if expected else None)


def test_title_source_and_author_are_lines_of_text() -> None:
    document = read(f"---\ntitle: '  A:\n  b '\nsource: 7\nauthor: [x, y]\n---\n{TEXT}")
    assert (document.title, document.source, document.author) == ("A: b", "7", None)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_alike_whatever_the_file_used(newline: str) -> None:
    content = newline.join(["---", "title: A", "---", "", "One.", "", "Two."])
    assert read(content).title == "A"
    assert text_of(content) == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café déjà vu: le président a dit que la réunion était reportée.", "utf-8"),
        ("Café déjà vu: le président a dit que la réunion était reportée.", "utf-8-sig"),
        ("Café déjà vu: le président a dit que la réunion était reportée.", "latin-1"),
        ("Café déjà vu: le président a dit que la réunion était reportée.", "utf-16"),
        ("Café", "latin-1"),
        ("He said “no” – the minister’s word.", "cp1252"),
        ("El año pasado señaló la nación que mañana habrá más niños.", "latin-1"),
        ("Minister powiedział, że rozmowy przełożono na wtorek. Źródło: agencja.", "cp1250"),
        ("Ο υπουργός είπε ότι οι συνομιλίες αναβλήθηκαν.", "cp1253"),
        ("イランはミサイルを発射した。イラクは否定した。", "shift_jis"),
        ("Министр заявил, что переговоры отложены до вторника.", "cp1251"),
        ("قالت إيران إن الصواريخ أصابت الهدف. ونفى العراق ذلك.", "cp1256"),
        ("伊朗发射导弹。伊拉克否认。今天会谈推迟。", "gb18030"),
    ],
)
def test_text_is_read_in_the_encoding_it_was_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("sentence", ["The café said “no” – they’re closed. ", "Министр заявил об этом во вторник. "])
@pytest.mark.parametrize("damage", [b"\xff", b"\xe2\x80"])
def test_a_few_damaged_bytes_cost_no_other_letter(sentence: str, damage: bytes) -> None:
    content = (sentence * 20).encode() + damage + sentence.encode()
    assert decode(content).replace("\ufffd", "") == (sentence * 21)


@pytest.mark.parametrize("content", [b"", b"\n \t\n", b"\xef\xbb\xbf", "\ufeff".encode("utf-16-le")])
def test_a_file_without_words_is_refused(content: bytes) -> None:
    with pytest.raises(LoadError, match=r"empty|no words"):
        read(content)


@pytest.mark.parametrize("name", ["a.png", "a.json", "a", ".txt", "a.txt.exe"])
def test_other_formats_are_refused_with_those_that_are_read(name: str) -> None:
    with pytest.raises(LoadError, match=r"\.md, .*\.txt"):
        read(TEXT, name)


def test_the_ending_may_be_in_capitals() -> None:
    assert read(TEXT, "NOTE.TXT").format == "text"
    assert read(TEXT, "NOTE.MARKDOWN").format == "markdown"


def test_zeros_are_no_text() -> None:
    with pytest.raises(LoadError, match="not text"):
        read(b"PK\x03\x04" + bytes(200), "a.txt")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("TEHRAN, 18 January 2024 — The minister spoke.", "a.txt", (date(2024, 1, 18), "text")),
        ("LONDON, January 18, 2024 - The minister spoke.", "a.txt", (date(2024, 1, 18), "text")),
        ("New York (18 Jan 2024): The minister spoke.", "a.txt", (date(2024, 1, 18), "text")),
        ("Weekly review\nThursday, 18 January 2024\n\nText.", "a.txt", (date(2024, 1, 18), "text")),
        ("**18 January 2024**\n\nText.", "a.md", (date(2024, 1, 18), "text")),
        ("Date: 18 January 2024\nText.", "a.txt", (date(2024, 1, 18), "header")),
        ("Title\nPublished: 2024-01-18\nText.", "a.txt", (date(2024, 1, 18), "header")),
        ("17 January 2024\nDate: 18 January 2024\nText.", "a.txt", (date(2024, 1, 18), "header")),
        ("On 18 January 2024 the minister spoke.", "a.txt", (None, None)),
        ("The talks of 18 January 2024 failed.", "2024-01-19-talks.txt", (date(2024, 1, 19), "file name")),
        ("Date: soon\nText.", "talks 19 January 2024.txt", (date(2024, 1, 19), "file name")),
        ("Text.\n" * 9 + "Date: 18 January 2024", "a.txt", (None, None)),
        ("Date: 2024-02-31\nText.", "a.txt", (None, None)),
        ("Stocks\nReport Date: 2024-11-15\nText.", "a.txt", (date(2024, 11, 15), "header")),
        ("Stocks\nIssued on: Fri, 15 Nov 2024\nText.", "a.txt", (date(2024, 11, 15), "header")),
        ("Weekly\n11 November 2024 – 17 November 2024\nText.", "a.txt", (date(2024, 11, 17), "text")),
        ("Weekly\n11-17 November 2024\nText.", "a.txt", (date(2024, 11, 17), "text")),
        ("Weekly\n29 January – 4 February 2024\nText.", "a.txt", (date(2024, 2, 4), "text")),
        ("Weekly\nJanuary 29 - February 4, 2024\nText.", "a.txt", (date(2024, 2, 4), "text")),
        ("Weekly\nNovember 11–17, 2024\nText.", "a.txt", (date(2024, 11, 17), "text")),
        ("Weekly\nDate: 11 to 17 November 2024\nText.", "a.txt", (date(2024, 11, 17), "header")),
        ("Port\n**Date:** 18 January 2024\nText.", "a.txt", (date(2024, 1, 18), "header")),
        ("Ann Lee (5 May – 3 June 2020) was a minister.", "a.txt", (None, None)),
        ("LONDON (15 November 2024) - The minister spoke.", "a.txt", (date(2024, 11, 15), "text")),
        ("Ann Lee (5 May 1970 – 3 June 2020) was a minister.", "a.txt", (None, None)),
        ("Ann Lee\nDate of birth: 5 May 1970\nDue date: 5 May 2031", "a.txt", (None, None)),
        ("Text.", "a.txt", (None, None)),
    ],
)
def test_where_a_date_comes_from_is_said(text: str, name: str, expected: tuple[date | None, str | None]) -> None:
    document = read(text, name)
    assert (document.published, document.dated_by) == expected


def test_an_untitled_undated_note_is_known_by_its_first_words() -> None:
    content = (
        "Iran fired missiles at Erbil on Monday, and Iraq, which denies that there was a spy centre, has recalled "
    )
    content += "its ambassador.\n\nSecond paragraph.\n"
    document, loaded = load("folder", "b1.txt", content.encode(), SETTINGS)
    assert document.title.endswith("…") and len(document.title) <= 91
    assert content.startswith(document.title[:-1])
    assert (document.published, document.dated_by, document.source) == (None, None, None)
    assert loaded.text == content.strip()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("May 5, 2023\nTo whom it may concern:\nWater came.", "To whom it may concern:"),
        ("London, Friday, 5 May 2023\nPort news\nText.", "Port news"),
        ("**5 May 2023**\n# Port news", "Port news"),
        ("5 May 2023", "5 May 2023"),
        ("On 5 May 2023 the port was closed.", "On 5 May 2023 the port was closed"),
        ("MEMORANDUM\nTo: All\nFrom: Ann Lee\nSubject: The port\nText.", "The port"),
        ("From: Ann Lee\nDate: 5 May 2023\nRe: The port\nText.", "The port"),
        ("From: Ann Lee\nThe port is closed.", "The port is closed"),
        ("From: Ann Lee", "From: Ann Lee"),
        ("The port\nSubject: Trade\nText.", "The port"),
        ("☐ | Annual report | 12\nText.", "Annual report"),
        ("Subject: The port\nFrom: Ann Lee\nText.", "The port"),
        ("Title: The port\nDate: 5 May 2023\nText.", "The port"),
        ("Headline: The port\nText.", "The port"),
        ("Published: 5 May 2023\nThe port\nText.", "The port"),
        ("Report date: 5 May 2023\n\nThe port\nText.", "The port"),
        ("FOR IMMEDIATE RELEASE\nThe port is closed\nText.", "The port is closed"),
        ("CONFIDENTIAL\nThe port is closed\nText.", "The port is closed"),
        ("SECRET//NOFORN\nThe port is closed\nText.", "The port is closed"),
        ("Confidential: the port\nText.", "Confidential: the port"),
        ("Secret talks of the port\nText.", "Secret talks of the port"),
        ("Title deeds of the port\nText.", "Title deeds of the port"),
        ("A deal with the U.S.\nText.", "A deal with the U.S."),
        ("15-21 January 2024\nThe port\nText.", "The port"),
    ],
)
def test_neither_a_day_nor_a_sender_is_a_title(text: str, title: str) -> None:
    assert title_of_text(text) == title


def test_a_short_first_line_is_the_title() -> None:
    assert title_of_text("\n Two  accounts.\nText") == "Two accounts"


def test_a_heading_is_the_title_where_none_is_given() -> None:
    assert read("Before.\n\n# *Two* accounts\n\nText.").title == "Two accounts"
    assert read("---\ntitle: Given\n---\n# Heading\n\nText.").title == "Given"


def test_markdown_becomes_its_words() -> None:
    body = "# Tolls\n\nNine *were* **killed** [near](http://x.example/a) `Saravan` ![a map](m.png).\n\n- one\n- two\n\n"
    body += "1. first\n2. second\n\n> quoted\n\n```\ncode  here\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    text, headings = plain(body)
    assert text.split("\n\n") == [
        *("Tolls", "Nine were killed near Saravan a map.", "- one", "- two", "1. first", "2. second", "quoted"),
        *("code  here", "a | b", "1 | 2"),
    ]
    assert [(text[one.start : one.end], one.words) for one in headings] == [("Tolls", "Tolls")]


def test_html_in_markdown_stays_the_text_it_is() -> None:
    text, _ = plain("<script>alert(1)</script>\n\nNine <b>were</b> killed & buried.")
    assert text == "<script>alert(1)</script>\n\nNine <b>were</b> killed & buried."


@given(st.text(alphabet=st.sampled_from("# *_`[]()!<>&|-\n 1.ab😀\t\\~"), max_size=120))
def test_headings_of_any_markdown_are_where_they_say(body: str) -> None:
    text, headings = plain(body)
    for one in headings:
        assert " ".join(text[one.start : one.end].split()) == one.words != ""


@pytest.mark.parametrize(
    "content",
    [
        "---\n\nA rule first.\n\n---\n\nMore.",
        "---\nnever closed\n\nMore.",
        "---\n- a list\n---\n\nMore.",
        "{\nMore.\n}",
        "+++\ntitle = 'x'\n+++\nMore.",
    ],
)
def test_what_only_looks_like_front_matter_stays_text(content: str) -> None:
    found, body = split_front_matter(content)
    assert found.title is None and body == content


@pytest.mark.parametrize(
    "block",
    [
        "title: a: b",
        "title: [a",
        "published: 2024-13-45",
        "a: !!python/object/apply:os.system [true]",
        "a: " + "[" * 9000,
        "a: " + "{a: " * 3000,
        "\n".join(" " * depth + "a:" for depth in range(150)) + " [",
        "title: " + "x" * 30_000,
        "? *nothing",
    ],
)
def test_front_matter_that_cannot_be_read_is_a_reason_and_no_more(block: str) -> None:
    with pytest.raises(LoadError, match="front matter"):
        read(f"---\n{block}\n---\n\n{TEXT}")


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    document = read("---\n" + "\n".join(lines) + f"\ntitle: *a39\nsource: Desk\n---\n\n{TEXT}")
    assert (document.title, document.source) == ("The minister spoke", "Desk")


@pytest.mark.parametrize("unit", [">", "- ", "[", "*", "`", "<", "[a](", "_a", "#", "| a ", "&amp;", "\\", "![", "~~"])
def test_markdown_nested_without_end_is_read_or_refused(unit: str) -> None:
    try:
        assert text_of(unit * 5000 + " word")
    except LoadError as error:
        assert "no words" in str(error)


@given(st.binary(max_size=300), st.sampled_from([f"note{suffix}" for suffix in FORMATS]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    try:
        document, loaded = load("folder", name, content, SETTINGS)
    except LoadError as error:
        assert str(error)
    else:
        assert isinstance(loaded, Loaded) and loaded.text.strip() and document.title
        assert loaded.text.encode()


@given(st.text(max_size=100), st.text(max_size=200))
def test_any_front_matter_is_read_or_refused(block: str, body: str) -> None:
    try:
        split_front_matter(f"---\n{block}\n---\n{body}")
    except LoadError as error:
        assert "front matter" in str(error)


def test_equal_content_is_one_document_and_any_difference_another() -> None:
    base = f"---\ntitle: A\npublished: 2024-01-18\nsource: Desk\nauthor: Ann\n---\n{TEXT}"
    same = load("elsewhere", "other.md", base.encode(), SETTINGS)[0]
    assert read(base).id == same.id
    others = [
        base.replace("title: A", "title: B"),
        base.replace("18", "19"),
        base.replace("Desk", "Wire"),
        base.replace("Ann", "Bo"),
        base.replace("spoke", "sang"),
        base.replace("author: Ann\n", ""),
    ]
    assert len({read(base).id, *(read(other).id for other in others), read(base, "a.txt").id}) == 8


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.html", "a.eml"])
def test_a_letter_and_its_accent_are_one_character(name: str) -> None:
    written = "Subject: Ha\u030arberg\n\nText of the cafe\u0301.\n"
    document, loaded = load("folder", name, written.encode(), SETTINGS)
    assert "caf\u00e9" in loaded.text and "\u0301" not in loaded.text + document.title


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.html", "a.eml"])
def test_marks_where_a_word_may_be_broken_are_no_letters_of_it(name: str) -> None:
    written = "Subject: Port\n\nThe gov\u00adern\u00adment \ufeffspoke of 5\u2060km.\n"
    assert "The government spoke of 5km." in load("folder", name, written.encode(), SETTINGS)[1].text
