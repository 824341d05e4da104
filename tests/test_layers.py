"""Imports point one way, each engine has one owner, and the public names are pinned."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import qa
from tests.conftest import ROOT

RANK = {"index": 0, "qa": 1, "page": 2, "app": 3, "cli": 3}
OWNERS = {
    "chromadb": {"index.chroma"},
    "tantivy": {"index.keywords"},
    "tiktoken": {"index.tokens"},
    "onnxruntime": {"index.onnx"},
    "tokenizers": {"index.onnx"},
    "dateparser": {"index.times"},
    "py3langid": {"index.language"},
    "sentencex": {"index.sentences"},
    "filelock": {"index.owner", "index.chroma"},
    "psutil": {"index.readers"},
    "rensa": {"index.likeness"},
    "sqlite3": {
        *("index.connection", "index.database", "index.catalogue", "index.writing", "index.migrations", "index.backup")
    },
    "charset_normalizer": {"index.loaders.text"},
    "docx": {"index.loaders.word"},
    "lxml": {"index.loaders.tree"},
    "oxmsg": {"index.loaders.outlook"},
    "pptx": {"index.loaders.slides"},
    "pypdfium2": {"index.loaders.pdf"},
    "python_calamine": {"index.loaders.sheets"},
    "striprtf": {"index.loaders.rtf"},
    "trafilatura": {"index.loaders.web"},
    "markdown_it": {"index.loaders.markdown"},
    "frontmatter": {"index.loaders.front_matter"},
    "yaml": {"index.loaders.front_matter"},
    "llama_index": {"qa.llm", "index.retriever"},
    "watchfiles": {"index.watching"},
    "xllamacpp": {"qa.gguf"},
}
PARTS = {"gradio": "page", "fastapi": "page", "click": "cli"}


def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    files = [path for part in RANK for path in (ROOT / part).rglob("*.py")]
    files += [ROOT / f"{part}.py" for part in RANK if (ROOT / f"{part}.py").exists()]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def imported(node: ast.AST, known: set[str], *, anywhere: bool) -> Iterator[str]:
    """What a piece of code imports, not for types alone; without `anywhere` only when it is imported itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (name.name for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0 and child.module, "imports are absolute"
            for name in child.names:
                full = f"{child.module}.{name.name}"
                yield full if full in known else child.module
        elif not _passed_over(child, anywhere=anywhere):
            yield from imported(child, known, anywhere=anywhere)


def _passed_over(node: ast.AST, *, anywhere: bool) -> bool:
    """Imports for types alone, and those that wait until a function is called."""
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return not anywhere and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


@cache
def imports(*, anywhere: bool) -> dict[str, set[str]]:
    known = modules()
    return {
        name: set(imported(ast.parse(path.read_text(encoding="utf-8")), set(known), anywhere=anywhere))
        for name, path in known.items()
    }


def test_the_walk_sees_the_project() -> None:
    found = imports(anywhere=True)
    assert "index.records" in found["index"] and "chromadb" in found["index.chroma"]
    assert "chromadb" not in imports(anywhere=False)["index.chroma"]
    assert {name.split(".")[0] for name in found} >= {"index", "qa", "page", "app"}


def test_imports_point_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, others in imports(anywhere=True).items()
        for other in others
        if other.split(".")[0] in RANK and RANK[other.split(".")[0]] > RANK[name.split(".")[0]]
    ]
    assert wrong == []


@pytest.mark.parametrize("engine", OWNERS)
def test_each_engine_has_one_owner(engine: str) -> None:
    users = {name for name, others in imports(anywhere=True).items() if engine in {o.split(".")[0] for o in others}}
    assert users <= OWNERS[engine], f"{engine} belongs to {OWNERS[engine]}"
    assert users, f"nobody imports {engine} any more: take it from the table"


def test_the_page_alone_speaks_gradio() -> None:
    for engine, part in PARTS.items():
        for name, others in imports(anywhere=True).items():
            if engine in {other.split(".")[0] for other in others}:
                assert name.split(".")[0] in (part, "app"), f"{name} imports {engine}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: others & modules().keys() for name, others in imports(anywhere=False).items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_heavy_engines_wait_until_they_are_used() -> None:
    heavy = {"chromadb", "gradio", "llama_index", "xllamacpp", "onnxruntime", "dateparser", "tiktoken"}
    quick = imports(anywhere=False)
    reached, waiting = set(), ["index", "qa"]
    while waiting:
        name = waiting.pop()
        if name in quick and name not in reached:
            reached.add(name)
            waiting += quick[name]
    for name in reached:
        assert not heavy & {other.split(".")[0] for other in quick[name]}, name


def test_every_module_begins_with_a_sentence() -> None:
    for name, path in modules().items():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), name


def test_no_module_hides_one_of_the_standard_library() -> None:
    assert not {name.split(".")[-1] for name in modules()} & (sys.stdlib_module_names - {"index"})


def test_the_public_names_of_qa_are_these() -> None:
    assert set(qa.__all__) >= {
        "LLM",
        "Answer",
        "Assistant",
        "Citation",
        "Conversation",
        "Conversations",
        "Feedback",
        "KeptExchange",
        "Message",
        "Note",
        "QASettings",
        "Sentence",
        "Turn",
        "Verdict",
        "check_file",
        "export_text",
        "kept_exchange",
        "load_llm",
        "standings",
        "write_evaluation_set",
    }
    assert all(hasattr(qa, name) for name in qa.__all__)
