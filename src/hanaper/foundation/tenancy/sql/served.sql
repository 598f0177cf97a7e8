-- Which cluster serves which body, and when: the group's membership within the cluster's.
CREATE VIEW tenancy_served WITH (security_invoker = true) AS
    SELECT g.body_id, g.group_id, c.cluster_id, g.valid * c.valid AS valid
    FROM tenancy_groupmember g JOIN tenancy_clustermember c ON c.group_id = g.group_id AND c.valid && g.valid;
GRANT SELECT ON tenancy_served TO hanaper_app, hanaper_backup;

-- The bodies whose rows a body's people read: itself, and those that ended into it.
CREATE FUNCTION hanaper.with_predecessors(bodies bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE line AS (
        SELECT unnest(bodies) AS id
        UNION SELECT b.id FROM tenancy_body b JOIN line ON b.successor_id = line.id)
    SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM line
$$;
