"""Who changed what, and when. Every room writes here; nobody edits it."""
