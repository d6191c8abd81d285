"""Stand-ins for the world outside, passed in where the real thing would only cost time."""
