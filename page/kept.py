"""Kept conversations -> HTML: the list of them, what became of their citations, thumbs and exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from page import words
from page.exchange import Exchange, Kept
from page.labels import header
from page.markup import escape, escape_attribute
from qa.exported import ENDINGS
from qa.kept import Conversation, Feedback, Listed
from qa.standing import Standing

REASON_CHARACTERS = 500
EVALUATION = "conversations/evaluation.zip"
"""Where the judged answers are had as an evaluation set."""


def exchanges(conversation: Conversation) -> tuple[Exchange, ...]:
    """A kept conversation as the chat shows it."""
    places = (Kept(conversation.id, one.number, one.feedback) for one in conversation.exchanges)
    return tuple(
        Exchange(one.question, one.answer, key=kept.key, kept=kept)
        for one, kept in zip(conversation.exchanges, places, strict=True)
    )


def conversation_list(listed: Sequence[Listed], *, current: int | None = None, sought: str = "") -> str:
    """The conversations as a list, in the order given; each has id `conversation-ID` and `data-conversation`.

    `current` is the one that is open; `sought` tells an empty list from one in which nothing was found.
    """
    if not listed:
        said = words.kept.NOTHING_SOUGHT if sought.strip() else words.kept.NO_CONVERSATIONS
        return f'<p class="no-conversations" role="status">{said}</p>'
    entries = "".join(_entry(one, current=one.id == current) for one in listed)
    return f'<ul class="conversations" aria-label="{words.kept.CONVERSATIONS}">{entries}</ul>'


def stale_lines(standings: Iterable[Standing]) -> str:
    """A line for each citation whose briefing changed or went, or whose words were removed; nothing for the others."""
    lines = "".join(stale_line(standing) for standing in standings)
    return f'<section class="stale" aria-label="{words.kept.STALE}">{lines}</section>' if lines else ""


def stale_line(standing: Standing) -> str:
    """What became of a citation's briefing, with its quote as it was; "" where all is as it was."""
    cited = standing.citation
    if not cited.quote:
        return f'<div class="stale-citation removed"><p>{words.kept.purged(cited.number)}</p></div>'
    if standing.state == "unchanged":
        return ""
    said = (words.kept.changed if standing.state == "changed" else words.kept.gone)(cited.number)
    return (
        f'<div class="stale-citation {standing.state}" data-citation="{cited.number}"><p>{said}</p>'
        f'<p class="source-line">{header(cited.document)}</p>'
        f'<blockquote dir="auto">{escape(cited.quote)}</blockquote></div>'
    )


def thumbs(conversation: int, number: int, feedback: Feedback | None) -> str:
    """The two judgements of an answer as buttons, the one that was given pressed, with its reason."""
    good = None if feedback is None else feedback.good
    buttons = _thumb("good", words.kept.GOOD, good is True) + _thumb("bad", words.kept.BAD, good is False)
    reason = "" if feedback is None else _reason(conversation, number, feedback) + _whereto()
    return (
        f'<div class="thumbs" role="group" data-conversation="{conversation}" data-number="{number}">'
        f"{buttons}{reason}</div>"
    )


def _whereto() -> str:
    """Where a judgement stays, and what all of them together are good for."""
    link = f'<a class="export" href="{EVALUATION}" download>{words.kept.EVALUATION_ALL}</a>'
    return f'<p class="whereto">{words.kept.JUDGED} {link}</p>'


def _reason(conversation: int, number: int, feedback: Feedback) -> str:
    """A box to give a reason; where one was given the reason, and the box when asked for."""
    name = f"reason-{conversation}-{number}"
    form = (
        f'<form class="reasoning"><label for="{name}">'
        f'{words.kept.REASON_LABEL}</label><input id="{name}" name="reason" maxlength="{REASON_CHARACTERS}"'
        f' autocomplete="off" value="{escape_attribute(feedback.reason)}"><button>{words.kept.SAVE}</button></form>'
    )
    if not feedback.reason.strip():
        return form
    given = f'<p class="reason" dir="auto">{words.kept.REASON} {escape(feedback.reason)}</p>'
    return f"{given}<details><summary>{words.kept.CHANGE}</summary>{form}</details>"


def export_links(conversation: int, number: int | None = None) -> str:
    """Links to a conversation, or to one answer of it, in every form; addressed as `export_name` says."""
    links = "".join(
        f'<a class="export {form}" href="{export_name(conversation, ending, number)}" download>'
        f"{words.kept.FORMS[form]}</a>"
        for form, ending in ENDINGS.items()
    )
    return f'<span class="exports" role="group" aria-label="{words.kept.EXPORT}">{links}</span>'


def export_name(conversation: int, ending: str, number: int | None = None) -> str:
    """Where an export is had, and its file's name: conversation/7.md, conversation/7-2.html for its second answer."""
    return f"conversation/{conversation}{'' if number is None else f'-{number}'}{ending}"


def _entry(listed: Listed, *, current: bool) -> str:
    title = listed.title.strip() or words.kept.UNTITLED
    here = ' aria-current="true"' if current else ""
    day = f'<time class="date" datetime="{listed.changed.isoformat()}">{words.common.day(listed.changed)}</time>'
    return (
        f'<li class="conversation" id="conversation-{listed.id}" data-conversation="{listed.id}"{here}>'
        f'<a class="reopens" href="?conversation={listed.id}" dir="auto">{escape(title)}</a>{day}'
        f'<span class="count">{words.kept.questions(listed.count)}</span>{export_links(listed.id)}'
        f"{_control('rename', words.kept.RENAME, words.kept.rename(title))}"
        f"{_control('delete', words.kept.DELETE, words.kept.delete(title))}</li>"
    )


def _control(kind: str, text: str, label: str) -> str:
    return f'<button type="button" class="{kind}" aria-label="{escape_attribute(label)}">{text}</button>'


def _thumb(kind: str, label: str, pressed: bool) -> str:
    return f'<button type="button" class="thumb {kind}" aria-pressed="{str(pressed).lower()}">{label}</button>'
