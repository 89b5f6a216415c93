"""The fact-check desk: what people send, the claims in it, and what the desk found."""
