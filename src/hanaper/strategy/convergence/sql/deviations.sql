-- Deviations as they stood: the state that evidence had brought each to. An approved one counts until its expiry.
SELECT d.body_id, b.code AS body_code, b.name AS body, b.synthetic, d.id, coalesce(nullif(d.number, ''), d.id::text) AS number,
       d.process_code, d.step, d.aspect, d.what, d.cost_pence, d.cost_source, d.owner_duty, d.from_on, d.expires_on,
       e.state, e.state = 'approved' AND d.from_on <= %(on)s AND d.expires_on > %(on)s AS in_force,
       -- agreed to, over, and nobody has ended it or was given another in its place
       e.state = 'approved' AND d.expires_on <= %(on)s AND NOT EXISTS (
           SELECT FROM convergence_deviation r
           JOIN processes_evidence a ON a.body_id = r.body_id AND a.process = 'deviation' AND a.document_id = r.id
           WHERE r.body_id = d.body_id AND r.renews_id = d.id AND a.step = 'approve'
             AND a.at <= %(as_of)s AND a.recorded_at <= %(known_at)s) AS overdue,
       d.expires_on - %(on)s::date AS days_left
FROM convergence_deviation d JOIN tenancy_body b ON b.id = d.body_id
CROSS JOIN LATERAL (
    SELECT s.to_state AS state FROM processes_evidence s
    WHERE s.body_id = d.body_id AND s.process = 'deviation' AND s.document_id = d.id
      AND s.at <= %(as_of)s AND s.recorded_at <= %(known_at)s
    ORDER BY s.id DESC LIMIT 1) e
WHERE d.body_id = ANY (%(bodies)s)
