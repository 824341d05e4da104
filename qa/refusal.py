"""What a refusal says: which words, or what kind of answer, the briefings lack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index import Hit
from index.keywords import terms
from qa import prompts
from qa.answerability import lacks
from qa.asking import Kind, expected
from qa.evidence import Evidence
from qa.leaning import names
from qa.vocabulary import ASKING, SAYING

NAMED = 3
"""Words or names that a refusal mentions at most."""

RARE = 0.8
"""Share of the rarity of a question's rarest word that another must have to be missed."""


def refusal(question: str, rarity: Mapping[str, float], hits: list[Hit], evidence: list[Evidence]) -> str:
    """What to say to a question of which something was found, but no answer."""
    lost = missing(question, rarity, hits)
    if lost:
        return prompts.REFUSED_MISSING.format(missing=listed(lost, "or"))
    asked = expected(question)
    if not lacks(question, evidence) or asked.kind not in prompts.KINDS:
        return prompts.REFUSED
    kind = prompts.KINDS[asked.kind]
    if asked.kind is Kind.NUMBER and asked.noun:
        kind = f"{kind} of {asked.noun}"
    subject = [name for name in names(question) if any(name in hit.passage.text for hit in hits)][:NAMED]
    if not subject:
        return prompts.REFUSED_KIND.format(kind=kind)
    return prompts.REFUSED_KIND_OF.format(subject=listed(subject, "and"), kind=kind)


def missing(question: str, rarity: Mapping[str, float], hits: Sequence[Hit]) -> list[str]:
    """What of a question no passage found for it mentions, as it was typed, at most NAMED: its names, else rare words.

    A word counts that is nearly as rare as the rarest of the question; those nobody would miss do not.
    """
    held = words_of(hits)
    lost = [name for name in names(question) if not held & set(terms(name))]
    if lost:
        return lost[:NAMED]
    typed = {stem: word for word in re.findall(r"\w[\w’'-]*", question) for stem in terms(word)}
    rare = sorted((word for word in rarity if word not in held), key=lambda word: (-rarity[word], word))
    least = max(rarity.values(), default=0.0) * RARE
    content = [typed[word] for word in rare if word in typed and len(word) > 1 and rarity[word] > max(1, least)]
    return [word for word in dict.fromkeys(content) if word.lower() not in ASKING | SAYING][:NAMED]


def words_of(hits: Sequence[Hit]) -> set[str]:
    """The stemmed words of passages, with their titles and headings."""
    return {word for hit in hits for word in terms(f"{hit.document.title} {hit.passage.heading} {hit.passage.text}")}


def listed(words: Sequence[str], joint: str) -> str:
    """Words in quotation marks as a phrase: “a”, “a” or “b”."""
    quoted = [f"“{word}”" for word in words]
    return f" {joint} ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
