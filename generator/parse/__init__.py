"""From bytes to typed values: record files, fields, Markdown, pictures, attachments."""
