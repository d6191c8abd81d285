"""What the office does: one module per noun, one function per use case, each one transaction (design §1)."""
