-- Under the lock of pass_lock_log: has somebody asked for a full pass since this one was begun? $1 ids of the log rows
-- that asked for this one.
-- columns: whether
SELECT EXISTS (SELECT FROM change_log WHERE subject_kind = 'all' AND id <> ALL ($1::bigint[]))
