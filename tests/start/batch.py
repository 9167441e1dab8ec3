"""What cmd does with a batch file: the few commands that ours has, and what it would run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_VARIABLE: Final = re.compile(
    r'%(?:~dp0|~?([1-9])|(\*)|([A-Za-z_][A-Za-z0-9_]*)(?::([^=%]+)=([^%]*))?%)'
)
_REDIRECTION: Final = re.compile(r'\s*\d?>(?:&\d|nul)')
_IF: Final = re.compile(
    r'if (?P<not>not )?(?:(?P<i>/i )?(?P<a>"[^"]*")==(?P<b>"[^"]*")'
    r'|(?P<what>defined|exist) (?P<name>\S+)) (?P<then>.+)'
)
FOLDER: Final = 'C:\\wiki\\'


@dataclass
class Run:
    """A command of a program, in its folder and with the variables that were set."""

    command: str
    folder: str
    variables: dict[str, str]


@dataclass
class Batch:
    """A batch file, run with a command line; in a wiki in which everything is installed."""

    text: str
    line: str
    files: frozenset[str] = frozenset({'.venv\\Scripts\\python.exe', '_build'})
    installed: bool = True
    variables: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    status: int = 0

    def __post_init__(self) -> None:
        self._lines = [line.strip() for line in self.text.splitlines()]
        self._labels = {line[1:]: at for at, line in enumerate(self._lines) if line[:1] == ':'}
        self._folder = ''
        # = and , are blanks to cmd, outside of double quotes
        self._words = re.findall(r'(?:"[^"]*"|[^\s=,;"])+', self.line)
        self._at = 0
        steps = 0
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line and line[0] not in ':@' and not line.startswith('rem '):
                self._do(self._expanded(line))
            steps += 1
            assert steps < 10_000, 'it goes round in circles'

    def _expanded(self, line: str) -> str:
        """A line with its variables replaced, as cmd does it before it looks at the line."""

        def value(found: re.Match[str]) -> str:
            if found[0] == '%~dp0':
                return FOLDER
            if found[2]:
                return self.line
            if found[1]:
                word = self._words[int(found[1]) - 1 :][:1]
                text = word[0] if word else ''
                return text.strip('"') if '~' in found[0] else text
            if found[3] == 'ERRORLEVEL':
                return str(self.status)
            text = self.variables.get(found[3].upper(), '')
            return text.replace(found[4], found[5]) if found[4] else text

        return _VARIABLE.sub(value, line)

    def _do(self, line: str) -> None:
        if found := _IF.fullmatch(line):
            if self._holds(found) != bool(found['not']):
                self._do(found['then'])
            return
        parts = re.split(r' (\|\||&&) (?=(?:[^"]*"[^"]*")*[^"]*$)', line)
        self._one(_REDIRECTION.sub('', parts[0]).strip())
        for sign, command in zip(parts[1::2], parts[2::2], strict=True):
            if (self.status == 0) == (sign == '&&'):
                self._one(_REDIRECTION.sub('', command).strip())

    def _holds(self, found: re.Match[str]) -> bool:
        if found['what'] == 'defined':
            return bool(self.variables.get(found['name'].upper()))
        if found['what'] == 'exist':
            return found['name'] in self.files
        ours, theirs = found['a'], found['b']
        return ours.lower() == theirs.lower() if found['i'] else ours == theirs

    def _one(self, command: str) -> None:
        name, _, rest = command.partition(' ')
        if name == 'goto':
            self._at = self._labels[rest]
        elif name == 'set':
            key, _, text = rest.removeprefix('"').removesuffix('"').partition('=')
            assert rest.startswith('"'), f'blanks at the end would be part of it: {command}'
            self.variables[key.upper()] = text
        elif name == 'shift':
            self._words = self._words[1:]
        elif name == 'exit':
            assert rest.startswith('/b ')
            self.status = int(rest.removeprefix('/b '))
            self._at = len(self._lines)
        elif name == 'cd':
            self._folder = rest.removeprefix('/d ').strip('"')
        elif name == 'echo':
            self.said.append(rest)
        elif name == 'fc':
            self.status = 0 if self.installed else 1
        elif name not in {'setlocal', 'del', 'copy'}:
            self.runs.append(Run(command, self._folder, dict(self.variables)))
            self.status = 0
