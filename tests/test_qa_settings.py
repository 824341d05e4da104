"""Settings of an assistant: defaults that work, and errors that name what is wrong."""

from __future__ import annotations

import pytest

from index import SettingsError
from qa import QASettings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert QASettings.from_env({}) == QASettings()


def test_settings_are_read_from_the_environment() -> None:
    settings = QASettings.from_env({"BRIEFINGS_QA_THRESHOLD": "0.25", "BRIEFINGS_QA_PASSAGES": "4", "PATH": "/bin"})
    assert (settings.threshold, settings.passages) == (0.25, 4)


def test_the_model_has_a_short_name_of_its_own() -> None:
    assert QASettings.from_env({"BRIEFINGS_LLM": "ollama:llama3.2"}).llm == "ollama:llama3.2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THRESHOLD", "high"),
        ("PASSAGES", "2.5"),
        ("TRESHOLD", "0.5"),
        ("KEEP", "1.5"),
        ("WORDS", "0"),
        ("SUPPORT", "-1"),
    ],
)
def test_a_bad_or_unknown_setting_is_an_error_that_names_it(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name.lower() + "|" + name):
        QASettings.from_env({f"BRIEFINGS_QA_{name}": value})


@pytest.mark.parametrize("name", ["passages", "sentences", "words", "evidence_tokens", "model_seconds"])
def test_a_count_must_be_above_nothing(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        QASettings(**{name: 0})


@pytest.mark.parametrize("name", ["keep", "threshold", "support"])
@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_a_share_must_lie_between_nothing_and_all(name: str, value: float) -> None:
    with pytest.raises(SettingsError, match=name):
        QASettings(**{name: value})
