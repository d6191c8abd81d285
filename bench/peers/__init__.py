"""What we are measured against: the least anybody could do for the same result."""
