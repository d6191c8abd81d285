"""What several counters need: access, error pages, form fields and words (design §1)."""
