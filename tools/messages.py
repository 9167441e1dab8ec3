"""Catalogs for translators: the messages of the code, and the translations brought up to them.

python tools/messages.py

A message that is new has an empty translation; one whose words changed keeps its old translation,
marked `fuzzy`, which is not shown until somebody has looked at it and taken the mark away.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Final

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

PACKAGE: Final = Path(__file__).parent.parent / '_ext' / 'criticwiki'
FOLDER: Final = PACKAGE / 'locale'
FORMS: Final = {
    '_': 1,
    'N_': 1,
    'ngettext': 2,
    'ngettext_noop': 2,
    'counted': 1,
    'counted_noop': 1,
}
"""Functions of `i18n.py`, and how many of their arguments are forms of the message."""
SAME_FORM: Final = ('counted', 'counted_noop')
"""Those whose message has the same words for one and for several in English."""


def template() -> Catalog:
    """The messages of the code.

    They are read from the syntax tree: Babel does not look into f-strings before Python 3.12.
    """
    catalog = Catalog(fuzzy=False)
    for file in sorted(PACKAGE.rglob('*.py')):
        for node in ast.walk(ast.parse(file.read_text('utf-8'))):
            if isinstance(node, ast.Call) and (forms := _forms(node)):
                catalog.add(forms if len(forms) > 1 else forms[0])
    return catalog


def _forms(call: ast.Call) -> tuple[str, ...]:
    """Forms of the message in a call; none where it has no message."""
    name = call.func.id if isinstance(call.func, ast.Name) else ''
    forms = call.args[: FORMS.get(name, 0)]
    texts = tuple(
        form.value
        for form in forms
        if isinstance(form, ast.Constant) and isinstance(form.value, str)
    )
    if len(texts) < len(forms):
        return ()
    return texts * 2 if name in SAME_FORM else texts


def catalogs() -> list[Path]:
    """Files of the translations."""
    return sorted(FOLDER.glob('*/LC_MESSAGES/criticwiki.po'))


def as_text(catalog: Catalog) -> str:
    """A catalog as it is stored: sorted, without places in the code and without dates."""
    file = io.BytesIO()
    write_po(file, catalog, no_location=True, omit_header=True, sort_output=True)
    return file.getvalue().decode('utf-8')


def updated(file: Path, messages: Catalog) -> str:
    """A translation with the messages as they are, and without those that are gone."""
    code = file.parent.parent.name
    catalog = read_po(io.BytesIO(file.read_bytes()), locale=code)
    catalog.update(messages)
    catalog.obsolete.clear()
    plural = get_plural(Locale.parse(code))
    header = (
        f'# {Locale.parse(code).get_display_name("en")} texts for readers.\n'
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {code}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural.plural_forms}\\n"\n\n'
    )
    return header + as_text(catalog)


def main() -> None:
    """Write all catalogs."""
    messages = template()
    (FOLDER / 'criticwiki.pot').write_text(as_text(messages), 'utf-8', newline='\n')
    for file in catalogs():
        file.write_text(updated(file, messages), 'utf-8', newline='\n')


if __name__ == '__main__':
    main()
