"""Applications, papers, fees, numbering and the life cycles around a certificate (design §4)."""
