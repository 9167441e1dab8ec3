"""The extension's settings in conf.py."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from criticwiki.core.pages import FOLDERS
from criticwiki.core.scores import LETTERS, Notations, Scale

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def notations(config: Config) -> Notations:
    """The score notations of a wiki.

    :raises ConfigError: where `criticwiki_letters` or `criticwiki_scales` cannot be used.
    """
    for letter, worth in config.criticwiki_letters.items():
        if not isinstance(worth, int | float) or not 0 <= worth <= 100:
            raise ConfigError(f'criticwiki_letters[{letter!r}] must be 0 to 100, not {worth!r}')
    scales = tuple(_scale(name, spec) for name, spec in config.criticwiki_scales.items())
    return Notations(dict(config.criticwiki_letters), scales)


def _scale(name: str, spec: Any) -> Scale:
    try:
        if 'steps' in spec:
            steps = {str(word): Fraction(str(worth)) for word, worth in spec['steps'].items()}
            return Scale(name, steps=steps)
        return Scale(name, unit=str(spec['unit']), best=Fraction(str(spec['best'])))
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        message = (
            f"criticwiki_scales[{name!r}] must be {{'steps': {{'word': 0 to 100}}}} or"
            f" {{'unit': 'points', 'best': 20}}: {error}"
        )
        raise ConfigError(message) from error


def setup_settings(app: Sphinx) -> None:
    """Register the settings.

    `env` where a change alters what is read, `html` where it alters only what is written.
    """
    app.add_config_value('criticwiki_folders', dict(FOLDERS), 'env', (dict,))
    app.add_config_value('criticwiki_letters', dict(LETTERS), 'env', (dict,))
    app.add_config_value('criticwiki_scales', {}, 'env', (dict,))
    app.add_config_value('criticwiki_noindex', False, 'html', (bool,))
