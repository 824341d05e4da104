"""Why an answer is what it is: what was searched, for when, what was found, and what of it was used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from index.records import Hit
from index.times import read_period
from page import words
from page.labels import briefing_href, header
from page.markup import escape
from qa.reading import filter_from_dict
from qa.records import Answer


def why(answer: Answer, key: str) -> str:
    """The reasons of an answer as an article for the source panel; `key` names it in addresses."""
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(answer))
    title = words.why.REFUSED if answer.refused else words.why.WHY
    download = f'<a class="download" href="why/{key}/json" download="answer-{key[:16]}.json">{words.why.DOWNLOAD}</a>'
    return (
        f'<article class="reasons"><header><h2>{title}</h2></header><dl>{facts}</dl>'
        f"{_passages(answer)}<p>{download}</p></article>"
    )


def forgotten() -> str:
    """What is shown where the reasons are kept no longer."""
    return f'<p class="failure" role="alert">{words.why.FORGOTTEN}</p>'


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    yield words.why.QUESTION, escape(answer.question)
    yield words.why.TIME, escape(_time(answer))
    where = answer.trace.get("filter")
    if where is not None:  # answers that were kept by an older version do not tell
        limits = words.why.limits(filter_from_dict(where))
        yield words.why.FILTER, escape("; ".join(limits) if limits else words.why.NO_FILTER)
    threshold = answer.trace.get("threshold")
    if isinstance(threshold, float):
        yield words.why.CONFIDENCE, escape(words.why.probability(answer.confidence, threshold, refused=answer.refused))
    for note in answer.notes:
        yield words.why.NOTE, escape(note.text)


def _time(answer: Answer) -> str:
    asked = _day(answer.trace.get("asked"))
    period = read_period(answer.question, asked)
    if period is None:
        return words.why.no_time(asked)
    last = None if period.last == date.max else period.last
    return words.why.understood_time(period.words, period.first, last, asked=asked)


def _day(written: object) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else None


def _passages(answer: Answer) -> str:
    if not answer.hits:
        return ""
    names = (words.why.PASSAGE, words.why.WORDS, words.why.MEANING, words.why.TOGETHER)
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(_row(hit, answer) for hit in answer.hits)
    caption = f"<caption>{words.why.PASSAGES} <span>{words.why.SCORES}</span></caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(hit: Hit, answer: Answer) -> str:
    href = briefing_href(hit.document.id, (hit.passage.start, hit.passage.end))
    scores = "".join(f"<td>{score:.2f}</td>" for score in (hit.word_score, hit.meaning_score, hit.score))
    used, fate = _fate(hit, answer)
    kind = ' class="used"' if used else ""
    link = f'<a class="opens source-line" href="{href}">{header(hit.document, hit.passage.page)}</a>'
    return f'<tr{kind}><th scope="row">{link}<span class="fate">{fate}</span></th>{scores}</tr>'


def _fate(hit: Hit, answer: Answer) -> tuple[bool, str]:
    """Whether a passage was used, and what became of it, in words."""
    cited = sorted({one.number for one in answer.citations if _within(hit, one.document.id, one.start)})
    if cited:
        return True, words.why.cited_as(cited)
    if answer.refused:
        return False, words.why.FATE_REFUSED
    scored = answer.trace.get("sentences", ())
    best = max((one["score"] for one in scored if _holds(hit, one)), default=None)
    if best is None:
        return False, words.why.FATE_FAR
    starts = {(one.document.id, one.start) for one in answer.citations}
    quoted = [one["score"] for one in scored if (one["document"], one["start"]) in starts]
    return False, words.why.fate_left(best) if not quoted or best >= min(quoted) else words.why.fate_below(
        best, min(quoted)
    )


def _holds(hit: Hit, sentence: dict[str, object]) -> bool:
    start = sentence.get("start")
    return isinstance(start, int) and _within(hit, sentence.get("document"), start)


def _within(hit: Hit, document_id: object, start: int) -> bool:
    return hit.document.id == document_id and hit.passage.start <= start < hit.passage.end
