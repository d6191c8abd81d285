"""The one SQLite file (design §3)."""
