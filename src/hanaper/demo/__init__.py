"""The demonstration: a model cluster, a month of its work through the services that people use, and the answer."""
