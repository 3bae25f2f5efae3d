"""What each template is given: one module for the pages of one subject, and what they share."""
