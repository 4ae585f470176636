.venv/.stamp: requirements-dev.txt
	python3 -m venv .venv
	.venv/bin/pip install -q -r requirements-dev.txt
	touch $@

.PHONY: test
test: .venv/.stamp
	PYTHONPATH=.collections .venv/bin/python -m pytest -q -p no:cacheprovider tests/unit
