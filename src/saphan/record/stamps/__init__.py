"""Whether anything has changed that a reader's pages are made of.

Triggers of the record leave a row here with each statement that changes what pages show; so a page
that was made once can be given again as long as no row has come. Rows are added and never changed:
nobody who writes waits for another because of them, and what is not committed is not seen.
"""
