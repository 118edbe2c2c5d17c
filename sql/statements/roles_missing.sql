-- Which of the group roles do not exist, with commas between them; NULL: all exist.
-- columns: names
SELECT string_agg(wanted, ', ')
FROM unnest(ARRAY['budgetwatch_daemon', 'budgetwatch_source', 'budgetwatch_reporter',
    'budgetwatch_officer', 'budgetwatch_reader']) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted)
