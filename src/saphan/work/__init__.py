"""Background jobs, kept in PostgreSQL and run in the server's own process or in workers."""
