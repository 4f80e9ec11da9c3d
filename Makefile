# `make demo` and `make test` do everything from a fresh clone; see README.md.
.PHONY: build demo dependencies archive test lint format fixtures clean

# Everything downloaded lies here, outside the repository.
CACHE := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/trove
SPACES := $(or $(TROVE_SPACES),$(if $(XDG_DATA_HOME),$(XDG_DATA_HOME),$(HOME)/.local/share)/trove-spaces)
ARCHIVE := $(CACHE)/sample-archive
SWIFT_FLAGS := -Xswiftc -warnings-as-errors

build: dependencies
	swift build -c release $(SWIFT_FLAGS)

demo: build
	Scripts/demo.sh .build/release/trove $(CACHE) $(ARCHIVE)

dependencies:
	@Scripts/install-dependencies.sh

archive: dependencies
	python3 Scripts/sample-archive/build.py --cache $(CACHE)/downloads --output $(ARCHIVE)

test: dependencies archive lint
	swift build --build-tests $(SWIFT_FLAGS)
	.build/debug/trove space install starter
	TROVE_SAMPLE_ARCHIVE=$(ARCHIVE) swift test --skip-build
	python3 -m unittest discover --start-directory Scripts/spaces --pattern 'test_*.py'
	python3 -m unittest discover --start-directory Scripts/starter --pattern 'test_*.py'
	python3 -m unittest discover --start-directory Scripts/sample-archive --pattern 'test_*.py'

lint:
	swift format lint --strict --recursive Sources Tests schema Scripts Benchmarks Fuzzing Package.swift

format:
	swift format --in-place --recursive Sources Tests schema Scripts Benchmarks Fuzzing Package.swift

# Needs more of Python than the rest: see the scripts.
fixtures:
	python3 Scripts/fixtures/make_reference.py --space $(SPACES)/starter
	python3 Scripts/fixtures/make_clip_reference.py
	python3 Scripts/fixtures/make_siglip_reference.py
	python3 Scripts/fixtures/make_embedding_gemma_reference.py
	python3 Scripts/fixtures/make_clap_reference.py

clean:
	rm -rf .build
