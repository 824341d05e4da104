"""Every text the page itself says, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from index.records import Filter

TITLE: Final = "Briefings"
QUESTION_LABEL: Final = "Your question"
QUESTION_PLACEHOLDER: Final = "Ask the briefings"
NEW_CONVERSATION: Final = "Start over"
SEND: Final = "Ask"
STOP: Final = "Stop"
CONVERSATION_LABEL: Final = "Conversation"

WELCOME: Final = "Ask what the briefings say."
WELCOME_MORE: Final = (
    "Every sentence of an answer carries a number. It opens the briefing at the exact words the sentence rests on."
)
EXAMPLES_LABEL: Final = "For example"
NO_BRIEFINGS: Final = "There are no briefings here yet."
NO_BRIEFINGS_MORE: Final = (
    "Add files in the library, or a folder of them with this command; the page then answers from it, without a restart."
)
NO_BRIEFINGS_COMMAND: Final = "briefings sync FOLDER"

SEARCHING: Final = "Reading the briefings…"
SEARCHED_FOR: Final = "Understood as"
YOU_ASKED: Final = "You asked:"
SOURCES: Final = "Sources"
REFUSAL: Final = "Not in the briefings"
NEAREST: Final = "Nearest passages"
NEAREST_MORE: Final = "close to the question, but not an answer to it"
STOPPED: Final = "Stopped before the answer was complete. Ask again to have all of it."
FAILED: Final = "No answer"
UNEXPECTED: Final = (
    "Something went wrong that should not have. Ask again; if it happens again, "
    "the window that runs the page shows the details."
)

PLACES: Final = "Places"
ASK: Final = "Ask"
LIBRARY: Final = "Library"
TIMELINE: Final = "Timeline"
CHECK: Final = "Check my draft"
PLACE: Final = "Place"
LOADING_PLACE: Final = "One moment…"
PLACE_UNREACHABLE: Final = "This could not be fetched. Check that the page's program still runs, then try again."

KEYS: Final = "Keyboard"
KEY_LIST: Final = (
    (("/",), "Write a question"),
    (("Enter",), "Ask it; on a number, open the briefing at the words"),
    (("n", "]"), "Next citation"),
    (("p", "["), "Previous citation"),
    (("j",), "Next sentence of a checked draft"),
    (("k",), "Previous sentence of a checked draft"),
    (("Esc",), "Close what is open and go back to where it was opened"),
    (("?",), "This list"),
)
SINGLE_KEYS: Final = "Single letters work as above while no text is being written"
NEXT: Final = "Next citation"
PREVIOUS: Final = "Previous citation"
NEXT_KEY: Final = "Next citation (n)"
PREVIOUS_KEY: Final = "Previous citation (p)"
AT: Final = "{} of {}"

INSTEAD: Final = "The briefings can answer"
WHY: Final = "Why this answer"
WHY_REFUSED: Final = "Why no answer"
WHY_DOWNLOAD: Final = "Download all of this as JSON"
WHY_FORGOTTEN: Final = "This answer is kept no longer, and its reasons with it. Ask the question again to see them."
WHY_QUESTION: Final = "Searched for"
WHY_TIME: Final = "Time"
WHY_FILTER: Final = "Filter"
WHY_NO_FILTER: Final = "none"
WHY_CONFIDENCE: Final = "Is it enough?"
WHY_NOTE: Final = "Note"
WHY_PASSAGES: Final = "Passages considered"
WHY_SCORES: Final = "best first; higher is nearer"
WHY_PASSAGE: Final = "Passage"
WHY_WORDS: Final = "Words"
WHY_MEANING: Final = "Meaning"
WHY_TOGETHER: Final = "Both"
FATE_REFUSED: Final = "not used: together the passages are too weak"
FATE_FAR: Final = "not used: no sentence of it came near the question"

DRAFT_LEAD: Final = (
    "Each sentence of your text is held against the briefings: supported, contradicted or not found, "
    "with the exact words beside it. Your text stays in this tab, until you clear it or close the tab; nothing is kept."
)
DRAFT_LABEL: Final = "Your draft"
DRAFT_PLACEHOLDER: Final = "Paste your draft here, or drop a file"
DRAFT_DO: Final = "Check"
DRAFT_FILE: Final = "Open a file"
DRAFT_CLEAR: Final = "Clear"
DRAFT_CHANGED: Final = "The text was changed since it was checked."
DRAFT_BUSY: Final = "Reading the briefings…"
DRAFT_EMPTY: Final = "There is nothing to check yet: paste your draft first."
DRAFT_BINARY: Final = "This file is not plain text. Open it in its own program and paste what it says."
DRAFT_TITLE: Final = "Checked draft"
EXPORT_HTML: Final = "Save as HTML"
EXPORT_MARKDOWN: Final = "Save as Markdown"
VERDICTS: Final[dict[str, str]] = {"supported": "supported", "contradicted": "contradicted", "not found": "not found"}

FIND: Final = "Find by title, source or file"
UPLOAD: Final = "Add files"
SYNC: Final = "Read changed files"
DROP_HINT: Final = "Files can also be dropped here."
EMPTY_LIBRARY: Final = "Add files here, or a folder of them with the command: briefings sync FOLDER"
NOTHING_FOUND: Final = "No file has all of these words."
COLUMN_TITLE: Final = "Title"
COLUMN_DATE: Final = "Date"
COLUMN_SOURCE: Final = "Source"
COLUMN_FORMAT: Final = "Format"
COLUMN_SIZE: Final = "Size"
COLUMN_STATE: Final = "State"
COLUMN_ACTION: Final = "Action"
STATES: Final[dict[str, str]] = {"ready": "ready", "failed": "could not be read", "removed": "removed"}
NEW: Final = "new"
SHOW_FRESH: Final = "Show only these"
SHOW_ALL: Final = "Show all"
REMOVE: Final = "Remove"
PUT_BACK: Final = "Put back"
REMOVED: Final = "Removed “{}”; it no longer answers. The file itself is untouched."
UNDO: Final = "Undo"
SYNCING: Final = "Looking for changes…"
SYNCED: Final = "Done."
UPLOADING: Final = "Adding {}…"
UPLOADED: Final = "Files added: {}."
ACTION_FAILED: Final = "That did not work: {}"
NO_FOLDER: Final = "No folder was synced yet."
UNKNOWN_FILE: Final = "This file is not one that the library knows: look for changes first."
NO_NAME: Final = "A file needs a name with an ending, such as note.md."

TIMELINE_LEAD: Final = (
    "Squares are briefings on their dates, circles are sentences on a day that they name; "
    "a day without a year is taken as the nearest to its briefing. Each opens at the words."
)
TIMELINE_BRIEFINGS: Final = "Briefings"
TIMELINE_STATEMENTS: Final = "Dated statements"
ZOOM_IN: Final = "Zoom in"
ZOOM_OUT: Final = "Zoom out"
EARLIER: Final = "Earlier"
LATER: Final = "Later"
ZOOM_ALL: Final = "All briefings"
NO_DATES: Final = "No briefing here has a date or names one."
NOTHING_DATED: Final = "Nothing is dated in these days."
COLUMN_WORDS: Final = "What it says"

FILTER: Final = "Filter"
DATES: Final = "Dates"
FROM_LABEL: Final = "from"
TO_LABEL: Final = "to"
IN_FORCE: Final = "Filters in force"
AS_OF: Final = "As of {}: nothing later"
FROM_DAY: Final = "from {}"
TO_DAY: Final = "until {}"
FROM_SOURCE: Final = "{}"
DROP_FILTER: Final = "Remove the filter: {}"

SOURCE_PANEL: Final = "Briefing"
ALL_BRIEFINGS: Final = "All briefings"
LIBRARY_MORE: Final = "newest first"
BACK: Final = "All briefings"
CLOSE: Final = "Close"
SAME_STORY: Final = "The same story:"
OWN_PAGE: Final = "Open on its own page"
NO_DATE: Final = "no date"
NO_SOURCE: Final = "source not named"
NOT_FOUND: Final = "This briefing is no longer here. It may have been removed since the answer was given; ask again."
UNREACHABLE: Final = "The briefing could not be fetched. Check that the page's program still runs, then try again."
LOADING: Final = "Opening the briefing…"

ASKED_LABEL: Final = "Ask as of another day"

DATED_BY: Final = {
    "front matter": "date from its front matter",
    "header": "date from its header",
    "text": "date from its text",
    "properties": "date from its properties",
    "file name": "date from its file name",
}


def day(value: date) -> str:
    """A date as people write it: 29 January 2024."""
    return f"{value.day} {value:%B} {value.year}"


def published(value: date | None) -> str:
    """The date of a briefing, or that it has none."""
    return NO_DATE if value is None else day(value)


def briefings(count: int) -> str:
    """A number of briefings."""
    return {0: "no briefings", 1: "1 briefing"}.get(count, f"{count:,} briefings")


def holdings(count: int, first: date | None, last: date | None) -> str:
    """What the index holds: how many briefings, from when to when."""
    if first is None or last is None:
        return briefings(count)
    return f"{briefings(count)}, {between(first, last)}"


def between(first: date, last: date) -> str:
    """A stretch of days without what both ends share: 3 to 29 January 2024."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def as_of(asked: date, *, reason: str) -> str:
    """The day a question is asked on, and why that day: "today", "newest" or "chosen"."""
    if reason == "today":
        return f"As of today, {day(asked)}"
    if reason == "newest":
        return f"As of {day(asked)}, your newest briefing"
    return f"As of {day(asked)}"


def draft_long(limit: int) -> str:
    """That a draft is too long to be checked at once."""
    return f"This draft is too long: check at most {limit:,} characters at a time."


def at_characters(start: int, end: int) -> str:
    """Where in a briefing's text a quote stands."""
    return f"characters {start} to {end}"


def unknown_fields(names: Sequence[str]) -> str:
    """That a program sent what means nothing here."""
    return f"{', '.join(names)[:200]}: not known here. {BAD_ASK}"


def request_long(limit: int) -> str:
    """That a program sent too much at once."""
    return f"This request is too long: send at most {limit // 1000} kB."


def no_day(name: str, value: str) -> str:
    """That a value a program sent is no date."""
    return f"{name} is {value!r}: give a date such as 2024-01-29"


def told_also(count: int) -> str:
    """That a briefing's story stands in others too, in nearly the same words."""
    return f"one story in {count:,} briefings"


def size(count: int) -> str:
    """A number of bytes as people read it."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


def rows_shown(shown: int, found: int, total: int) -> str:
    """How many files are listed, of how many."""
    if shown < found:
        return f"{shown:,} of {found:,} files. Find or sort to see the others."
    return f"{total:,} files" if found == total else f"{found:,} of {total:,} files"


def fresh_briefings(count: int) -> str:
    """What came since the last visit."""
    return f"{briefings(count).capitalize()} came since your last visit."


def remove(title: str) -> str:
    """The name of the button that removes a briefing."""
    return f"Remove {title}"


def put_back(path: str) -> str:
    """The name of the button that puts a removed file back."""
    return f"Put back {path}"


def too_large(limit: int) -> str:
    """That a file is too large to be added here."""
    return f"A file may have at most {limit // 1_000_000} MB here. Put it into a synced folder instead."


def not_added(name: str, reason: str) -> str:
    """Why a file was not added."""
    return f"{name} was not added: {reason}"


def sync_report(counts: Mapping[str, int]) -> str:
    """What a sync did."""
    changed = [f"{count:,} {kind}" for kind, count in counts.items() if count and kind != "unchanged"]
    return f"{', '.join(changed).capitalize()}." if changed else "Nothing has changed."


def short_day(value: date, days: int) -> str:
    """A date below an axis, as short as the stretch of days allows."""
    if days > 1500:
        return f"{value:%Y}"
    return f"{value:%b} {value.year}" if days > 300 else f"{value.day} {value:%b}"


def timeline_of(count: int, first: date, last: date) -> str:
    """What a picture of a timeline shows, for those who do not see it."""
    return f"Timeline, {between(first, last)}: {count:,} marks. The table below says the same."


def more_between(count: int, first: date, last: date) -> str:
    """What the number above a full column does."""
    return f"{count:,} more, {between(first, last)}: zoom in"


def several_days(count: int, first: date, last: date, *, statements: bool) -> str:
    """What stands in a column of a timeline that is several days wide, and what choosing it does."""
    what = f"{count:,} dated statements" if statements else briefings(count)
    return f"{what}, {between(first, last)}: show these days"


def stretch_shown(first: date, last: date, *, outside: int, step: int) -> str:
    """The days that a timeline shows, how many of them a column is, and how much lies beyond them."""
    together = f"; {step:,} days to a column" if step > 1 else ""
    return between(first, last) + together + (f"; {outside:,} earlier or later" if outside else "")


def newest_read(limit: int) -> str:
    """That only so many briefings were read for dated sentences."""
    return f"Dated sentences are those of the newest {limit:,} briefings."


def rows_listed(shown: int, count: int) -> str:
    """How many dated things a table lists."""
    if shown < count:
        return f"The first {shown:,} of {count:,} in these days. Zoom in to see the others."
    return f"{count:,} in these days"


def page_number(page: int) -> str:
    """A page of a briefing that has pages."""
    return f"p. {page}"


def limits(where: Filter) -> list[str]:
    """What a filter lets through, each limit in a few words."""
    said = [f"from {day(where.published_from)}"] if where.published_from else []
    said += [f"until {day(where.published_to)}"] if where.published_to else []
    said += [f"only {' or '.join(where.sources)}"] if where.sources else []
    return said + ([] if where.undated else ["none without a date"])


def probability(confidence: float, threshold: float, *, refused: bool) -> str:
    """What the gate found, and what that led to."""
    led = "so no answer is given" if refused else "so an answer is given"
    digits = next((digits for digits in range(3) if f"{confidence:.{digits}%}" != f"{threshold:.{digits}%}"), 0)
    return f"{confidence:.{digits}%} likely that the passages answer; {threshold:.0%} is needed, {led}"


def no_time(asked: date | None) -> str:
    """That a question names no time."""
    return "none named" + (f"; asked as of {day(asked)}" if asked else "")


def understood_time(named: str, first: date, last: date | None, *, asked: date | None) -> str:
    """The days that a question's words were understood as."""
    days = f"{day(first)} and later" if last is None else between(first, last)
    return f"“{named}” is {days}" + (f"; asked as of {day(asked)}" if asked else "")


def cited_as(numbers: Sequence[int]) -> str:
    """That a passage was quoted, and under which numbers."""
    return "quoted as " + ", ".join(map(str, numbers))


def fate_below(score: float, quoted: float) -> str:
    """That a passage was not used because others were nearer."""
    return f"not used: its best sentence scores {score:.2f}, the least of those quoted {quoted:.2f}"


def fate_left(score: float) -> str:
    """That a passage was near, but not needed."""
    return f"not used: its best sentence ({score:.2f}) adds nothing that those quoted do not answer"


def known_about(title: str) -> str:
    """An example question about a briefing."""
    return f"What is known about “{title}”?"


def shown_of(shown: int, count: int) -> str:
    """That a list is cut."""
    return f"The newest {shown:,} of {count:,}. Ask a question to find the others."


def open_at_quote(number: int, described: str) -> str:
    """What a citation chip does, for those who do not see it."""
    return f"Source {number}: {described}. Opens the briefing at the quoted words."


def open_passage(described: str) -> str:
    """What a nearest passage does when it is chosen."""
    return f"Nearest passage in {described}. Opens the briefing there."


def wrong_host(host: str, allowed: Sequence[str]) -> str:
    """Why a request for another host is turned away, and what to do."""
    return f"This page does not answer to the name {host!r}. Open it as {allowed[0]}, with the port it runs on.\n"


def needs_login(host: str) -> str:
    """Why a page is not shared without a login, and what to do."""
    return f"{host} can be reached by others: give a name and password with --auth NAME:PASSWORD, or leave --host out"


LOG_IN: Final = "This page asks for a name and a password.\n"
TOO_MANY: Final = "Too many wrong names or passwords. Wait a minute, then try again.\n"
BAD_LOGIN: Final = "Give a name and a password with a colon between them: NAME:PASSWORD"
ONLY_HERE: Final = "Only this machine can open it. To share it: --host ADDRESS --auth NAME:PASSWORD"

WRONG_ORIGIN: Final = "This page takes requests only from itself. Open it in a tab of its own.\n"
WRONG_TOKEN: Final = "The token does not fit. Run the command again; if it still fails, restart the page."
BAD_SOURCES: Final = "sources is a list of names."
BAD_ASK: Final = (
    'Send JSON with a question: {"question": "..."}; beside it there may be asked, published_from, published_to '
    "(days such as 2024-01-29) and sources (a list of names)."
)
BAD_SYNC: Final = 'Send JSON with the folder to read: {"folder": "PATH"}.'
