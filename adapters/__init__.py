"""The outside world: database, keys, paper, mail. Services call it; it calls the domain only (design §1)."""
