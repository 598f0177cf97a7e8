-- How long documents of the month stood in each state: past stays, and for open documents the stay that goes on. A document
-- that came back to a state counts once, with the sum of its stays.
WITH stays AS (
    SELECT d.body_id, d.id, e.from_state AS state, e.waited_seconds AS seconds,
           ((e.at - make_interval(secs => e.waited_seconds)) AT TIME ZONE 'Europe/London')::date AS entered_on,
           (e.at AT TIME ZONE 'Europe/London')::date AS left_on, false AS is_open, d.synthetic
    FROM documents d JOIN processes_evidence e
      ON e.body_id = d.body_id AND e.process = %(process)s AND e.document_id = d.id
    WHERE e.from_state <> '' AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
    UNION ALL
    SELECT d.body_id, d.id, d.state, extract(epoch FROM %(as_of)s::timestamptz - d.since)::bigint,
           (d.since AT TIME ZONE 'Europe/London')::date, (%(as_of)s::timestamptz AT TIME ZONE 'Europe/London')::date, true, d.synthetic
    FROM documents d WHERE NOT d.is_over
), sums AS (
    SELECT s.body_id, s.id, s.state, sum(s.seconds) AS seconds, bool_or(s.is_open) AS is_open, bool_or(s.synthetic) AS synthetic,
           sum(hanaper.worked_through(s.left_on, %(holidays)s) - hanaper.worked_through(s.entered_on, %(holidays)s)) AS days
    FROM stays s GROUP BY 1, 2, 3
)
SELECT s.body_id, s.state, count(*) AS documents, count(*) FILTER (WHERE s.is_open) AS open_documents,
       sum(s.seconds)::bigint AS total_seconds,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY s.seconds)::bigint AS median_seconds,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY s.seconds)::bigint AS p90_seconds,
       max(s.seconds)::bigint AS longest_seconds,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY s.days)::integer AS median_days,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY s.days)::integer AS p90_days,
       bool_or(s.synthetic) AS synthetic
FROM sums s GROUP BY GROUPING SETS ((s.body_id, s.state), (s.state))
ORDER BY s.body_id NULLS FIRST, s.state
