"""The pages of who organises a forum, a file a concern."""
