"""Why there is no timetable (`reasons`), in which words (`sentences`), and what would help."""
