"""What differs between the inputs of two runs of a place, in words, and what each difference did alone."""
