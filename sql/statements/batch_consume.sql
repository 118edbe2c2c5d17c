-- Exactly the log rows that were read. $1 ids.
DELETE FROM change_log WHERE id = ANY ($1::bigint[])
