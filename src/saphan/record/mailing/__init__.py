"""Letters to groups and people: templates, schedule, and a log of what was sent."""
