"""Makes what tests start from, through the real use cases."""
