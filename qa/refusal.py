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


def missing(question: str, rarity: Mapping[str, float], hits: list[Hit]) -> list[str]:
    """The words of a question that no passage found for it holds, rarest first, at most three, as they were typed."""
    held = {word for hit in hits for word in terms(f"{hit.document.title} {hit.passage.heading} {hit.passage.text}")}
    lost = sorted((word for word in rarity if word not in held), key=lambda word: (-rarity[word], word))
    typed = {stem: word for word in re.findall(r"\w[\w’'-]*", question) for stem in terms(word)}
    content = [
        typed[word]
        for word in lost
        if word in typed and len(word) > 1 and rarity[word] > 1 and typed[word].lower() not in ASKING | SAYING
    ]
    return list(dict.fromkeys(content))[:NAMED]


def listed(words: Sequence[str], joint: str) -> str:
    """Words in quotation marks as a phrase: “a”, “a” or “b”."""
    quoted = [f"“{word}”" for word in words]
    return f" {joint} ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
