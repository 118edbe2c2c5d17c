-- The deviations among $1 that stand, locked so that what is acknowledged still stands when the
-- acknowledgement is written. In the order of ids, so that two officers cannot wait for each other.
-- $1 ids (bigint[])
-- columns: id
SELECT id FROM lock_standing($1::bigint[]) AS id
