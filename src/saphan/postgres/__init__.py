"""The database server: the program's own by default, any other by `DATABASE_URL`."""
