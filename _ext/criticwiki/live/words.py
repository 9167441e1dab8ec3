"""What is said in the browser beside the pages."""

from __future__ import annotations

from criticwiki.i18n import _


def live_words() -> dict[str, str]:
    """The words by their keys, in the language of the wiki once an application is loaded."""
    return {
        'problems': str(_('Problems')),
        'failure': str(_('The last build failed')),
        'more': str(_('and %(count)d more')),
        'close': str(_('Close')),
        'broken': str(_('The build has broken down; its terminal says why.')),
        'missing': str(_('Not found')),
        'waits': str(_('There is no such page. It will be shown when there is.')),
    }
