-- Counts by process, body and month, and by why documents are not converged: the first reason of each. Path, parameters and
-- data are counted of what is judged: finished, or off the path.
SELECT d.process, d.body_id, d.body_code, d.body, d.synthetic, d.month, d.why, count(*) AS on_platform,
       count(*) FILTER (WHERE d.outcome = 'converged') AS converged, count(*) FILTER (WHERE d.outcome = 'open') AS open,
       count(*) FILTER (WHERE d.outcome = 'not converged') AS not_converged,
       count(*) FILTER (WHERE d.outcome <> 'open' AND d.path_kept) AS path_kept,
       count(*) FILTER (WHERE d.outcome <> 'open' AND d.parameters_kept) AS parameters_kept,
       count(*) FILTER (WHERE d.outcome <> 'open' AND d.data_kept) AS data_kept,
       count(d.value_pence) AS valued, coalesce(sum(d.value_pence), 0)::bigint AS on_platform_pence,
       coalesce(sum(d.value_pence) FILTER (WHERE d.outcome = 'converged'), 0)::bigint AS converged_pence,
       coalesce(sum(d.value_pence) FILTER (WHERE d.outcome = 'open'), 0)::bigint AS open_pence
FROM documents d GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 4, 2, 6, 7
