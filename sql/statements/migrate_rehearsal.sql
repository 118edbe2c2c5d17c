-- What this database was made for, and whether it has been used.
-- columns: made for rehearsals; holds facts, or deviations of facts that are gone
-- Every other fact refers to a unit in the end; the calendar stands alone.
SELECT coalesce((SELECT rehearsal FROM installation), false),
    EXISTS (SELECT FROM units) OR EXISTS (SELECT FROM calendar) OR EXISTS (SELECT FROM deviations)
