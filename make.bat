@echo off
rem The commands of the Makefile, for Windows.
setlocal
cd /d "%~dp0"
if "%PYTHON%"=="" set PYTHON=py -3
set BIN=.venv\Scripts
set TARGET=%1
if "%TARGET%"=="" set TARGET=help

if "%TARGET%"=="help" goto help
if "%TARGET%"=="clean" goto clean
if not exist %BIN%\python.exe %PYTHON% -m venv .venv || exit /b 1
if "%TARGET%"=="test" goto test
fc /b requirements.txt .venv\site.txt >nul 2>&1 || (
  %BIN%\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || exit /b 1
  copy /y requirements.txt .venv\site.txt >nul
)
if "%TARGET%"=="html" goto build
if "%TARGET%"=="dirhtml" goto build
if "%TARGET%"=="text" goto build
if "%TARGET%"=="epub" goto build
if "%TARGET%"=="linkcheck" goto build
echo make: no such target: %TARGET%
exit /b 2

:build
%BIN%\python -m sphinx -b %TARGET% -d _build\doctrees-%TARGET% %OPTIONS% . _build\%TARGET%
exit /b %ERRORLEVEL%

:test
%BIN%\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt || exit /b 1
%BIN%\python tests\prepare.py
%BIN%\python -m pytest %OPTIONS%
exit /b %ERRORLEVEL%

:clean
if exist _build rmdir /s /q _build
exit /b 0

:help
echo make html       the site, in _build\html
echo make epub       the book, in _build\epub
echo make linkcheck  asks every outside address whether it is still there
echo make test       every test; installs what they need
echo make clean      removes what builds have made
