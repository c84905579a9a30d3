"""What is kept: workspace files, ballots, the ledger and runs."""
