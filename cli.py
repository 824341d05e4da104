"""The command `briefings`; each command imports the rest when it runs."""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import BriefingError, Locked

if TYPE_CHECKING:
    from index import Index, SyncReport
    from page.asked import Asked
    from qa import LLM, Answer, QASettings

REFUSED = 3


class Commands(click.Group):
    """Commands whose foreseen errors are a sentence on stderr and exit code 1, not a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (BriefingError, OSError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
@click.version_option(package_name="briefings")
def main() -> None:
    """Ask a folder of briefings; every sentence of the answer points at the words it rests on."""


def in_directory(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option --data."""
    return click.option(
        "--data", type=click.Path(path_type=Path), envvar="BRIEFINGS_DATA", default="data", show_default=True,
        help="Directory of the index; BRIEFINGS_DATA names another default.",
    )(command)  # fmt: skip


def on_a_day(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option --asked."""
    return click.option(
        "--asked", type=click.DateTime(["%Y-%m-%d"]),
        help="Day of the question; else today or, where the newest briefing is over a month old, its date.",
    )(command)  # fmt: skip


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@on_a_day
@in_directory
def ask(question: str, as_json: bool, asked: datetime | None, data: Path) -> None:
    """Answer a question, with the words it rests on. Works while the page runs.

    Exit code 0: answered; 3: the briefings do not say; 1: an error.
    """
    from qa import Assistant

    settings, llm = _model()
    with _read(data) as index:
        assistant = Assistant(index, llm=llm, settings=settings)
        if assistant.model_note:
            click.echo(assistant.model_note, err=True)
        day = _day(index, asked)
        answer = assistant.ask(question, asked=day.day)
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if as_json else _as_text(answer, day))
    if answer.refused:
        sys.exit(REFUSED)


@main.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@on_a_day
@in_directory
def search(query: str, limit: int, asked: datetime | None, data: Path) -> None:
    """List the best passages for some words. Works while the page runs."""
    with _read(data) as index:
        for hit in index.search(query, limit=limit, asked=_day(index, asked).day):
            document = hit.document
            click.secho(f"{hit.score:.3f}  {document.title} ({_when(document.published)}, {document.path})", bold=True)
            click.echo(f"       {' '.join(hit.passage.text.split())}")


@main.command()
@click.argument("folder")
@click.option("--prune", is_flag=True, help="Go on where over half of what came from the folder is gone.")
@in_directory
def sync(folder: str, prune: bool, data: Path) -> None:
    """Bring the index in step with a folder. While the page runs, the page does it."""
    from index import Index, IndexSettings

    try:
        with Index.open(data, settings=IndexSettings.from_env()) as index:
            report = _sync(index, folder, prune=prune)
    except Locked as error:
        if error.address is None:
            raise
        _tell(_sync_by_owner(error.address, data, folder, prune=prune))
    else:
        _tell(_counts(report))


@main.command()
@click.argument("folder", required=False)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="The next free one if taken."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; another needs --auth.")
@click.option(
    "--auth",
    metavar="NAME:PASSWORD",
    envvar="BRIEFINGS_AUTH",
    help="Ask for this login on every address; BRIEFINGS_AUTH keeps it out of the list of processes.",
)
@in_directory
def serve(folder: str | None, port: int, host: str, auth: str | None, data: Path) -> None:
    """Serve the page on this machine, over FOLDER if one is given and whatever the index holds.

    What is sent is not encrypted: put a server with HTTPS in front of it where the network is not yours.
    """
    import app
    from index import Index, IndexSettings
    from page import words
    from page.entrance import Login
    from page.loopback import is_loopback
    from qa import Assistant

    try:
        login = Login.parse(auth) if auth else None
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if login is None and not is_loopback(host):
        raise click.UsageError(words.needs_login(host))
    settings, llm = _model()
    with Index.open(data, settings=IndexSettings.from_env()) as index:
        if folder is not None:
            _tell(_counts(_sync(index, folder, prune=False)))
        assistant = Assistant(index, llm=llm, settings=settings)
        if assistant.model_note:
            click.echo(assistant.model_note)

        def ready(address: str) -> None:
            click.echo(f"The page is at {address} (Ctrl-C ends it)")
            if login is None:
                click.echo(words.ONLY_HERE)

        app.serve(assistant, host=host, port=port, login=login, on_ready=ready)


@main.command()
@in_directory
def verify(data: Path) -> None:
    """Say what is wrong with the index; exit code 1 if anything is."""
    with _read(data) as index:
        problems = index.verify()
    for problem in problems:
        click.echo(f"{problem.part}: {problem.text}")
    if problems:
        sys.exit(1)
    click.echo("Nothing is wrong.")


@main.command()
@in_directory
def rebuild(data: Path) -> None:
    """Make the caches again from the catalogue, without embedding anything."""
    from index import Index, IndexSettings

    with Index.open(data, settings=IndexSettings.from_env()) as index:
        index.rebuild()
    click.echo("Rebuilt.")


def _read(data: Path) -> Index:
    from index import Index, IndexSettings

    return Index.open(data, settings=IndexSettings.from_env(), read_only=True)


def _model() -> tuple[QASettings, LLM | None]:
    """The settings in the environment, and the language model they name."""
    from qa import QASettings, load_llm

    settings = QASettings.from_env()
    if not settings.llm:
        return settings, None
    return settings, load_llm(settings.llm, key=settings.llm_key or None, timeout=settings.model_seconds)


def _day(index: Index, asked: datetime | None) -> Asked:
    """The day of a question and why it is that one."""
    from page.asked import Asked, default_asked

    if asked is not None:
        return Asked(asked.date(), "chosen")
    newest = next(index.documents(), None)
    return default_asked(newest.published if newest else None, today=date.today())


def _sync(index: Index, folder: str, *, prune: bool) -> SyncReport:
    """A sync with a progress bar, where there is a terminal to show it."""
    with click.progressbar(length=0, label=f"Reading {folder}", file=sys.stderr) as bar:

        def step(progress: Any) -> None:
            bar.length = progress.total
            bar.update(1)

        return index.sync(folder, prune=prune, progress=step)


def _sync_by_owner(address: str, data: Path, folder: str, *, prune: bool) -> dict[str, Any]:
    """Have the process that serves the page do the sync; raises BriefingError with its reason."""
    from index.owner import read_note

    body = json.dumps({"folder": str(Path(folder).absolute()) if folder else "", "prune": prune}).encode()
    token = str(read_note(data.absolute()).get("token"))
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


def _counts(report: SyncReport) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(report)


def _tell(report: dict[str, Any]) -> None:
    """A sync's report in a line, and a line for each failure."""
    counts = [f"{len(report[kind])} {kind}" for kind in ("added", "updated", "removed", "unchanged", "failed")]
    click.echo(", ".join(counts))
    for failure in report["failed"]:
        click.secho(f"  {failure['path']}: {failure['reason']}", fg="yellow", err=True)


def _as_text(answer: Answer, day: Asked) -> str:
    """An answer as a person reads it: the text, then each citation with its words."""
    lines = [answer.text]
    if answer.refused:
        lines += [
            "",
            *(_nearest(hit.document.title, hit.document.published, hit.passage.text) for hit in answer.hits[:3]),
        ]
    else:
        lines.append("")
    for citation in answer.citations:
        source = ", ".join(filter(None, (citation.document.source, _when(citation.document.published))))
        lines.append(f"[{citation.number}] {citation.document.title} ({source})")
        lines.append(f"    “{' '.join(citation.quote.split())}”")
    lines += [f"Note: {note.text}" for note in answer.notes]
    if day.reason == "newest":
        lines.append(f"Asked as of {_when(day.day)}, your newest briefing.")
    return "\n".join(lines)


def _nearest(title: str, published: date | None, text: str) -> str:
    """A passage that was found but does not answer."""
    return f"Nearest: {title} ({_when(published)})\n    {' '.join(text.split())[:200]}"


def _when(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "no date"


if __name__ == "__main__":
    main()
