"""What is said to whoever may not come in, and to programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

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


def unknown_fields(names: Sequence[str]) -> str:
    """That a program sent what means nothing here."""
    return f"{', '.join(names)[:200]}: not known here. {BAD_ASK}"


def request_long(limit: int) -> str:
    """That a program sent too much at once."""
    return f"This request is too long: send at most {limit // 1000} kB."


def no_day(value: str) -> str:
    """That a value a program sent is no date."""
    return f"{value!r} is no date: give a date such as 2024-01-29"


def wrong_host(host: str, allowed: Sequence[str]) -> str:
    """Why a request for another host is turned away, and what to do."""
    return f"This page does not answer to the name {host!r}. Open it as {allowed[0]}, with the port it runs on.\n"


def needs_login(host: str) -> str:
    """Why a page is not shared without a login, and what to do."""
    return f"{host} can be reached by others: give a name and password with --auth NAME:PASSWORD, or leave --host out"
