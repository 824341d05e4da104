"""The command `briefings`; each command imports the rest when it runs."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import BriefingError, Locked

if TYPE_CHECKING:
    from index import Index, Progress, SyncReport
    from page.limits import Limits
    from qa import LLM, QASettings

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


def limited(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say when it is asked and which briefings may be found."""
    options = (
        click.option(
            "--asked", metavar="DAY",
            help="Day of the question, such as 2024-01-29, after which nothing is found; else today or, where the "
            "newest briefing is over a month old, its date.",
        ),
        click.option("--from", "first", metavar="DAY", help="First day of the briefings that may be found."),
        click.option("--to", "last", metavar="DAY", help="Last day of them."),
        click.option("--source", "sources", metavar="NAME", multiple=True, help="A source they may be of; repeatable."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@limited
@in_directory
def ask(question: str, as_json: bool, data: Path, **limits: Any) -> None:
    """Answer a question, with the words it rests on. Works while the page runs.

    Exit code 0: answered; 3: the briefings do not say; 1: an error.
    """
    from page.printed import as_text
    from qa import Assistant

    settings, llm = _model()
    with _read(data) as index:
        assistant = Assistant(index, llm=llm, settings=settings)
        if assistant.model_note:
            click.echo(assistant.model_note, err=True)
        asking = _limits(index, **limits)
        answer = assistant.ask(question, asked=asking.asked.day, where=asking.where)
        written = json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if as_json else None
        click.echo(written or as_text(answer, asking.asked))
    if answer.refused:
        sys.exit(REFUSED)


@main.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@limited
@in_directory
def search(query: str, limit: int, data: Path, **limits: Any) -> None:
    """List the best passages for some words. Works while the page runs."""
    from page.words.common import published

    with _read(data) as index:
        asking = _limits(index, **limits)
        for hit in index.search(query, limit=limit, asked=asking.asked.day, where=asking.where):
            document = hit.document
            click.secho(
                f"{hit.score:.3f}  {document.title} ({published(document.published)}, {document.path})", bold=True
            )
            click.echo(f"       {' '.join(hit.passage.text.split())}")


@main.command()
@click.argument("folder")
@click.option("--prune", is_flag=True, help="Go on where over half of what came from the folder is gone.")
@in_directory
def sync(folder: str, prune: bool, data: Path) -> None:
    """Bring the index in step with a folder. While the page runs, the page does it."""
    from index import Index, IndexSettings
    from index.remote import sync_by_owner

    try:
        with Index.open(data, settings=IndexSettings.from_env()) as index:
            report = _sync(index, folder, prune=prune)
    except Locked as error:
        if error.address is None:
            raise
        _tell(sync_by_owner(error.address, data, folder, prune=prune))
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
@click.option("--watch", "watched", is_flag=True, help="Keep FOLDER in step while the page runs.")
@in_directory
def serve(folder: str | None, port: int, host: str, auth: str | None, watched: bool, data: Path) -> None:
    """Serve the page on this machine, over FOLDER if one is given and whatever the index holds.

    What is sent is not encrypted: put a server with HTTPS in front of it where the network is not yours.
    """
    if watched and folder is None:
        raise click.UsageError("--watch needs the FOLDER to keep in step")
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
        raise click.UsageError(words.door.needs_login(host))
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
                click.echo(words.door.ONLY_HERE)

        with _watching(index, folder if watched else None):
            app.serve(assistant, host=host, port=port, login=login, on_ready=ready)


@main.command()
@click.argument("folder")
@in_directory
def watch(folder: str, data: Path) -> None:
    """Keep the index in step with a folder until Ctrl-C. Beside the page: briefings serve FOLDER --watch."""
    from index import Index, IndexSettings

    with Index.open(data, settings=IndexSettings.from_env()) as index:
        _tell(_counts(_sync(index, folder, prune=False)))
        click.echo(f"Watching {folder} (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):
            _watch(index, folder, threading.Event())


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@in_directory
def backup(target: Path, data: Path) -> None:
    """Copy all that cannot be made again into the new folder TARGET. Works while the page runs."""
    from index.backup import back_up

    back_up(data.absolute(), target.absolute())
    click.echo(f"Backed up to {target}. `briefings restore {target} --data DIRECTORY` makes an index of it.")


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@in_directory
def restore(source: Path, data: Path) -> None:
    """Make a new index directory of a backup."""
    import index

    index.restore(source, data)
    click.echo(f"Restored to {data}. Its caches are made when it is opened, by `briefings serve` or `sync`.")


@main.command()
@in_directory
def reembed(data: Path) -> None:
    """Embed everything anew with the built-in embedder; stopped half-way, it goes on where it was."""
    import index

    with click.progressbar(length=0, label="Embedding", file=sys.stderr) as bar:
        count = index.reembed(data, settings=index.IndexSettings.from_env(), progress=partial(_step, bar))
    click.echo(f"{count:,} passages embedded anew.")


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
@click.argument("file", type=click.Path(path_type=Path))
@in_directory
def check(file: Path, data: Path) -> None:
    """Compare an exported conversation or answer with the briefings. Works while the page runs.

    Exit code 0: every citation holds; 3: some do not; 1: an error.
    """
    from qa.verifying import check_file, report

    with _read(data) as index:
        checked = check_file(index, file)
    for said in report(checked):
        click.echo(said)
    if not checked.holds:
        sys.exit(REFUSED)


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


def _limits(index: Index, *, asked: str | None, first: str | None, last: str | None, sources: Sequence[str]) -> Limits:
    """The day of a question and the briefings that may be found, as the page has them; raises UsageError."""
    from page.asked import default_asked
    from page.limits import asked_for

    newest = index.newest()
    default = default_asked(newest.published if newest else None, today=date.today())
    try:
        return asked_for(asked, first, last, sources, default=default)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _sync(index: Index, folder: str, *, prune: bool) -> SyncReport:
    """A sync with a progress bar, where there is a terminal to show it."""
    with click.progressbar(length=0, label=f"Reading {folder}", file=sys.stderr, item_show_func=_speed) as bar:
        try:
            return index.sync(folder, prune=prune, progress=partial(_step, bar))
        except KeyboardInterrupt:
            raise BriefingError(f"stopped after {bar.pos} files, which are kept: run it again to go on") from None


def _step(bar: Any, progress: Progress) -> None:
    """Move a progress bar on; it reckons the time that is left."""
    bar.length = progress.total
    bar.update(1, progress)


def _speed(progress: Progress | None) -> str:
    """Passages a second, once there are some."""
    return f"{progress.passages / progress.seconds:.0f} passages/s" if progress and progress.seconds > 0 else ""


def _watch(index: Index, folder: str, stop: threading.Event) -> None:
    """Keep a folder in step until told to stop, and say what changed."""
    from index import watch

    def changed(report: SyncReport) -> None:
        if report.added or report.updated or report.removed:
            _tell(_counts(report))

    watch(
        index,
        folder,
        on_report=changed,
        on_error=lambda error: click.secho(str(error), fg="yellow", err=True),
        stop=stop,
    )


@contextmanager
def _watching(index: Index, folder: str | None) -> Iterator[None]:
    """Keep a folder in step from a thread for as long as the block lasts."""
    if folder is None:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(index, folder, stop), name="watch")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _counts(report: SyncReport) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(report)


def _tell(report: dict[str, Any]) -> None:
    """A sync's report in a line, and a line for each failure."""
    counts = [f"{len(report[kind])} {kind}" for kind in ("added", "updated", "removed", "unchanged", "failed")]
    click.echo(", ".join(counts))
    for failure in report["failed"]:
        click.secho(f"  {failure['path']}: {failure['reason']}", fg="yellow", err=True)


if __name__ == "__main__":
    main()
