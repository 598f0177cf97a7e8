"""Satisfaction: one question after finished work, and the Net Promoter Score of a service. See README.md."""
