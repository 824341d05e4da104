"""The numbers that decide what counts as evidence and as enough of it, each with the command that measured it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from index.errors import SettingsError
from index.settings import read_settings

PREFIX = "BRIEFINGS_QA_"


@dataclass(frozen=True, slots=True)
class QASettings:
    """Settings of an assistant; `from_env` reads BRIEFINGS_LLM, BRIEFINGS_LLM_KEY and BRIEFINGS_QA_<NAME>.

    `make bench-quality DATA=...` measures each of them moved, where no other command is named.
    """

    llm: str = ""
    """The language model, as `load_llm` takes it; empty for none."""
    llm_key: str = ""
    """The key of its server, where that is not OpenAI's."""
    passages: int = 10
    """Passages considered for an answer."""
    coverage_weight: float = 0.75
    """What a sentence's score gains by holding all the question's rare words; its cosine counts 1."""
    passage_weight: float = 1.5
    """What it gains by standing in the best passage."""
    kind_weight: float = 0.2
    """What it loses by holding nothing of the kind asked for, as a number or a date."""
    sentences: int = 3
    """Sentences the built-in reader quotes at most."""
    words: int = 60
    """Words it quotes at most beyond its best sentence."""
    keep: float = 0.5
    """A further sentence of the best one's briefing is quoted when cosine and coverage are this share of the best's."""
    keep_elsewhere: float = 0.9
    """A sentence of another briefing is quoted when its whole score is this share of the best's."""
    duplicate: float = 0.8
    """Two sentences are one when they share this much of their words (Jaccard); the better one is kept."""
    threshold: float = 0.5
    """The gate refuses below this probability that the evidence answers (`make fit-gate DATA=...`)."""
    evidence_tokens: int = 1500
    """Evidence handed to a language model at most, in cl100k_base tokens."""
    support: float = 0.5
    """A sentence of a model is shown when its quotes bear it with at least this probability."""
    model_seconds: float = 60.0
    """How long a language model may stay silent before the quotes are shown in its place."""

    def __post_init__(self) -> None:
        for name in ("passages", "sentences", "words", "evidence_tokens", "model_seconds"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} must be above 0, not {getattr(self, name)}")
        for name in ("coverage_weight", "passage_weight", "kind_weight"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{name} must not be below 0, it is {getattr(self, name)}")
        for name in ("keep", "keep_elsewhere", "duplicate", "threshold", "support"):
            if not 0 <= getattr(self, name) <= 1:
                raise SettingsError(f"{name} must lie between 0 and 1, not {getattr(self, name)}")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Settings from environment variables; raises SettingsError for an unknown or unreadable one."""
        environment = os.environ if environment is None else environment
        values = read_settings(cls, PREFIX, environment)
        for name in ("llm", "llm_key"):
            if (variable := f"BRIEFINGS_{name.upper()}") in environment:
                values[name] = environment[variable]
        return cls(**values)
