"""People: posts, employments, absence, and pay."""
