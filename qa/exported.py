"""A kept conversation as a file, in Markdown, HTML or JSON, each holding the data from which it is read back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, get_args

from index import ExportError, NotFound
from qa.escaping import in_html, in_markdown, line
from qa.export import answer_to_dict
from qa.kept import Conversation, KeptExchange
from qa.reading import Fields, answer_from_dict
from qa.records import Answer
from qa.transcript import Block, blocks, shown_hits

Form = Literal["markdown", "html", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
ENDINGS: Mapping[Form, str] = {"markdown": ".md", "html": ".html", "json": ".json"}
VERSION = 1
KIND = "briefings conversation"
OPENING = "<!-- briefings export 1\n"
"""What the data of a Markdown or HTML export begins with: in base64, where nothing can end the comment or run."""

_WIDTH = 120
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "h2{margin-top:2.5rem}p,h1,h2,h3,blockquote{overflow-wrap:anywhere}"
    "blockquote{white-space:pre-line;border-left:3px solid;margin:0 0 .5rem;padding:0 0 0 1rem}"
    ".detail{font-size:.85rem;opacity:.8}"
)
_POLICY = "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
_TAGS = {"title": "h1", "question": "h2", "heading": "h3", "text": "p", "quote": "blockquote"}
_MARKS = {"title": "# ", "question": "## ", "heading": "### "}


def export_text(conversation: Conversation, form: Form = "markdown") -> str:
    """The text of a file, to be written as UTF-8, of the conversation `abridged`."""
    conversation = abridged(conversation)
    data = conversation_to_dict(conversation)
    if form == "json":
        return _halves_escaped(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"
    told = base64.b64encode(_canonical(data)).decode()
    comment = OPENING + "".join(f"{told[at : at + _WIDTH]}\n" for at in range(0, len(told), _WIDTH)) + "-->\n"
    said = list(blocks(conversation))
    return _html(said, comment) if form == "html" else "\n\n".join([*map(_markdown, said), comment])


def answer_text(answer: Answer) -> str:
    """A whole answer as the text of a JSON file, its trace and all passages that were considered included."""
    return _halves_escaped(json.dumps(answer_to_dict(answer), ensure_ascii=False, indent=2)) + "\n"


def only(conversation: Conversation, number: int) -> Conversation:
    """The conversation with one of its exchanges alone, for the export of an answer; raises NotFound."""
    chosen = tuple(kept for kept in conversation.exchanges if kept.number == number)
    if not chosen:
        raise NotFound(f"there is no exchange {number} in this conversation: choose one of those it has")
    return replace(conversation, exchanges=chosen)


def abridged(conversation: Conversation) -> Conversation:
    """The conversation as it is given away: with what its export shows, and nothing hidden in the data beside that.

    What readers thought, the folders that files lie in, the traces, and passages that were considered but are not
    shown all stay at home.
    """
    return replace(conversation, exchanges=tuple(map(_abridged, conversation.exchanges)))


def _abridged(kept: KeptExchange) -> KeptExchange:
    answer = kept.answer
    cited = {one.number: replace(one, document=replace(one.document, folder="")) for one in answer.citations}
    sentences = tuple(
        replace(one, citations=tuple(cited[use.number] for use in one.citations)) for one in answer.sentences
    )
    hits = tuple(replace(hit, document=replace(hit.document, folder="")) for hit in shown_hits(answer))
    trace = {key: answer.trace[key] for key in ("asked",) if isinstance(answer.trace.get(key), str)}
    answer = replace(answer, citations=tuple(cited.values()), sentences=sentences, hits=hits, trace=trace)
    return replace(kept, answer=answer, feedback=None)


def conversation_to_dict(conversation: Conversation) -> dict[str, Any]:
    """The data of an export, with a digest of all the rest, which tells slips from what was exported, not forgery."""
    data = {
        "kind": KIND,
        "version": VERSION,
        "id": conversation.id,
        "title": conversation.title,
        "started": conversation.started.isoformat(),
        "exchanges": [
            {
                "number": kept.number,
                "question": kept.question,
                "when": kept.when.isoformat(),
                "hashes": dict(kept.hashes),
                "answer": answer_to_dict(kept.answer),
            }
            for kept in conversation.exchanges
        ],
    }
    return data | {"digest": digest(data)}


def conversation_from_dict(told: Any) -> Conversation:
    """The conversation that an export told; raises ExportError for anything else. Its digest is not looked at."""
    if not isinstance(told, dict) or told.get("kind") != KIND:
        raise ExportError("this is no export of a conversation: give a file that was exported, as it was")
    if told.get("version") != VERSION:
        raise ExportError("this export has another version: check it with the version of briefings that wrote it")
    data = Fields(told, "the export", {"kind", "version", "id", "title", "started", "exchanges", "digest"})
    data.text("digest")
    exchanges = data.each("exchanges", _exchange)
    return Conversation(data.whole("id"), data.text("title"), _moment(data, "started"), exchanges)


def digest(data: Mapping[str, Any]) -> str:
    """The SHA-256 of an export's data, its own digest left out, as hexadecimal digits."""
    return hashlib.sha256(_canonical({key: data[key] for key in data if key != "digest"})).hexdigest()


def _exchange(told: Any) -> KeptExchange:
    kept = Fields(told, "an exchange", {"number", "question", "when", "hashes", "answer"})
    hashes = kept.mapping("hashes")
    if not all(isinstance(one, str) for one in hashes.values()):
        raise kept.wrong("hashes")
    answer = answer_from_dict(kept.value("answer"))
    return KeptExchange(kept.text("question"), answer, _moment(kept, "when"), hashes, None, kept.whole("number"))


def _moment(told: Fields, key: str) -> datetime:
    try:
        return datetime.fromisoformat(told.text(key))
    except ValueError as error:
        raise told.wrong(key) from error


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode("ascii")


def _halves_escaped(text: str) -> str:
    """JSON in which halves of characters, which UTF-8 cannot hold, are written as escapes."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _markdown(block: Block) -> str:
    if block.kind == "quote":
        return "\n".join(f"> {part}".rstrip() for part in in_markdown(block.text).split("\n"))
    mark = _MARKS.get(block.kind, "")
    return f"{mark}{in_markdown(line(block.text))}".rstrip()


def _html(said: list[Block], comment: str) -> str:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    body = "\n".join(_element(block) for block in said)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(hash=style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{in_html(line(said[0].text))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{body}\n{comment}</body>\n</html>\n"
    )


def _element(block: Block) -> str:
    if block.kind == "detail":
        return f'<p class="detail" dir="auto">{in_html(line(block.text))}</p>'
    tag = _TAGS[block.kind]
    text = block.text if block.kind == "quote" else line(block.text)
    return f'<{tag} dir="auto">{in_html(text)}</{tag}>'
