"""What every test may use: no network, folders of briefings, an index over the samples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from index import Index
from qa import Assistant, QASettings
from qa.evidence import gather
from tests.browser import ARGUMENTS, PATIENCE, PHONE, WIDE, served, watched
from tests.fakes import HashEmbedder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture
def briefings(tmp_path: Path) -> Path:
    """A folder with three small dated briefings."""
    folder = tmp_path / "briefings"
    folder.mkdir()
    texts = {
        "monday": (
            "2024-03-04",
            "North desk",
            "The harbour at Lorne was closed on Monday. Two ferries stayed in port.",
        ),
        "tuesday": ("2024-03-05", "South desk", "The mayor of Tarn opened a bridge. It cost 4.2 million crowns."),
        "friday": ("2024-03-08", "North desk", "The harbour at Lorne opened again on Friday after a storm."),
    }
    for name, (published, source, text) in texts.items():
        header = f"---\ntitle: {name.title()} note\npublished: {published}\nsource: {source}\n---\n\n"
        (folder / f"{name}.md").write_text(f"{header}{text}\n", encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An empty index with the embedder that hashes words."""
    with Index.open(tmp_path / "data", embedder=HashEmbedder()) as opened:
        yield opened


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index over the sample briefings with the built-in embedder; not to be changed."""
    with Index.open(tmp_path_factory.mktemp("samples") / "data") as opened:
        opened.sync(SEEDS)
        yield opened


@pytest.fixture(scope="session")
def assistant(samples: Index) -> Assistant:
    """An assistant over the sample briefings, without a language model."""
    return Assistant(samples)


@pytest.fixture(scope="session")
def number_of(samples: Index) -> Callable[[str, str], int]:
    """The number under which a model is shown the sample sentence that holds some words, for a question."""

    def number(question: str, words: str) -> int:
        evidence = gather(samples, question, samples.search(question, limit=QASettings().passages))
        return next(place for place, one in enumerate(evidence, start=1) if words in one.text)

    return number


@pytest.fixture(scope="session")
def address(assistant: Assistant) -> Iterator[str]:
    """Where a page over the sample briefings is served."""
    with served(assistant) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("no Chromium: install one, or name it in CHROMIUM")
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A wide window."""
    yield from watched(browser, WIDE, "light")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone's."""
    yield from watched(browser, PHONE, "light")
