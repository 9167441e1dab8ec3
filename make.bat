@echo off
rem The commands of the Makefile, for Windows: make html, make html OPTIONS=-W
setlocal
cd /d "%~dp0"
if "%PYTHON%"=="" set PYTHON=py -3
set BIN=.venv\Scripts
set TARGET=%1
if "%TARGET%"=="" set TARGET=help
if /i "%2"=="OPTIONS" set OPTIONS=%3 %4 %5 %6 %7 %8 %9
rem the quotes around all of them are no part of them
if /i "%2"=="OPTIONS" set OPTIONS=%OPTIONS:"=%
if /i "%2"=="OPTIONS" set OPTIONS=%OPTIONS:'=%
if /i "%2"=="BASE" set BASE=%~3
if /i "%2"=="SOURCES" set SOURCES=%~3
if "%BASE%"=="" set BASE=HEAD

if "%TARGET%"=="help" goto help
if "%TARGET%"=="clean" goto clean
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')" || exit /b 1
if not exist %BIN%\python.exe (%PYTHON% -m venv .venv || exit /b 1)
fc /b requirements.txt .venv\site.txt >nul 2>&1 || (
  echo installing what the site needs, about a minute, once 1>&2
  %BIN%\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || exit /b 1
  copy /y requirements.txt .venv\site.txt >nul
)
if "%TARGET%"=="html" goto build
if "%TARGET%"=="dirhtml" goto build
if "%TARGET%"=="text" goto build
if "%TARGET%"=="epub" goto build
if "%TARGET%"=="latex" goto build
if "%TARGET%"=="linkcheck" goto build
if "%TARGET%"=="pdf" goto pdf
if "%TARGET%"=="check" goto check
if "%TARGET%"=="impact" goto impact
if "%TARGET%"=="new" goto new
fc /b requirements-live.txt .venv\live.txt >nul 2>&1 || (
  echo installing what make live needs, once
  %BIN%\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-live.txt || exit /b 1
  copy /y requirements-live.txt .venv\live.txt >nul
)
if "%TARGET%"=="live" goto live
fc /b requirements-dev.txt .venv\dev.txt >nul 2>&1 || (
  %BIN%\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt || exit /b 1
  copy /y requirements-dev.txt .venv\dev.txt >nul
)
if "%TARGET%"=="test" goto test
if "%TARGET%"=="lint" goto lint
echo make: no such target: %TARGET%
exit /b 2

:build
%BIN%\python -m sphinx -b %TARGET% -d _build\doctrees-%TARGET% %OPTIONS% . _build\%TARGET%
exit /b %ERRORLEVEL%

:check
set PYTHONPATH=_ext
if not "%SOURCES%"=="" set OPTIONS=--sources "%SOURCES%" %OPTIONS%
%BIN%\python -m criticwiki check %OPTIONS%
exit /b %ERRORLEVEL%

:new
rem %* is the line as it was typed, so KIND=review stays in one piece
set PYTHONPATH=_ext
set PYTHONUTF8=1
%BIN%\python -m criticwiki %*
exit /b %ERRORLEVEL%

:live
set PYTHONPATH=_ext
%BIN%\python -m criticwiki.live -d _build\doctrees-live %OPTIONS% . _build\live
exit /b %ERRORLEVEL%

:impact
set PYTHONPATH=_ext
%BIN%\python -m criticwiki impact "%BASE%" %OPTIONS%
exit /b %ERRORLEVEL%

:pdf
%BIN%\python -m sphinx -b latex -d _build\doctrees-latex %OPTIONS% . _build\latex || exit /b 1
cd _build\latex
call make.bat
exit /b %ERRORLEVEL%

:test
%BIN%\python tools\prepare.py || exit /b 1
%BIN%\python -m pytest -n auto --maxprocesses 8 --dist loadfile %OPTIONS%
exit /b %ERRORLEVEL%

:lint
%BIN%\ruff check _ext tests tools conf.py || exit /b 1
%BIN%\ruff format --check _ext tests tools conf.py || exit /b 1
%BIN%\mypy
exit /b %ERRORLEVEL%

:clean
if exist _build rmdir /s /q _build
exit /b 0

:help
echo make html       the site, in _build\html
echo make check      every problem of every page, without a build (SOURCES=dir: quotations too)
echo make new        a draft page: make new KIND=review ID=some-outlet-season-1
echo make live       the site at http://127.0.0.1:8000, with every edit as you save it
echo make epub       the book, in _build\epub
echo make pdf        the PDF, in _build\latex (needs latexmk and XeLaTeX)
echo make linkcheck  asks every outside address whether it is still there
echo make impact     what your edits do to the consensus (BASE=main: since then)
echo make test       every test; installs what they need
echo make lint       style and types of the code
echo make clean      removes what builds have made
echo Values of more than one word stand in double quotes: TITLE="The headline as printed"
