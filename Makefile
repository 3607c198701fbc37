# Each target is one call of bootstrap.py, which works without make too: python bootstrap.py TARGET (Windows: py bootstrap.py TARGET).
PYTHON ?= python3

.PHONY: all setup site lab test notebooks check fix bench versions

all: site

setup:
	$(PYTHON) bootstrap.py setup

site:
	$(PYTHON) bootstrap.py site

lab:
	$(PYTHON) bootstrap.py lab

test:
	$(PYTHON) bootstrap.py test

notebooks:
	$(PYTHON) bootstrap.py notebooks

check:
	$(PYTHON) bootstrap.py check

fix:
	$(PYTHON) bootstrap.py fix

bench:
	$(PYTHON) bootstrap.py bench

versions:
	$(PYTHON) bootstrap.py versions
