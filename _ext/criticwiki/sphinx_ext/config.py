"""Configuration values and message catalogs: registered, read as settings, refused if wrong."""

from __future__ import annotations

import hashlib
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sphinx.config import CONFIG_FILENAME, ENUM
from sphinx.errors import ConfigError
from sphinx.locale import get_translator
from sphinx.util.logging import getLogger

from criticwiki.config import SETTINGS, Settings, notations_of, require_settings, settings_of
from criticwiki.i18n import (
    DOMAIN,
    ENGLISH,
    N_,
    catalogs_of,
    is_english,
    load_catalog,
    use_language,
    use_words,
)
from criticwiki.markdown.intersphinx import inventories_of
from criticwiki.model.declared_fields import declared_fields_of
from criticwiki.sphinx_settings import require_spelling

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from criticwiki.model.declared_fields import DeclaredFields
    from criticwiki.model.notations import Notations


def notations(config: Config) -> Notations:
    """Score notations of the wiki.

    :raises ConfigError: where one of the settings that they come from cannot be used.
    """
    try:
        return notations_of(
            config.criticwiki_letters,
            config.criticwiki_scales,
            config.criticwiki_stars,
            config.criticwiki_outlet_scales,
        )
    except ValueError as error:
        raise ConfigError(str(error)) from error


def declared_fields(config: Config) -> DeclaredFields:
    """Fields of front matter that the wiki declares.

    :raises ConfigError: where `criticwiki_fields` cannot be used.
    """
    try:
        return declared_fields_of(config.criticwiki_fields, config.criticwiki_foreign_keys)
    except ValueError as error:
        raise ConfigError(str(error)) from error


_READ: Final = (
    'criticwiki_folders', 'criticwiki_letters', 'criticwiki_scales', 'criticwiki_stars',
    'criticwiki_outlet_scales', 'criticwiki_fields', 'root_doc',
    'include_patterns', 'exclude_patterns', 'myst_enable_extensions', 'myst_disable_syntax',
    'myst_heading_anchors', 'myst_url_schemes', 'criticwiki_guard', 'criticwiki_directives',
    'criticwiki_roles', 'criticwiki_files', 'html_static_path', 'html_extra_path',
    'html_css_files', 'html_js_files', 'html_style', 'criticwiki_words',
    'criticwiki_checks', 'criticwiki_foreign_keys', 'language', 'intersphinx_mapping',
)  # fmt: skip


def settings(config: Config) -> Settings:
    """Settings by which pages are read, for code that does not import Sphinx.

    :raises ConfigError: where one of them cannot be used.
    """
    try:
        values = {name: config[name] for name in _READ if name in config}
        return settings_of({**values, 'extensions': config.extensions})
    except (TypeError, ValueError) as error:
        raise ConfigError(str(error)) from error


def inventories(config: Config) -> frozenset[str]:
    """Names of the other projects that pages may link to."""
    mapping = config.intersphinx_mapping if 'intersphinx_mapping' in config else None
    return inventories_of({'extensions': config.extensions, 'intersphinx_mapping': mapping})


_INTERNAL: Final = (
    'criticwiki_catalogs',  # set by load_catalogs
    'criticwiki_panels',  # set by note_panels
)
"""Configuration values that are not for conf.py: a change of one has every page read again."""


_logger: Final = getLogger(__name__)


OF_SPHINX: Final = (
    N_('Back to top'), N_('Copyright'), N_('Edit this page'), N_('Home'), N_('Index'),
    N_('Link to this code'), N_('Link to this definition'), N_('Link to this equation'),
    N_('Link to this heading'), N_('Link to this image'), N_('Link to this table'),
    N_('Link to this term'), N_('Link to this toctree'), N_('Made with '), N_('Navigation'),
    N_('<a href="https://www.sphinx-doc.org/">Sphinx</a> and '),
    N_('Next'), N_('On this page'), N_('Previous'), N_('View this page'),
)  # fmt: skip
"""Words that Sphinx and its themes look up, and that its own catalogs often lack."""


def setup_config(app: Sphinx) -> None:
    """Register configuration values, and start in English until the settings are read."""
    for setting in SETTINGS:
        types: Any = ENUM(*setting.choices) if setting.choices else setting.types
        rebuild: Literal['env', 'html'] = 'env' if setting.reads else 'html'
        app.add_config_value(setting.name, copy(setting.default), rebuild, types)
    for name in _INTERNAL:
        app.add_config_value(name, '', 'env', (str,))
    use_language([], ENGLISH)
    use_words({}, {})


def content_of_conf(app: Sphinx) -> bytes:
    """What conf.py holds; nothing where a build has none."""
    file = Path(app.confdir, CONFIG_FILENAME)
    return file.read_bytes() if file.is_file() else b''


def refuse_wrong_settings(app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: end the build where a setting is misspelled or of a wrong type.

    :raises ConfigError: at the first such setting.
    """
    values = {setting.name: config[setting.name] for setting in SETTINGS}
    try:
        require_settings(values, [name for name in config._raw_config if name not in config])
        require_spelling(content_of_conf(app), config._raw_config, {value.name for value in config})
    except ValueError as error:
        raise ConfigError(str(error)) from error


def load_catalogs(app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: load the catalogs of the language; warn where there is none.

    Without one, panels are English on pages whose `lang` says otherwise, and screen readers
    read them by the rules of the wrong language.
    """
    language = config.language or ENGLISH
    folders = [Path(app.confdir, folder) for folder in config.locale_dirs]
    catalogs = []
    digest = hashlib.sha256()
    for file, code in catalogs_of(language, folders):
        try:
            catalog, wrong = load_catalog(file, code)
        except ValueError as error:
            raise ConfigError(str(error)) from error
        for message in wrong:
            _logger.warning('%s', message, type='wiki', subtype='language')
        catalogs.append(catalog)
        digest.update(file.read_bytes())
    texts = use_language(catalogs, language)
    if catalogs:
        get_translator().add_fallback(texts)
    config.criticwiki_catalogs = digest.hexdigest() if catalogs else ''
    if catalogs or is_english(language):
        return
    _logger.warning(
        'language = %r: there is no catalog of criticwiki in it, so that its panels are English on'
        ' pages that say they are not; translate %s into %s, or write language = %r in conf.py',
        language,
        f'{DOMAIN}.pot',
        f'{config.locale_dirs[0] if folders else "locales"}/{language}/LC_MESSAGES/{DOMAIN}.po',
        ENGLISH,
        type='wiki',
        subtype='language',
    )
