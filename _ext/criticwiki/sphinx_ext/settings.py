"""The extension's settings in conf.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from criticwiki.core.guard.allowed import Allowed, allowed_of
from criticwiki.core.pages import FOLDERS
from criticwiki.core.scores import LETTERS
from criticwiki.core.settings import notations_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.core.scores import Notations


def notations(config: Config) -> Notations:
    """The score notations of a wiki.

    :raises ConfigError: where `criticwiki_letters` or `criticwiki_scales` cannot be used.
    """
    try:
        return notations_of(config.criticwiki_letters, config.criticwiki_scales)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def allowed(config: Config) -> Allowed:
    """What the pages of a wiki may use.

    :raises ConfigError: where a setting cannot be used.
    """
    names = ('criticwiki_guard', 'criticwiki_directives', 'criticwiki_roles')
    try:
        return allowed_of({name: config[name] for name in names})
    except (TypeError, ValueError) as error:
        raise ConfigError(str(error)) from error


def setup_settings(app: Sphinx) -> None:
    """Register the settings.

    `env` where a change alters what is read, `html` where it alters only what is written.
    """
    app.add_config_value('criticwiki_folders', dict(FOLDERS), 'env', (dict,))
    app.add_config_value('criticwiki_letters', dict(LETTERS), 'env', (dict,))
    app.add_config_value('criticwiki_scales', {}, 'env', (dict,))
    app.add_config_value('criticwiki_guard', True, 'env', (bool,))
    app.add_config_value('criticwiki_directives', {}, 'env', (dict,))
    app.add_config_value('criticwiki_roles', [], 'env', (list, tuple, set, frozenset))
    app.add_config_value('criticwiki_noindex', False, 'html', (bool,))
