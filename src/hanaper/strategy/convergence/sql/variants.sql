-- The ways that documents of one process went, the most frequent first.
SELECT d.variant, min(d.path) AS path, bool_and(d.on_path) AS on_path, count(*) AS documents,
       count(*) FILTER (WHERE d.outcome = 'converged') AS converged,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY d.lasted_seconds)::bigint AS median_seconds,
       sum(d.touches)::bigint AS touches, bool_or(d.synthetic) AS synthetic
FROM documents d GROUP BY d.variant ORDER BY documents DESC, d.variant
