"""What the documents say is so: examples run, commands and files exist."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from index import Index
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```\s+```text\n(.*?)```", README, re.DOTALL))
def test_the_python_examples_print_what_the_readme_shows(
    example: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, shown = example
    (tmp_path / "seeds").mkdir()
    for seed in (ROOT / "seeds").iterdir():
        (tmp_path / "seeds" / seed.name).symlink_to(seed)
    monkeypatch.chdir(tmp_path)
    with Index.open("data") as index:
        index.sync("seeds")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert printed.getvalue() == shown


def test_every_target_that_the_documents_name_is_listed_by_make_help() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for document in DOCUMENTS:
        for target in re.findall(r"(?:`|    )make ([a-z-]+)", (ROOT / document).read_text(encoding="utf-8")):
            assert f"make {target} " in listed


def test_every_command_that_the_readme_names_exists() -> None:
    for command in re.findall(r"^    briefings ([a-z]+)", README, re.MULTILINE):
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0


def test_every_file_that_the_documents_name_exists() -> None:
    for document in DOCUMENTS:
        for path in re.findall(r"`((?:index|qa|page|tests|seeds|scripts)/[\w./-]*)`", (ROOT / document).read_text()):
            assert (ROOT / path).exists(), path
