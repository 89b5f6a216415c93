"""Files in (text, HTML, DOCX) and out (facts as JSON Lines)."""
