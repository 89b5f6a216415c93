"""The figures of a forum in words: tables, their charts, and files of them."""
