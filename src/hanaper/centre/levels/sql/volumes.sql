-- Documents by channel and state, for each body and together (body_id null).
SELECT d.body_id, d.channel, d.state, count(*) AS documents, bool_or(d.synthetic) AS synthetic
FROM documents d
GROUP BY GROUPING SETS ((d.body_id, d.channel, d.state), (d.channel, d.state))
ORDER BY d.body_id NULLS FIRST, d.channel, d.state
