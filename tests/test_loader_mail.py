"""E-mail: headers, bodies, attachments, and the ways they go wrong."""

from __future__ import annotations

import base64
from datetime import date

import pytest

from tests.files import WORDS, eml, msg
from tests.test_formats import read, reason

MIXED = "Content-Type: multipart/mixed; boundary=x"
EITHER = "Content-Type: multipart/alternative; boundary=x"
HTML = "Content-Type: text/html; charset=utf-8"


def parts(*said: str) -> str:
    return "".join(f"--x\r\n{part}\r\n" for part in said) + "--x--\r\n"


def test_headers_give_title_date_and_sender() -> None:
    document = read("a.eml", eml(WORDS))[0]
    assert (document.title, document.source, document.author) == ("Port news", "Ann Lee", "Ann Lee")
    assert (document.published, document.dated_by) == (date(2024, 1, 18), "header")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Date: Thu, 18 Jan 2024 23:30:00 -0500", date(2024, 1, 18)),
        ("Date: 18 Jan 24 10:00 GMT", date(2024, 1, 18)),
        ("Date: 2024-01-18T23:30:00Z", date(2024, 1, 18)),
        ("Date: Thu, 32 Jan 2024 10:00:00 +0000", None),
        ("Date: yesterday", None),
        ("Date:", None),
        ("Date: =?x?", None),
    ],
)
def test_a_date_header_is_read_or_there_is_none(header: str, expected: date | None) -> None:
    assert read("a.eml", eml(WORDS, header))[0].published == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("From: ann@wire.example", ("ann@wire.example", None)),
        ("From: =?utf-8?B?w4ltaWxlIExlZQ==?= <e@wire.example>", ("Émile Lee", "Émile Lee")),
        ('From: "Lee, Ann" <ann@wire.example>', ("Lee, Ann", "Lee, Ann")),
        ("From:", (None, None)),
        ("From: <<>>@@", (None, None)),
    ],
)
def test_the_sender_is_a_name_or_an_address(header: str, expected: tuple[str | None, str | None]) -> None:
    document = read("a.eml", eml(WORDS, header))[0]
    if "@@" not in header:
        assert (document.source, document.author) == expected


def test_a_subject_in_another_alphabet_is_decoded() -> None:
    assert read("a.eml", eml(WORDS, "Subject: =?utf-8?B?4pi44pi/IG5ld3M=?="))[0].title == "☸☿ news"


def test_a_message_without_a_subject_is_known_by_its_first_words() -> None:
    assert read("a.eml", eml("Closed on Monday.", "Subject:"))[0].title == "Closed on Monday"


def test_the_plain_form_is_taken_before_the_page() -> None:
    body = parts("Content-Type: text/plain\r\n\r\nPlain words.", f"{HTML}\r\n\r\n<p>Page words.</p>")
    assert read("a.eml", eml(body, EITHER))[1].text == "Plain words."


def test_the_page_is_taken_where_the_plain_form_is_empty() -> None:
    body = parts("Content-Type: text/plain\r\n\r\n  ", f"{HTML}\r\n\r\n<p>Page <b>words</b>.</p><p>More.</p>")
    assert read("a.eml", eml(body, EITHER))[1].text == "Page words.\n\nMore."


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (base64.encodebytes("Café closed.".encode()), ("Content-Type: text/plain; charset=utf-8", "base64")),
        (b"Caf=C3=A9 =\r\nclosed.", ("Content-Type: text/plain; charset=utf-8", "quoted-printable")),
        ("Café closed.".encode("cp1252"), ("Content-Type: text/plain; charset=cp1252", "8bit")),
        ("Café closed.".encode(), ("Content-Type: text/plain; charset=iso-8859-1", "8bit")),
        ("Café closed.".encode("cp1252"), ("Content-Type: text/plain; charset=utf-8", "8bit")),
        ("Café closed.".encode("cp1252"), ("Content-Type: text/plain; charset=no-such", "8bit")),
        ("Café closed.".encode("cp1252"), ("Content-Type: text/plain", "no-such")),
    ],
)
def test_a_body_is_decoded_even_where_its_headers_are_wrong(body: bytes, headers: tuple[str, str]) -> None:
    content = eml(body, headers[0], f"Content-Transfer-Encoding: {headers[1]}")
    assert read("a.eml", content)[1].text == "Café closed."


def test_hebrew_in_its_own_code_page_is_read() -> None:
    content = eml("שלום לכולם".encode("iso-8859-8"), "Content-Type: text/plain; charset=iso-8859-8-i")
    assert read("a.eml", content)[1].text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_message_saved_in_another_encoding_is_read(encoding: str) -> None:
    document, loaded = read("a.eml", eml(WORDS).decode().encode(encoding))
    assert (document.title, loaded.text) == ("Port news", WORDS)


def test_attachments_become_parts_with_safe_names() -> None:
    attached = "Content-Type: text/plain\r\nContent-Disposition: attachment; filename={}\r\n\r\nAttached."
    body = parts(
        "Content-Type: text/plain\r\n\r\nWords.", *(attached.format(n) for n in ('"../a.txt"', "a.txt", '"b=c.txt"'))
    )
    loaded = read("a.eml", eml(body, MIXED))[1]
    assert loaded.text == "Words."
    assert [(part.name, part.content) for part in loaded.parts] == [
        ("a.txt", b"Attached."),
        ("2-a.txt", b"Attached."),
        ("b=c.txt", b"Attached."),
    ]


def test_a_digest_is_its_messages() -> None:
    inside = eml("Second words.", "Subject: Second").decode()
    body = parts(f"\r\n{eml('First words.', 'Subject: First').decode()}", f"\r\n{inside}")
    loaded = read("a.eml", eml(body, "Content-Type: multipart/digest; boundary=x"))[1]
    assert loaded.text == "" and [part.name for part in loaded.parts] == ["attachment-1.eml", "attachment-2.eml"]
    assert read("attachment-2.eml", loaded.parts[1].content)[0].title == "Second"


def test_a_picture_within_the_body_is_no_part_but_an_attached_one_is() -> None:
    picture = "Content-Type: image/png; name=p.png\r\nContent-Transfer-Encoding: base64{}\r\n\r\niVBORw0KGgo="
    shown = picture.format("\r\nContent-ID: <p>\r\nContent-Disposition: inline")
    attached = picture.format("\r\nContent-Disposition: attachment; filename=q.png")
    loaded = read("a.eml", eml(parts("Content-Type: text/plain\r\n\r\nWords.", shown, attached), MIXED))[1]
    assert [part.name for part in loaded.parts] == ["q.png"]


def test_a_footer_in_a_part_of_its_own_is_read_too() -> None:
    body = parts("Content-Type: text/plain\r\n\r\nWords.", "Content-Type: text/plain\r\n\r\nThe list.")
    assert read("a.eml", eml(body, MIXED))[1].text == "Words.\n\nThe list."


@pytest.mark.parametrize(
    "header", ["Content-Type: multipart/encrypted; boundary=x", "Content-Type: application/pkcs7-mime; name=smime.p7m"]
)
def test_an_encrypted_message_says_so(header: str) -> None:
    assert "encrypted" in reason("a.eml", eml(parts("Content-Type: application/octet-stream\r\n\r\nx"), header))


def test_what_has_no_headers_is_no_message() -> None:
    assert "not an e-mail" in reason("a.eml", b"Just some words.\n\nAnd more.")


def test_an_outlook_message_gives_the_same() -> None:
    headers = "From: Ann Lee <ann@wire.example>\r\nDate: Thu, 18 Jan 2024 23:30:00 -0500\r\n"
    document, loaded = read("a.msg", msg({0x0037: "Port news", 0x1000: WORDS, 0x007D: headers}, [("a/b.txt", b"In.")]))
    assert (document.title, document.source, document.author) == ("Port news", "Ann Lee", "Ann Lee")
    assert (document.published, document.dated_by) == (date(2024, 1, 18), "header")
    assert loaded.text == WORDS and [(part.name, part.content) for part in loaded.parts] == [("b.txt", b"In.")]
    assert document.id == read("a.eml", eml(WORDS))[0].id


def test_an_outlook_message_of_a_page_alone_is_read() -> None:
    assert read("a.msg", msg({0x0037: "Port news", 0x1013: b"<p>Page words.</p>"}))[1].text == "Page words."


def test_an_encrypted_outlook_message_says_so() -> None:
    assert "encrypted" in reason("a.msg", msg({0x0037: "Port news"}, [("smime.p7m", b"x")]))
    assert "encrypted" in reason("a.msg", msg({0x001A: "IPM.Note.SMIME", 0x0037: "Port news"}, [("a", b"x")]))


def test_a_header_without_end_holds_nothing_up() -> None:
    document = read("a.eml", eml(WORDS, "From: " + "Ann Lee <ann@wire.example>, " * 50_000))[0]
    assert (document.title, document.source) == ("Port news", "Ann Lee")


@pytest.mark.parametrize("header", ["MIME-Version: 1.0", "Message-ID: <1@wire.example>"])
def test_a_message_saved_as_text_is_read_as_one(header: str) -> None:
    document = read("a.txt", eml(WORDS, header))[0]
    assert (document.title, document.published, document.format) == ("Port news", date(2024, 1, 18), "email")


def test_a_memo_is_no_message() -> None:
    document, loaded = read("a.txt", eml(WORDS))
    assert document.format == "text" and loaded.text.startswith("From: Ann Lee")
    assert (document.title, document.published) == ("Port news", date(2024, 1, 18))
