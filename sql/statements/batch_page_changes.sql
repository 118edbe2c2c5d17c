-- The rows of the change log that speak of a page's subjects: the page deals with them on its way, which
-- spares the log of a first import from being worked off subject by subject after the full pass.
-- $1 kind, $2 codes.
-- Columns: id, subject_code
SELECT id, subject_code FROM change_log WHERE subject_kind = $1 AND subject_code = ANY ($2::text[])
