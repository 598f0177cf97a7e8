"""Cost to serve: what one service cost for one body, tied to the trial balance to the penny. See README.md."""
