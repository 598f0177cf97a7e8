-- Why documents are not converged: the first reason of each.
SELECT d.process, d.body_id, d.month, d.why, count(*) AS documents
FROM documents d WHERE d.outcome = 'not converged' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, documents DESC, 4
