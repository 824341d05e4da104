"""An answer as JSON: the one form, with a version; and a verdict, alike."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from index import Document, Filter, Hit
from qa.records import Answer, Citation, Verdict

VERSION = 1


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """An answer as nested dicts and lists of plain values; dates in ISO 8601, sentences naming citations by number."""
    return {
        "version": VERSION,
        "question": answer.question,
        "text": answer.text,
        "refused": answer.refused,
        "confidence": answer.confidence,
        "sentences": [
            {"text": sentence.text, "citations": [citation.number for citation in sentence.citations]}
            for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "hits": [_hit(hit) for hit in answer.hits],
        "notes": [asdict(note) for note in answer.notes],
        "trace": dict(answer.trace),
    }


def verdict_to_dict(verdict: Verdict) -> dict[str, Any]:
    """A verdict as nested dicts and lists of plain values, its citations whole."""
    return {
        "sentence": verdict.sentence,
        "verdict": verdict.verdict,
        "citations": [_citation(citation) for citation in verdict.citations],
        "note": verdict.note,
    }


def filter_to_dict(where: Filter) -> dict[str, Any]:
    """A filter as plain values; dates in ISO 8601."""
    first, last = where.published_from, where.published_to
    days = {"published_from": first.isoformat() if first else None, "published_to": last.isoformat() if last else None}
    return asdict(where) | days | {"sources": list(where.sources), "documents": list(where.documents)}


def document_to_dict(document: Document) -> dict[str, Any]:
    """A header with its date in ISO 8601; its path is called `file`, as Gradio's client fetches whatever has a path."""
    told = asdict(document)
    told["file"] = told.pop("path")
    return told | {"published": document.published.isoformat() if document.published else None}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document": document_to_dict(citation.document),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "page": citation.page,
        "answer_span": list(citation.answer_span) if citation.answer_span else None,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "document": document_to_dict(hit.document),
        "passage": asdict(hit.passage),
        "score": hit.score,
        "word_score": hit.word_score,
        "meaning_score": hit.meaning_score,
    }
