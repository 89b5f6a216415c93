"""What is kept about a person: shown, handed over, erased, and dropped when it is old."""
