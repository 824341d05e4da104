"""Which language a text is in, where that can be told."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
SURE = 0.4
"""Probability from which a language counts as told: one of 1,932 English questions of public sets is taken for another
language at this, and none of twelve short questions in eleven others for English (tests/test_language.py has some).
"""

_TELLTALE = re.compile(
    r"\b(?:the|who|whom|whose|what|when|where|why|which|how|many|much|did|does|is|are|were|have|has|could|would|should"
    r"|said|and|about|from|with|this|that|there|their|they|it|its)\b",
    re.IGNORECASE,
)
"""Words that make a text English without asking further; the identifier takes a second to load."""


def language(text: str) -> str:
    """The ISO 639-1 code of a text's language; "en" also where it cannot be told, as of a name or two."""
    if not text.strip() or _TELLTALE.search(text):
        return ENGLISH
    code, probability = _identifier().classify(text[:1000])
    return str(code) if probability >= SURE else ENGLISH


@cache
def _identifier() -> LanguageIdentifier:
    """py3langid with probabilities that add up to 1."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
