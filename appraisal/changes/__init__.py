"""What changed between two runs of a place, what each difference did to the ranking, and what caused it."""
