"""Whether a paper that somebody holds is ours, is current, and says what the record and the findings say."""
