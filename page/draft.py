"""A checked draft as HTML: each sentence with its verdict and the exact words beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from page import words
from page.labels import chip, header, quote
from page.markup import escape, escape_attribute
from qa.check import DRAFT_CHARACTERS
from qa.records import Citation, Verdict

KINDS = {"supported": "supported", "revised": "revised", "contradicted": "contradicted", "not found": "missing"}
SIGN = '<span class="sign" aria-hidden="true"></span>'


def draft_place() -> str:
    """The place before anything is checked: a box for the draft."""
    said = {"busy": words.draft.BUSY, "empty": words.draft.EMPTY, "binary": words.draft.BINARY}
    said["changed"] = words.draft.CHANGED
    data = " ".join(f'data-{name}="{escape_attribute(text)}"' for name, text in said.items())
    return (
        f'<div class="draft" {data}><h2>{words.common.CHECK}</h2><p class="lead">{words.draft.LEAD}</p>'
        f'<label for="draft-text" class="unseen">{words.draft.LABEL}</label>'
        f'<textarea id="draft-text" rows="9" maxlength="{DRAFT_CHARACTERS}" placeholder="{words.draft.PLACEHOLDER}">'
        f'</textarea><div class="row"><button type="button" class="primary check-draft">{words.draft.DO}</button>'
        f'<label class="pick">{words.draft.FILE}<input type="file" class="unseen"></label>'
        f'<button type="button" class="plain clear-draft" hidden>{words.draft.CLEAR}</button>'
        '<span class="said" role="status"></span></div><div id="checked"></div></div>'
    )


def checked(verdicts: Sequence[Verdict]) -> str:
    """The sentences of a draft, each marked, with the words that bear or contradict it."""
    if not verdicts:
        return f'<p class="note">{words.draft.EMPTY}</p>'
    counted = Counter(map(_mark, verdicts))
    tally = "".join(
        f'<li class="{kind}">{SIGN}{counted[name]} {words.draft.VERDICTS[name]}</li>'
        for name, kind in KINDS.items()
        if counted[name] or name != "revised"
    )
    rows = "".join(_row(number, verdict) for number, verdict in enumerate(verdicts, start=1))
    return (
        f'<div class="row result"><ul class="tally">{tally}</ul><span class="exports">'
        f'<button type="button" class="export" data-kind="html">{words.draft.EXPORT_HTML}</button>'
        f'<button type="button" class="export" data-kind="md">{words.draft.EXPORT_MARKDOWN}</button></span></div>'
        f'<ol class="verdicts">{rows}</ol>'
    )


def _mark(verdict: Verdict) -> str:
    """How a sentence is marked: by its verdict, but for what a briefing bears and others have revised or dispute."""
    return "revised" if verdict.verdict == "supported" and verdict.note else verdict.verdict


def _row(number: int, verdict: Verdict) -> str:
    kind = KINDS[_mark(verdict)]
    said = f'<p class="note">{escape(verdict.note)}</p>' if verdict.note else ""
    said += "".join(_evidence(citation) for citation in verdict.citations)
    name = f'<p class="verdict">{SIGN}{words.draft.VERDICTS[_mark(verdict)]}</p>'
    sentence = f'<p class="said-so" dir="auto">{escape(verdict.sentence.strip())}</p>'
    return (
        f'<li class="{kind}" id="sentence-{number}" tabindex="-1">{sentence}<div class="beside">{name}{said}</div></li>'
    )


def _evidence(citation: Citation) -> str:
    line = f'<p class="source-line">{chip(citation)} {header(citation.document, citation.page)}</p>'
    return f'<div class="evidence">{line}{quote(citation)}</div>'


def as_markdown(verdicts: Sequence[Verdict]) -> str:
    """The marked draft as Markdown, to keep or send."""
    lines = [f"# {words.draft.TITLE}", ""]
    for verdict in verdicts:
        lines.append(f"- **{words.draft.VERDICTS[_mark(verdict)]}**: {_line(verdict.sentence)}")
        lines += [f"  {_line(verdict.note)}\n"] if verdict.note else []
        lines += [f"  > {_line(one.quote)}  \n  > {_line(_named(one))}\n" for one in verdict.citations]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """Text on one line in which Markdown and HTML mean nothing."""
    return "".join(f"\\{one}" if one in r"\`*_{}[]<>()#+!|~" else one for one in " ".join(text.split()))


def _named(citation: Citation) -> str:
    document = citation.document
    dated = words.common.published(document.published)
    where = words.draft.at_characters(citation.start, citation.end)
    return ", ".join(filter(None, (document.title, dated, document.source, document.path, where)))


def as_page(verdicts: Sequence[Verdict]) -> str:
    """The marked draft as an HTML file that stands alone and loads nothing."""
    rows = "".join(_alone(verdict) for verdict in verdicts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{words.draft.TITLE}</title><style>{ALONE}</style></head>"
        f"<body><h1>{words.draft.TITLE}</h1><ol>{rows}</ol></body></html>"
    )


ALONE = """body{font:1rem/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}li{margin:0 0 1rem}
strong,cite{font:600 .85rem/1.5 sans-serif}cite{font-weight:400;color:#555}blockquote{margin:.3rem 0 .3rem 1rem}
.contradicted strong{color:#a3221a}.revised strong{color:#8a4b00}
.supported strong{color:#1c6b3a}.missing strong{color:#6b5300}"""


def _alone(verdict: Verdict) -> str:
    quotes = f"<p>{escape(verdict.note)}</p>" if verdict.note else ""
    quotes += "".join(
        f"<blockquote>{escape(one.quote)}<br><cite>{escape(_named(one))}</cite></blockquote>"
        for one in verdict.citations
    )
    name = words.draft.VERDICTS[_mark(verdict)]
    said = escape(verdict.sentence.strip())
    return f'<li class="{KINDS[_mark(verdict)]}"><strong>{name}</strong> <span dir="auto">{said}</span>{quotes}</li>'
