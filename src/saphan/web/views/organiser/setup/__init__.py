"""Creating a forum on the site, and setting it up in steps that can be left and taken up again."""
