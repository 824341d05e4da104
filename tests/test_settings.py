"""Settings: working defaults, and an error that names what is wrong."""

from __future__ import annotations

import dataclasses

import pytest

from index import IndexSettings, SettingsError


def test_the_environment_sets_every_field() -> None:
    for field in dataclasses.fields(IndexSettings):
        value = type(field.default)("0.5") if isinstance(field.default, float) else type(field.default)("7")
        settings = IndexSettings.from_env({f"BRIEFINGS_INDEX_{field.name.upper()}": str(value)})
        assert getattr(settings, field.name) == value != field.default or field.default == value


def test_an_empty_environment_is_the_defaults() -> None:
    assert IndexSettings.from_env({}) == IndexSettings()


def test_the_directory_has_a_name_of_its_own() -> None:
    assert IndexSettings.from_env({"BRIEFINGS_DATA": "/srv/data"}).data == "/srv/data"


def test_the_process_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFINGS_INDEX_CANDIDATES", "9")
    assert IndexSettings.from_env().candidates == 9
    assert IndexSettings().candidates == 50


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("BRIEFINGS_INDEX_PASAGE_TOKENS", "9", "pasage_tokens"),
        ("BRIEFINGS_INDEX_PASSAGE_TOKENS", "many", "BRIEFINGS_INDEX_PASSAGE_TOKENS"),
        ("BRIEFINGS_INDEX_PASSAGE_TOKENS", "1.5", "BRIEFINGS_INDEX_PASSAGE_TOKENS"),
        ("BRIEFINGS_INDEX_PASSAGE_TOKENS", "", "BRIEFINGS_INDEX_PASSAGE_TOKENS"),
        ("BRIEFINGS_INDEX_PASSAGE_TOKENS", "0", "passage_tokens"),
        ("BRIEFINGS_INDEX_CANDIDATES", "-1", "candidates"),
        ("BRIEFINGS_INDEX_MEANING_WEIGHT", "1.1", "meaning_weight"),
        ("BRIEFINGS_INDEX_NAMED_DATE_WEIGHT", "-0.1", "named_date_weight"),
        ("BRIEFINGS_INDEX_DATE_DAYS", "nan", "date_days"),
        ("BRIEFINGS_INDEX_MEANING_WEIGHT", "nan", "meaning_weight"),
    ],
)
def test_a_setting_that_is_unknown_or_impossible_is_named(variable: str, value: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        IndexSettings.from_env({variable: value})


def test_other_variables_are_left_alone() -> None:
    assert IndexSettings.from_env({"BRIEFINGS_LLM": "x", "BRIEFINGS_QA_BUDGET": "1"}) == IndexSettings()


def test_settings_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        IndexSettings().candidates = 3  # type: ignore[misc]


@pytest.mark.parametrize("name", ["file_pages", "file_seconds", "text_megabytes", "archive_ratio", "archive_depth"])
def test_limits_on_files_are_above_zero(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        IndexSettings.from_env({f"BRIEFINGS_INDEX_{name.upper()}": "0"})
