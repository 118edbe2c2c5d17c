-- A full pass is over: remember what it was made with. $1 fingerprint, $2 the day it began on,
-- $3 ids of the log rows that asked for it. Every full pass proves what it passed over.
WITH consumed AS (
    DELETE FROM change_log WHERE id = ANY ($3::bigint[])
)
UPDATE full_pass SET fingerprint = $1, finished_on = $2::date, proved_on = $2::date
