"""The verbs, and what people see of them."""
