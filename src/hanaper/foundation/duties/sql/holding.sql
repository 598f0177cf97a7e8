-- Every duty that every person holds, for every body, while `valid`: roles spread out over duties, clusters over bodies.
CREATE VIEW duties_holding WITH (security_invoker = true) AS
    SELECT g.person_id, d.duty, g.body_id, g.valid, g.limit_pence
    FROM duties_grant g JOIN duties_roleduty d ON d.role_id = g.role_id
    WHERE g.body_id IS NOT NULL
    UNION ALL
    SELECT g.person_id, d.duty, s.body_id, g.valid * s.valid, g.limit_pence
    FROM duties_grant g JOIN duties_roleduty d ON d.role_id = g.role_id
    JOIN tenancy_served s ON s.cluster_id = g.cluster_id AND s.valid && g.valid;
GRANT SELECT ON duties_holding TO hanaper_app, hanaper_backup;
