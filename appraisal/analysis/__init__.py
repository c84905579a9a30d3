"""What follows from measures and ballots: weighting, scoring, ranking, testing and searching."""
