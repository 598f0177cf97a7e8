"""People: employments, their dated terms, and the facts about a person that only some may see."""
