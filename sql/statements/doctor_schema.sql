-- For doctor: the versions that this database has gone through, and whether it is for rehearsals.
-- columns: named as they are shown.
SELECT version, name, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS applied,
       (SELECT rehearsal FROM installation) AS rehearsal
FROM schema_migrations ORDER BY version
