-- Results of pay, person by person: seen under the duties of migration and by rules, under no other duty of the same body.
-- Not a security definer: it only reads what the act was opened for.
CREATE FUNCTION hanaper.sees_parallel_pay() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(hanaper.setting('automation') IS NOT NULL OR hanaper.setting('duty') LIKE 'migration.%', false)
$$;
CREATE POLICY seen ON parallel_legacypay AS RESTRICTIVE FOR SELECT TO hanaper_app
    USING ((SELECT hanaper.sees_parallel_pay()));
CREATE POLICY seen ON parallel_difference AS RESTRICTIVE FOR SELECT TO hanaper_app
    USING ((SELECT hanaper.sees_parallel_pay()));
