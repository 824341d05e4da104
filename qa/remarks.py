"""What a reader should know of an answer besides its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from index import Hit, Index
from index.keywords import terms
from index.language import ENGLISH, language
from qa import prompts
from qa.disagreement import Value, note
from qa.leaning import names
from qa.records import Citation, Note
from qa.refusal import listed, words_of


def remarks(question: str, hits: Sequence[Hit], values: Sequence[Value], citations: Sequence[Citation]) -> list[Note]:
    """Notes on an answer: where briefings differ, what of the question nothing mentions, what has no date."""
    notes = [found for found in (note(question, values), _missing(question, hits)) if found is not None]
    undated = (citation.document.title for citation in citations if citation.document.published is None)
    return notes + [Note("undated", prompts.NOTE_UNDATED.format(title=title)) for title in dict.fromkeys(undated)]


def languages(index: Index, question: str, hits: Sequence[Hit], citations: Sequence[Citation]) -> list[Note]:
    """Notes on a question, and on cited briefings, in a language that the index cannot search by meaning."""
    notes = [] if index.understands(question) else [Note("language", prompts.NOTE_QUESTION_LANGUAGE)]
    cited = {citation.document.id for citation in citations}
    foreign = [
        hit.document.title for hit in hits if hit.document.id in cited and not index.understands(hit.passage.text)
    ]
    return notes + [Note("language", prompts.NOTE_LANGUAGE.format(title=title)) for title in dict.fromkeys(foreign)]


def _missing(question: str, hits: Sequence[Hit]) -> Note | None:
    """The names in a question that no passage found for it has."""
    held = words_of(hits)
    lost = [name for name in names(question) if language(question) == ENGLISH and not held & set(terms(name))]
    return Note("missing", prompts.NOTE_MISSING.format(missing=listed(lost, "or"))) if lost else None
