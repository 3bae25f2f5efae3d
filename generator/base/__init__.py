"""Words, problems and small tools: what knows no record and no setting."""
