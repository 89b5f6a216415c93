"""The CP-SAT model: its variables, its rules and its goals, each in its own file."""
