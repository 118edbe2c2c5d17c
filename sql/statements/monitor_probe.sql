-- Is there anything to do? $1 today, $2 an id: log rows with this one or a smaller one are not looked for.
-- Columns: change (the first log row of a subject or of a unit's projects, or NULL), everything (ids of log rows that ask for a full pass, or
-- NULL), due, fingerprint, finished_on, proved_on, position (the last id drawn), xmin of the snapshot, and the
-- transaction id that is given out next.
-- The ids are listed one by one: a row with a smaller one may commit later. Each question is one descent of an
-- index, whatever the planner may think of how much there is.
-- The snapshot's own xmax is not that id: it is one above the last transaction that has ended, and those that have
-- begun since, and are running, lie at it or above. age() counts from the id that is next.
SELECT
    least(
        (SELECT id FROM change_log
         WHERE subject_kind NOT IN ('all', 'unit_projects') AND id > $2::bigint ORDER BY id LIMIT 1),
        (SELECT id FROM change_log WHERE subject_kind = 'unit_projects' ORDER BY id LIMIT 1)),
    (SELECT array_agg(id) FROM (
        SELECT id FROM change_log WHERE subject_kind = 'all' AND id > $2::bigint ORDER BY id LIMIT 1000) a),
    coalesce((SELECT next_on FROM schedule ORDER BY next_on LIMIT 1) <= $1::date, false),
    fingerprint, finished_on, proved_on,
    (SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM change_log_id_seq),
    pg_snapshot_xmin(snapshot),
    pg_snapshot_xmax(snapshot)::text::bigint + age(pg_snapshot_xmax(snapshot)::xid)
FROM full_pass, pg_current_snapshot() AS snapshot
