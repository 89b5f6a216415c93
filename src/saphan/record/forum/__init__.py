"""A forum: its days, slots, places, agenda and the people who take part."""
