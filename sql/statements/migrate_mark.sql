-- Says what the database is for. The mark of a rehearsal is never taken away.
-- $1 whether for rehearsals
INSERT INTO installation (rehearsal) VALUES ($1::boolean)
ON CONFLICT (id) DO UPDATE SET rehearsal = installation.rehearsal OR EXCLUDED.rehearsal
