"""The rules of the office: pure Python, no framework, no I/O, no clock of its own (design §1)."""
