"""Asking the process that owns a directory to change it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from index.errors import BriefingError
from index.owner import read_note


def sync_by_owner(address: str, directory: Path, folder: str, *, prune: bool) -> dict[str, Any]:
    """Have the process that serves the page do the sync; raises BriefingError with its reason."""
    body = json.dumps({"folder": str(Path(folder).absolute()) if folder else "", "prune": prune}).encode()
    token = str(read_note(directory.absolute()).get("token"))
    headers = {"Content-Type": "application/json", "X-Briefings-Token": token}
    request = urllib.request.Request(f"{address}/sync", body, headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request) as response:
            report: dict[str, Any] = json.load(response)
    except urllib.error.HTTPError as error:
        raise BriefingError(_reason(error)) from error
    except urllib.error.URLError as error:
        raise BriefingError(
            f"the page at {address} does not answer ({error.reason}): close it and try again"
        ) from error
    return report


def _reason(error: urllib.error.HTTPError) -> str:
    """What the page says went wrong."""
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        return f"the page answered {error.code}: look at the window that runs it"
