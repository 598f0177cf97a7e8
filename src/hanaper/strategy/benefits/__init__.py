"""Benefits: what was promised, against which baseline, what it costs to achieve, and what is realised."""
