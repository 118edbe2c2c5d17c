-- The group roles of budgetwatch, where they are missing. They belong to the cluster: another database
-- may have brought them, or be bringing them just now. Login roles become members of them.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['budgetwatch_daemon', 'budgetwatch_source', 'budgetwatch_reporter',
        'budgetwatch_officer', 'budgetwatch_reader']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
END $$
