"""The place of kept conversations as HTML: a search, the list, and what asks before something changes."""

from __future__ import annotations

from page import words
from page.kept import EVALUATION
from page.markup import escape_attribute
from qa.stored import TITLE_CHARACTERS


def kept_place(judged: int) -> str:
    """The place: the list in it is fetched with `conversations/list`; `judged` is how many answers were judged."""
    said = {"renamed": words.kept.RENAMED, "deleted": words.kept.DELETED, "failed": words.common.ACTION_FAILED}
    data = " ".join(f'data-{name}="{escape_attribute(text)}"' for name, text in said.items())
    return (
        f'<div class="kept" {data}><h2>{words.kept.CONVERSATIONS}</h2><p class="lead">{words.kept.LEAD}</p>'
        f'<div class="row tools-row"><label class="unseen" for="kept-find">{words.kept.SEARCH_LABEL}</label>'
        f'<input type="search" id="kept-find" placeholder="{words.kept.SEARCH_LABEL}" autocomplete="off"'
        f' spellcheck="false">{_evaluation(judged)}<span class="said" role="status"></span></div>'
        f'<div id="kept-list"></div>{_renaming()}{_deleting()}</div>'
    )


def unreachable(reason: str) -> str:
    """The place where there is no store."""
    return f'<div class="kept"><h2>{words.kept.CONVERSATIONS}</h2><p class="note">{reason}</p></div>'


def _evaluation(judged: int) -> str:
    """What makes an evaluation set of the judged answers, or how there come to be some."""
    if not judged:
        return f'<span class="evaluation none">{words.kept.EVALUATION_NONE}</span>'
    return (
        f'<a class="plain evaluation" href="{EVALUATION}" download title="{words.kept.EVALUATION_MORE}">'
        f"{words.kept.evaluation(judged)}</a>"
    )


def _renaming() -> str:
    return (
        '<dialog id="renaming" aria-labelledby="renaming-title"><form method="dialog">'
        f'<h3 id="renaming-title">{words.kept.RENAME_TITLE}</h3><label for="new-title">{words.kept.NEW_TITLE}</label>'
        f'<input id="new-title" maxlength="{TITLE_CHARACTERS}" autocomplete="off"><p class="row">'
        f'<button class="primary" value="do">{words.kept.RENAME}</button>{_cancel()}</p></form></dialog>'
    )


def _deleting() -> str:
    return (
        '<dialog id="deleting" aria-labelledby="deleting-title"><form method="dialog">'
        f'<h3 id="deleting-title">{words.kept.DELETE_TITLE}</h3><p class="deleted-title"'
        f' data-text="{escape_attribute(words.kept.DELETE_MORE)}"></p><p class="row">{_cancel()}'
        f'<button class="primary" value="do">{words.kept.DELETE}</button></p></form></dialog>'
    )


def _cancel() -> str:
    return f'<button class="plain" value="" formnovalidate>{words.kept.CANCEL}</button>'
