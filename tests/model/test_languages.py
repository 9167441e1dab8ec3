"""Language codes and their names."""

from __future__ import annotations

import pytest

from criticwiki.model.languages import language_name, parse_language


@pytest.mark.parametrize(
    ('text', 'code', 'name'),
    [
        ('ja', 'ja', 'Japanese'),
        ('KO', 'ko', 'Korean'),
        ('pt_br', 'pt-BR', 'Brazilian Portuguese'),
        ('zh-hant', 'zh-Hant', 'Traditional Chinese'),
        ('es-419', 'es-419', 'Latin American Spanish'),
        ('de-CH', 'de-CH', 'Swiss High German'),
        ('sr-Latn-RS', 'sr-Latn-RS', 'Serbian (Latin, Serbia)'),
        ('tlh', 'tlh', 'Klingon'),
    ],
)
def test_a_language_has_a_code_and_a_name(text: str, code: str, name: str) -> None:
    assert parse_language(text) == code
    assert language_name(code) == name


@pytest.mark.parametrize(
    ('text', 'hint'),
    [
        ('jp', "; did you mean 'ja'?"),
        ('cn', "; did you mean 'zh'?"),
        ('Japanese', "; did you mean 'ja'?"),
        ('xx', ''),
        ('', ''),
        ('de-XX', ''),
    ],
)
def test_what_is_no_code_is_told_with_what_is_meant(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match='is no language code') as told:
        parse_language(text)
    assert str(told.value).partition('pt-BR')[2] == hint
