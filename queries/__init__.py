"""Reads for pages: plain frozen dataclasses, keyset pagination (design §1)."""
