"""Small files of every format, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WORDS = "The harbour at Lorne was closed on Monday. Two ferries stayed in port."


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """What is in a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """A ZIP file with some words of a member replaced."""
    inside = members(content)
    assert old.encode() in inside[name]
    return packed({**inside, name: inside[name].replace(old.encode(), new.encode(), 1)})


def pdf(pages: Sequence[Sequence[tuple[int, int, int, str]]], *, head: str = "", page: str = "") -> bytes:
    """A PDF file of pages, each a list of (x, y, size, words); `head` is its information, `page` more of each page.

    Its font is Helvetica; Courier goes by the name of F2.
    """
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}] /Count {len(pages)} >>",
    ]
    objects += ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", f"<< {head} >>"]
    for number, lines in enumerate(pages):
        # On a page that is turned the lines are turned back, as a writer of landscape pages does it.
        turn = "0 1 -1 0" if "/Rotate 90" in page else "1 0 0 1"
        spots = ((800 - y, x) if "/Rotate 90" in page else (x, y) for x, y, _, _ in lines)
        stream = "".join(
            f"BT /F1 {size} Tf {turn} {right} {up} Tm ({words}) Tj ET\n"
            for (right, up), (_, _, size, words) in zip(spots, lines, strict=True)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {6 + 2 * number} 0 R {page} "
            "/Resources << /Font << /F1 3 0 R /F2 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}endstream")
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info 4 0 R >>\n"
    return made + f"{tail}startxref\n{len(made)}\n%%EOF".encode()


def lines(*words: str, top: int = 700, size: int = 12, left: int = 50) -> list[tuple[int, int, int, str]]:
    """Lines below one another."""
    return [(left, top - number * size * 6 // 5, size, line) for number, line in enumerate(words)]


def docx(build: Any = None, **properties: Any) -> bytes:
    """A Word file; `build` fills it."""
    from docx import Document

    document = Document()
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    if build is None:
        document.add_heading("Port news", 1)
        document.add_paragraph(WORDS)
    else:
        build(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def pptx(build: Any = None) -> bytes:
    """A PowerPoint file; `build` fills it, else it has two slides."""
    from pptx import Presentation

    show = Presentation()
    if build is None:
        for title, words in (("Port news", WORDS), ("Outlook", "The storm moves east.")):
            slide = show.slides.add_slide(show.slide_layouts[1])
            slide.shapes.title.text, slide.placeholders[1].text = title, words
    else:
        build(show)
    made = io.BytesIO()
    show.save(made)
    return made.getvalue()


def xlsx(sheets: Mapping[str, Sequence[Sequence[str | float | None]]], core: str = "") -> bytes:
    """An Excel file of sheets of rows."""
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = [("/xl/workbook.xml", f"{mime}.sheet.main+xml")]
    kinds += [(f"/xl/worksheets/sheet{n}.xml", f"{mime}.worksheet+xml") for n in range(1, len(sheets) + 1)]
    inside = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
        + "</Types>",
        "_rels/.rels": f'{XML}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{spread}" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + "</Relationships>",
    }
    for number, rows in enumerate(sheets.values(), start=1):
        body = "".join(f'<row r="{n}">{_cells(row, n)}</row>' for n, row in enumerate(rows, start=1))
        inside[f"xl/worksheets/sheet{number}.xml"] = (
            f'{XML}<worksheet xmlns="{spread}"><sheetData>{body}</sheetData></worksheet>'
        )
    if core:
        inside["docProps/core.xml"] = (
            f'{XML}<c:coreProperties xmlns:c="{package}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}'
            "</c:coreProperties>"
        )
    return packed(inside)


def _cells(row: Sequence[str | float | None], number: int) -> str:
    made = []
    for column, value in enumerate(row):
        place = f"{chr(65 + column)}{number}"
        if isinstance(value, str):
            made.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
        elif value is not None:
            made.append(f'<c r="{place}"><v>{value}</v></c>')
    return "".join(made)


def odf(kind: str, body: str, meta: str = "", head: str = "") -> bytes:
    """An OpenDocument file of a kind, "text" or "spreadsheet"; `head` stands before the root of its content."""
    base = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{base}:{name}:1.0"' for name in ("office", "text", "table", "meta"))
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    mime = f"application/vnd.oasis.opendocument.{kind}"
    made = {"mimetype": mime}
    made["META-INF/manifest.xml"] = (
        f'{XML}<m:manifest xmlns:m="{base}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{mime}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    made["content.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {spaces}><office:body><office:{kind}>'
        f"{body}</office:{kind}></office:body></office:document-content>"
    )
    made["meta.xml"] = f"{XML}<office:document-meta {spaces}><office:meta>{meta}</office:meta></office:document-meta>"
    return packed(made)


def epub(chapters: Mapping[str, str], metadata: str = "", spine: Sequence[str] = ()) -> bytes:
    """An EPUB book of chapters, in the order of `spine` or as they are given."""
    made = {"mimetype": "application/epub+zip"}
    made["META-INF/container.xml"] = (
        f'{XML}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    items = "".join(f'<item id="{name}" href="{name}.xhtml"/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in spine or chapters)
    made["OEBPS/book.opf"] = (
        f'{XML}<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    made |= {f"OEBPS/{name}.xhtml": page for name, page in chapters.items()}
    return packed(made)


def eml(body: str | bytes, *headers: str) -> bytes:
    """A message with these headers, and From, Date and Subject where they are not among them."""
    given = {header.split(":")[0].lower() for header in headers}
    usual = ("From: Ann Lee <ann@wire.example>", "Date: Thu, 18 Jan 2024 23:30:00 -0500", "Subject: Port news")
    said = [*headers, *(header for header in usual if header.split(":")[0].lower() not in given)]
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join(said).encode() + b"\r\n\r\n" + content


END, FREE, SMALL = 0xFFFFFFFE, 0xFFFFFFFF, 4096


class Sectors:
    """Sectors of one size with the links between them."""

    def __init__(self, size: int) -> None:
        self.size, self.content, self.links = size, b"", []

    def add(self, content: bytes) -> int:
        """The number of the first sector of what was added."""
        first = len(self.links)
        pieces = -(-len(content) // self.size)
        self.content += content.ljust(pieces * self.size, b"\0")
        self.links += [*range(first + 1, first + pieces), END]
        return first

    def table(self) -> bytes:
        """The links, in whole sectors of 512."""
        packed_links = struct.pack(f"<{len(self.links)}I", *self.links)
        return packed_links.ljust(-(-len(packed_links) // 512) * 512, b"\xff")


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file of streams, "storage/stream" for one in a storage."""
    tree: list[tuple[str, int, bytes]] = [("Root Entry", -1, b"")]
    places = {"": 0}
    for path, content in streams.items():
        parent = ""
        for folder in path.split("/")[:-1]:
            if f"{parent}/{folder}" not in places:
                places[f"{parent}/{folder}"] = len(tree)
                tree.append((folder, places[parent], b""))
            parent = f"{parent}/{folder}"
        tree.append((path.split("/")[-1], places[parent], content))
    large, small = Sectors(512), Sectors(64)
    starts = [(small if len(content) < SMALL else large).add(content) if content else END for _, _, content in tree]
    starts[0] = large.add(small.content)
    tree[0] = ("Root Entry", -1, small.content)
    table = large.add(small.table())
    directory = large.add(b"".join(_entry(tree, number, starts[number]) for number in range(len(tree))))
    large.links.append(0xFFFFFFFD)
    assert len(large.links) <= 128, "one sector of links is all this writes"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack(
        "<10I", 0, 1, directory, 0, SMALL, table, len(small.table()) // 512, END, 0, len(large.links) - 1
    )
    return header.ljust(512, b"\xff") + large.content + large.table()


def _entry(tree: Sequence[tuple[str, int, bytes]], number: int, start: int) -> bytes:
    """A directory entry: name, next of the same storage, first inside, place, and size."""
    name, parent, content = tree[number]
    wide = name.encode("utf-16-le") + b"\0\0"
    following = next((n for n in range(number + 1, len(tree)) if tree[n][1] == parent), FREE)
    child = next((n for n, one in enumerate(tree) if one[1] == number), FREE)
    kind = 5 if number == 0 else 1 if child != FREE else 2
    places = struct.pack("<III", FREE, following, child) + bytes(36) + struct.pack("<IQ", start, len(content))
    return wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1) + places


def msg(properties: Mapping[int, str | bytes], attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """An Outlook message of MAPI properties."""
    streams = {"__properties_version1.0": _listed(properties, struct.pack("<8x4I8x", 0, len(attachments), 0, 0))}
    streams |= _values(properties)
    for number, (name, content) in enumerate(attachments):
        folder = f"__attach_version1.0_#{number:08X}"
        inside: dict[int, str | bytes] = {0x3707: name, 0x3701: content}
        streams[f"{folder}/__properties_version1.0"] = _listed(inside, bytes(8))
        streams |= {f"{folder}/{key}": value for key, value in _values(inside).items()}
    return ole(streams)


def _listed(properties: Mapping[int, str | bytes], header: bytes) -> bytes:
    return header + b"".join(
        struct.pack("<HHIII", 0x1F if isinstance(value, str) else 0x102, key, 6, len(_wide(value)), 0)
        for key, value in properties.items()
    )


def _values(properties: Mapping[int, str | bytes]) -> dict[str, bytes]:
    return {
        f"__substg1.0_{key:04X}{'001F' if isinstance(value, str) else '0102'}": _wide(value)
        for key, value in properties.items()
    }


def _wide(value: str | bytes) -> bytes:
    return value.encode("utf-16-le") if isinstance(value, str) else value


def samples() -> dict[str, bytes]:
    """One good file of each ending, by its name."""
    page = f"<html><head><title>Port news</title></head><body><h1>Port news</h1><p>{WORDS}</p></body></html>"
    rows: list[list[str | float | None]] = [["Team", "Wins"], ["Maple Leafs", 13.0]]
    book = xlsx({"Hockey": rows})
    table = '<table:table table:name="Hockey"><table:table-row>{}</table:table-row></table:table>'.format(
        "".join(f'<table:table-cell office:value-type="string"><text:p>{w}</text:p></table:table-cell>' for w in "ab")
    )
    return {
        "a.pdf": pdf([lines(WORDS), lines("The storm moves east.")]),
        "a.docx": docx(),
        "a.pptx": pptx(),
        "a.xlsx": book,
        "a.xlsm": book,
        "a.ods": odf("spreadsheet", table),
        "a.csv": b"Team,Wins\nMaple Leafs,13\n",
        "a.tsv": b"Team\tWins\nMaple Leafs\t13\n",
        "a.html": page.encode(),
        "a.htm": page.encode(),
        "a.xhtml": page.encode(),
        "a.eml": eml(WORDS),
        "a.msg": msg({0x0037: "Port news", 0x1000: WORDS}, [("a.txt", b"Attached.")]),
        "a.rtf": rf"{{\rtf1\ansi {WORDS}\par Second.}}".encode(),
        "a.odt": odf("text", f"<text:h>Port news</text:h><text:p>{WORDS}</text:p>"),
        "a.epub": epub({"one": page}),
        "a.zip": packed({"a.txt": WORDS}),
        "a.md": f"# Port news\n\n{WORDS}\n".encode(),
        "a.txt": WORDS.encode(),
        "a.rst": f"Port news\n=========\n\n{WORDS}\n".encode(),
        "a.log": WORDS.encode(),
    }
