-- Holds by reason, for each body and together, the most frequent first. A document counts under each of its reasons.
SELECT d.body_id, r.reason, count(*) AS documents,
       count(*) FILTER (WHERE d.state = %(held)s AND d.state_reason = r.reason) AS open_documents,
       bool_or(d.synthetic) AS synthetic
FROM documents d CROSS JOIN LATERAL string_to_table(trim(BOTH '|' FROM d.held_for), '||') AS r(reason)
WHERE d.held_for <> ''
GROUP BY GROUPING SETS ((d.body_id, r.reason), (r.reason))
ORDER BY d.body_id NULLS FIRST, documents DESC, r.reason
