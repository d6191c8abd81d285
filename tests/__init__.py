"""Unit, integration, web, browser and contract tests; how they are laid out: docs/development.md."""
