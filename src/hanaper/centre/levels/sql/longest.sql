-- Open documents that have stood longest where they stand.
SELECT d.body_id, d.body_code, d.body, d.id, d.number, d.state, d.state_reason, d.since,
       extract(epoch FROM %(as_of)s::timestamptz - d.since)::bigint AS waited_seconds,
       hanaper.worked_through((%(as_of)s::timestamptz AT TIME ZONE 'Europe/London')::date, %(holidays)s)
       - hanaper.worked_through((d.since AT TIME ZONE 'Europe/London')::date, %(holidays)s) AS working_days,
       d.in_standard, d.synthetic
FROM documents d WHERE NOT d.is_over
ORDER BY d.since, d.body_id, d.id LIMIT %(longest)s
