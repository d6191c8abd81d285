"""Rules of Japanese names, addresses, dates and numbers (design §9)."""
