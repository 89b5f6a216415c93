"""An organiser's files (folder, zip or workbook) as one typed, validated value."""
