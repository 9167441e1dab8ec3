"""What a new wiki has in common with this one stays the same in both."""

from __future__ import annotations

import re
import sys
from typing import Final

import pytest

from starter import ONLY_HERE, ROOT, START, common_files

PIN: Final = re.compile(r'^([a-z0-9-]+==[^ ;\\]+)', re.MULTILINE)
IMPORT: Final = re.compile(r'^(?:from|import) ([a-z0-9_]+)', re.MULTILINE)
TARGET: Final = re.compile(r'^([a-z -]+):(?!=)', re.MULTILINE)
HELP: Final = 'run `make starter`'


@pytest.mark.parametrize('name', common_files())
def test_what_is_common_is_the_same(name: str) -> None:
    assert (START / name).read_bytes() == common_files()[name], HELP


def targets(text: str) -> set[str]:
    return {name for found in TARGET.findall(text) for name in found.split()}


def test_a_new_wiki_has_every_command_but_those_for_the_extension() -> None:
    here = targets((ROOT / 'Makefile').read_text('utf-8'))
    there = targets((START / 'Makefile').read_text('utf-8'))
    assert {'html', 'live', 'epub', 'lock', 'help'} <= there
    assert here - there == set(ONLY_HERE)
    for name in ('Makefile', 'make.bat'):
        text = (START / name).read_text('utf-8')
        assert not re.search('tests|tools/|benchmarks|pytest|ruff', text)


def test_pins_are_the_same() -> None:
    here = set(PIN.findall((ROOT / 'requirements-dev.txt').read_text('utf-8')))
    there = set(PIN.findall((START / 'requirements-dev.txt').read_text('utf-8')))
    assert len(there) > 20
    assert there <= here, HELP
    asked = (ROOT / 'requirements-dev.in').read_text('utf-8').splitlines()
    lines = (START / 'requirements-dev.in').read_text('utf-8').splitlines()[1:]
    assert set(lines) <= set(asked)


def test_live_installs_what_it_imports_and_no_more() -> None:
    site, live = (
        {pin.partition('==')[0] for pin in PIN.findall((ROOT / name).read_text('utf-8'))}
        for name in ('requirements.txt', 'requirements-live.txt')
    )
    imported = {
        found
        for file in (ROOT / '_ext' / 'criticwiki' / 'live').glob('*.py')
        for found in IMPORT.findall(file.read_text('utf-8'))
    }
    assert {'starlette', 'uvicorn', 'watchfiles'} <= imported
    assert imported - set(sys.stdlib_module_names) - {'criticwiki'} <= live
    assert site < live
    assert len(live - site) < 10
    assert '\nlive: $(LIVE) ' in (ROOT / 'Makefile').read_text('utf-8')
    batch = (ROOT / 'make.bat').read_text('utf-8')
    assert batch.index('goto live\n') < batch.index('requirements-dev.txt')
