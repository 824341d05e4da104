"""Kept conversations."""

from __future__ import annotations

from typing import Final

CONVERSATIONS: Final = "Conversations"
NO_CONVERSATIONS: Final = "No conversation is kept yet. Ask something; it is kept from its first answer on."
NOTHING_SOUGHT: Final = "No conversation has these words. Try fewer, or a part of one."
SEARCH_LABEL: Final = "Search conversations"
UNTITLED: Final = "Untitled"
RENAME: Final = "Rename"
DELETE: Final = "Delete"
EXPORT: Final = "Export"
GOOD: Final = "Good answer"
BAD: Final = "Something is wrong"
REASON_LABEL: Final = "Why?"
REASON: Final = "Your reason:"
STALE: Final = "Since this answer was given"
CHANGE: Final = "Change the reason"
SAVE: Final = "Save"
CANCEL: Final = "Cancel"
LEAD: Final = (
    "Every conversation is kept on this machine with its answers as they were given. A title opens one to go on with."
)
NEW_TITLE: Final = "New title"
RENAME_TITLE: Final = "Rename the conversation"
DELETE_TITLE: Final = "Delete the conversation?"
DELETE_MORE: Final = "“{}” goes with all its questions, answers and opinions. This cannot be undone."
RENAMED: Final = "Renamed."
DELETED: Final = "Deleted “{}”."
JUDGED: Final = "Kept beside the answer and in no export of it."
EVALUATION_ALL: Final = "Save all judged answers as test questions"
EVALUATION_MORE: Final = "A ZIP file with all briefings and every question that was judged good or wrong."
EVALUATION_NONE: Final = "Answers that are judged good or wrong can be saved from here as test questions."
LOST: Final = "This conversation is no longer kept. It may have been deleted in another window."
UNFORESEEN: Final = "the window that runs the page shows the details"
NO_EXPORT: Final = "There is no export of that name: use the links beside the conversation."
FORMS: Final = {"markdown": "Markdown", "html": "HTML", "json": "JSON"}


def questions(count: int) -> str:
    """A number of questions."""
    return {0: "no questions", 1: "1 question"}.get(count, f"{count:,} questions")


def evaluation(count: int) -> str:
    """What saves the judged answers as an evaluation set."""
    return (
        "Save the judged answer as a test question"
        if count == 1
        else f"Save {count:,} judged answers as test questions"
    )


def unkept(reason: str) -> str:
    """That an answer is not kept, and why."""
    return f"This answer is not kept: {reason}"


def none_kept(reason: str) -> str:
    """That no conversation can be kept or shown, and why."""
    return f"Conversations cannot be kept here: {reason}"


def rename(title: str) -> str:
    """What the control that renames a conversation does, for those who do not see it."""
    return f"Rename “{title}”"


def delete(title: str) -> str:
    """What the control that deletes a conversation does, for those who do not see it."""
    return f"Delete “{title}”"


def changed(number: int) -> str:
    """That the briefing behind a citation changed."""
    return f"The briefing of source {number} changed. The words as they were quoted:"


def gone(number: int) -> str:
    """That the briefing behind a citation is gone."""
    return f"The briefing of source {number} is no longer here. The words as they were quoted:"


def purged(number: int) -> str:
    """That the words of a citation were removed."""
    return f"The words of source {number} were removed on request."
