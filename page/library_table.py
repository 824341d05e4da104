"""The library as HTML: a table that is sorted and searched by asking the server again."""

from __future__ import annotations

from collections.abc import Sequence

from page import words
from page.labels import briefing_href, date_of
from page.library import SHOWN, Row, Wanted
from page.markup import escape, escape_attribute

COLUMNS = {
    "title": words.library.COLUMN_TITLE,
    "date": words.common.COLUMN_DATE,
    "source": words.library.COLUMN_SOURCE,
    "format": words.library.COLUMN_FORMAT,
    "size": words.library.COLUMN_SIZE,
    "state": words.library.COLUMN_STATE,
}


def library_place(sequence: int) -> str:
    """The place: what it holds is fetched with `library/rows`; `sequence` is where the index stands."""
    said = {
        "sequence": str(sequence),
        "removed": words.library.REMOVED,
        "undo": words.library.UNDO,
        "syncing": words.library.SYNCING,
        "synced": words.library.SYNCED,
        "failed": words.common.ACTION_FAILED,
        "uploading": words.library.UPLOADING,
        "added": words.library.UPLOADED,
        "nofolder": words.library.NO_FOLDER,
    }
    data = " ".join(f'data-{name}="{escape_attribute(text)}"' for name, text in said.items())
    return (
        f'<div class="library" {data}><h2>{words.common.LIBRARY}</h2><div class="row tools-row">'
        f'<label class="unseen" for="library-find">{words.library.FIND}</label>'
        f'<input type="search" id="library-find" placeholder="{words.library.FIND}" autocomplete="off"'
        ' spellcheck="false">'
        f'<label class="pick">{words.library.UPLOAD}<input type="file" class="unseen" multiple></label>'
        f'<button type="button" class="plain sync">{words.library.SYNC}</button>'
        '<progress hidden></progress><span class="said" role="status"></span></div>'
        f'<p class="drop-hint">{words.library.DROP_HINT}</p><div id="library-rows" aria-live="off"></div></div>'
    )


def table(found: Sequence[Row], wanted: Wanted, *, every: Sequence[Row], fresh: int) -> str:
    """The rows found as a table, at most SHOWN of them, with what came since the last visit above it."""
    if not every:
        return f'<p class="note">{words.common.NO_BRIEFINGS} {words.library.EMPTY_LIBRARY}</p>'
    since = _since(fresh, wanted)
    if not found:
        return f'{since}<p class="note">{words.library.NOTHING_FOUND}</p>'
    heads = "".join(_head(name, title, wanted) for name, title in COLUMNS.items())
    body = "".join(map(_row, found[:SHOWN]))
    counts = _standing(found[:SHOWN]), _standing(found), _standing(every)
    count = words.library.rows_shown(*counts, removed=len(found) - counts[1])
    return (
        f'{since}<table><caption>{count}</caption><thead><tr>{heads}<th scope="col"><span class="unseen">'
        f"{words.library.COLUMN_ACTION}</span></th></tr></thead><tbody>{body}</tbody></table>"
    )


def _standing(some: Sequence[Row]) -> int:
    return sum(row.state != "removed" for row in some)


def _since(fresh: int, wanted: Wanted) -> str:
    if not fresh and not wanted.only_fresh:
        return ""
    label = words.library.SHOW_ALL if wanted.only_fresh else words.library.SHOW_FRESH
    pressed = str(wanted.only_fresh).lower()
    button = f'<button type="button" class="plain fresh-only" aria-pressed="{pressed}">{label}</button>'
    return f'<p class="since row">{words.library.fresh_briefings(fresh)} {button}</p>'


def _head(name: str, title: str, wanted: Wanted) -> str:
    active = name == wanted.by
    way = ("descending" if wanted.descending else "ascending") if active else "none"
    return (
        f'<th scope="col" class="{name}" aria-sort="{way}"><button type="button" class="sort" data-by="{name}">{title}'
        '<span class="way" aria-hidden="true"></span></button></th>'
    )


def _row(row: Row) -> str:
    document, file = row.document, row.file
    path = f'<span class="path">{escape(file.path)}</span>'
    if document:
        title = f'<a class="opens" href="{briefing_href(document.id)}" dir="auto">{escape(document.title)}</a>'
        dated = words.common.DATED_BY.get(document.dated_by or "", "")
        date = date_of(document) + (f'<span class="aside">{escape(dated)}</span>' if dated else "")
    else:
        title, date = f"<span>{escape(file.path)}</span>", ""
    new = f'<span class="new">{words.library.NEW}</span>' if row.fresh else ""
    if row.alike > 1:
        new += f'<span class="same">{words.library.told_also(row.alike)}</span>'
    source = escape(document.source) if document and document.source else ""
    return (
        f'<tr class="{row.state}"><th scope="row" class="title">{title}{new}{path}</th><td class="date">{date}</td>'
        f'<td class="source">{source}</td><td class="format">{escape(document.format) if document else ""}</td>'
        f'<td class="size">{words.common.size(file.size)}</td><td class="state">{_state(row)}</td>'
        f"<td>{_action(row)}</td></tr>"
    )


def _state(row: Row) -> str:
    reason = f'<span class="aside">{escape(row.file.failure)}</span>' if row.file.failure else ""
    return f'<span class="state-name">{words.library.STATES[row.state]}</span>{reason}'


def _action(row: Row) -> str:
    if row.document:
        label = escape_attribute(words.library.remove(row.document.title))
        named = f'data-document="{escape_attribute(row.document.id)}"'
        return f'<button type="button" class="remove" {named} aria-label="{label}">{words.library.REMOVE}</button>'
    if row.state == "removed":
        label, name = escape_attribute(words.library.put_back(row.file.path)), words.library.PUT_BACK
        return f'<button type="button" class="restore" {_place(row)} aria-label="{label}">{name}</button>'
    return ""


def _place(row: Row) -> str:
    return f'data-folder="{_exact(row.file.folder)}" data-path="{_exact(row.file.path)}"'


def _exact(text: str) -> str:
    return "".join(one if one.isalnum() else f"&#{ord(one)};" for one in text)
