-- Required approvals that people took, by step, for each body and together.
SELECT d.body_id, e.step, count(DISTINCT (d.body_id, d.id)) AS documents, bool_or(d.synthetic) AS synthetic
FROM documents d JOIN processes_evidence e
  ON e.body_id = d.body_id AND e.process = %(process)s AND e.document_id = d.id
WHERE e.step = ANY (%(controls)s) AND e.actor_id IS NOT NULL AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
GROUP BY GROUPING SETS ((d.body_id, e.step), (e.step))
ORDER BY d.body_id NULLS FIRST, e.step
