-- One row for each document that began in the months asked about, of every process that has a standard, with what became
-- of it. Every figure of convergence sums these rows, every variant groups them and every list shows them.
--
-- Read from evidence as it was: moves that happened by `as_of`, of those that we knew at `known_at` (P40).
WITH cohort AS MATERIALIZED (
    SELECT e.body_id, e.process, e.version, e.document_id, e.at AS began_at,
           (e.at AT TIME ZONE 'Europe/London')::date AS began_on
    FROM processes_evidence e
    WHERE e.body_id = ANY (%(bodies)s) AND e.process = ANY (%(processes)s) AND e.from_state = ''
      AND e.fiscal_year = ANY (%(years)s) AND e.at >= %(start)s AND e.at < %(end)s
      AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
), lives AS MATERIALIZED (
    SELECT c.body_id, c.process, c.version, c.document_id AS id, c.began_at, c.began_on,
           string_agg(e.step || ':' || e.to_state, ' ' ORDER BY e.id) AS path, array_agg(e.step) AS steps,
           count(*) FILTER (WHERE e.actor_id IS NOT NULL) AS touches,
           (array_agg(e.to_state ORDER BY e.id DESC))[1] AS state,
           extract(epoch FROM max(e.at) - c.began_at)::bigint AS lasted_seconds
    FROM cohort c JOIN processes_evidence e ON e.body_id = c.body_id AND e.process = c.process AND e.document_id = c.document_id
    WHERE e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
    GROUP BY 1, 2, 3, 4, 5, 6
), standards AS (
    SELECT * FROM unnest(%(standard_of)s::text[], %(standard_paths)s::text[], %(standard_whole)s::boolean[])
        AS s(process, path, is_whole)
), versions AS (
    SELECT * FROM unnest(%(processes)s::text[], %(process_versions)s::integer[]) AS v(process, version)
), leaves AS MATERIALIZED (
    -- Deviations that were agreed to: each from its first day until its expiry, or until the body ended it.
    SELECT d.body_id, d.id, d.process_code, d.step, d.aspect, d.from_on,
           least(d.expires_on, (min(e.at) FILTER (WHERE e.step = 'end') AT TIME ZONE 'Europe/London')::date) AS until_on
    FROM convergence_deviation d JOIN processes_evidence e
      ON e.body_id = d.body_id AND e.process = 'deviation' AND e.document_id = d.id
    WHERE d.body_id = ANY (%(bodies)s) AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
    GROUP BY d.body_id, d.id HAVING bool_or(e.step = 'approve')
), facts AS ({facts}), faults AS ({faults}), judged AS (
    SELECT l.*, md5(l.path) AS variant, f.number, f.value_pence, s.is_whole,
           coalesce(s.path IS NOT NULL AND l.version = v.version, false) AS on_path,
           a.deviates, x.fault
    FROM lives l
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(d.aspect), '{}') AS deviates FROM leaves d
        WHERE d.body_id = l.body_id AND d.process_code = l.process AND (d.step = '' OR d.step = ANY (l.steps))
          AND l.began_on >= d.from_on AND l.began_on < d.until_on) a
    JOIN versions v ON v.process = l.process
    LEFT JOIN standards s ON s.process = l.process AND s.path = l.path
    LEFT JOIN facts f ON f.process = l.process AND f.body_id = l.body_id AND f.id = l.id
    LEFT JOIN faults x ON x.process = l.process AND x.body_id = l.body_id AND x.id = l.id
), said AS (
    SELECT j.*, j.on_path AND NOT 'path' = ANY (j.deviates) AS path_kept, NOT 'parameters' = ANY (j.deviates) AS parameters_kept,
           j.fault IS NULL AND NOT 'data' = ANY (j.deviates) AS data_kept
    FROM judged j
)
SELECT s.process, s.body_id, b.code AS body_code, b.name AS body, b.synthetic, s.id,
       coalesce(nullif(s.number, ''), s.id::text) AS number,
       to_char(s.began_on, 'YYYY-MM') AS month, s.began_at, s.began_on, s.state, s.path, s.variant, s.touches,
       s.lasted_seconds, abs(s.value_pence) AS value_pence, s.on_path, s.path_kept, s.parameters_kept, s.data_kept,
       CASE WHEN s.path_kept AND s.parameters_kept AND s.data_kept THEN CASE WHEN s.is_whole THEN 'converged' ELSE 'open' END
            ELSE 'not converged' END AS outcome,
       CASE WHEN NOT s.on_path THEN 'path' WHEN s.deviates <> '{}' THEN 'deviation' WHEN s.fault IS NOT NULL THEN s.fault
            ELSE '' END AS why
FROM said s JOIN tenancy_body b ON b.id = s.body_id
