-- Entering an act: one call that sets who acts, for which bodies, when and why, for this transaction alone, and answers
-- the scope and, where `checked`, every duty that the actor holds for the body. A function, because its plans are then made once for each connection:
-- as plain statements, planning them was most of an act's cost.
--
-- It runs with its caller's rights, and gives nothing that `set_config` would not give: see SECURITY.md.

CREATE FUNCTION hanaper.enter(
    INOUT bodies bigint[], body bigint, today date, actor bigint, rule text, on_behalf_of bigint, duty text, run uuid,
    at text, lock_timeout text, checked boolean, OUT clusters bigint[], OUT cluster bigint, OUT duties text[], OUT held_for bigint[]
) LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM public.tenancy_body b WHERE b.successor_id = ANY (bodies)) THEN
        bodies := hanaper.with_predecessors(bodies);
    END IF;
    clusters := ARRAY(SELECT DISTINCT s.cluster_id FROM public.tenancy_served s
                      WHERE s.body_id = ANY (bodies) AND s.valid @> today ORDER BY 1);
    cluster := (SELECT s.cluster_id FROM public.tenancy_served s WHERE s.body_id = body AND s.valid @> today);
    IF checked THEN
        SELECT coalesce(array_agg(h.duty), '{}'), coalesce(array_agg(h.body_id), '{}') INTO duties, held_for
        FROM public.duties_holding h
        WHERE h.person_id = actor AND h.valid @> today AND (body IS NULL OR h.body_id = body);
    END IF;
    PERFORM set_config('hanaper.bodies', bodies::text, true),
            set_config('hanaper.body', coalesce(body::text, ''), true),
            set_config('hanaper.clusters', clusters::text, true),
            set_config('hanaper.cluster', coalesce(cluster::text, ''), true),
            set_config('hanaper.actor', coalesce(actor::text, ''), true),
            set_config('hanaper.automation', coalesce(rule, ''), true),
            set_config('hanaper.on_behalf_of', coalesce(on_behalf_of::text, ''), true),
            set_config('hanaper.duty', coalesce(duty, ''), true),
            set_config('hanaper.run', run::text, true),
            set_config('hanaper.at', at, true),
            set_config('lock_timeout', lock_timeout, true);
END $$;
