"""The audit: what an outsider needs to check, recompute and explain what was concluded."""
