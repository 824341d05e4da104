"""Web pages: main text, headings, rows, encodings and what they say of themselves."""

from __future__ import annotations

from datetime import date

import pytest

from tests.files import WORDS
from tests.test_formats import read, reason

LONG = " ".join(
    f"The harbour at Lorne was closed again on day {n} of the storm, and two ferries stayed." for n in range(8)
)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_headings_items_and_rows_are_blocks() -> None:
    body = "<h1>Ports</h1><p>Two <b>ferries</b>\n stayed.<br>There.</p><ul><li>Lorne</li></ul>"
    body += "<table><tr><th>Team</th><th>Wins</th></tr><tr><td>Blues</td><td><p>1</p></td></tr></table>"
    loaded = read("a.html", page(body))[1]
    assert loaded.text.split("\n\n") == [
        *("Ports", "Two ferries stayed.\nThere.", "Lorne", "Team | Wins", "Blues | 1"),
    ]
    assert [heading.words for heading in loaded.headings] == ["Ports"]


def test_what_stands_around_the_text_is_left_out() -> None:
    menu = "".join(f'<li><a href="/{n}">Another section of this site, number {n}</a></li>' for n in range(25))
    body = f"<nav><ul>{menu}</ul></nav><article><h1>Ports</h1><p>{LONG}</p><p>{WORDS}</p></article>"
    text = read("a.html", page(body))[1].text
    assert WORDS in text and "Another section" not in text


def test_scripts_styles_and_comments_are_no_text() -> None:
    body = "<script>var a = 'x';</script><style>p {}</style><!-- hidden --><p>Words <!-- x -->here.</p>"
    assert read("a.html", page(body))[1].text == "Words here."


def test_equal_paragraphs_are_all_kept() -> None:
    assert read("a.html", page("<p>Same words.</p><p>Same words.</p>"))[1].text == "Same words.\n\nSame words."


def test_a_page_of_verbatim_lines_keeps_them() -> None:
    assert read("a.html", page("<pre>One\n  two\n\nThree</pre>"))[1].text == "One\ntwo\n\nThree"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "latin-1"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="no-such">', "cp1252"),
        ('<meta charset="utf-8">', "utf-16"),
        ("", "utf-16-le"),
    ],
)
def test_a_page_is_read_in_its_encoding(head: str, encoding: str) -> None:
    body = "<p>Le président a dit que la réunion était reportée à l'été.</p>"
    content = page(body, head).decode().encode(encoding)
    assert read("a.html", content)[1].text == "Le président a dit que la réunion était reportée à l'été."


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("iso-8859-1", "cp1252", "He said “no” – it cost € 5."),
        ("ISO-8859-9", "cp1254", "İzmir’de “liman” kapandı."),
        ("gb2312", "gbk", "朱镕基访问了港口。"),
        ("shift_jis", "cp932", "①港は月曜日に閉鎖された。"),
        ("euc-kr", "cp949", "항구는 똠방각하 월요일에 닫혔다."),
        ("utf-16", "utf-8", "The harbour was closed."),
        ("utf-16", "utf-8", "The harbour is shut."),
    ],
)
def test_a_page_is_read_as_browsers_read_what_it_declares(declared: str, encoding: str, words: str) -> None:
    content = page(f"<p>{words}</p>", f'<meta charset="{declared}">').decode().encode(encoding)
    assert read("a.html", content)[1].text == words


def test_a_page_says_who_published_it_when() -> None:
    head = '<title>Ports - The Wire</title><meta property="og:site_name" content="The Wire">'
    head += '<meta name="author" content="Ann Lee"><meta property="og:title" content="Port news">'
    head += '<meta property="article:published_time" content="2024-01-18T09:00:00Z">'
    document = read("a.html", page(f"<h1>Port news</h1><p>{LONG}</p>", head))[0]
    assert (document.title, document.source, document.author) == ("Port news", "The Wire", "Ann Lee")
    assert (document.published, document.dated_by) == (date(2024, 1, 18), "header")


def test_a_year_in_the_text_is_no_date() -> None:
    assert read("a.html", page(f"<p>January 2023 {LONG}</p><p>Copyright 2018-2022</p>"))[0].published is None


def test_a_dateline_dates_a_page_without_fields() -> None:
    document = read("a.html", page("<h1>Ports</h1><p>LORNE, 18 January 2024 - Closed.</p>"))[0]
    assert document.published == date(2024, 1, 18)


def test_a_page_without_words_says_so() -> None:
    assert "no words" in reason("a.html", page('<img src="data:image/png;base64,AAAA">'))


def test_xhtml_with_a_declaration_is_read() -> None:
    content = b'<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>\xc9t\xe9.</p></body></html>'
    assert read("a.xhtml", content)[1].text == "Été."


def test_a_huge_page_is_shown_whole_and_keeps_its_fields() -> None:
    body = "".join(f"<p>{WORDS} Day {n}.</p>" for n in range(14_000))
    document, loaded = read("a.html", page(body, '<title>Port news</title><meta name="author" content="Ann Lee">'))
    assert loaded.text.endswith("Day 13999.") and (document.title, document.author) == ("Port news", "Ann Lee")


def test_a_search_form_gives_no_title_to_a_page_titled_like_its_site() -> None:
    page = (
        '<html><head><title>Wire House</title><meta property="og:site_name" content="Wire House Copyright © 2024">'
        "</head><body><h2>Search form</h2><p>Search</p><h1> Harbour <b>report</b>,\nDecember 13 </h1>"
        "<p>The harbour at Lorne was closed on Monday. Two ferries stayed in port all day long.</p></body></html>"
    )
    document = read("a.html", page.encode())[0]
    assert (document.title, document.source) == ("Harbour report, December 13", "Wire House")


@pytest.mark.parametrize("depth", [300, 1000])
def test_words_in_deep_nesting_and_after_it_are_kept(depth: int) -> None:
    body = f"<p>{LONG}</p>{'<div>' * depth}<p>Deep words.</p>{'</div>' * depth}<p>{WORDS}</p>"
    text = read("a.html", page(body))[1].text
    assert "Deep words." in text and WORDS in text and LONG in text


def test_a_page_nested_too_deeply_is_refused_and_not_cut_short() -> None:
    assert "nested" in reason("a.html", page(f"<p>{WORDS}</p>{'<div>' * 5000}<p>Deep words.</p>"))


OLDER = "<aside><h3>Related</h3><a href='/o'>Old ports</a><time datetime='2019-05-03'>3 May 2019</time></aside>"


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        ("", f"LORNE, 18 January 2024 - {LONG}", (date(2024, 1, 18), "text")),
        ("", "Published: 18 January 2024", (date(2024, 1, 18), "header")),
        (
            '<meta property="article:published_time" content="2024-01-17T10:00:00Z">',
            "LORNE, 18 January 2024 - Text.",
            (date(2024, 1, 17), "header"),
        ),
    ],
)
def test_a_page_is_of_its_own_date_and_not_of_that_of_another_it_links_to(
    head: str, line: str, expected: tuple[date, str]
) -> None:
    document = read("a.html", page(f"<article><h1>Ports</h1><p>{line}</p><p>{LONG}</p></article>{OLDER}", head))[0]
    assert (document.published, document.dated_by) == expected


def test_a_page_of_several_articles_keeps_them_all() -> None:
    other = " ".join(f"In Tarn the mayor opened bridge {n} and spoke of its toll." for n in range(5))
    body = f"<h1>Digest</h1><article><p>{LONG}</p></article><article><p>{other}</p></article>"
    text = read("a.html", page(body))[1].text
    assert LONG in text and other in text
