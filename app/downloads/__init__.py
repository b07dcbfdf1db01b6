"""What a reader takes away: task sheets as XLSX and DOCX, deadlines as iCalendar. Words in, bytes out."""
