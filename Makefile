# Each target is one call of bootstrap.py, which works without make too: python bootstrap.py TARGET (Windows: py bootstrap.py TARGET).
# What a tool takes more is handed on: make lab ARGS="--allow-root", make check ARGS=--fix.
PYTHON ?= python3

.PHONY: all setup site lab test notebooks exercises check fix bench versions

all: site

setup:
	$(PYTHON) bootstrap.py setup

site:
	$(PYTHON) bootstrap.py site

lab:
	$(PYTHON) bootstrap.py lab $(ARGS)

test:
	$(PYTHON) bootstrap.py test

notebooks:
	$(PYTHON) bootstrap.py notebooks

exercises:
	$(PYTHON) bootstrap.py exercises

check:
	$(PYTHON) bootstrap.py check $(ARGS)

fix:
	$(PYTHON) bootstrap.py fix

bench:
	$(PYTHON) bootstrap.py bench

versions:
	$(PYTHON) bootstrap.py versions
