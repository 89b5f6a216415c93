"""The fact-check desk, for the public and for those who work there."""
