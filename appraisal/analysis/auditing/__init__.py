"""What auditors ask, answered from the record and the findings; what neither shows is said to be not shown."""
