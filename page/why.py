"""Why an answer is what it is: what was searched, for when, what was found, and what of it was used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from index.records import Hit
from index.times import read_period
from page import words
from page.labels import briefing_href, header, limited
from page.markup import escape
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
    for part in _parts(answer):
        yield from _asked(answer, part)
    limits = limited(answer)
    if limits is not None:
        yield words.why.FILTER, escape("; ".join(limits) if limits else words.why.NO_FILTER)
    for note in answer.notes:
        yield words.why.NOTE, escape(note.text)


def _parts(answer: Answer) -> list[dict[str, Any]]:
    """What is told of each question of an answer; an answer kept from before there were several is one."""
    told = {"question": answer.question, "confidence": answer.confidence, "refused": answer.refused}
    return list(answer.trace.get("parts", ())) or [{**told, "sentences": answer.trace.get("sentences", ())}]


def _asked(answer: Answer, part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was searched for, for when, and whether it was enough."""
    question, threshold = str(part.get("question")), answer.trace.get("threshold")
    yield words.why.QUESTION, escape(question)
    yield words.why.TIME, escape(_time(question, _day(answer.trace.get("asked"))))
    if isinstance(threshold, float):
        sure, refused = float(part.get("confidence", 0)), bool(part.get("refused"))
        yield words.why.CONFIDENCE, escape(words.why.probability(sure, threshold, refused=refused))


def _time(question: str, asked: date | None) -> str:
    period = read_period(question, asked)
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
    near = [part for part in _parts(answer) if any(_holds(hit, one) for one in part.get("sentences", ()))]
    told = [part for part in near if not part.get("refused")]
    if not told:
        return False, words.why.FATE_REFUSED if near else words.why.FATE_FAR
    return False, _left(hit, answer, told[0])


def _left(hit: Hit, answer: Answer, part: Mapping[str, Any]) -> str:
    """Why a passage that came near a question was not quoted for it."""
    best = max(one["score"] for one in part["sentences"] if _holds(hit, one))
    starts = {(one.document.id, one.start) for one in answer.citations}
    quoted = [one["score"] for one in part["sentences"] if (one["document"], one["start"]) in starts]
    return words.why.fate_left(best) if not quoted or best >= min(quoted) else words.why.fate_below(best, min(quoted))


def _holds(hit: Hit, sentence: dict[str, object]) -> bool:
    start = sentence.get("start")
    return isinstance(start, int) and _within(hit, sentence.get("document"), start)


def _within(hit: Hit, document_id: object, start: int) -> bool:
    return hit.document.id == document_id and hit.passage.start <= start < hit.passage.end
