"""What was promised, by whom and until when, and what came of it."""
