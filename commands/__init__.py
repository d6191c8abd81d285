"""The command line: one file a command (docs/operations of an installation; design §1)."""
